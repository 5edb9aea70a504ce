"""Vietnamese number notation: a dot groups thousands, a comma is the decimal mark.

`parse` reads what is printed by that rule and says, as `slip`, what is odd in the notation, so that
a quality rule can judge it; it never repairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from etl.statements.memo import kept

NUMBER = r"\d+(?:[.,]\d+)*"
_NUMBER = re.compile(NUMBER)
# The same for a text whose digits are those of ASCII, by which it is found in a third of the time; the other
# scripts that have digits lie beyond these ranges, in which the letters of Vietnamese are.
_PLAIN_NUMBER = re.compile(r"[0-9][0-9]*(?:[.,][0-9]+)*")
_OTHER_DIGITS = re.compile("[^\0-\u065f\u1e00-\ua61f]")
_DIGIT = re.compile(r"\d")
_MAY_BE_DIGIT = re.compile("[^\0-/:-\u065f\u1e00-\ua61f]")  # two ranges are found sooner than what is a digit
_REGULAR = re.compile(r"(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?")
_MAX_DIGITS = 18  # the staging columns hold 20 digits before the mark


class Numeral(NamedTuple):
    """A printed number: its value, the digits after its decimal mark, and what is odd about it."""

    value: Decimal
    decimals: int
    slip: str | None = None  # english_decimal, english_grouping, mixed_marks


def find_numbers(text: str) -> Iterator[re.Match[str]]:
    """Every number printed in a text, in order."""
    return (_NUMBER if _OTHER_DIGITS.search(text) else _PLAIN_NUMBER).finditer(text)


@kept(5_000)
def numbers_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where the numbers of a short text stand that is printed again and again: a date, a decree's number."""
    return tuple(match.span() for match in _NUMBER.finditer(text))


def has_digit(text: str, start: int = 0, end: int | None = None) -> bool:
    """True where a digit of any script stands in the text between the two offsets."""
    end = len(text) if end is None else end
    seen = _MAY_BE_DIGIT.search(text, start, end)
    if seen is None or seen.group().isdecimal():
        return seen is not None
    return _DIGIT.search(text, seen.end(), end) is not None


@kept(10_000)  # a report prints few numbers but often: 01, 02, 100
def parse(text: str) -> Numeral | None:
    """Read one printed number (digits with inner dots and commas).

    `11.230,2` is 11230.2; `105.478` is 105478 (grouping); `68.443%` in a rate is for the caller to
    doubt.  A dot group that has not three digits can only be a decimal mark: `10.5` is 10.5, with
    slip `english_decimal`.  None for a text that is no number or too long to be an amount.
    """
    if len(text) > 40:
        return None
    if text.isdecimal():
        return _numeral(text, "", None)
    regular = _REGULAR.fullmatch(text)
    if regular is not None:
        return _numeral(regular[1].replace(".", ""), regular[2] or "", None)
    if not _NUMBER.fullmatch(text):
        return None
    whole, comma, fraction = text.partition(",")
    if comma and "," in fraction:
        # 1,234,567: commas group, as in English
        parts = text.split(",")
        if "." not in text and all(len(p) == 3 for p in parts[1:]) and len(parts[0]) <= 3:
            return _numeral("".join(parts), "", "english_grouping")
        return None
    if comma and "." in fraction:
        # 41,654.449: comma groups, dot is the decimal mark
        head, _, tail = fraction.partition(".")
        if len(head) == 3 and "." not in tail and "." not in whole:
            return _numeral(whole + head, tail, "english_decimal")
        return None
    parts = whole.split(".")
    if not comma and len(parts) == 2:
        return _numeral(parts[0], parts[1], "english_decimal")
    return _numeral("".join(parts), fraction, "mixed_marks")


def _numeral(whole: str, fraction: str, slip: str | None) -> Numeral | None:
    if not whole or len(fraction) > 8:
        return None
    if len(whole) > _MAX_DIGITS and len(whole.lstrip("0")) > _MAX_DIGITS:
        return None
    return Numeral(Decimal(f"{whole}.{fraction}" if fraction else whole), len(fraction), slip)
