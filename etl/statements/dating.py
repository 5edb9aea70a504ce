"""When a figure is of: the year right behind it ("còn 3,2% vào năm 2020"), and how long a time holds."""

from __future__ import annotations

import re

from etl.statements.periods import Period
from etl.statements.tokens import Tokens

_YEAR = re.compile(r"năm ((?:19|20)\d\d)")
_LEADS_TO = frozenset({"vào", "trong", "đến", "tới", "của", "cuối", "hết"})  # words before such a year
_CLOSES = frozenset({",", ";", ")", "và", "/", "…"})


def year_behind(tokens: Tokens, i: int) -> Period | None:
    """The calendar year that stands at token `i`, and ends there what is said of a figure."""
    while i < len(tokens.at) and tokens.at[i].text in _LEADS_TO:
        i += 1
    dated = _YEAR.fullmatch(tokens.at[i].text) if i < len(tokens.at) and tokens.at[i].role == "date" else None
    if dated is None:
        return None
    after = tokens.at[i + 1] if i + 1 < len(tokens.at) else None
    ends = after is None or after.kind == "stop" or after.text in _CLOSES or after.has("reach")
    return Period(int(dated.group(1))) if ends else None


def passes(told: Period | None, section: Period | None, report_year: int | None) -> bool:
    """True for a time that holds for its sentence: of schools, of a year before the report's.

    Where the section is of some months, "đến nay" and a day hold no longer either.
    """
    if told is None:
        return False
    earlier = told.year is not None and report_year is not None and told.year < report_year
    of_months = section is not None and section.code != "year"
    return told.code == "school_year" or earlier or (of_months and told.code in ("year", "as_of"))
