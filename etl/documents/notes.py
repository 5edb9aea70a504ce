"""Footnote marks in running text, and the footnotes they point to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.documents.shapes import SUPER, plain_mark

_RUN = re.compile(rf"[⁽(]?[{SUPER}]+[⁾)]?|<sup>\s*\(?\d{{1,3}}\)?\s*</sup>|\[\^\d{{1,3}}\]|\^\{{?\d{{1,3}}\}}?")
_UNIT = re.compile(r"(?:^|[\d\s/(])(?:k|c|d|m|h)?m$")
_BAD_UNIT = re.compile(r"(?:^|[\d\s/(])10$")


@dataclass(slots=True, frozen=True)
class Mark:
    """A mark in the source: its digits and its span."""

    digits: str
    start: int
    end: int


def marks_in(source: str, start: int, end: int) -> Iterator[Mark]:
    """The superscript marks in source[start:end]; exponents of units (m², m³) are none."""
    for match in _RUN.finditer(source, start, end):
        a, b = match.span()
        text = match.group()
        if a == start and not (text[0] in "⁽(["):
            before = ""
        else:
            before = source[max(start, a - 8) : a]
        if text[0] in "²³" and _UNIT.search(before):
            a, text = a + 1, text[1:]
            if not text:
                continue
        if text[0] == "^" and (_UNIT.search(before) or _BAD_UNIT.search(before)):
            continue
        if text[0] == "(" and text[-1] != ")":
            a, text = a + 1, text[1:]
        elif text[-1] == ")" and text[0] not in "(⁽":
            b, text = b - 1, text[:-1]
        digits = plain_mark(text)
        if digits:
            yield Mark(digits, a, b)
