"""Rows printed with tabs or pipes understood as a table: header rows, body rows, traced cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from etl.documents.extraction import Grid
from etl.documents.joining import Cleaned, join_rows, whole
from etl.documents.lines import Line
from etl.documents.model import Span, Table, TableRow, TracedText
from etl.documents.traced import Plain, clean

_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s*=\s*[\d\s/+\-*x().%]+)?")
_RULE_CELL = re.compile(r":?-{2,}:?")
_EMPTY = TracedText("")
_MOST_NAMING_ROWS = 6  # at the top of a table, the one that numbers the columns included
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"[<>≥≤~]?\s*-?\d[\d.,]*\s*(?:%|‰)?$")


def split_cells(source: str, line: Line) -> list[Span]:
    """The cells of one printed row as source spans, blanks stripped."""
    start = line.start
    end = line.end
    # Leading and trailing tabs are empty cells: take the whole printed line.
    while start > 0 and source[start - 1] in "\t ":
        start -= 1
    while end < len(source) and source[end] in "\t ":
        end += 1
    row = source[start:end]
    mark = "\t" if "\t" in row else "|"
    spans: list[Span] = []
    at = start
    for cell in row.split(mark):
        body = cell.strip()
        if len(body) == len(cell):
            spans.append((at, at + len(cell)))
        else:
            lead = len(cell) - len(cell.lstrip())
            spans.append((at + lead, at + lead + len(body)))
        at += len(cell) + 1
    if mark == "|":
        if spans and spans[0][0] == spans[0][1]:
            spans = spans[1:]
        if spans and spans[-1][0] == spans[-1][1]:
            spans = spans[:-1]
    return spans


def build_table(
    source: str, lines: list[Line], plain: Plain, stated: Sequence[Grid] = ()
) -> tuple[Table, Cleaned]:
    """The table of these rows, and all that they print as one text.

    `stated` are the cells where the format knows them, a grid for each page that the table stands on;
    otherwise tabs or pipes part them.
    """
    printed_lines = [(x.start, x.end) for x in lines]
    grid: list[tuple[Line, list[TracedText]]] = []
    if stated:
        cells_of = [row for part in stated for row in part.rows]
        lines = _lines_of(lines, cells_of)
    else:
        cells_of = [split_cells(source, line) for line in lines]
    for line, spans in zip(lines, cells_of, strict=True):
        if not stated and source[line.start] in "|:-" and _is_drawn(source, spans):
            continue  # the rule that Markdown draws below the header
        if not stated and plain.is_row(line.start, line.end):
            cells = [whole(source, a, b) if b > a else _EMPTY for a, b in spans]
        else:
            cells = [clean(source, [x], plain).content if x[1] > x[0] else _EMPTY for x in spans]
        grid.append((line, cells))
    if not stated and len(grid) == len(lines) and all(plain.is_tabbed_row(*x) for x in printed_lines):
        printed_text = join_rows(source, printed_lines, [cells for _, cells in grid])
    else:
        printed_text = clean(source, printed_lines, plain)
    width = max((len(cells) for _, cells in grid), default=0)
    for _, cells in grid:
        if len(cells) < width:
            cells.extend([_EMPTY] * (width - len(cells)))
    top = _texts(grid[:_MOST_NAMING_ROWS])
    head = _header_height(top)
    header_rows = stated[0].header_rows if stated else None
    if header_rows is not None:
        head = max(head, header_rows) if head and is_number_row(top[head - 1]) else header_rows
    printed = _texts(grid[:head])
    header = _fill_merged([cells for _, cells in grid[:head]])
    body = grid[head:]
    again = [bool(printed) and [c.text for c in cells] in printed for _, cells in body]  # on the next page
    if stated:
        _drop_repeats(cells_of[head:], [cells for _, cells in body])
    rows = tuple(
        [
            TableRow(tuple(cells), line.number, line.number)
            for (line, cells), is_header in zip(body, again, strict=True)
            if not is_header
        ]
    )
    return Table(header, rows), printed_text


def _texts(rows: Sequence[tuple[Line, list[TracedText]]]) -> list[list[str]]:
    return [[c.text for c in cells] for _, cells in rows]


def _is_drawn(source: str, spans: list[Span]) -> bool:
    """Whether a row holds nothing but drawn rules."""
    filled = [x for x in spans if x[1] > x[0]]
    return bool(filled) and all(_RULE_CELL.fullmatch(source, a, b) for a, b in filled)


def _fill_merged(header: list[list[TracedText]]) -> tuple[tuple[TracedText, ...], ...]:
    """Header rows with a title that spans several columns repeated over each of them.

    A merged title is printed once, over its first column; the columns right of it that are empty
    there but named in a row below belong to it.
    """
    for r, row in enumerate(header[:-1]):
        below = header[r + 1 :]
        if is_number_row([c.text for c in below[0]]):
            break
        for c in range(1, len(row)):
            named = any(x[c].text for x in below if not is_number_row([y.text for y in x]))
            if not row[c].text and named and row[c - 1].text and any(x[c - 1].text for x in below[:1]):
                row[c] = row[c - 1]
    return tuple(tuple(row) for row in header)


def _drop_repeats(spans: list[list[Span]], cells: list[list[TracedText]]) -> None:
    """Leave a figure in a merged body cell once, so that it is not read for every row it covers."""
    seen: set[Span] = set()
    for row_spans, row in zip(spans, cells, strict=True):
        for c, span in enumerate(row_spans):
            if span[0] == span[1]:
                continue
            if span in seen and any(x.isdigit() for x in row[c].text):
                row[c] = _EMPTY
            seen.add(span)


def _lines_of(lines: list[Line], rows: list[list[Span]]) -> list[Line]:
    """The printed line of each row; an empty row stands on the one before."""
    result: list[Line] = []
    i = 0
    for row in rows:
        start = max((a for a, b in row if b > a), default=-1)
        while i + 1 < len(lines) and lines[i + 1].start <= start:
            i += 1
        result.append(lines[i])
    return result


def is_number_row(cells: list[str]) -> bool:
    """Whether a row only numbers the columns: `1 2 3 7=6/4`, `A B 1 2`."""
    filled = [c for c in cells if c]
    return (
        len(filled) > 2 and len(filled) >= len(cells) - 1 and all(_COLUMN_NUMBER.fullmatch(c) for c in filled)
    )


def _header_height(grid: list[list[str]]) -> int:
    """How many of the first rows of a table name the columns."""
    for i, cells in enumerate(grid):
        if is_number_row(cells):
            return i + 1
    height = 0
    for i, cells in enumerate(grid[:4]):
        filled = [c for c in cells if c]
        if not filled or any(_FIGURE.match(c) and not _YEAR.fullmatch(c) for c in filled):
            break
        if i > 0 and (len(filled) < 3 or re.fullmatch(r"[A-Z]|[IVX]+|\d+(?:\.\d+)*", cells[0])):
            break
        height = i + 1
    return height
