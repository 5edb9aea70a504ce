"""What a figure is compared with in time: growth, points, differences, earlier values."""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Giá trị sản xuất gạch đạt 52 tỷ đồng, tăng 7,4% so với cùng kỳ năm trước.",
            [{"value": "52", "comparisons": ["prior growth 7.4"]}],
            id="growth",
        ),
        pytest.param(
            "Tổng đàn gia cầm 56.000 con, giảm 2,3% so với năm 2021 và bằng 97% KH.",
            [{"value": "56000", "comparisons": ["prior growth -2.3 to 2021", "plan percent_of 97"]}],
            id="decrease-then-plan",
        ),
        pytest.param(
            "Giá trị sản xuất gạch đạt 52 tỷ đồng, bằng 107,4% so với cùng kỳ năm 2021.",
            [{"value": "52", "comparisons": ["prior percent_of 107.4 to 2021"]}],
            id="index",
        ),
        pytest.param(
            "Hàng qua bến 45,6 triệu tấn, bằng 108% CK; điện gió 9,8 tỷ kWh, tăng 5% so với CKNT.",
            [
                {"value": "45.6", "comparisons": ["prior percent_of 108"]},
                {"value": "9.8", "unit": "tỷ kWh", "comparisons": ["prior growth 5"]},
            ],
            id="the-same-period-in-its-initials",
        ),
        pytest.param(
            "Thu phí đò 3,1 tỷ đồng (= 103% DT); phí bến 2,4 tỷ đồng, đạt 98% DT tỉnh giao; DT sen 45 ha.",
            [
                {"value": "3.1", "comparisons": ["plan percent_of 103"]},
                {"value": "2.4", "comparisons": ["plan percent_of 98 by tỉnh"]},
                {"value": "45", "kind": "result"},
            ],
            id="the-estimate-of-revenue-in-its-initials",
        ),
        pytest.param(
            "Sản lượng nấm rơm đạt 36,4 tấn, tăng 2,1 tấn so với năm 2020.",
            [{"value": "36.4", "comparisons": ["prior delta 2.1 tấn to 2020"]}],
            id="delta",
        ),
        pytest.param(
            "Bến Hoa Sơn xếp thứ 35/63 tỉnh, thành phố và tăng 5 bậc so với năm 2021.",
            [{"value": "35", "denominator": "63", "comparisons": ["prior delta 5 bậc to 2021"]}],
            id="a-rank-rises-by-places",
        ),
        pytest.param(
            "Cứu 125 thuyền, tăng 35 thuyền so với cùng kỳ (90 thuyền).",
            [
                {"value": "125", "year": 2022, "comparisons": ["prior delta 35 thuyền"]},
                {"value": "90", "year": 2021, "comparisons": []},
            ],
            id="the-earlier-value-of-the-year-before",
        ),
        pytest.param(
            "Thu phí bến đò đạt 12,6 tỷ đồng, bằng 92,5% dự toán; ước cả năm đạt 14 tỷ đồng, bằng 103%.",
            [
                {"value": "12.6", "comparisons": ["plan percent_of 92.5"]},
                {"value": "14", "comparisons": ["plan percent_of 103"]},
            ],
            id="more-than-a-hundred-percent-is-no-share",
        ),
        pytest.param(
            "Sản lượng cá nục 1.250 tấn, tăng 3,3% so với năm 2021 (1.210 tấn).",
            [
                {"value": "1250", "year": 2022, "comparisons": ["prior growth 3.3 to 2021"]},
                {"value": "1210", "year": 2021, "name": "Sản lượng cá nục"},
            ],
            id="the-earlier-value-in-a-bracket",
        ),
        pytest.param(
            "Cứu 62 thuyền, 72 người (tăng 10 thuyền = 19,2%, 15 người bị nạn = 26,3% so với năm 2021).",
            [
                {"comparisons": ["prior delta 10 thuyền to 2021", "prior growth 19.2 to 2021"]},
                {"comparisons": ["prior delta 15 người to 2021", "prior growth 26.3 to 2021"]},
            ],
            id="changes-with-their-nouns-and-percentages",
        ),
        pytest.param(
            "Cứu 287 thuyền (giảm 27 thuyền so với năm 2021; trong đó có 51 thuyền buồm).",
            [
                {"value": "287", "comparisons": ["prior delta -27 thuyền to 2021"]},
                {"value": "51", "comparisons": []},
            ],
            id="a-part-told-behind-a-change",
        ),
        pytest.param(
            "Số bến đò giảm từ 125 bến năm 2020 xuống còn 98 bến, giảm 27 bến.",
            [
                {"name": "Số bến đò", "value": "125", "year": 2020, "target": None},
                {"name": "Số bến đò", "value": "98", "year": 2022, "comparisons": ["prior delta -27 bến"]},
            ],
            id="from-an-earlier-value-to-the-present-one",
        ),
        pytest.param(
            "Tỷ lệ bến đò có phao tăng từ 45% lên 52%.",
            [
                {"value": "45", "year": None, "value_bound": None, "comparisons": []},
                {"value": "52", "year": 2022, "comparisons": []},
            ],
            id="from-a-value-of-a-time-unsaid",
        ),
        pytest.param(
            "Cứu 245 thuyền, 250 người (giảm 284 thuyền = 53,7%, giảm 12 người = 4,6% so với năm 2021).",
            [
                {"comparisons": ["prior delta -284 thuyền to 2021", "prior growth -53.7 to 2021"]},
                {"comparisons": ["prior delta -12 người to 2021", "prior growth -4.6 to 2021"]},
            ],
            id="delta-and-its-percentage",
        ),
        pytest.param(
            "Tổng đàn dê 2.300 con, tăng 200 con (9,5%) so với cùng kỳ.",
            [{"value": "2300", "comparisons": ["prior delta 200 con", "prior growth 9.5"]}],
            id="delta-with-its-percentage-in-brackets",
        ),
        pytest.param(
            "Tổng đàn dê 2.300 con, tăng 200 con = 109,5% so với cùng kỳ.",
            [{"value": "2300", "comparisons": ["prior delta 200 con", "prior percent_of 109.5"]}],
            id="delta-and-what-it-came-to",
        ),
        pytest.param(
            "Tỷ lệ hộ dùng nước sạch đạt 91,5%, tăng 1,5% so với năm 2021.",
            [{"value": "91.5", "comparisons": ["prior points 1.5 to 2021"]}],
            id="a-rate-grows-by-points",
        ),
        pytest.param(
            "Tỷ lệ hộ dùng nước sạch đạt 91,5%, giảm 1,5 điểm phần trăm so với năm 2021.",
            [{"value": "91.5", "comparisons": ["prior points -1.5 to 2021"]}],
            id="points",
        ),
        pytest.param(
            "Xuất khẩu gỗ đạt 12 triệu USD, tăng 8,1% so với cùng kỳ, nhập khẩu máy đạt 7 tỷ đồng, giảm 2%.",
            [
                {"name": "Xuất khẩu gỗ", "value": "12", "comparisons": ["prior growth 8.1"]},
                {"name": "nhập khẩu máy", "value": "7", "comparisons": ["prior growth -2"]},
            ],
            id="two-in-one-sentence",
        ),
        pytest.param(
            "Doanh thu đóng tàu đạt 9 tỷ đồng, tăng 1,1 lần so với năm 2020.",
            [{"value": "9", "unit": "tỷ đồng", "comparisons": []}],
            id="times",
        ),
        pytest.param(
            "Doanh thu đóng tàu đạt 9 tỷ đồng, gấp 2,5 lần so với cùng kỳ, đạt 103% kế hoạch.",
            [{"value": "9", "unit": "tỷ đồng", "comparisons": ["plan percent_of 103"]}],
            id="so-many-times-as-much",
        ),
        pytest.param(
            "Tổ chức 12 lần diễn tập, tăng 3 lần so với năm 2020.",
            [{"value": "12", "comparisons": ["prior delta 3 lần to 2020"]}],
            id="times-that-are-counted",
        ),
        pytest.param(
            "Tốc độ tăng trưởng đạt 0,8% - 0,9%.",
            [{"name": "Tốc độ tăng trưởng", "value_low": "0.8", "value_high": "0.9", "comparisons": []}],
            id="growth-is-the-indicator",
        ),
        pytest.param(
            "Tỷ lệ hộ nghèo giảm 1,5%.",
            [{"value": None, "comparisons": ["prior points -1.5"]}],
            id="a-rate-known-by-its-change",
        ),
    ],
)
def test_earlier_periods(text: str, expected: Expected) -> None:
    check(text, expected)
