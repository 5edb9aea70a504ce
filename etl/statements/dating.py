"""When a figure is of, said right behind it: "đạt 45,2 triệu đồng năm 2020", "còn 3,2% vào năm 2020"."""

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
