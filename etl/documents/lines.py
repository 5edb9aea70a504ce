"""The printed lines of an extracted text, and how the text was laid out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.documents.paragraphs import Grids


@dataclass(slots=True)  # not frozen: that doubles the time to make one, and a report has thousands
class Line:
    """One printed line: its number, what is printed on it, blanks stripped, and the bounds of that."""

    number: int  # 1-based
    start: int
    end: int
    text: str  # empty where nothing is printed
    indent: int = 0  # blanks before the first character
    page_break: bool = False  # a form feed stands before the first character
    is_plain: bool = True  # reads as it is printed; told by `traced.Plain`

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed on it."""
        return not self.text


_EMPTY = Line(0, 0, 0, "")  # all lines without a single character: nobody asks where one stands


def split_lines(text: str) -> tuple[list[Line], list[int]]:
    """The lines of `text` and the offset at which each begins."""
    mark = "\r" if "\r" in text and "\n" not in text else "\n"
    rows = text.split(mark)
    offsets = list(accumulate(map((1).__add__, map(len, rows[:-1])), initial=0))
    lines = [
        (
            Line(number, at, at + len(body), body)
            if body and row[0] == body[0]
            else _set_in(number, at, row, body)
        )
        if row
        else _EMPTY
        for number, at, row, body in zip(
            range(1, len(rows) + 1), offsets, rows, map(str.strip, rows), strict=True
        )
    ]
    return lines, offsets


def _set_in(number: int, at: int, row: str, body: str) -> Line:
    """A line with blanks before what is printed on it, or nothing but blanks."""
    if not body:
        return Line(number, at, at, "", len(row), "\f" in row)
    lead = len(row) - len(row.lstrip())
    start = at + lead
    return Line(number, start, start + len(body), body, lead, "\f" in row[:lead])


def is_wrapped(text: str, lines: list[Line], grids: Grids) -> bool:
    """Whether the paragraphs are broken at the right margin, as in text copied from a PDF.

    In such a text no line is long and many go on in the next one: they end without a full stop and
    the next line begins in lower case or with a figure.
    """
    texts = [x.text for x in lines if x.text]
    if "\t" in text or grids.grids:
        texts = [x.text for x in lines if x.text and "\t" not in x.text and grids.at(x) is None]
    texts = texts[:4000]
    if len(texts) < 8:
        return False
    if sorted(map(len, texts))[int(len(texts) * 0.95)] > 220:
        return False
    goes_on = 0
    for above, line in pairwise(texts):
        if above[-1] not in ".;:!?":
            first = line[0]
            goes_on += "a" <= first <= "z" or "à" <= first <= "ỹ" or first.isdigit()
    return goes_on > 0.15 * (len(texts) - 1)
