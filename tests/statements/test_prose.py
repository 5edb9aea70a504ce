"""Sentences of our own, each with what must be read from it: one table a pattern of the grammar."""

from __future__ import annotations

from datetime import date

import pytest

from etl.documents.model import BlockKind
from tests.statements.helpers import Expected, check, statements_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Sản lượng chè búp tươi đạt 2.480 tấn, bằng 104,2% KH huyện giao, bằng 101,5% kế hoạch xã giao.",
            [
                {
                    "name": "Sản lượng chè búp tươi",
                    "value": "2480",
                    "unit": "tấn",
                    "target": None,
                    "comparisons": ["plan percent_of 104.2 by huyện", "plan percent_of 101.5 by xã"],
                }
            ],
            id="two-givers",
        ),
        pytest.param(
            "Thu thuế đạt 61,2 tỷ đồng, bằng 98,7% KH HĐND huyện giao.",
            [{"value": "61.2", "comparisons": ["plan percent_of 98.7 by HĐND huyện"]}],
            id="giver-as-written",
        ),
        pytest.param(
            "Thu phí chợ đạt 61,2 tỷ đồng, bằng 98,7% dự toán.",
            [{"value": "61.2", "unit": "tỷ đồng", "comparisons": ["plan percent_of 98.7"]}],
            id="budget",
        ),
        pytest.param(
            "Thu phí bến bãi 420 triệu đồng; so với dự toán HĐND huyện giao đạt 88,1%; "
            "so với năm 2021 bằng 105%.",
            [
                {
                    "value": "420",
                    "comparisons": ["plan percent_of 88.1 by HĐND huyện", "prior percent_of 105 to 2021"],
                }
            ],
            id="the-plan-before-its-percentage",
        ),
        pytest.param(
            "Việc làm mới 52/50 người, đạt 104% KH huyện giao; so với KH xã giao là 52/40 người, đạt 130%.",
            [
                {
                    "value": "52",
                    "target": "50",
                    "comparisons": ["plan percent_of 104 by huyện", "plan percent_of 130 by xã"],
                }
            ],
            id="the-same-value-against-a-second-plan",
        ),
        pytest.param(
            "Thu thuế 440 tỷ đồng, bằng 110% dự toán huyện phấn đấu và bằng 96% kết quả thu năm 2021.",
            [
                {
                    "value": "440",
                    "comparisons": ["plan percent_of 110 by huyện", "prior percent_of 96 to 2021"],
                }
            ],
            id="a-level-without-its-verb",
        ),
        pytest.param(
            "Tổng đàn dê 1.230 con, vượt kế hoạch 5%.",
            [{"value": "1230", "verdict": "vượt", "comparisons": ["plan growth 5"]}],
            id="passes-the-plan-by",
        ),
        pytest.param(
            "Bê tông hóa 12,5/10 km đường thôn, vượt 25% KH.",
            [{"value": "12.5", "target": "10", "verdict": "vượt", "comparisons": ["plan growth 25"]}],
            id="exceeds-by",
        ),
        pytest.param(
            "Tỷ lệ hộ dùng nước sạch đạt 91,5%, vượt 1,5% KH.",
            [{"value": "91.5", "unit": "%", "verdict": "vượt", "comparisons": ["plan points 1.5"]}],
            id="a-rate-exceeds-by-points",
        ),
        pytest.param(
            "Tổng đàn bò có 1.870 con, bằng 99,8 KH.",
            [
                {
                    "value": "1870",
                    "notation_slip": "percent_sign_lost",
                    "comparisons": ["plan percent_of 99.8"],
                }
            ],
            id="percent-sign-lost",
        ),
        pytest.param(
            "Kiên cố hóa 6 km kênh, đạt 120%.",
            [{"value": "6", "unit": "km", "comparisons": ["plan percent_of 120"]}],
            id="an-amount's-bare-percentage",
        ),
    ],
)
def test_percentages_of_plan(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Toàn xã có 312 hộ nghèo, chiếm 8,4% tổng số hộ.",
            [{"name": "hộ nghèo", "value": "312", "unit": "hộ", "comparisons": ["share percent_of 8.4"]}],
            id="share",
        ),
        pytest.param(
            "Hòa giải thành 41/45 vụ việc, đạt 91,1%.",
            [
                {
                    "value": "41",
                    "denominator": "45",
                    "target": None,
                    "unit": "vụ việc",
                    "comparisons": ["share percent_of 91.1"],
                }
            ],
            id="counts-of-a-whole",
        ),
        pytest.param(
            "Có 9/12 xã đạt chuẩn, chiếm 75%.",
            [{"value": "9", "denominator": "12", "comparisons": ["share percent_of 75"]}],
            id="counts-with-share",
        ),
        pytest.param(
            "Trồng rừng phân tán 85/80 ha, đạt 106,25% KH.",
            [{"value": "85", "target": "80", "denominator": None, "comparisons": ["plan percent_of 106.25"]}],
            id="plan-said",
        ),
        pytest.param(
            "Cấp 1.030/1.000 thẻ, đạt 103% kế hoạch.",
            [{"value": "1030", "target": "1000", "denominator": None}],
            id="counts-of-a-plan",
        ),
        pytest.param(
            "Thu ngân sách 10,15 tỷ/190,8 tỷ đồng.",
            [{"value": "10.15", "target": "190.8", "unit": "tỷ đồng"}],
            id="money-without-a-word",
        ),
        pytest.param(
            "Đã có 9/12 thôn đăng ký.",
            [{"value": "9", "denominator": "12", "target": None}],
            id="counts-without-a-word",
        ),
        pytest.param(
            "Phát hiện 11 vụ/15 đối tượng, xử phạt 120 triệu đồng.",
            [
                {"value": "11", "unit": "vụ", "denominator": None},
                {"value": "15", "unit": "đối tượng"},
                {"name": "xử phạt", "value": "120", "unit": "triệu đồng"},
            ],
            id="two-counts",
        ),
        pytest.param(
            "Tỷ lệ trẻ đi mẫu giáo đạt 96% (480/500 trẻ).",
            [
                {"name": "Tỷ lệ trẻ đi mẫu giáo", "value": "96", "unit": "%"},
                {
                    "name": "trẻ đi mẫu giáo",
                    "value": "480",
                    "denominator": "500",
                    "unit": "trẻ",
                    "comparisons": ["share percent_of 96"],
                },
            ],
            id="counts-behind-a-rate",
        ),
        pytest.param(
            "Đã giải quyết 1.190 hồ sơ, đạt 95,97%.",
            [{"value": "1190", "unit": "hồ sơ", "comparisons": ["share percent_of 95.97"]}],
            id="a-count-with-its-rate",
        ),
    ],
)
def test_wholes_and_pairs(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Sản lượng mía: Kế hoạch giao 1.150 tấn, ước thực hiện 1.210,5 tấn, đạt 105,3% KH.",
            [
                {
                    "kind": "result",
                    "value": "1210.5",
                    "target": "1150",
                    "is_estimate": True,
                    "comparisons": ["plan percent_of 105.3"],
                }
            ],
            id="order-then-result",
        ),
        pytest.param(
            "- Thu nhập thợ gốm: kế hoạch 45 triệu đồng; ước thực hiện 46,5 triệu đồng, đạt 103,3%.",
            [{"value": "46.5", "target": "45", "comparisons": ["plan percent_of 103.3"]}],
            id="plan-and-result-of-one-item-parted-by-a-semicolon",
        ),
        pytest.param(
            "Số thợ gốm 350 hộ/kế hoạch 300 hộ, đạt 116,7%.",
            [{"value": "350", "target": "300", "unit": "hộ", "comparisons": ["plan percent_of 116.7"]}],
            id="a-plan-behind-a-slash",
        ),
        pytest.param(
            "Đến nay 95,6% thôn có đường cứng hóa (kế hoạch 95%).",
            [{"value": "95.6", "target": "95", "name": "thôn có đường cứng hóa"}],
            id="the-plan-of-a-rate-named-behind",
        ),
        pytest.param(
            "Chăn nuôi trâu 1.020 con (KH 1.000 con).",
            [{"kind": "result", "value": "1020", "target": "1000"}],
            id="plan-in-brackets",
        ),
        pytest.param(
            "Tỷ lệ phủ sóng < 12,0%, đạt 11,4%.",
            [{"value": "11.4", "target": "12", "target_bound": "<"}],
            id="bounded-goal",
        ),
        pytest.param(
            "Tỷ lệ phủ sóng đạt >=95%, thực hiện 97%.",
            [{"value": "97", "target": "95", "target_bound": ">="}],
            id="goal-with-two-signs",
        ),
        pytest.param(
            "Phấn đấu sản lượng cá đạt 500 tấn.",
            [{"kind": "target", "name": "sản lượng cá", "target": "500", "value": None}],
            id="goal-alone",
        ),
        pytest.param(
            "Năm 2023, phấn đấu trồng 120 ha rừng.",
            [{"kind": "target", "year": 2023, "target": "120", "name": "trồng rừng"}],
            id="next-year's-goal",
        ),
        pytest.param(
            "Mục tiêu năm 2023: trồng 120 ha sen; thu nhập 58 triệu đồng.",
            [
                {"kind": "target", "year": 2023, "target": "120", "name": "trồng sen"},
                {"kind": "target", "year": 2023, "target": "58"},
            ],
            id="goals-behind-a-colon",
        ),
        pytest.param(
            "Kế hoạch năm 2022: trồng 120 ha sen, đạt 100% kế hoạch.",
            [{"kind": "result", "year": 2022}],
            id="the-report's-own-plan-told-with-its-result",
        ),
        pytest.param(
            "Năm 2023, phấn đấu trồng 120 ha rừng, nuôi 300 con dê.",
            [{"kind": "target", "target": "120"}, {"kind": "target", "year": 2023, "target": "300"}],
            id="next-year's-second-goal",
        ),
        pytest.param(
            "Tỷ lệ che phủ rừng đạt 61,5%, kế hoạch năm 2023 là 62%.",
            [
                {"kind": "result", "year": 2022, "value": "61.5", "target": None},
                {"kind": "target", "year": 2023, "target": "62"},
            ],
            id="next-year's-plan-behind-a-result",
        ),
    ],
)
def test_plans_and_goals(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Duy trì tỷ lệ che phủ rừng 60%. Hiện nay đã đạt 61,2%.",
            [{"kind": "result", "value": "61.2", "target": "60", "unit": "%"}],
            id="rate",
        ),
        pytest.param(
            "Trồng mới 40 km đường hoa. Kết quả: đã trồng 46 km, đạt 115% KH.",
            [{"value": "46", "target": "40", "unit": "km", "comparisons": ["plan percent_of 115"]}],
            id="result-behind-a-colon",
        ),
        pytest.param("Nuôi 300 con dê.", [{"kind": "result", "value": "300"}], id="nothing-answers"),
    ],
)
def test_a_goal_and_the_result_that_answers_it(text: str, expected: Expected) -> None:
    check(text, expected, kind=BlockKind.LIST_ITEM, section=("I. Kết quả năm 2022", "Các chỉ tiêu chủ yếu"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Sản lượng mía 6 tháng đạt 3.300 tấn, đạt 47% KH; ước cả năm đạt 7.100 tấn, bằng 101,4% KH.",
            [
                {
                    "value": "3300",
                    "period_code": "6m",
                    "is_estimate": False,
                    "comparisons": ["plan percent_of 47"],
                },
                {
                    "value": "7100",
                    "period_code": "year_end",
                    "is_estimate": True,
                    "comparisons": ["plan percent_of 101.4"],
                },
            ],
            id="six-months-and-year-end",
        ),
        pytest.param(
            "Sản lượng mía 6 tháng đạt 3.300 tấn, ước cả năm đạt 7.100 tấn, bằng 101,4% KH.",
            [
                {"value": "3300", "target": None, "period_code": "6m"},
                {"value": "7100", "period_code": "year_end"},
            ],
            id="six-months-without-a-percentage",
        ),
        pytest.param(
            "Thu thuế đến 30/11/2022 đạt 17,5 tỷ đồng, đạt 88% KH, ước cả năm 20,4 tỷ đồng, đạt 102,5% KH.",
            [
                {"value": "17.5", "period_code": "as_of", "period_end": date(2022, 11, 30)},
                {"value": "20.4", "period_code": "year_end", "comparisons": ["plan percent_of 102.5"]},
            ],
            id="as-of-and-year-end",
        ),
        pytest.param(
            "Đến nay, đã có 310 hộ đăng ký.",
            [{"value": "310", "period_code": "year", "year": 2022}],
            id="now",
        ),
        pytest.param(
            "Năm học 2022-2023, huy động 1.150 trẻ ra lớp.",
            [{"value": "1150", "period_code": "school_year", "period_end": date(2023, 8, 31)}],
            id="school-year",
        ),
    ],
)
def test_periods(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Tổng sản lượng thịt hơi đạt 940 tấn, trong đó: thịt lợn 610 tấn, thịt gia cầm 330 tấn.",
            [
                {"name": "Tổng sản lượng thịt hơi", "value": "940", "parent_name": None},
                {"name": "thịt lợn", "value": "610", "parent_name": "Tổng sản lượng thịt hơi"},
                {"name": "thịt gia cầm", "value": "330", "parent_name": "Tổng sản lượng thịt hơi"},
            ],
            id="among-them",
        ),
        pytest.param(
            "Tổng số 250 giáo viên, gồm: 130 giáo viên mầm non, 120 giáo viên tiểu học.",
            [
                {"value": "250", "parent_name": None},
                {"name": "giáo viên mầm non", "value": "130", "parent_name": "giáo viên"},
                {"name": "giáo viên tiểu học", "value": "120", "parent_name": "giáo viên"},
            ],
            id="counted-nouns",
        ),
        pytest.param(
            "Cơ cấu kinh tế: nông nghiệp 32,1%; công nghiệp 28,4%; dịch vụ 39,5%.",
            [
                {"name": "Cơ cấu kinh tế: nông nghiệp", "value": "32.1"},
                {"name": "Cơ cấu kinh tế: công nghiệp", "value": "28.4"},
                {"name": "Cơ cấu kinh tế: dịch vụ", "value": "39.5"},
            ],
            id="shares-under-a-head",
        ),
        pytest.param(
            "Xảy ra 14 vụ cháy, làm 02 người bị thương (giảm 3 vụ, tăng 01 người bị thương so với cùng kỳ).",
            [
                {"value": "14", "unit": "vụ", "comparisons": ["prior delta -3 vụ"]},
                {"value": "2", "unit": "người", "comparisons": ["prior delta 1 người"]},
            ],
            id="changes-in-one-bracket",
        ),
    ],
)
def test_parts(text: str, expected: Expected) -> None:
    check(text, expected)


def test_the_reference_of_a_bracket_holds_for_all_its_changes() -> None:
    made = statements_of("Xảy ra 14 vụ cháy, 02 người bị thương (giảm 3 vụ, tăng 01 người so với cùng kỳ).")
    assert [c.base_label for s in made for c in s.comparisons] == ["cùng kỳ", "cùng kỳ"]
