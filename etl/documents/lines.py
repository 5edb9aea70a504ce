"""The printed lines of an extracted text, and how the text was laid out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, compress, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.documents.paragraphs import Grids


@dataclass(slots=True)  # not frozen: that doubles the time to make one, and a report has thousands
class Line:
    """One printed line: its number and the bounds of what is printed on it, blanks stripped."""

    number: int  # 1-based
    start: int
    end: int
    indent: int  # blanks before the first character
    is_blank: bool = False  # nothing is printed on it
    page_break: bool = False  # a form feed stands before the first character


_EMPTY = Line(0, 0, 0, 0, is_blank=True)  # all lines without a single character: nobody asks where one stands


def split_lines(text: str) -> tuple[list[Line], list[int]]:
    """The lines of `text` and the offset at which each begins."""
    mark = "\r" if "\r" in text and "\n" not in text else "\n"
    rows = text.split(mark)
    offsets = list(accumulate(map((1).__add__, map(len, rows[:-1])), initial=0))
    lines = [_EMPTY] * len(rows)
    for i in compress(range(len(rows)), rows):
        row, at = rows[i], offsets[i]
        body = row.strip()
        size = len(body)
        if size == len(row):  # nothing to strip, as on most lines
            lines[i] = Line(i + 1, at, at + size, 0)
        elif body:
            lead = len(row) - len(row.lstrip())
            start = at + lead
            lines[i] = Line(i + 1, start, start + size, lead, False, "\f" in row[:lead])
        else:
            lines[i] = Line(i + 1, at, at, len(row), True, "\f" in row)
    return lines, offsets


def is_wrapped(text: str, lines: list[Line], grids: Grids) -> bool:
    """Whether the paragraphs are broken at the right margin, as in text copied from a PDF.

    In such a text no line is long and many go on in the next one: they end without a full stop and
    the next line begins in lower case or with a figure.
    """
    printed = [x for x in lines if not x.is_blank]
    if "\t" in text or grids.grids:
        printed = [x for x in printed if text.find("\t", x.start, x.end) < 0 and grids.at(x) is None]
    printed = printed[:4000]
    if len(printed) < 8:
        return False
    lengths = sorted([x.end - x.start for x in printed])
    if lengths[int(len(lengths) * 0.95)] > 220:
        return False
    goes_on = 0
    for above, line in pairwise(printed):
        if text[above.end - 1] not in ".;:!?":
            first = text[line.start]
            goes_on += "a" <= first <= "z" or "à" <= first <= "ỹ" or first.isdigit()
    return goes_on > 0.15 * (len(printed) - 1)
