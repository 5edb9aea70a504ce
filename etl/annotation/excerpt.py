"""A finding's quote as a reader needs it: on one line, with the words before it, its figures told apart.

Taken from the clean text of the block, so that a footnote or a page break in the middle of a
sentence does not cut it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.annotation.layout import span_in
from etl.annotation.model import Finding, Span
from etl.documents.model import Block, TracedText

# Characters shown around a quote, which often begins after what it is about.
CONTEXT_BEFORE = 140
CONTEXT_AFTER = 40
CELLS = " · "
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an excerpt: a blamed figure, a piece of the quote, or of what stands around it."""

    text: str
    blamed: bool = False
    context: bool = False


def excerpt(blocks: Sequence[Block], finding: Finding, width: int) -> list[Part]:
    """The quote of a finding's place; one longer than about `width` characters is cut around its figure."""
    place = finding.place
    if place is None:
        return []
    blamed = sorted({(n.start, n.end) for n in finding.figures})
    home = _home(blocks, place.span, blamed)
    if len(home) == 1:
        return _of_text(home[0], place.span, blamed, width)
    parts: list[Part] = []
    for cell in home:
        if parts:
            parts.append(Part(CELLS, context=True))
        parts += _cut(cell, (0, len(cell.text)), span_in(cell, place.span), blamed)
    return parts or [Part(_SPACES.sub(" ", place.quote))]


def _home(blocks: Sequence[Block], span: Span, blamed: Sequence[Span]) -> list[TracedText]:
    """The text that shows the first blamed figure, else the beginning of the span; a table row's cells."""
    for wanted in (*blamed[:1], span):
        for block in blocks:
            if block.table is not None:
                rows = [*block.table.header, *(row.cells for row in block.table.rows)]
                for row in rows:
                    if any(span_in(cell, wanted) for cell in row):
                        return [cell for cell in row if cell.text.strip()]
            elif span_in(block.content, wanted):
                return [block.content]
    return []


def _of_text(text: TracedText, span: Span, blamed: Sequence[Span], width: int) -> list[Part]:
    last = len(text.text)
    quote = low, high = span_in(text, span) or (0, last)
    if high - low > width:
        first = next((found for source in blamed if (found := span_in(text, source))), quote)
        low = max(low, min(first[0] - width // 2, high - width))
        quote = low, high = _whole_words(text.text, low, min(high, low + width))
    start, end = _whole_words(text.text, max(0, low - CONTEXT_BEFORE), min(last, high + CONTEXT_AFTER))
    parts = _cut(text, (start, end), quote, blamed)
    if start > 0:
        parts.insert(0, Part("… ", context=True))
    if end < last:
        parts.append(Part(" …", context=True))
    return parts


def _cut(text: TracedText, shown: Span, quote: Span | None, blamed: Sequence[Span]) -> list[Part]:
    """The shown span of a text in parts."""
    marked = {found for source in blamed if (found := span_in(text, source))}
    edges = {*shown, *(quote or ()), *(x for pair in marked for x in pair)}
    cuts = sorted(x for x in edges if shown[0] <= x <= shown[1])
    return [
        Part(
            _SPACES.sub(" ", text.text[a:b]),
            blamed=(a, b) in marked,
            context=quote is None or b <= quote[0] or a >= quote[1],
        )
        for a, b in pairwise(cuts)
    ]


def _whole_words(text: str, low: int, high: int) -> Span:
    """The span narrowed on the left and widened on the right to the ends of words."""
    while 0 < low < high and not text[low - 1].isspace():
        low += 1
    while high < len(text) and not text[high].isspace():
        high += 1
    return low, high
