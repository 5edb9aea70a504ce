"""What a format gives: the extracted text, with the structure that the format itself states."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from etl.documents.model import Span


@dataclass(slots=True)
class Grid:
    """A table of the format: the cells of each row as spans of the extracted text.

    A merged cell's span stands in every place that it covers.  `header_rows` is None where the
    format does not say.
    """

    start: int
    end: int
    rows: list[list[Span]]
    header_rows: int | None = None


@dataclass(slots=True)
class Extraction:
    """The extracted text of one file.

    `is_paged` tells that the text comes in the order of printed pages, so that footnotes and page
    ends may cut its sentences; `blanks_tell` that its lines are printed lines, a blank one wherever
    the page shows that a paragraph begins.  `headings` gives the level of lines that the format marks,
    by the offset of their first character; `pages` the offset at which each page begins.  `note_lines` are
    the lines that the format gives to the footnote above them, by their offset; None where it does not say.
    """

    text: str
    format: str
    encoding: str | None = None
    is_paged: bool = True
    blanks_tell: bool = False
    grids: list[Grid] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    note_lines: set[int] | None = None

    def join(self, other: Extraction) -> None:
        """Append the text of an appendix."""
        gap = "\n\n" if not self.text.endswith("\n") else "\n"
        shift = len(self.text) + len(gap)
        self.text += gap + other.text
        for grid in other.grids:
            rows = [[(a + shift, b + shift) for a, b in row] for row in grid.rows]
            self.grids.append(Grid(grid.start + shift, grid.end + shift, rows, grid.header_rows))
        self.headings.update({at + shift: level for at, level in other.headings.items()})
        if other.note_lines:
            self.note_lines = (self.note_lines or set()) | {at + shift for at in other.note_lines}


class Writer:
    """Collects the extracted text of a format that knows its structure."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.grids: list[Grid] = []
        self.headings: dict[int, int] = {}
        self.note_lines: set[int] | None = None

    def write(self, text: str) -> Span:
        """Add text, composed; its span."""
        text = unicodedata.normalize("NFC", text)
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def paragraph(self, text: str, heading: int | None = None) -> None:
        """Add a line and a blank one; nothing for blank text."""
        if not text.strip():
            return
        start, _ = self.write(text.strip())
        if heading is not None:
            self.headings[start] = heading
        self.write("\n\n")

    def note(self, lines: list[str]) -> None:
        """Add a footnote: the line that its mark opens, then those of the list in it."""
        self.note_lines = self.note_lines or set()
        for i, line in enumerate(lines):
            if i:
                self.note_lines.add(self.length)
            self.paragraph(line)

    def table(self, rows: list[list[str | tuple[int, int]]], header_rows: int | None = None) -> None:
        """Add a table; a cell is its text, or the (row, column) of the merged cell that covers it."""
        start = self.length
        grid: list[list[Span]] = []
        for row in rows:
            spans: list[Span] = []
            for column, cell in enumerate(row):
                if column:
                    self.write("\t")
                if isinstance(cell, str):
                    spans.append(self.write(" ".join(cell.split())))
                else:
                    r, c = cell
                    spans.append(grid[r][c] if r < len(grid) else spans[c])
            grid.append(spans)
            self.write("\n")
        if grid:
            self.grids.append(Grid(start, self.length - 1, grid, header_rows))
            self.write("\n")

    def extraction(self, kind: str, encoding: str | None = None, is_paged: bool = False) -> Extraction:
        """What was collected."""
        text = "".join(self.parts)
        return Extraction(
            text, kind, encoding, is_paged,
            grids=self.grids, headings=self.headings, note_lines=self.note_lines,
        )  # fmt: skip
