"""When a figure is of, where the date stands behind it, in a phrase, or in the sentence before."""

from __future__ import annotations

from datetime import date

import pytest

from tests.statements.helpers import Expected, check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Thu nhập từ nghề muối đạt 31,5 triệu đồng năm 2019, tăng 4 triệu đồng so với năm 2018.",
            [{"value": "31.5", "year": 2019, "comparisons": ["prior delta 4 triệu đồng to 2018"]}],
            id="behind-the-figure",
        ),
        pytest.param(
            "Hộ chưa có điện còn 2,4% vào năm 2019; hộ có nước sạch đạt 95%.",
            [{"value": "2.4", "year": 2019}, {"value": "95", "year": 2022}],
            id="for-that-figure-alone",
        ),
        pytest.param(
            "Tỷ lệ hộ dùng bếp than giảm từ 22,5% năm 2015 xuống còn 6,2% năm 2020.",
            [{"value": "22.5", "year": 2015}, {"value": "6.2", "year": 2020}],
            id="both-ends-of-a-way",
        ),
        pytest.param(
            "Thành lập 12 hợp tác xã năm 2021; cấp 14 giấy phép nghề mộc năm 2022.",
            [
                {"name": "Thành lập hợp tác xã", "year": 2021},
                {"name": "cấp giấy phép nghề mộc", "year": 2022},
            ],
            id="it-is-no-part-of-the-name",
        ),
        pytest.param(
            "Giải quyết 12 vụ việc tồn từ năm 2020; khen 14 tổ nuôi ong giỏi năm 2021.",
            [
                {"name": "Giải quyết vụ việc tồn từ năm 2020", "year": 2022},
                {"name": "khen tổ nuôi ong giỏi năm 2021", "year": 2022},
            ],
            id="which-ones-is-not-when",
        ),
        pytest.param(
            "Năm học 2021 - 2022 có 14 lớp xóa mù chữ. Cấp 320 thẻ thư viện.",
            [{"value": "14", "period_code": "school_year"}, {"value": "320", "period_code": "year"}],
            id="a-school-year-holds-for-its-sentence",
        ),
    ],
)
def test_years_of_figures(text: str, expected: Expected) -> None:
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Tính đến 31/5, đã thu 12 tấn muối.", date(2022, 5, 31)),
        ("Đến ngày 31/5 đã thu 12 tấn muối.", date(2022, 5, 31)),
        ("Tính đến ngày 15/6 thu được 12 tấn muối.", date(2022, 6, 15)),
        ("Lũy kế đến ngày 15 tháng 11, thu 12 tấn muối.", date(2022, 11, 15)),
        ("Tại thời điểm 30/9 có 12 tấn muối.", date(2022, 9, 30)),
    ],
)
def test_a_date_behind_a_phrase_is_no_pair_of_figures(text: str, end: date) -> None:
    check(text, [{"value": "12", "unit": "tấn", "denominator": None, "period_end": end}])


@pytest.mark.parametrize("text", ["Số thôn có loa lên đến 5/6 thôn.", "Sửa dứt điểm 5/6 cầu treo."])
def test_a_pair_behind_other_phrases_is_no_date(text: str) -> None:
    check(text, [{"value": "5", "denominator": "6"}])


def test_a_day_of_the_year_before_holds_for_its_sentence() -> None:
    text = "Theo rà soát đến 31/12/2021, có 2.800 hộ làm muối. Đào tạo nghề cho 812 người."
    check(text, [{"value": "2800", "year": 2021}, {"value": "812", "year": 2022}])


def test_a_section_of_some_months_is_of_them_again_in_the_next_sentence() -> None:
    text = "Đến nay có 2.800 hộ làm muối. Đào tạo nghề cho 812 người."
    check(
        text, [{"period_code": "year"}, {"period_code": "9m"}], section=("A. KẾT QUẢ 9 THÁNG ĐẦU NĂM 2022",)
    )
    check(text, [{"period_code": "year"}, {"period_code": "year"}], section=("A. KẾT QUẢ NĂM 2022",))
