"""A block's layout as JSON and back: what the staged text of a block alone does not tell.

Offsets are those of the model.  A piece that maps character by character is three numbers
(`text_start`, `source_start`, length), any other one four (`text_start`, `text_end`, `source_start`,
`source_end`); a text is a list of its string and its pieces.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from etl.documents.model import Block, BlockKind, FootnoteMark, Piece, Table, TableRow, TracedText


def layout_of(block: Block) -> str:
    """Pieces, footnote marks, owned spans and table cells of a block, as JSON."""
    layout: dict[str, Any] = {"pieces": [_piece(p) for p in block.content.pieces]}
    if block.marks:
        layout["marks"] = [
            [m.text_offset, m.mark, m.source_start, m.source_end, m.footnote_index] for m in block.marks
        ]
    if block.owned:
        layout["owned"] = [list(span) for span in block.owned]
    if block.table is not None:
        layout["table"] = {
            "header": [[_text(cell) for cell in row] for row in block.table.header],
            "rows": [
                [row.line_start, row.line_end, [_text(cell) for cell in row.cells]]
                for row in block.table.rows
            ],
        }
    return json.dumps(layout, ensure_ascii=False, separators=(",", ":"))


def block_from(row: Mapping[str, Any]) -> Block:
    """The block that a row of `staging.blocks` (or of its published twin) describes.

    A row without a layout gives a block whose text leads to no place in the source.
    """
    layout: dict[str, Any] = json.loads(row["layout"]) if row["layout"] else {}
    table = layout.get("table")
    return Block(
        index=row["block_index"],
        kind=BlockKind(row["kind"]),
        content=TracedText(row["text"], _pieces(layout.get("pieces", []))),
        line_start=row["line_start"],
        line_end=row["line_end"],
        level=row["level"],
        marker=row["marker"],
        section=tuple(row["section_path"].split(" > ")) if row["section_path"] else (),
        marks=tuple(FootnoteMark(*mark) for mark in layout.get("marks", [])),
        table=None if table is None else _table(table),
        page=row["page"],
        owned=tuple((start, end) for start, end in layout.get("owned", [])),
    )


def _table(stored: Mapping[str, Any]) -> Table:
    return Table(
        tuple(tuple(_traced(cell) for cell in row) for row in stored["header"]),
        tuple(
            TableRow(tuple(_traced(cell) for cell in cells), first, last)
            for first, last, cells in stored["rows"]
        ),
    )


def _piece(p: Piece) -> list[int]:
    length = p.text_end - p.text_start
    if length == p.source_end - p.source_start:
        return [p.text_start, p.source_start, length]
    return [p.text_start, p.text_end, p.source_start, p.source_end]


def _pieces(stored: list[list[int]]) -> tuple[Piece, ...]:
    return tuple(Piece(p[0], p[0] + p[2], p[1], p[1] + p[2]) if len(p) == 3 else Piece(*p) for p in stored)


def _text(text: TracedText) -> list[Any]:
    return [text.text, [_piece(p) for p in text.pieces]]


def _traced(stored: list[Any]) -> TracedText:
    return TracedText(stored[0], _pieces(stored[1]))
