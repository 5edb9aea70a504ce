from __future__ import annotations

from datetime import date

import pytest

from etl.statements.periods import (
    Period,
    as_of,
    is_year_end,
    months,
    one_month,
    read_mask,
    says_now,
    year_in,
)

YEAR = 2022


@pytest.mark.parametrize(
    ("before", "text", "period"),
    [
        pytest.param("", "11 tháng năm 2021", months(2021, 11), id="months-of-a-named-year"),
        pytest.param("", "6 tháng đầu năm", months(YEAR, 6), id="months-of-the-report's-year"),
        pytest.param("", "12 tháng", Period(YEAR), id="twelve-months-are-a-year"),
        pytest.param("", "năm 2021", Period(2021), id="year"),
        pytest.param("", "cả năm 2021", Period(2021), id="whole-year"),
        pytest.param(
            "", "quý III/2022", Period(2022, "q3", date(2022, 7, 1), date(2022, 9, 30)), id="quarter"
        ),
        pytest.param(
            "", "quý 4", Period(YEAR, "q4", date(YEAR, 10, 1), date(YEAR, 12, 31)), id="quarter-digit"
        ),
        pytest.param(
            "",
            "năm học 2022-2023",
            Period(2022, "school_year", date(2022, 9, 1), date(2023, 8, 31)),
            id="school-year",
        ),
        pytest.param("tính đến ", "30/11/2021", as_of(date(2021, 11, 30)), id="as-of-a-day"),
        pytest.param("đến 17h00 ", "ngày 30/9/2022", as_of(date(2022, 9, 30)), id="as-of-an-hour"),
        pytest.param("đến 08 giờ 30 phút, ", "ngày 30/9/2022", as_of(date(2022, 9, 30)), id="as-of-a-minute"),
        pytest.param("", "đến 30/11", as_of(date(YEAR, 11, 30)), id="as-of-without-year"),
        pytest.param("đến hết ", "ngày 30 tháng 9 năm 2022", as_of(date(2022, 9, 30)), id="as-of-spelled"),
        pytest.param("tính đến ", "tháng 9", as_of(date(YEAR, 9, 30)), id="as-of-a-month's-end"),
        pytest.param("tính đến ", "tháng 11/2022", as_of(date(2022, 11, 30)), id="as-of-month-and-year"),
        pytest.param("", "hết tháng 9/2022", as_of(date(2022, 9, 30)), id="end-of-month-and-year"),
        pytest.param("khai mạc ", "ngày 15/6/2022", None, id="day-of-an-event"),
        pytest.param("tổ chức ", "tháng 12/2021", None, id="month-of-an-event"),
        pytest.param("", "giai đoạn 2021-2025", None, id="span-of-years"),
        pytest.param("", "nhiệm kỳ 2021-2026", None, id="term"),
        pytest.param("đến ", "31/02/2022", None, id="no-such-day"),
    ],
)
def test_what_a_date_says(before: str, text: str, period: Period | None) -> None:
    assert read_mask(text, before, YEAR) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        pytest.param("6 tháng đầu năm", Period(None, "6m"), id="months"),
        pytest.param("đến 30/11", None, id="day-of-no-year"),
        pytest.param("quý II", Period(None, "q2"), id="quarter"),
    ],
)
def test_nothing_is_made_up_where_no_year_is_known(text: str, period: Period | None) -> None:
    assert read_mask(text, "", None) == period


@pytest.mark.parametrize(
    ("text", "said"),
    [("ước cuối năm", True), ("ước cả năm đạt", True), ("đến 31/12", True), ("ước đạt", False), ("", False)],
)
def test_year_end(text: str, said: bool) -> None:
    assert is_year_end(text) is said


@pytest.mark.parametrize(("text", "said"), [("Đến nay,", True), ("trong năm", True), ("năm trước", False)])
def test_now(text: str, said: bool) -> None:
    assert says_now(text) is said


@pytest.mark.parametrize(
    ("text", "year"), [("năm 2021", 2021), ("2021, 2021", 2021), ("2021 và 2022", None), ("12021", None)]
)
def test_the_only_year(text: str, year: int | None) -> None:
    assert year_in(text) == year


@pytest.mark.parametrize(
    ("before", "text", "period"),
    [
        pytest.param("", "tháng 9", Period(YEAR, "m09", date(YEAR, 9, 1), date(YEAR, 9, 30)), id="month"),
        pytest.param(
            "", "Tháng 2/2024", Period(2024, "m02", date(2024, 2, 1), date(2024, 2, 29)), id="its-year"
        ),
        pytest.param("tính đến ", "tháng 9", None, id="until-a-month"),
        pytest.param("", "tháng 13", None, id="no-such-month"),
        pytest.param("", "9 tháng", None, id="months-so-far"),
    ],
)
def test_a_single_month(before: str, text: str, period: Period | None) -> None:
    assert one_month(text, before, YEAR) == period
