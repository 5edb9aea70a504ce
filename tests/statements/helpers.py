"""Documents of a block or two, and statements boiled down to what a test says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from etl.documents.model import Block, BlockKind, Document, Metadata, Piece, Table, TableRow, TracedText
from etl.statements import Reading, read_statements
from etl.statements.model import Comparison, Statement

REPORT_YEAR = 2022
PRINTED_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

Expected = list[dict[str, Any]]

PLACES = ("value", "value_low", "value_high", "target", "target_low", "target_high", "denominator")


def document_of(
    text: str,
    kind: BlockKind = BlockKind.PARAGRAPH,
    section: tuple[str, ...] = (),
    opening: str | None = None,
    year: int | None = REPORT_YEAR,
) -> Document:
    """A document of one block; with `opening`, a list's opening line stands before it as its parent."""
    whole, start = text, 0
    blocks: list[Block] = []
    if opening is not None:
        start = len(opening) + 1
        whole = f"{opening}\n{text}"
        blocks.append(_block(0, BlockKind.PARAGRAPH, opening, 0, 1, section))
    line = whole.count("\n", 0, start) + 1
    block = _block(len(blocks), kind, text, start, line, section)
    block.parent_index = 0 if opening is not None else None
    return _document(whole, [*blocks, block], year)


def table_document(
    header: Sequence[str],
    rows: Sequence[str],
    section: tuple[str, ...] = (),
    year: int | None = REPORT_YEAR,
) -> Document:
    """A document of one table; cells are parted by bars."""
    lines: list[tuple[TracedText, ...]] = []
    text = ""
    for line in (*header, *rows):
        cells = []
        at = len(text)
        for cell in line.split("|"):
            shown = cell.strip()
            start = at + cell.index(shown) if shown else at
            cells.append(_traced(shown, start))
            at += len(cell) + 1
        lines.append(tuple(cells))
        text += line + "\n"
    head = len(header)
    body = tuple(TableRow(cells, head + i + 1, head + i + 1) for i, cells in enumerate(lines[head:]))
    block = Block(
        0,
        BlockKind.TABLE,
        TracedText(""),
        1,
        len(lines),
        section=section,
        table=Table(tuple(lines[:head]), body),
    )
    return _document(text, [block], year)


def _document(text: str, blocks: list[Block], year: int | None) -> Document:
    offsets = [0] + [i + 1 for i, sign in enumerate(text) if sign == "\n"]
    metadata = Metadata(report_year=year, plan_year=year + 1 if year is not None else None)
    size = len(text.encode("utf-8", "surrogatepass"))
    return Document("r", "r.txt", "txt", "utf-8", "", size, text, metadata, blocks, offsets)


def _block(index: int, kind: BlockKind, text: str, start: int, line: int, section: tuple[str, ...]) -> Block:
    return Block(index, kind, _traced(text, start), line, line + text.count("\n"), section=section)


def _traced(text: str, start: int) -> TracedText:
    return TracedText(text, (Piece(0, len(text), start, start + len(text)),) if text else ())


def statements_of(text: str, **where: Any) -> list[Statement]:
    """The statements of one block."""
    return read_statements(document_of(text, **where)).statements


def seen(statement: Statement, fields: Sequence[str]) -> dict[str, Any]:
    """The named fields of a statement, amounts as short text, comparisons as `compared` gives them."""
    told: dict[str, Any] = {}
    for name in fields:
        if name == "comparisons":
            told[name] = [compared(c) for c in statement.comparisons]
            continue
        value = getattr(statement, name)
        told[name] = amount(value) if isinstance(value, Decimal) else value
    return told


def check(text: str, expected: Expected, **where: Any) -> None:
    """Statements in order; of each only the fields that `expected` names."""
    made = statements_of(text, **where)
    shown = [seen(s, list(e)) for s, e in zip(made, expected, strict=False)]
    assert shown == expected
    assert len(made) == len(expected)


def compared(comparison: Comparison) -> str:
    """`plan percent_of 103 by tỉnh`, `prior growth -2.3 to 2021`."""
    words = [comparison.comparison_type, comparison.form, str(amount(comparison.reported_value))]
    words += [comparison.unit] if comparison.unit else []
    words += ["by", comparison.plan_giver] if comparison.plan_giver else []
    words += ["to", str(comparison.base_year)] if comparison.base_year else []
    return " ".join(words)


def amount(value: Decimal | None) -> str | None:
    """An amount without idle zeros."""
    if value is None:
        return None
    return format(value.normalize(), "f") if value else "0"


def roles_of(text: str, **where: Any) -> list[tuple[str, str]]:
    """(printed, role) of every number, in order."""
    return [(n.text, n.role) for n in read_statements(document_of(text, **where)).numbers]


def check_invariants(document: Document, reading: Reading) -> None:
    """What holds of every reading, whatever the text."""
    text = document.text
    printed = [(m.start(), m.end(), m.group()) for m in PRINTED_NUMBER.finditer(text)]
    assert [(n.char_start, n.char_end, n.text) for n in reading.numbers] == printed
    ids = [s.statement_id for s in reading.statements]
    assert len(set(ids)) == len(ids)
    known = set(ids)
    for number in reading.numbers:
        assert number.role
        assert number.statement_id is None or number.statement_id in known
    for statement in reading.statements:
        assert text[statement.char_start : statement.char_end] == statement.quote
        assert statement.quote
        assert statement.rule
        assert statement.kind in ("result", "target")
        assert document.line_of(statement.char_start) == statement.line_start <= statement.line_end
        assert statement.parent_statement_id is None or statement.parent_statement_id in known
        assert statement.parent_statement_id != statement.statement_id
        stated = any(getattr(statement, place) is not None for place in PLACES)
        assert stated or statement.comparisons
        for comparison in statement.comparisons:
            assert 0 <= comparison.char_start < comparison.char_end <= len(text)
            assert PRINTED_NUMBER.search(text[comparison.char_start : comparison.char_end])


def names_of(text: str) -> list[str]:
    """Names read from a text, each behind its whole where it has one: `whole > name`."""
    return [f"{s.parent_name} > {s.name}" if s.parent_name else s.name for s in statements_of(text)]
