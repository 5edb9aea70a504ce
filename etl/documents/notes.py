"""Footnote marks in running text, and the footnotes they point to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from etl.documents.model import Span
from etl.documents.places import Places, places_of
from etl.documents.shapes import SUPER, plain_mark
from etl.vietnamese import SMALL

_RUN = re.compile(
    rf"[⁽(]?[{SUPER}]+[⁾)]?|<sup>\s*\(?\d{{1,3}}\)?\s*</sup>|\[\^\d{{1,3}}\]|\^\{{?\(?\d{{1,3}}\)?\}}?",
    re.IGNORECASE,
)
_RUN_OPENS = "⁽(["  # before the first of the characters that are sought
_UNIT = re.compile(r"(?:^|[\d\s/(])(?:k|c|d|m|h)?m$")
_POWER = re.compile(r"(?:^|[\d\s/(])10$")
_NUMBER = re.compile(r"[1-9]\d{0,2}")
# What a mark in plain digits is glued to.
_YEAR = re.compile(r"\b20[0-4]\d")
_WORD = re.compile(rf"[{SMALL}]{{2}}")
_LETTER = re.compile(r"[^\W\d_]")
_CLOSES = ')”"%'


class Mark(NamedTuple):
    """A mark in the source: its digits and its span."""

    digits: str
    start: int
    end: int


def mark_places(source: str) -> Places:
    """Where characters stand of which every raised mark holds one: where none stands there is no mark."""
    return Places(places_of(source, *SUPER, "^", "<"))


def marks_in(source: str, start: int, end: int, raised: Places) -> Iterator[Mark]:
    """The raised marks in source[start:end]; exponents of units (m², m³) are none.

    `raised` are the `mark_places` of the source.
    """
    at = start
    for place in raised.within(start, end):
        if place < at:
            continue
        match = _RUN.match(source, place - 1, end) if place > at and source[place - 1] in _RUN_OPENS else None
        match = match or _RUN.match(source, place, end)
        if match is None:
            continue
        a, b = match.span()
        at = b
        text = match.group()
        before = source[max(start, a - 8) : a]
        if text[0] in "²³" and _UNIT.search(before):
            a, text = a + 1, text[1:]
            if not text:
                continue
        if text[0] == "^" and (_UNIT.search(before) or _POWER.search(before)):
            continue
        if text[0] == "(" and text[-1] != ")":
            a, text = a + 1, text[1:]
        elif text[-1] == ")" and text[0] not in "(⁽":
            b, text = b - 1, text[:-1]
        digits = plain_mark(text)
        if digits and digits != "0":
            yield Mark(digits, a, b)


def glued_mark(source: str, spans: Sequence[Span], number: str) -> tuple[int, Mark] | None:
    """The best place in `spans` where `number` is glued to a word, a year or a bracket, with its score.

    `tấn1.` and `năm 20238` bear marks 1 and 8; `m3`, `CN6` and `868,5` bear none.  Of equally good
    places the last wins: it is nearest to the footnote.
    """
    if not _NUMBER.fullmatch(number):
        return None
    best: tuple[int, Mark] | None = None
    for start, end in spans:
        if source.find(number, start, end) < 0:
            continue
        for match in _alone(number).finditer(source, start, end):
            a, b = match.span()
            score = _glue(source, start, a)
            if not score or (number in ("2", "3") and _UNIT.search(source[max(start, a - 4) : a])):
                continue
            if best is None or score >= best[0]:
                best = (score, Mark(number, a, b))
    return best


@lru_cache(maxsize=1024)
def _alone(number: str) -> re.Pattern[str]:
    """A number that no digit, letter or fraction goes on with; it opens the pattern, so is found at once."""
    return re.compile(rf"{number}(?![\d/]|[.,]\d|[^\W\d_])")


def _glue(source: str, start: int, at: int) -> int:
    """How surely a number at `at` is glued to what stands before it (not before `start`); 0 if it is not."""
    if at <= start:
        return 0
    last = source[at - 1]
    if last in _CLOSES:
        return 2
    if last.isdecimal():
        return 3 if at - 4 >= start and _YEAR.match(source, at - 4, at) else 0
    if at - 2 >= start and _WORD.match(source, at - 2, at):
        return 3
    return 1 if _LETTER.match(last) else 0
