"""The report's blocks cut into runs of text, with each printed number where it stands.

Numbers are known by their place in the extracted text; a page shows clean text, joined over line
ends and page breaks.  The pieces of a `TracedText` lead from one to the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from etl.annotation.model import Figure, Finding, Span
from etl.documents.model import Block, FootnoteMark, TracedText

HEADING_LEVELS = (3, 6)  # h1 is the page's, h2 the section's


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with at most one thing to it: a number, or a footnote's mark."""

    text: str
    figure: Figure | None = None
    finding: int | None = None  # the first finding that blames the figure
    mark: FootnoteMark | None = None


@dataclass(slots=True)
class Cell:
    """One table cell."""

    runs: list[Run]
    numeric: bool = False


@dataclass(slots=True)
class Row:
    """One body row of a table, with the findings about it."""

    cells: list[Cell]
    line: int
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Laid:
    """One block as it is shown: its marker and its text in runs, or a table; and its findings."""

    index: int
    kind: str
    level: int
    line: int
    page: int | None
    marker: list[Run]
    runs: list[Run]
    header: list[list[Cell]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def heading(self) -> int:
        """The level of the heading element."""
        first, last = HEADING_LEVELS
        return min(first - 1 + max(1, self.level), last)


@dataclass(slots=True)
class Layout:
    """All blocks in reading order; what could not be shown in place is not lost."""

    blocks: list[Laid]
    elsewhere: list[Run]  # numbers that stand in no block's text
    unplaced: list[Finding]  # findings about the report as a whole


def lay_out(blocks: Sequence[Block], numbers: Sequence[Figure], findings: Sequence[Finding]) -> Layout:
    """Cut a document's blocks into runs and hang each finding on the block or row it is about."""
    blamed: dict[Span, int] = {}
    for finding in findings:
        for number in finding.figures:
            blamed.setdefault((number.start, number.end), finding.number)
    cutter = _Cutter(numbers, blamed)
    laid = [_block(cutter, block) for block in blocks]
    return Layout(laid, cutter.left(), _hang(findings, laid))


def _block(cutter: _Cutter, block: Block) -> Laid:
    shown = Laid(
        block.index,
        str(block.kind),
        block.level,
        block.line_start,
        block.page,
        cutter.marker(block),
        # A table's own text is its cells'.
        [] if block.table else cutter.runs(block.content, block.marks),
    )
    if block.table is not None:
        shown.header = [[_cell(cutter, cell) for cell in row] for row in block.table.header]
        shown.rows = [
            Row([_cell(cutter, cell) for cell in row.cells], row.line_start) for row in block.table.rows
        ]
    return shown


def _cell(cutter: _Cutter, text: TracedText) -> Cell:
    runs = cutter.runs(text)
    printed = "".join(run.text for run in runs).strip()
    counted = sum(len(run.text) for run in runs if run.figure)
    return Cell(runs, numeric=bool(printed) and 2 * counted >= len(printed))


def _hang(findings: Sequence[Finding], laid: Sequence[Laid]) -> list[Finding]:
    """Give each finding to the block, or table row, that shows its figure; the rest is returned."""
    homes: dict[Span, list[Finding]] = {}
    lines: list[tuple[int, list[Finding]]] = []
    for block in laid:
        if block.rows:
            for row in block.rows:
                lines.append((row.line, row.findings))
                _claim(homes, (run for cell in row.cells for run in cell.runs), row.findings)
        else:
            lines.append((block.line, block.findings))
            _claim(homes, [*block.marker, *block.runs], block.findings)
    lines.sort(key=lambda pair: pair[0])
    starts = [line for line, _ in lines]
    unplaced = []
    for finding in findings:
        home = next(
            (homes[n.start, n.end] for n in finding.figures if (n.start, n.end) in homes),
            None,
        )
        if home is None and finding.place is not None and lines:
            # A row without figures has no number to stand by: the line it is on will do.
            at = bisect_left(starts, finding.place.line_start + 1) - 1
            home = lines[max(0, at)][1]
        if home is None:
            unplaced.append(finding)
        else:
            home.append(finding)
    return unplaced


def _claim(
    homes: dict[Span, list[Finding]], runs: Iterator[Run] | Sequence[Run], home: list[Finding]
) -> None:
    for run in runs:
        if run.figure is not None:
            homes.setdefault((run.figure.start, run.figure.end), home)


class _Cutter:
    """Cuts texts at the numbers in them; remembers which numbers have been shown."""

    def __init__(self, numbers: Sequence[Figure], blamed: Mapping[Span, int]) -> None:
        self._numbers = sorted(numbers, key=lambda n: (n.start, n.end))
        self._starts = [n.start for n in self._numbers]
        self._blamed = blamed
        self._shown: set[Span] = set()

    def left(self) -> list[Run]:
        """Numbers that no text cut so far has shown."""
        return [self._run(n) for n in self._numbers if (n.start, n.end) not in self._shown]

    def runs(self, text: TracedText, marks: Sequence[FootnoteMark] = ()) -> list[Run]:
        """`text` as runs: its numbers, the footnote marks that stood in it, and what is between them."""
        things: list[tuple[int, int, Run]] = []
        for number in self._between(text):
            where = span_in(text, (number.start, number.end))
            if where is not None:
                start, end = where
                self._shown.add((number.start, number.end))
                things.append((start, end, self._run(number, text.text[start:end])))
        for mark in marks:
            marking = next(iter(self._inside(mark.source_start, mark.source_end)), None)
            if marking is not None:
                self._shown.add((marking.start, marking.end))
            run = Run(mark.mark, marking, self._finding(marking), mark)
            things.append((mark.text_offset, mark.text_offset, run))
        runs: list[Run] = []
        at = 0
        for start, end, run in sorted(things, key=lambda thing: thing[:2]):
            if start < at:
                # Marks between the digits of a number stand after it.
                start, end = at, max(at, end)
            if start > at:
                runs.append(Run(text.text[at:start]))
            runs.append(run)
            at = end
        if at < len(text.text):
            runs.append(Run(text.text[at:]))
        return runs

    def marker(self, block: Block) -> list[Run]:
        """A block's marker ("2.1.", "- ", "(3)") as runs, its number among them."""
        marker = block.marker or ""
        if not marker:
            return []
        for start, end in block.owned:
            for number in self._inside(start, end):
                at = marker.find(number.text)
                if at >= 0 and (number.start, number.end) not in self._shown:
                    self._shown.add((number.start, number.end))
                    after = at + len(number.text)
                    parts = [Run(marker[:at]), self._run(number), Run(marker[after:])]
                    return [part for part in parts if part.text]
        return [Run(marker)]

    def _between(self, text: TracedText) -> Iterator[Figure]:
        if text.pieces:
            start = min(piece.source_start for piece in text.pieces)
            end = max(piece.source_end for piece in text.pieces)
            yield from self._inside(start, end)

    def _inside(self, start: int, end: int) -> Iterator[Figure]:
        for number in self._numbers[bisect_left(self._starts, start) :]:
            if number.start >= end:
                return
            if number.end <= end and (number.start, number.end) not in self._shown:
                yield number

    def _run(self, number: Figure, text: str | None = None) -> Run:
        return Run(number.text if text is None else text, number, self._finding(number))

    def _finding(self, number: Figure | None) -> int | None:
        return self._blamed.get((number.start, number.end)) if number else None


def span_in(text: TracedText, source: Span) -> Span | None:
    """Where a span of the source stands in the clean text; None if no part of it does."""
    start: int | None = None
    end = 0
    for piece in text.pieces:
        low, high = max(piece.source_start, source[0]), min(piece.source_end, source[1])
        if low >= high:
            continue
        same = piece.text_end - piece.text_start == piece.source_end - piece.source_start
        a = piece.text_start + (low - piece.source_start if same else 0)
        b = piece.text_end - (piece.source_end - high if same else 0)
        start = a if start is None else min(start, a)
        end = max(end, b)
    return None if start is None or start >= end else (start, end)


def plain(runs: Sequence[Run]) -> str:
    """The text of runs."""
    return "".join(run.text for run in runs)
