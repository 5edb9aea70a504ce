"""Document -> statements, comparisons, and the ledger of every printed number."""

from __future__ import annotations

import re
from itertools import islice

from etl.collector import collector_held
from etl.documents.model import Block, BlockKind, Document, Table
from etl.statements.context import Context, Inheritance
from etl.statements.draft import Draft
from etl.statements.goals import join_goals
from etl.statements.ledger import Ledger
from etl.statements.model import Reading
from etl.statements.names import names_something
from etl.statements.numerals import NUMBER, has_digit
from etl.statements.prose import ProseReader
from etl.statements.rows import read_row
from etl.statements.scan import mask_spans
from etl.statements.state import BlockReading
from etl.statements.tables import Column, read_columns, read_rows, unit_of_caption
from etl.statements.vocabulary import Vocabulary, load_vocabulary

_NUMBER = re.compile(NUMBER)
_ANCHOR_REACH = 200  # characters between a figure and the mark that comments on it
_MAX_NUMBERS = 3_000  # numbers in one block that are read; more is no prose, and would take minutes
_BATCH = 64  # blocks
_LONG_HEADING = 60  # characters; a heading with figures longer than this is a sentence set as a heading


def read_statements(document: Document, vocabulary: Vocabulary | None = None) -> Reading:
    """Read a document: every statement with its place, every number with its role.

    Deterministic and pure: the same document gives the same reading, ids included.
    """
    with collector_held():
        return DocumentReader(document, vocabulary or load_vocabulary()).read()


def _too_dense(text: str) -> bool:
    return len(text) > _MAX_NUMBERS and sum(1 for _ in _NUMBER.finditer(text)) > _MAX_NUMBERS


def _is_prose(block: Block) -> bool:
    """True for a block with figures in sentences; thousands in one stay unclassified: no report has them."""
    told = block.kind is not BlockKind.HEADING or len(block.text) > _LONG_HEADING
    told = told and not (block.kind is BlockKind.TABLE and block.table is not None)
    return told and has_digit(block.text) and not _too_dense(block.text)


