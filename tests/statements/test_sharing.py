"""Words of a name that the members of a list share, and totals that are named again."""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Sản lượng mắc ca 320 tấn, hạt điều 45 tấn.",
            [{"name": "Sản lượng mắc ca"}, {"name": "Sản lượng hạt điều"}],
            id="the-kind-of-amount",
        ),
        pytest.param(
            "Sản lượng mắc ca 320 tấn, trong đó: bóc vỏ 45 tấn.",
            [{"name": "Sản lượng mắc ca"}, {"name": "bóc vỏ", "parent_name": "Sản lượng mắc ca"}],
            id="parts-have-their-whole-instead",
        ),
        pytest.param(
            "Tổng sản lượng rong biển 580 tấn, rong nho 41 tấn; dự kiến cả năm tổng sản lượng 840 tấn.",
            [
                {"name": "Tổng sản lượng rong biển", "period_code": "year"},
                {"value": "41"},
                {"name": "Tổng sản lượng rong biển", "period_code": "year_end", "is_estimate": True},
            ],
            id="a-total-named-again",
        ),
        pytest.param(
            "Cho 250 hộ vay với số tiền 6 tỷ đồng, nâng tổng dư nợ lên 32 tỷ đồng.",
            [{"value": "250"}, {"value": "6"}, {"name": "tổng dư nợ", "value": "32"}],
            id="what-is-raised-is-the-total",
        ),
        pytest.param(
            "Gieo trồng 96 ha vừng đen. Năng suất ước 8,4 tạ/ha, sản lượng ước 80,6 tấn.",
            [{"value": "96"}, {"name": "Năng suất vừng đen"}, {"name": "sản lượng vừng đen"}],
            id="the-yield-is-of-the-crop-before",
        ),
        pytest.param(
            "Kế hoạch vốn kè sông được giao 128 tỷ đồng, đã giải ngân 52 tỷ đồng, đạt 40,6%.",
            [
                {"name": "Kế hoạch vốn kè sông", "kind": "target"},
                {"name": "giải ngân vốn kè sông", "comparisons": ["plan percent_of 40.6"]},
            ],
            id="what-was-done-with-the-money",
        ),
    ],
)
def test_names_of_members(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Số người chết, mất tích do lũ ống 12 người.",
            [{"name": "Số người chết, mất tích do lũ ống", "value": "12"}],
            id="the-unit-tells-where-a-count-begins",
        ),
        pytest.param(
            "Số cầu hoàn thành 15 cầu.",
            [{"name": "Số cầu hoàn thành", "value": "15"}],
            id="which-of-them-are-counted",
        ),
        pytest.param(
            "Tổng mức bán lẻ hàng hóa, doanh thu dịch vụ đạt 1.250 tỷ đồng.",
            [{"name": "Tổng mức bán lẻ hàng hóa, doanh thu dịch vụ"}],
            id="a-comma-of-the-name",
        ),
        pytest.param(
            "Bà con làm đất xong sớm, gieo mạ kịp thời vụ, nâng tổng diện tích lúa nương lên 3.400 ha.",
            [{"name": "tổng diện tích lúa nương", "value": "3400"}],
            id="behind-the-verb-that-raises-it",
        ),
        pytest.param(
            "Vì bến cá phải đóng nên sản lượng mực khô còn 45 tấn.",
            [{"name": "sản lượng mực khô", "value": "45"}],
            id="behind-the-reason",
        ),
        pytest.param(
            "Giải ngân vốn kè sông đến hết tháng 10 mới đạt 18 tỷ đồng.",
            [{"name": "Giải ngân vốn kè sông", "value": "18"}],
            id="only-now-behind-a-date",
        ),
        pytest.param(
            "Giải ngân vốn kè sông mới đạt 65,6% kế hoạch; diện tích sen trồng mới đạt 98% kế hoạch.",
            [{"name": "Giải ngân vốn kè sông"}, {"name": "diện tích sen trồng mới"}],
            id="only-so-much-of-the-plan",
        ),
        pytest.param(
            "Các chỉ tiêu về nước được giữ vững, nhất là tỷ lệ hộ có bể lọc đạt 95%.",
            [{"name": "tỷ lệ hộ có bể lọc"}],
            id="behind-which-of-them",
        ),
        pytest.param(
            "Diện tích sen trồng mới đạt 18 ha.",
            [{"name": "Diện tích sen trồng mới", "value": "18"}],
            id="new-is-part-of-the-name",
        ),
        pytest.param(
            "Bộ phận Một cửa tiếp nhận 310 hồ sơ.",
            [{"name": "tiếp nhận hồ sơ", "value": "310"}],
            id="who-did-it",
        ),
        pytest.param(
            "Trộm cắp xảy ra 31 vụ, bắt 12 đối tượng. Tai nạn đường thủy 11 vụ, chết 09 người.",
            [
                {"value": "31"},
                {"value": "12"},
                {"name": "Tai nạn đường thủy", "value": "11"},
                {"name": "người chết (tai nạn đường thủy)", "value": "9"},
            ],
            id="an-event-counted-without-a-verb",
        ),
    ],
)
def test_where_names_begin_and_end(text: str, expected: Expected) -> None:
    check(text, expected)
