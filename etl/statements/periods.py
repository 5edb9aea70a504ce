"""Time as these reports word it: years, cumulative months, as-of dates, year ends, school years."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from etl.statements.vocabulary import fold


@dataclass(frozen=True, slots=True)
class Period:
    """A time span a value is about: `code` as in dim_period, with its dates where they are known."""

    year: int | None
    code: str = "year"
    start: date | None = None
    end: date | None = None


_DATE = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})(?!\d)(?:\s*/\s*(\d{4}))?")
_WORDED = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+(\d{4}))?")
_MONTHS = re.compile(r"(?<![\d/])0?(\d{1,2})\s+tháng(?!\s*\d)(?:\D{0,12}(\d{4}))?")
_MONTH = re.compile(r"tháng\s*(\d{1,2})(?:\s*(?:[/-]|năm)\s*(\d{4}))?")
_QUARTER = re.compile(r"(?:quý|qúy)\s+([1-4]|iv|i{1,3})(?:\D{0,6}(\d{4}))?")
_SCHOOL = re.compile(r"(?:năm học|niên học)\s+(\d{4})\s*[-–]\s*(\d{4})")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR_END = re.compile(
    r"cuối năm|cả năm|hết năm|trong năm|31/12|ngày 31 tháng 12|đến tháng 12|hết tháng 12"
    r"|thực hiện năm|năm ngân sách"
)
# "đến", "đến hết ngày", "đến 17h00 ngày", "đến 8 giờ 30 phút ngày"
_UNTIL = re.compile(
    r"(?:đến|tính đến|hết|tới|tại thời điểm)\s*(?:thời điểm\s*)?"
    r"(?:\d{1,2}\s*(?:h|g|giờ)\s*(?:\d{1,2}\s*)?(?:phút\s*)?,?\s*)?"
    r"(?:cuối\s+|hết\s+|ngày\s+|tháng\s+|thời điểm\s+)*$"
)
_SAYS_NOW = ("đến nay", "hiện nay", "trong năm", "từ đầu năm")
_NOW = re.compile(rf"\b(?:{'|'.join(_SAYS_NOW)})\b")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months(year: int | None, count: int) -> Period:
    """The first `count` months of a year."""
    if not 1 <= count <= 12:
        return Period(year)
    if count == 12:
        return Period(year, "year")
    code = f"{count}m"
    if year is None:
        return Period(None, code)
    return Period(year, code, date(year, 1, 1), date(year, count, calendar.monthrange(year, count)[1]))


def span_of(year: int | None, code: str) -> Period | None:
    """The period of a code: `9m` the first nine months, `q2` a quarter, `m05` a month; else None."""
    if code[:-1].isdecimal() and code.endswith("m"):
        return months(year, int(code[:-1]))
    if not code[1:].isdecimal() or code[0] not in "qm":
        return None
    number = int(code[1:])
    first, last = (3 * number - 2, 3 * number) if code[0] == "q" else (number, number)
    if not 1 <= first <= last <= 12:
        return None
    if year is None:
        return Period(None, code)
    return Period(year, code, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def as_of(day: date) -> Period:
    """From the year's first day to a named day."""
    return Period(day.year, "as_of", date(day.year, 1, 1), day)


def read_mask(text: str, before: str, year: int | None) -> Period | None:
    """The period that a masked date words; `before` is the text before it, `year` the year in force.

    None where it is no period of a value: a day of an event, a decree's date, a span of years.
    """
    word = fold(text)
    lead = fold(before[-30:])
    school = _SCHOOL.search(word)
    if school:
        first = int(school.group(1))
        return Period(first, "school_year", _day(first, 9, 1), _day(int(school.group(2)), 8, 31))
    if word.startswith(("giai đoạn", "nhiệm kỳ", "thời kỳ", "kỷ", "kỉ", "lần thứ")):
        return None
    until = bool(_UNTIL.search(lead)) or word.startswith(("đến", "hết"))
    spelled = _WORDED.search(word) or _DATE.search(word)
    if spelled and until:
        at = int(spelled.group(3)) if spelled.group(3) else year
        if at is None:
            return None
        day = _day(at, int(spelled.group(2)), int(spelled.group(1)))
        return as_of(day) if day else None
    if spelled:
        return None
    cumulative = _MONTHS.search(word)
    if cumulative and not word.startswith("tháng"):
        return months(int(cumulative.group(2)) if cumulative.group(2) else year, int(cumulative.group(1)))
    month = _MONTH.search(word)
    if month and until:
        at, number = (int(month.group(2)) if month.group(2) else year), int(month.group(1))
        if at is None or not 1 <= number <= 12:
            return None
        return as_of(date(at, number, calendar.monthrange(at, number)[1]))
    if month:
        return None
    quarter = _QUARTER.search(word)
    if quarter:
        number = _ROMAN.get(quarter.group(1)) or int(quarter.group(1))
        return span_of(int(quarter.group(2)) if quarter.group(2) else year, f"q{number}")
    if re.match(r"(?:cả |trong |cuối |hết |của )?năm", word):
        found = _YEAR.search(word)
        return Period(int(found.group(1))) if found and len(_YEAR.findall(word)) == 1 else None
    return None


def one_month(text: str, before: str, year: int | None) -> Period | None:
    """The single month that a masked date names ("tháng 9", "tháng 9/2022"); None behind "đến", "hết"."""
    word = fold(text)
    month = _MONTH.fullmatch(word)
    if month is None or _UNTIL.search(fold(before[-30:])):
        return None
    at, number = (int(month.group(2)) if month.group(2) else year), int(month.group(1))
    return span_of(at, f"m{number:02d}")


def year_in(text: str) -> int | None:
    """The only calendar year that a text names, else None."""
    years = {int(y) for y in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def years_in(text: str) -> list[int]:
    """All calendar years that a text names, in order."""
    return [int(y) for y in _YEAR.findall(text)]


def is_year_end(text: str) -> bool:
    """True for words that say the whole year beside shorter periods: ước cuối năm, ước cả năm …"""
    return bool(_YEAR_END.search(_plain(text)))


def says_now(text: str) -> bool:
    """True for words that mean the report's own year: trong năm, đến nay …"""
    text = text.lower()
    if "nă" not in text and "na" not in text:  # the letter composed or not; most texts hold neither word
        return False
    return _NOW.search(_plain(text)) is not None


def _plain(text: str) -> str:
    """Composed and in lower case; where the tone stands does not matter to the words looked for."""
    return unicodedata.normalize("NFC", text).lower()
