"""Plans told with their giver, plans of rates beside counts, and changes held against a plan."""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Thu lệ phí đò 74 tỷ đồng, đạt 58% (dự toán Thành phố giao 127,5 tỷ đồng).",
            [{"value": "74", "target": "127.5", "comparisons": ["plan percent_of 58"]}],
            id="in-a-bracket-behind-the-percentage",
        ),
        pytest.param(
            "Trồng tràm 120 ha (KH huyện giao: 100 ha).",
            [{"value": "120", "target": "100"}],
            id="in-a-bracket-behind-the-figure",
        ),
        pytest.param(
            "Tỷ lệ phủ sóng 92,7%, chỉ tiêu HĐND huyện giao từ 95% trở lên.",
            [{"value": "92.7", "target": "95", "target_bound": ">="}],
            id="behind-a-comma",
        ),
        pytest.param(
            "Đàn ong 2.900 đàn, trong khi chỉ tiêu đề ra là 3.100 đàn.",
            [{"value": "2900", "target": "3100"}],
            id="while-the-plan-was",
        ),
        pytest.param(
            "Thôn có loa 44/52 thôn, tỷ lệ 84,6% (NQ giao 82%).",
            [
                {"value": "44", "denominator": "52", "comparisons": ["share percent_of 84.6"]},
                {"name": "tỷ lệ thôn có loa", "value": "84.6", "target": "82", "unit": "%"},
            ],
            id="the-plan-of-a-rate-beside-its-count",
        ),
        pytest.param(
            "Có 43 thôn có loa, tỷ lệ 59,7%, vượt chỉ tiêu 55%.",
            [
                {"value": "43", "comparisons": ["share percent_of 59.7"]},
                {"value": "59.7", "target": "55"},
            ],
            id="the-plan-that-a-rate-passed",
        ),
        pytest.param(
            "Tỷ lệ hộ dùng bếp ga 41,6%, thấp hơn chỉ tiêu 8,4%.",
            [{"value": "41.6", "comparisons": ["plan points -8.4"]}],
            id="points-below-the-plan",
        ),
        pytest.param(
            "Giá trị nghề mộc so với KH đạt 101,2%, so với năm trước tăng 9,2%.",
            [{"value": None, "comparisons": ["plan percent_of 101.2", "prior growth 9.2"]}],
            id="the-plan-before-its-percentage",
        ),
        pytest.param(
            "Khám mắt cho học sinh 1.380/2.500 em (đạt 55,2%/KH năm).",
            [{"value": "1380", "target": "2500", "comparisons": ["plan percent_of 55.2"]}],
            id="per-cent-slash-plan",
        ),
        pytest.param(
            "Đàn ong 2.900 đàn, bằng 103% cùng kỳ song mới đạt 97,5% kế hoạch.",
            [{"value": "2900", "comparisons": ["prior percent_of 103", "plan percent_of 97.5"]}],
            id="but-only-so-much-of-the-plan",
        ),
        pytest.param(
            "Thu phí bến thuyền đạt 34 tỷ đồng, bằng 123%.",
            [{"value": "34", "comparisons": ["plan percent_of 123"]}],
            id="more-than-all-is-no-share",
        ),
        pytest.param(
            "Phấn đấu giải ngân vốn kè sông trên 95% kế hoạch vốn.",
            [{"name": "giải ngân vốn kè sông", "kind": "target", "target": "95", "comparisons": []}],
            id="a-share-of-the-plan-is-the-goal",
        ),
        pytest.param(
            "Có 27 hợp tác xã mới, vốn 19 tỷ đồng, tăng 10,5% về số hợp tác xã "
            "nhưng giảm 8% về vốn so với cùng kỳ.",
            [
                {"value": "27", "comparisons": ["prior growth 10.5"]},
                {"value": "19", "comparisons": ["prior growth -8"]},
            ],
            id="a-change-of-two-counts-parted-by-a-but",
        ),
        pytest.param(
            "Thu phí đò đến 25/11/2022 là 40 tỷ đồng, ước cả năm 44 tỷ đồng, vượt 10% dự toán tỉnh giao "
            "(40 tỷ đồng) và bằng 88% dự toán HĐND huyện giao (50 tỷ đồng).",
            [
                {"value": "40", "target": None, "period_code": "as_of"},
                {"value": "44", "target": "40", "period_code": "year_end", "is_estimate": True},
            ],
            id="two-plans-of-an-estimate-beside-what-was-reached",
        ),
        pytest.param(
            "Sửa được 12/19 cầu treo; 100% hộ dân dùng nước sạch.",
            [{"value": "12", "comparisons": []}, {"name": "hộ dân dùng nước sạch", "value": "100"}],
            id="a-rate-of-what-stands-behind-it",
        ),
        pytest.param(
            "Bệnh dại 60 ca, giảm 40% so cùng kỳ (100 ca); bệnh ghẻ 45 ca, cùng kỳ 19 ca.",
            [
                {"value": "60", "year": 2022, "comparisons": ["prior growth -40"]},
                {"value": "100", "year": 2021},
                {"value": "45", "year": 2022, "comparisons": []},
                {"name": "bệnh ghẻ", "value": "19", "year": 2021},
            ],
            id="what-was-so-a-year-before",
        ),
        pytest.param(
            "Cấp mới 12 bến với vốn 15 triệu USD, mở rộng 5 bến với số vốn tăng thêm 2,4 triệu USD.",
            [
                {"value": "12"},
                {"value": "15", "comparisons": []},
                {"value": "5"},
                {"value": "2.4", "comparisons": []},
            ],
            id="what-was-added-is-no-change",
        ),
    ],
)
def test_plans_and_what_came_of_them(text: str, expected: Expected) -> None:
    check(text, expected)
