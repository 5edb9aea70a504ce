"""Source spans made into clean, traced text: markup resolved, spaces folded, Unicode composed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from etl.documents.joining import Cleaned, join_plain, join_tabbed
from etl.documents.lines import Line
from etl.documents.markup import lay, resolve
from etl.documents.model import Span
from etl.documents.places import Places, places_of

# Characters of everything that is not plain text, but line ends and runs of spaces; most blocks hold none.
_MARKUP = "*_$\\<&\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff\u2028\u2029\x0b\x0c\r"
# What needs the full pattern even in a stretch whose only markup are tabs: the other blanks among it.
_NOT_TABBED = re.compile(r"[\^\[!\x00-\x08\n\x0e-\x1f\x85\u1680\u2000-\u200a\u202f\u205f\u3000\ufffe]")


class Plain:
    """Which stretches of a source are plain text, found out for all blocks in one pass."""

    def __init__(self, source: str, is_composed: bool | None = None) -> None:
        """`is_composed` where it is known whether the source is in Unicode NFC."""
        self._source = source
        self.is_composed = unicodedata.is_normalized("NFC", source) if is_composed is None else is_composed
        markup = [*places_of(source, *_MARKUP), *(places_of(source, "](") if "[" in source else ())]
        in_row = [*markup, *places_of(source, "  ")]
        self._markup = Places(markup)
        self._in_row = Places(in_row)
        self._suspects = Places([*in_row, *places_of(source, "\t")])

    def tell(self, lines: Sequence[Line], offsets: Sequence[int], also: Iterable[int] = ()) -> None:
        """Tell the lines that do not read as they are printed, or hold what stands at the offsets `also`.

        `offsets` are those at which the lines begin.
        """
        if not self.is_composed:
            for line in lines:
                line.is_plain = False
            return
        start = end = 0  # of the line told last: a row of a table holds many
        for at in (*self._suspects, *also):
            if not start <= at < end:
                line = lines[bisect_right(offsets, at) - 1]
                if line.start <= at < line.end:
                    line.is_plain = False
                    start, end = line.start, line.end

    def is_row(self, start: int, end: int) -> bool:
        """Whether each cell of a row, parted by tabs, reads as it is printed."""
        return self.is_composed and not self._in_row.any_in(start, end)

    def is_tabbed_row(self, start: int, end: int) -> bool:
        """Whether a line is such a row, and has no other blanks than its tabs and single spaces."""
        return (
            self.is_row(start, end)
            and self._source.find("\t", start, end) >= 0
            and not _NOT_TABBED.search(self._source, start, end)
        )

    def holds(self, spans: Sequence[Span]) -> bool:
        """Whether nothing in the spans needs more than to be joined."""
        if not spans:
            return True
        if self._suspects.any_in(spans[0][0], spans[-1][1]) and any(
            self._suspects.any_in(start, end) for start, end in spans
        ):
            return False
        # Line ends are not among the suspects: every source is full of them.  They stand between lines, but
        # also in the cells that a format states.
        if len(spans) == 1 and self._source.find("\n", *spans[0]) >= 0:
            return False
        # A part of a composed text is composed.
        return self.is_composed or unicodedata.is_normalized(
            "NFC", "\n".join([self._source[a:b] for a, b in spans])
        )

    def is_tabbed(self, spans: Sequence[Span]) -> bool:
        """Whether the spans are plain but for the tabs and spaces between their words."""
        return self.is_composed and not any(
            self._markup.any_in(start, end) or _NOT_TABBED.search(self._source, start, end)
            for start, end in spans
        )


def clean(source: str, spans: Sequence[Span], plain: Plain, cut: Sequence[Span] = ()) -> Cleaned:
    """The text of `spans` as read: markup resolved, line breaks and runs of spaces as one space.

    `cut` are sub-spans (footnote marks) that are left out of the text.  The spans must be in
    reading order and not overlap.  `plain` is made from the source, once for all that is cleaned.
    """
    if cut:
        spans = _subtract(spans, cut)
    if plain.holds(spans):
        return join_plain(source, spans, dict(cut))
    if not cut and plain.is_tabbed(spans):
        return join_tabbed(source, spans)
    return resolve(lay(source, spans), cut, plain.is_composed)


def _subtract(spans: Sequence[Span], cut: Sequence[Span]) -> list[Span]:
    result: list[Span] = []
    marks = sorted(cut)
    k = 0
    for start, end in spans:
        at = start
        while k < len(marks) and marks[k][1] <= at:
            k += 1
        while k < len(marks) and marks[k][0] < end:
            a, b = marks[k]
            if a > at:
                result.append((at, a))
            at = max(at, b)
            k += 1
        if at < end:
            result.append((at, end))
    return result
