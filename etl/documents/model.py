"""A document as blocks of text that know where in the source they stand.

Everything later steps read is a `TracedText`: a clean string together with the pieces of the
source it is made of.  The source is the *extracted text* of the document (`Document.text`),
which is staged with it; offsets are 0-based indexes into that string, half open.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

Span = tuple[int, int]  # from the first character to behind the last


class Piece(NamedTuple):
    """`text[text_start:text_end]` was printed as `source[source_start:source_end]`.

    Where both sides have one length the piece maps character by character; where they differ
    (a composed letter that was printed decomposed, `≥` printed as a markup command) the piece is
    one indivisible unit.
    """

    text_start: int
    text_end: int
    source_start: int
    source_end: int


_FAR = sys.maxsize  # behind every end in the text: pieces are looked up by where they begin


class TracedText(NamedTuple):
    """A cleaned string and the source pieces it is made of, in reading order, not overlapping.

    Characters that no piece covers were put in by the reader to join pieces (always one space).
    """

    text: str
    pieces: tuple[Piece, ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest source span that holds `text[start:end]`; joining spaces count for nothing."""
        pieces = self.pieces
        if not pieces:
            return (0, 0)
        first = max(0, bisect_right(pieces, (start, _FAR)) - 1) if len(pieces) > 1 else 0
        text_start, text_end, source_start, source_end = pieces[first]
        shift = source_start - text_start
        if source_end - text_end == shift:
            if text_start <= start < end <= text_end:
                return (start + shift, end + shift)
            if len(pieces) == 1:
                return (start + shift, max(start, min(end, text_end)) + shift)
        low: int | None = None
        high = 0
        for piece in pieces[first:]:
            if piece.text_start >= end and low is not None:
                break
            if piece.text_end <= start:
                continue
            same = piece.text_end - piece.text_start == piece.source_end - piece.source_start
            a = piece.source_start + (max(start, piece.text_start) - piece.text_start if same else 0)
            b = piece.source_end - (piece.text_end - min(end, piece.text_end) if same else 0)
            low = a if low is None else min(low, a)
            high = max(high, b)
        if low is None:
            last = pieces[-1]
            return (last.source_end, last.source_end)
        return (low, max(low, high))


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    FOOTNOTE = "footnote"
    TABLE = "table"
    SIGNATURE = "signature"  # recipients, office, name of the signatory
    FURNITURE = "furniture"  # letterhead, page numbers, running heads: nothing to read


# The kinds by their bare names, for the steps that ask at every line: to fetch a member from its class
# takes as long as a call.
HEADING, PARAGRAPH, LIST_ITEM, FOOTNOTE, TABLE, SIGNATURE, FURNITURE = BlockKind


@dataclass(frozen=True, slots=True)
class FootnoteMark:
    """A mark in a running text: where it stood, and the footnote block it points to, if any."""

    text_offset: int
    mark: str
    source_start: int
    source_end: int
    footnote_index: int | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One body row of a table: as many cells as the table has columns, empty ones included.

    `tag` is what the row's number column prints (`1.1`, `-`, `+`, `A`), which tells its depth.
    """

    cells: tuple[TracedText, ...]
    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the header rows as printed (merged cells repeated), then the body rows."""

    header: tuple[tuple[TracedText, ...], ...]
    rows: tuple[TableRow, ...]

    def column_titles(self) -> list[str]:
        """One title a column: the header cells above it, outermost first, joined by ` > `."""
        width = max((len(r) for r in self.header), default=0)
        titles = []
        for column in range(width):
            words: list[str] = []
            for row in self.header:
                text = row[column].text.strip() if column < len(row) else ""
                if text and (not words or words[-1] != text):
                    words.append(text)
            titles.append(" > ".join(words))
        return titles


@dataclass(slots=True)
class Block:
    """One block in reading order.

    A footnote stands where its mark's block ends in no sense: it keeps its own place in the
    source, and `anchor_index`/`anchor_offset` say which block, and where in its text, bears the
    mark.  `owned` holds the source spans that belong to the block without being read as text:
    list markers, footnote marks, markup.
    """

    index: int
    kind: BlockKind
    content: TracedText
    line_start: int
    line_end: int
    level: int = 0  # headings: 1 outermost; list items: 1 outermost
    marker: str | None = None  # "1.2.", "-", "(1)", "a)", "¹" as printed
    section: tuple[str, ...] = ()  # headings above, outermost first, as printed
    parent_index: int | None = None  # list items: the item, paragraph or heading that opens the list
    marks: tuple[FootnoteMark, ...] = ()
    anchor_index: int | None = None
    anchor_offset: int | None = None
    table: Table | None = None
    page: int | None = None
    owned: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The block's clean text."""
        return self.content.text


@dataclass(slots=True)
class Metadata:
    """What the document says of itself; each field None where it says nothing."""

    title: str | None = None
    issuing_body: str | None = None
    locality_name: str | None = None  # "Cao Bằng"
    locality_level: str | None = None  # province, district, commune
    locality_code: str | None = None  # official code, of the period the report belongs to
    province_name: str | None = None
    report_kind: str | None = None  # year, 6m, 9m, 11m …
    report_year: int | None = None
    plan_year: int | None = None
    report_date: date | None = None
    document_number: str | None = None
    confidence: float = 0.0  # 0..1, of the locality and year together
    evidence: dict[str, str] = field(default_factory=dict)  # field -> where it was read


@dataclass(slots=True)
class Document:
    """One source document, extracted and understood as blocks in reading order."""

    report_id: str  # the file's stem
    source_path: str  # as given, relative to the reports directory
    format: str  # txt, md, docx, pdf, html, xlsx
    encoding: str | None
    sha256: str  # of the file's bytes
    byte_size: int
    text: str  # the extracted text that all offsets refer to
    metadata: Metadata
    blocks: list[Block]
    line_offsets: list[int] = field(default_factory=list)  # start of each line of `text`

    def line_of(self, offset: int) -> int:
        """The 1-based line of `text` on which the character at `offset` stands."""
        return max(1, bisect_right(self.line_offsets, offset))

    def reading_blocks(self) -> Iterator[Block]:
        """The blocks that say something: all but furniture and signatures."""
        skip = (BlockKind.FURNITURE, BlockKind.SIGNATURE)
        return (b for b in self.blocks if b.kind not in skip)