class DocumentReader:
    """One document's reading in the making."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.inheritance = Inheritance(document, vocabulary)
        self.ledger = Ledger(document)
        self.drafts: dict[int, list[Draft]] = {}  # by block, for the footnotes that belong to them
        self.ids: dict[int, str] = {}  # by draft; `drafts` keeps them alive

    def read(self) -> Reading:
        """Read all blocks, then the ledger."""
        blocks = self.document.reading_blocks()
        while batch := list(islice(blocks, _BATCH)):
            # each step is done for many blocks before the next: its code and tables stay near the processor
            readers = {block.index: self._reader(block) for block in batch if _is_prose(block)}
            for reader in readers.values():
                reader.measure()
            readings = {index: reader.read() for index, reader in readers.items()}
            for block in batch:
                if block.kind is BlockKind.TABLE and block.table is not None:
                    self._read_table(block, block.table)
                elif block.kind is BlockKind.HEADING:
                    self.ledger.book_all(block.content, "heading", "heading")
                if block.index in readings:
                    self._write_prose(block, readers[block.index].context, readings[block.index])
        return Reading(self.ledger.statements, self.ledger.numbers())

    def _reader(self, block: Block) -> ProseReader:
        context, year = self.inheritance.of(block), self.inheritance.year
        return ProseReader(block.text, context, self.vocabulary, report_year=year)

    def _write_prose(self, block: Block, context: Context, reading: BlockReading) -> None:
        for draft in reading.drafts:
            if draft.weak and draft.topic and draft.parent is None:
                told = draft.topic.lower() in draft.name.lower()
                draft.weak = False
                draft.parent = None if told else Draft(draft.topic, draft.kind, "topic", 0, 0)
        if block.kind is BlockKind.FOOTNOTE:
            self._join_anchor(block, context, reading.drafts)
        self.drafts[block.index] = reading.drafts
        ids = self.ids
        content = block.content
        for draft in join_goals(reading.drafts, context, block.kind is BlockKind.LIST_ITEM):
            if not draft.numbers:
                continue
            statement = self.ledger.write(
                block,
                draft,
                [(content, a, b, role) for a, b, role in draft.numbers],
                [(content, c) for c in draft.comparisons],
                year=context.year,
                parent_id=ids.get(id(draft.parent)),
            )
            ids[id(draft)] = statement.statement_id
        for start, end, role, rule in reading.loose:
            self.ledger.book(content, start, end, role, rule)

    def _join_anchor(self, block: Block, context: Context, drafts: list[Draft]) -> None:
        """A footnote's figures are parts of what its mark stands behind, where nothing in it names them.

        The whole is the figure before the mark that has the same kind of unit (money of money, counts
        of counts), else the words before the mark.
        """
        if block.anchor_index is None or block.anchor_offset is None:
            return
        told = [d for d in self.drafts.get(block.anchor_index, ()) if d.ends_at <= block.anchor_offset]
        last = told[-1].sentence if told else -1
        text = self.document.blocks[block.anchor_index].text
        between = text[told[-1].ends_at : block.anchor_offset] if told else ""
        # words of their own between the last figure and the mark say what the footnote is about
        own = re.search(r"[;.,]\s+\w+(?:\s+\w+){3}", between) is not None
        near = [d for d in told if d.sentence == last and not own and len(between) < _ANCHOR_REACH]
        for draft in drafts:
            if draft.parent is not None or not draft.weak:
                continue
            alike = [d for d in near if d.unit_kind == draft.unit_kind and d.value is not None]
            if alike:
                draft.parent = alike[-1]
            elif context.anchored and names_something(context.anchored, self.vocabulary):
                draft.parent = Draft(context.anchored, draft.kind, "anchor", 0, 0)

    def _read_table(self, block: Block, table: Table) -> None:
        context = self.inheritance.of(block)
        columns = read_columns(
            table, context, self.inheritance.year, self.inheritance.plan_year, self.vocabulary
        )
        for header in table.header:
            for cell in header:
                self.ledger.book_all(cell, "heading", "table_header")
        made: dict[tuple[int, int | None, str], str] = {}
        above = self.document.blocks[block.index - 1].text if block.index else ""
        unit = unit_of_caption(above, self.vocabulary)
        rows = read_rows(table, columns, self.vocabulary, unit)
        places = sum(row.place is not None for row in rows)
        for row in rows:
            statements = read_row(
                row,
                columns,
                report_year=self.inheritance.year,
                in_plan=context.kind == "target",
                by_place=places * 2 > len(rows),
                row_id=f"{self.document.report_id}:{block.index}:{row.index}",
            )
            for found in statements:
                draft = found.draft
                year = draft.period.year if draft.period is not None else None
                parent_id = None
                if row.parent is not None:
                    draft.parent = Draft(row.parent.name, draft.kind, "table_row", 0, 0)
                    parent_id = made.get((row.parent.index, year, draft.kind))
                statement = self.ledger.write(
                    block, draft, found.printed, found.comparisons, year=self.inheritance.year,
                    parent_id=parent_id, anchor=found.anchor,
                )  # fmt: skip
                made.setdefault((row.index, year, draft.kind), statement.statement_id)
        self._book_cells(table, columns)

    def _book_cells(self, table: Table, columns: list[Column]) -> None:
        """The numbers of a table that no statement took: row numbers, numbers in names, dates."""
        for row in table.rows:
            for i, cell in enumerate(row.cells):
                if not has_digit(cell.text):
                    continue
                role = columns[i].role if i < len(columns) else "other"
                if role == "ordinal":
                    self.ledger.book_all(cell, "ordinal", "table_ordinal")
                elif role in ("name", "unit"):
                    self.ledger.book_all(cell, "name_part", "table_name")
                else:
                    for a, b, mask_role in mask_spans(cell.text, self.vocabulary):
                        for match in _NUMBER.finditer(cell.text, a, b):
                            self.ledger.book(cell, match.start(), match.end(), mask_role, "mask")


__all__ = ["DocumentReader", "read_statements"]
