"""Plans told beside their results: in brackets, behind percentages, of later years."""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Diện tích sen: KH 120 ha, TH 125 ha, đạt 104,2%; lớp mẫu giáo 5 lớp, TH 12 lớp.",
            [
                {"name": "Diện tích sen", "kind": "result", "value": "125", "target": "120"},
                {"name": "lớp mẫu giáo", "value": "5"},
                {"name": "TH", "value": "12"},
            ],
            id="letters-of-a-result-behind-its-plan",
        ),
        pytest.param(
            "Tổng đàn vịt 1.234 con/1.300 con KH (94,9%).",
            [
                {
                    "value": "1234",
                    "target": "1300",
                    "denominator": None,
                    "comparisons": ["plan percent_of 94.9"],
                }
            ],
            id="the-plan-word-behind-a-pair-and-before-its-percentage",
        ),
        pytest.param(
            "Nạo vét kênh được 324 tỷ đồng, đạt 58,7% kế hoạch tỉnh giao (552 tỷ đồng).",
            [{"value": "324", "target": "552", "comparisons": ["plan percent_of 58.7 by tỉnh"]}],
            id="the-plan-behind-what-is-held-against-it",
        ),
        pytest.param(
            "Số bến đò có phao: thực hiện 5 bến, vượt chỉ tiêu (kế hoạch 4 bến).",
            [{"value": "5", "target": "4", "comparisons": []}],
            id="a-plan-in-its-bracket-is-no-change",
        ),
        pytest.param(
            "Giá trị gốm tăng 2,1% (kế hoạch 1,8%), giá trị đò tăng 3,1% (kế hoạch 30 tỷ đồng).",
            [
                {"name": "Giá trị gốm", "target": "1.8", "unit": "%", "comparisons": ["prior growth 2.1"]},
                {"name": "giá trị đò", "kind": "result", "comparisons": ["prior growth 3.1"]},
                {"name": "giá trị đò", "kind": "target", "target": "30", "unit": "tỷ đồng"},
            ],
            id="the-plan-of-a-growth",
        ),
        pytest.param(
            "Bến đạt 17/19 tiêu chí; phấn đấu năm sau đạt 19/19 tiêu chí.",
            [
                {"kind": "result", "value": "17", "denominator": "19"},
                {"kind": "target", "target": "19", "denominator": "19"},
            ],
            id="a-goal-with-its-whole",
        ),
        pytest.param(
            "Dự kiến năm 2023 thu phí đò 456 tỷ đồng, tăng 5% so với năm 2022.",
            [{"kind": "target", "year": 2023, "target": "456", "comparisons": ["prior growth 5 to 2022"]}],
            id="of-a-year-to-come",
        ),
        pytest.param(
            "Thu phí đò vượt 13% so với kế hoạch với trên 7.700 tỷ đồng.",
            [{"value": "7700", "comparisons": ["plan growth 13"]}],
            id="the-amount-behind-its-percentage",
        ),
        pytest.param(
            "Vận tải đò tăng 8,1% so với năm 2021, vượt kế hoạch đề ra (từ 7,3 - 7,5%).",
            [{"target_low": "7.3", "target_high": "7.5", "comparisons": ["prior growth 8.1 to 2021"]}],
            id="the-plan-of-a-change",
        ),
        pytest.param(
            "Xã đẩy mạnh đóng thuyền, phấn đấu tốc độ tăng trưởng vận tải đạt 8,5%.",
            [{"kind": "target", "target": "8.5"}],
            id="aimed-at-behind-a-comma",
        ),
        pytest.param(
            "Tỷ lệ đò hỏng: Giảm 0,5% (NQ giảm 0,4%), còn 1,2%.",
            [{"value": "1.2", "comparisons": ["prior points -0.5"]}],
            id="the-plan-of-a-change-in-a-bracket",
        ),
        pytest.param(
            "Thu phí đò 456 tỷ đồng, đạt 109% dự toán tỉnh giao, 105% NQ HĐND huyện.",
            [{"comparisons": ["plan percent_of 109 by tỉnh", "plan percent_of 105 by HĐND huyện"]}],
            id="a-council-of-a-level",
        ),
        pytest.param(
            "Gọi thợ đóng thuyền đạt 100% chỉ tiêu (178 người).",
            [{"value": "178", "unit": "người", "comparisons": ["plan percent_of 100"]}],
            id="how-many-that-were",
        ),
        pytest.param(
            "Kế hoạch sản xuất vụ Đông: sen 3.450 ha, ấu 560 ha.",
            [{"kind": "target", "target": "3450"}, {"kind": "target", "target": "560"}],
            id="what-is-listed-as-planned",
        ),
    ],
)
def test_plans(text: str, expected: Expected) -> None:
    check(text, expected)
