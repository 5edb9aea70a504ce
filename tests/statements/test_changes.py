"""Changes: of which figure, of which time, of how many."""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Số vụ đắm đò 12 vụ (cùng kỳ 15 vụ), giảm 3 vụ; bến mở 45 bến (năm 2021: 40 bến), tăng 5 bến.",
            [
                {"name": "Số vụ đắm đò", "year": 2022, "comparisons": ["prior delta -3 vụ"]},
                {"name": "Số vụ đắm đò", "year": 2021, "value": "15", "comparisons": []},
                {"name": "bến mở", "year": 2022, "comparisons": ["prior delta 5 bến"]},
                {"name": "bến mở", "year": 2021, "value": "40", "comparisons": []},
            ],
            id="a-change-behind-the-figure-of-the-year-before",
        ),
        pytest.param(
            "Tỷ lệ đò có phao 94,5% (cùng kỳ năm trước 92,1%), tăng 2,4%.",
            [
                {"name": "Tỷ lệ đò có phao", "year": 2022, "comparisons": ["prior points 2.4"]},
                {"name": "Tỷ lệ đò có phao", "year": 2021, "value": "92.1", "comparisons": []},
            ],
            id="a-rate-of-the-year-before",
        ),
        pytest.param(
            "Số vụ đắm đò giảm 3 vụ (cùng kỳ giảm 2 vụ).",
            [
                {"name": "Số vụ đắm đò", "value": None, "comparisons": ["prior delta -3 vụ"]},
                {"name": "Số vụ đắm đò", "year": 2021, "value": None, "comparisons": ["prior delta -2 vụ"]},
            ],
            id="an-amount-it-changed-by-the-year-before",
        ),
        pytest.param(
            "Doanh thu gốm đạt 45 tỷ đồng, bằng 1,5 lần so với năm 2021.",
            [{"value": "45", "unit": "tỷ đồng"}],
            id="so-many-times-is-no-level",
        ),
        pytest.param(
            "Năng suất sen tăng 1,5 tạ/ha so với cùng kỳ, sản lượng tăng 62 tấn.",
            [
                {"name": "Năng suất sen", "value": None, "comparisons": ["prior delta 1.5 tạ/ha"]},
                {"name": "sản lượng sen", "value": None, "comparisons": ["prior delta 62 tấn"]},
            ],
            id="amounts-known-only-by-their-change",
        ),
        pytest.param(
            "Cây sen: Năng suất 68,5 tạ/ha, sản lượng 2.824 tấn; so với năm 2021 năng suất tăng 1,5 tạ/ha.",
            [
                {"value": "68.5", "comparisons": ["prior delta 1.5 tạ/ha to 2021"]},
                {"value": "2824", "comparisons": []},
            ],
            id="an-amount-named-once-more",
        ),
        pytest.param(
            "Thu phí đò tăng thêm 5 tỷ đồng.",
            [{"value": "5", "comparisons": []}],
            id="what-was-added-is-an-amount",
        ),
        pytest.param(
            "Thu phí đò 78,11 triệu đồng, tăng 9,6% hay 6,84 triệu đồng so với năm 2021.",
            [
                {
                    "value": "78.11",
                    "comparisons": ["prior growth 9.6 to 2021", "prior delta 6.84 triệu đồng to 2021"],
                }
            ],
            id="a-growth-told-again-as-an-amount",
        ),
        pytest.param(
            "Tỷ lệ hộ lái đò giảm 2,5%, tương ứng 284 hộ.",
            [{"value": None, "comparisons": ["prior points -2.5", "prior delta -284 hộ"]}],
            id="points-told-again-as-a-count",
        ),
        pytest.param(
            "Số vụ chìm đò 45 vụ, giảm 12% (6 vụ); thu phí đò tăng 9,6% (6,84 tỷ đồng).",
            [
                {"value": "45", "comparisons": ["prior growth -12", "prior delta -6 vụ"]},
                {"value": None, "comparisons": ["prior growth 9.6"]},
                {"value": "6.84", "comparisons": []},
            ],
            id="in-brackets-where-the-figure-is-known",
        ),
        pytest.param(
            "Có 512 doanh nghiệp gốm với tổng vốn 3.420 tỷ đồng, "
            "tăng 12% về số doanh nghiệp và tăng 8,5% về số vốn so với cùng kỳ.",
            [
                {"value": "512", "comparisons": ["prior growth 12"]},
                {"value": "3420", "comparisons": ["prior growth 8.5"]},
            ],
            id="told-behind-what-it-is-of",
        ),
        pytest.param(
            "Chỉ số giá gốm tháng 9 tăng 2,1% so với tháng trước; tính chung 9 tháng tăng 7,4%.",
            [
                {"period_code": "m09", "comparisons": ["prior growth 2.1"]},
                {"name": "Chỉ số giá gốm", "period_code": "9m", "comparisons": ["prior growth 7.4"]},
            ],
            id="of-a-longer-time",
        ),
        pytest.param(
            "Số vụ đắm đò giảm 12 vụ (-8,5%), số người chết tăng 5 người (+6,4%) so với cùng kỳ.",
            [
                {
                    "name": "Số vụ đắm đò",
                    "value": None,
                    "comparisons": ["prior delta -12 vụ", "prior growth -8.5"],
                },
                {
                    "name": "số người chết",
                    "value": None,
                    "comparisons": ["prior delta 5 người", "prior growth 6.4"],
                },
            ],
            id="known-only-by-how-many-more",
        ),
        pytest.param(
            "Số hộ dời chuồng trại tăng thêm 221 hộ, đạt 100% kế hoạch.",
            [{"value": "221", "comparisons": ["plan percent_of 100"]}],
            id="what-was-added-is-what-is-counted",
        ),
        pytest.param(
            "Vốn đầu tư cầu phao 12.345 tỷ đồng, bằng 33,5% GRDP, tăng 10,2%.",
            [{"value": "12345", "comparisons": ["share percent_of 33.5", "prior growth 10.2"]}],
            id="of-an-amount-with-a-share",
        ),
        pytest.param(
            "Đắm 7 đò, làm chết 3 người, bị thương 10 người; "
            "so với năm 2021, chết giảm 2 người, bị thương tăng 6 người.",
            [
                {"value": "7"},
                {"value": "3", "comparisons": ["prior delta -2 người to 2021"]},
                {"value": "10", "comparisons": ["prior delta 6 người to 2021"]},
            ],
            id="named-once-more-before-its-change",
        ),
        pytest.param(
            "Khách đi đò 4.450 lượt, tăng 37,7% so cùng kỳ (cùng kỳ tăng 16,2%) và đạt 59,4% kế hoạch.",
            [
                {"year": 2022, "value": "4450", "comparisons": ["prior growth 37.7", "plan percent_of 59.4"]},
                {"year": 2021, "value": None, "comparisons": ["prior growth 16.2"]},
            ],
            id="what-the-change-was-a-year-before",
        ),
        pytest.param(
            "Đắm đò: xảy ra 12 vụ (+2), chết 03 người (-1), thiệt hại 5 tỷ đồng (+12,5%).",
            [
                {"name": "xảy ra vụ đắm đò", "value": "12", "comparisons": ["prior delta 2 vụ"]},
                {"name": "người chết (đắm đò)", "value": "3", "comparisons": ["prior delta -1 người"]},
                {"value": "5", "comparisons": ["prior growth 12.5"]},
            ],
            id="told-by-its-sign",
        ),
        pytest.param(
            "Có 345 bến mới mở, vốn đăng ký 1.234 tỷ đồng (cùng kỳ: 298 bến, vốn 1.111 tỷ đồng); 45 bến cũ.",
            [
                {"name": "bến mới mở", "year": 2022, "value": "345"},
                {"name": "vốn đăng ký bến mới mở", "year": 2022, "value": "1234"},
                {"name": "bến mới mở", "year": 2021, "value": "298"},
                {"name": "vốn đăng ký bến mới mở", "year": 2021, "value": "1111"},
                {"name": "bến cũ", "year": 2022, "value": "45"},
            ],
            id="what-was-so-a-year-before",
        ),
        pytest.param(
            "Thu phí đò 345 tỷ đồng, chỉ đạt 57,5% dự toán (hụt 255 tỷ đồng).",
            [{"value": "345", "comparisons": ["plan percent_of 57.5", "plan delta -255 tỷ đồng"]}],
            id="what-the-plan-is-short-of",
        ),
        pytest.param(
            "Công nghiệp dệt và nhuộm tăng 9,4%; sản xuất và đóng thuyền tăng 6,7%; khai khoáng giảm 12,3%.",
            [
                {"name": "Công nghiệp dệt và nhuộm"},
                {"name": "sản xuất và đóng thuyền"},
                {"name": "khai khoáng", "comparisons": ["prior growth -12.3"]},
            ],
            id="no-verb-of-the-one-before",
        ),
    ],
)
def test_changes(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Thu phí đò tháng 9 đạt 582 tỷ đồng, lũy kế 9 tháng đạt 5.134 tỷ đồng.",
            [{"period_code": "m09"}, {"period_code": "9m"}],
            id="a-month-and-the-months-so-far",
        ),
        pytest.param(
            "Trong tháng 10, toàn huyện gieo 345 ha sen, thả 12 tấn cá. Đàn vịt 5.600 con.",
            [{"period_code": "m10"}, {"period_code": "m10"}, {"period_code": "year"}],
            id="a-month-holds-for-its-sentence",
        ),
        pytest.param(
            "Trong tháng 10, toàn huyện gieo trồng 345 ha sen, lũy kế 1.120 ha.",
            [{"period_code": "m10"}, {"name": "gieo trồng sen", "period_code": "year"}],
            id="the-sum-so-far",
        ),
        pytest.param(
            "Theo thống kê, chỉ trong tháng 2, bến đã đón 513 lượt khách; thu 12 triệu đồng.",
            [{"period_code": "m02"}, {"period_code": "m02"}],
            id="a-month-between-commas",
        ),
        pytest.param(
            "Cơ cấu nghề chuyển dịch, năm 2021 nghề gốm 27,6%, đóng thuyền 35%.",
            [{"year": 2021}, {"year": 2021}],
            id="a-year-before-a-list",
        ),
        pytest.param(
            "Bến phà khởi công tháng 5 với 12 phao nổi.",
            [{"period_code": "year"}],
            id="the-month-of-an-event",
        ),
    ],
)
def test_single_months(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Thợ gốm: 98 hộ = 4,2%.",
            [{"value": "98", "comparisons": ["share percent_of 4.2"]}],
            id="equals-sign",
        ),
        pytest.param(
            "Số thợ gốm: Kế hoạch 150 người, thực hiện 162 người = 108%.",
            [{"value": "162", "target": "150", "comparisons": ["plan percent_of 108"]}],
            id="equals-sign-behind-a-plan",
        ),
        pytest.param(
            "Kiểm tra 1.245 lò gốm, phát hiện 123 lò vi phạm (9,88%).",
            [{"value": "1245"}, {"value": "123", "comparisons": ["share percent_of 9.88"]}],
            id="all-that-a-bracket-holds",
        ),
        pytest.param(
            "Có 18 trường dạy gốm/42 trường, đạt tỷ lệ 42,9%.",
            [
                {
                    "name": "trường dạy gốm",
                    "value": "18",
                    "denominator": "42",
                    "comparisons": ["share percent_of 42.9"],
                }
            ],
            id="words-between-a-count-and-its-whole",
        ),
    ],
)
def test_shares_of_counts(text: str, expected: Expected) -> None:
    check(text, expected)
