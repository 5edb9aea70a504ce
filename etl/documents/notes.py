"""Footnote marks in running text, and the footnotes they point to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.documents.shapes import SUPER, plain_mark
from etl.documents.traced import Span

_RUN = re.compile(
    rf"(?=[⁽(<\[^{SUPER}])(?:[⁽(]?[{SUPER}]+[⁾)]?|<sup>\s*\(?\d{{1,3}}\)?\s*</sup>|\[\^\d{{1,3}}\]|\^\{{?\(?\d{{1,3}}\)?\}}?)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:^|[\d\s/(])(?:k|c|d|m|h)?m$")
_POWER = re.compile(r"(?:^|[\d\s/(])10$")


_GLUED = re.compile(
    r"(?:(?P<year>\b20[0-4]\d)|(?P<word>[a-zà-ỹđ]{2})|(?P<close>[)”\"%])|(?P<other>[^\W\d_]))"
    r"(?P<mark>[1-9]\d{0,2})(?![\d/]|[.,]\d|[^\W\d_])"
)


@dataclass(slots=True, frozen=True)
class Mark:
    """A mark in the source: its digits and its span."""

    digits: str
    start: int
    end: int


def marks_in(source: str, start: int, end: int) -> Iterator[Mark]:
    """The raised marks in source[start:end]; exponents of units (m², m³) are none."""
    for match in _RUN.finditer(source, start, end):
        a, b = match.span()
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
    best: tuple[int, Mark] | None = None
    for start, end in spans:
        for match in _GLUED.finditer(source, start, end):
            if match["mark"] != number:
                continue
            a, b = match.span("mark")
            if number in ("2", "3") and _UNIT.search(source[max(start, a - 4) : a]):
                continue
            score = 1 if match["other"] else 2 if match["close"] else 3
            if best is None or score >= best[0]:
                best = (score, Mark(number, a, b))
    return best
