"""Text that is not composed (`e` + circumflex + acute for `ế`) read as if it were, with the way back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from etl.documents.model import Block, Piece, Table, TableRow, TracedText

_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_CLUSTER = re.compile(rf"[^{_MARKS}\n][{_MARKS}]+", re.S)


class Composed:
    """A text in Unicode NFC and, for each offset in it, the offset in the text it was made from."""

    def __init__(self, source: str) -> None:
        parts: list[str] = []
        self._starts: list[int] = []  # offsets after which the shift below holds
        self._shifts: list[int] = []
        self._units: list[int] = []  # offsets of letters printed as several characters
        at = length = shift = 0
        for match in _CLUSTER.finditer(source):
            letters = unicodedata.normalize("NFC", match.group())
            parts += (source[at : match.start()], letters)
            length += match.start() - at
            at = match.end()
            if len(letters) == match.end() - match.start():
                length += len(letters)
                continue
            # Only the last letter of the cluster takes up what is left over.
            self._units.append(length)
            length += len(letters)
            shift += match.end() - match.start() - len(letters)
            self._starts.append(length)
            self._shifts.append(shift)
        parts.append(source[at:])
        self.text = "".join(parts)

    def source(self, offset: int) -> int:
        """The offset in the source of an offset in the composed text."""
        i = bisect_right(self._starts, offset)
        return offset + (self._shifts[i - 1] if i else 0)

    def _pieces(self, piece: Piece) -> Iterator[Piece]:
        """A piece of the composed text as pieces of the source, one for each letter that differs."""
        if piece.text_end - piece.text_start != piece.source_end - piece.source_start:
            yield Piece(
                piece.text_start,
                piece.text_end,
                self.source(piece.source_start),
                self.source(piece.source_end),
            )
            return
        move = piece.text_start - piece.source_start
        at = piece.source_start
        i = bisect_right(self._units, at - 1)
        while i < len(self._units) and self._units[i] < piece.source_end:
            unit = self._units[i]
            end = min(piece.source_end, self._starts[i])
            if unit > at:
                yield Piece(at + move, unit + move, self.source(at), self.source(unit))
            yield Piece(unit + move, end + move, self.source(unit), self.source(end))
            at, i = end, i + 1
        if at < piece.source_end:
            yield Piece(at + move, piece.source_end + move, self.source(at), self.source(piece.source_end))

    def traced(self, content: TracedText) -> TracedText:
        """A text traced to the composed text, traced to the source."""
        return TracedText(content.text, tuple(p for piece in content.pieces for p in self._pieces(piece)))

    def lead_back(self, blocks: list[Block]) -> None:
        """Turn all offsets of blocks read from the composed text into offsets of the source."""
        for block in blocks:
            block.content = self.traced(block.content)
            block.owned = tuple((self.source(a), self.source(b)) for a, b in block.owned)
            block.marks = tuple(
                replace(m, source_start=self.source(m.source_start), source_end=self.source(m.source_end))
                for m in block.marks
            )
            if block.table is not None:
                block.table = Table(
                    tuple(tuple(map(self.traced, row)) for row in block.table.header),
                    tuple(
                        TableRow(tuple(map(self.traced, row.cells)), row.line_start, row.line_end)
                        for row in block.table.rows
                    ),
                )
