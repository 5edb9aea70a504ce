"""Document -> statements, comparisons, and the ledger of every printed number."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from decimal import Decimal

from etl.documents.model import Block, BlockKind, Document, TracedText
from etl.statements.context import Context, Inheritance
from etl.statements.draft import Draft
from etl.statements.goals import join_goals
from etl.statements.measures import Quantity
from etl.statements.model import Comparison, Number, Reading, Statement
from etl.statements.numerals import NUMBER
from etl.statements.periods import Period, months
from etl.statements.prose import ProseReader
from etl.statements.scan import mask_spans
from etl.statements.tables import RowReading, read_columns, read_rows
from etl.statements.vocabulary import Vocabulary, load_vocabulary

_NUMBER = re.compile(NUMBER)
_HAS_DIGIT = re.compile(r"\d")
_SOURCE_KINDS = {BlockKind.FOOTNOTE: "footnote", BlockKind.LIST_ITEM: "list", BlockKind.TABLE: "table"}


def read_statements(document: Document, vocabulary: Vocabulary | None = None) -> Reading:
    """Read a document: every statement with its place, every number with its role.

    Deterministic and pure: the same document gives the same reading, ids included.
    """
    return DocumentReader(document, vocabulary or load_vocabulary()).read()


class DocumentReader:
    """One document's reading in the making."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.inheritance = Inheritance(document, vocabulary)
        self.statements: list[Statement] = []
        self.roles: dict[int, tuple[int, str, str | None, str]] = {}  # source start -> end, role, id, rule
        self.ids: set[str] = set()

    def read(self) -> Reading:
        """Read all blocks, then the ledger."""
        for block in self.document.reading_blocks():
            if block.kind is BlockKind.TABLE and block.table is not None:
                self._read_table(block)
            elif block.kind is BlockKind.HEADING:
                self._book_heading(block)
                if _HAS_DIGIT.search(block.text) and len(block.text) > 60:
                    self._read_prose(block)
            elif _HAS_DIGIT.search(block.text):
                self._read_prose(block)
        return Reading(self.statements, self._ledger())

    # -- prose ------------------------------------------------------------------------------

    def _read_prose(self, block: Block) -> None:
        context = self.inheritance.of(block)
        reading = ProseReader(block.text, context, self.vocabulary, report_year=self.inheritance.year).read()
        drafts = join_goals(reading.drafts, context, block.kind is BlockKind.LIST_ITEM)
        made: dict[int, str] = {}
        for draft in drafts:
            statement = self._statement(block, block.content, draft, context, made)
            if statement is not None:
                made[id(draft)] = statement.statement_id
        for start, end, role, rule in reading.loose:
            self._role(block.content, start, end, role, None, rule)

    def _statement(
        self, block: Block, content: TracedText, draft: Draft, context: Context, made: dict[int, str]
    ) -> Statement | None:
        if not draft.numbers:
            return None
        spans = [content.source_span(a, b) for a, b, _ in draft.numbers]
        first = min(a for a, _ in spans)
        last = max(b for _, b in spans)
        text = self.document.text
        # the unit behind the last number belongs to the quote
        unit_ends = [
            content.source_span(q.unit_start, q.unit_end)[1]
            for q in (draft.value, draft.target, draft.open_pair)
            if q is not None and q.unit_end > 0
        ]
        last = max([last, *[e for e in unit_ends if e - last < 40]])
        period = draft.period or Period(context.year)
        year = period.year if period.year is not None else context.year
        if period.code == "year" and draft.kind == "target" and context.kind == "target":
            year = period.year or context.year
        statement = Statement(
            statement_id=self._id(draft.kind, first, last),
            block_index=block.index,
            kind=draft.kind,
            name=draft.name or "",
            parent_name=draft.parent.name if draft.parent is not None else None,
            place=draft.place,
            is_estimate=draft.estimate,
            char_start=first,
            char_end=last,
            line_start=self.document.line_of(first),
            line_end=self.document.line_of(max(first, last - 1)),
            quote=text[first:last],
            source_kind=_SOURCE_KINDS.get(block.kind, "prose"),
            unit=draft.unit,
            year=year,
            period_code=period.code,
            period_start=period.start,
            period_end=period.end,
            verdict=draft.verdict,
            section_path=" > ".join(block.section),
            page=block.page,
            parent_statement_id=made.get(id(draft.parent)) if draft.parent is not None else None,
            row_id=draft.row,
            notation_slip=draft.slip,
            rule=draft.rule,
        )
        _fill(statement, draft)
        for comparison in draft.comparisons:
            a, b = content.source_span(comparison.start, comparison.end)
            statement.comparisons.append(
                Comparison(
                    comparison.comparison_type,
                    comparison.form,
                    comparison.value,
                    comparison.decimals,
                    a,
                    b,
                    comparison.plan_giver,
                    comparison.base_year,
                    comparison.base_label,
                    comparison.unit,
                    comparison.rule,
                )  # fmt: skip
            )
        self.statements.append(statement)
        for a, b, role in draft.numbers:
            self._role(
                content, a, b, role if role != "open" else "denominator", statement.statement_id, draft.rule
            )
        return statement

    def _id(self, kind: str, start: int, end: int) -> str:
        seed = f"{self.document.report_id}|{kind}|{start}|{end}"
        made = hashlib.sha256(seed.encode()).hexdigest()[:20]
        number = 1
        while made in self.ids:
            number += 1
            made = hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()[:20]
        self.ids.add(made)
        return made

    # -- tables -----------------------------------------------------------------------------

    def _read_table(self, block: Block) -> None:
        assert block.table is not None
        context = self.inheritance.of(block)
        columns = read_columns(block.table, context, self.inheritance.year, self.inheritance.plan_year)
        for row in block.table.header:
            for cell in row:
                for match in _NUMBER.finditer(cell.text):
                    self._role(cell, match.start(), match.end(), "heading", None, "table_header")
        if not any(c.role in ("result", "plan") for c in columns):
            pass
        rows = read_rows(block.table, columns, self.vocabulary)
        for reading in rows:
            self._read_row(block, context, columns, reading)
        for row in block.table.rows:
            for i, cell in enumerate(row.cells):
                role = columns[i].role if i < len(columns) else "other"
                masks = mask_spans(cell.text, self.vocabulary) if _HAS_DIGIT.search(cell.text) else []
                for match in _NUMBER.finditer(cell.text):
                    if role == "ordinal":
                        self._role(cell, match.start(), match.end(), "ordinal", None, "table_ordinal")
                    elif role in ("name", "unit"):
                        self._role(cell, match.start(), match.end(), "name_part", None, "table_name")
                    else:
                        for a, b, mask_role in masks:
                            if a <= match.start() < b:
                                self._role(cell, match.start(), match.end(), mask_role, None, "mask")

    def _read_row(self, block: Block, context: Context, columns: list, row: RowReading) -> None:
        own: dict[int | None, Draft] = {}
        by_column: dict[int, Draft] = {}
        cells: dict[int, TracedText] = {}
        row_id = f"{self.document.report_id}:{block.index}:{row.index}"
        report_year = self.inheritance.year
        verdict_used = False

        def draft_for(
            kind: str, year: int | None, column: int, period: Period | None, estimate: bool
        ) -> Draft:
            draft = Draft(
                name=row.name, kind=kind, rule="table_row", sentence=0, clause=0, unit=row.unit,
                period=period or Period(year), estimate=estimate, row=row_id,
            )  # fmt: skip
            by_column[column] = draft
            return draft

        made: list[tuple[Draft, TracedText]] = []
        plans: dict[int | None, tuple[int, object]] = {}
        for cell_measure in row.measures:
            column = columns[cell_measure.column] if cell_measure.column < len(columns) else None
            cells[cell_measure.column] = cell_measure.cell
            if column is None or column.role not in ("result", "other") or cell_measure.column in by_column:
                continue
            if column.role == "other" and context.kind != "target":
                kind = "result"
            else:
                kind = "target" if context.kind == "target" and column.role == "other" else "result"
            draft = draft_for(kind, column.year, cell_measure.column, column.period, column.estimate)
            _take_cell(draft, cell_measure, "target" if kind == "target" else "value")
            made.append((draft, cell_measure.cell))
            if column.year == report_year or column.year is None:
                own[column.year] = draft
        for cell_measure in row.measures:
            column = columns[cell_measure.column] if cell_measure.column < len(columns) else None
            if column is None or column.role != "plan" or cell_measure.column in by_column:
                continue
            plans[column.year] = (cell_measure.column, cell_measure)
            results = [
                d for d, _ in made if d.kind == "result" and (d.period or Period(None)).year == column.year
            ]
            if results:
                for result in results:
                    result.target = cell_measure.measure.left
                    result.target_high = cell_measure.measure.high
                    result.target_bound = cell_measure.measure.bound
                    if cell_measure.negative:
                        result.target = _negated(result.target)
                by_column[cell_measure.column] = results[-1]
                self._cell_role(cell_measure, "target", results[-1])
            else:
                draft = draft_for("target", column.year, cell_measure.column, None, False)
                _take_cell(draft, cell_measure, "target")
                made.append((draft, cell_measure.cell))
        for cell_measure in row.measures:
            column = columns[cell_measure.column] if cell_measure.column < len(columns) else None
            if column is None or column.role != "percent":
                continue
            owner = by_column.get(column.of_column) if column.of_column is not None else None
            if owner is None:
                owner = made[-1][0] if made else None
            if owner is None:
                continue
            value = cell_measure.measure.left.value
            if cell_measure.negative:
                value = -value
            owner.comparisons.append(_cell_comparison(column, cell_measure, value))
            self._pending_cells(owner).append((cell_measure, "comparison"))
        for draft, cell in made:
            if (
                row.verdict
                and not verdict_used
                and draft.kind == "result"
                and (draft.period or Period(None)).year == report_year
            ):
                draft.verdict, verdict_used = row.verdict, True
        if row.verdict and not verdict_used and made:
            made[0][0].verdict = row.verdict
        parent_name = row.parent.name if row.parent is not None else None
        for draft, cell in made:
            self._row_statement(block, cell, draft, parent_name)

    _pending: dict[int, list] = {}

    def _pending_cells(self, draft: Draft) -> list:
        return self.__dict__.setdefault("_pending_by_draft", {}).setdefault(id(draft), [])

    def _cell_role(self, cell_measure: object, role: str, draft: Draft) -> None:
        self._pending_cells(draft).append((cell_measure, role))

    def _row_statement(self, block: Block, cell: TracedText, draft: Draft, parent_name: str | None) -> None:
        pending = self._pending_cells(draft)
        spans = [cell.source_span(a, b) for a, b, _ in draft.numbers]
        for cell_measure, _role in pending:
            for a, b in cell_measure.measure.numbers:
                spans.append(cell_measure.cell.source_span(a, b))
        first, last = min(a for a, _ in spans), max(b for _, b in spans)
        period = draft.period or Period(self.inheritance.year)
        comparisons = draft.comparisons
        draft.comparisons = []
        statement = Statement(
            statement_id=self._id(draft.kind, *spans[0]), block_index=block.index, kind=draft.kind, name=draft.name,
            parent_name=parent_name, is_estimate=draft.estimate, char_start=first, char_end=last,
            line_start=self.document.line_of(first), line_end=self.document.line_of(max(first, last - 1)),
            quote=self.document.text[first:last], source_kind="table", unit=draft.unit, year=period.year,
            period_code=period.code, period_start=period.start, period_end=period.end, verdict=draft.verdict,
            section_path=" > ".join(block.section), page=block.page, row_id=draft.row,
            notation_slip=draft.slip, rule=draft.rule,
        )  # fmt: skip
        _fill(statement, draft)
        for number, comparison in enumerate(comparisons):
            cell_measure = [p for p, r in pending if r == "comparison"][number]
            a, b = cell_measure.cell.source_span(comparison.start, comparison.end)
            statement.comparisons.append(
                Comparison(comparison.comparison_type, comparison.form, comparison.value, comparison.decimals, a, b,
                           None, comparison.base_year, None, None, comparison.rule)
            )  # fmt: skip
        self.statements.append(statement)
        for a, b, role in draft.numbers:
            self._role(cell, a, b, role, statement.statement_id, draft.rule)
        for cell_measure, role in pending:
            for a, b in cell_measure.measure.numbers:
                self._role(cell_measure.cell, a, b, role, statement.statement_id, draft.rule)

    # -- ledger -----------------------------------------------------------------------------

    def _book_heading(self, block: Block) -> None:
        for match in _NUMBER.finditer(block.text):
            self._role(block.content, match.start(), match.end(), "heading", None, "heading")

    def _role(
        self, content: TracedText, start: int, end: int, role: str, statement: str | None, rule: str
    ) -> None:
        a, b = content.source_span(start, end)
        known = self.roles.get(a)
        if known is None or (statement is not None and known[2] is None):
            self.roles[a] = (b, role, statement, rule)

    def _ledger(self) -> list[Number]:
        """Every number of the extracted text, in order, with its role; nothing is left out."""
        starts = sorted(self.roles)
        owners = _owners(self.document)
        owner_starts = [o[0] for o in owners]
        text = self.document.text
        numbers: list[Number] = []
        for match in _NUMBER.finditer(text):
            a, b = match.span()
            known = self.roles.get(a)
            if known is None:
                at = bisect_right(starts, a) - 1
                if at >= 0 and self.roles[starts[at]][0] > a:
                    known = self.roles[starts[at]]
            if known is not None:
                numbers.append(Number(a, b, match.group(), known[1], known[2], known[3]))
                continue
            at = bisect_right(owner_starts, a) - 1
            role, rule = "unclassified", ""
            if at >= 0 and owners[at][0] <= a < owners[at][1]:
                role, rule = owners[at][2], "block"
            numbers.append(Number(a, b, match.group(), role, None, rule))
        return numbers


def _owners(document: Document) -> list[tuple[int, int, str]]:
    """Source spans whose numbers are settled by where they stand: markers, footnote marks, furniture."""
    spans: list[tuple[int, int, str]] = []
    for block in document.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.SIGNATURE):
            for piece in block.content.pieces:
                spans.append((piece.source_start, piece.source_end, "other_reference"))
            spans.extend((a, b, "other_reference") for a, b in block.owned)
            continue
        marks = {(m.source_start, m.source_end) for m in block.marks}
        for a, b in block.owned:
            role = "ordinal"
            if (a, b) in marks or block.kind is BlockKind.FOOTNOTE:
                role = "footnote_mark"
            spans.append((a, b, role))
        spans.extend((a, b, "footnote_mark") for a, b in marks)
    spans.sort()
    return spans


def _fill(statement: Statement, draft: Draft) -> None:
    if draft.value is not None:
        if draft.value_high is not None:
            statement.value_low, statement.value_high = draft.value.value, draft.value_high.value
        else:
            statement.value = draft.value.value
        statement.value_decimals = draft.value.decimals
        statement.value_bound = draft.bound
    if draft.target is not None:
        if draft.target_high is not None:
            statement.target_low, statement.target_high = draft.target.value, draft.target_high.value
        else:
            statement.target = draft.target.value
        statement.target_decimals = draft.target.decimals
        statement.target_bound = draft.target_bound
    if draft.denominator is not None:
        statement.denominator = draft.denominator.value
        statement.denominator_decimals = draft.denominator.decimals


def _take_cell(draft: Draft, cell_measure: object, slot: str) -> None:
    measure = cell_measure.measure  # type: ignore[attr-defined]
    draft.take(measure, slot)
    if draft.unit is None:
        draft.unit = measure.unit
    if cell_measure.negative:  # type: ignore[attr-defined]
        if slot == "target":
            draft.target = _negated(draft.target)
        else:
            draft.value = _negated(draft.value)


def _negated(quantity: Quantity | None) -> Quantity | None:
    if quantity is None:
        return None
    return Quantity(
        -quantity.value, quantity.decimals, quantity.start, quantity.end, quantity.unit, quantity.unit_kind
    )


def _cell_comparison(column: object, cell_measure: object, value: Decimal) -> object:
    from etl.statements.draft import DraftComparison

    left = cell_measure.measure.left  # type: ignore[attr-defined]
    return DraftComparison(
        column.compares or "prior", "percent_of", value, left.decimals, left.start, left.end,  # type: ignore[attr-defined]
        base_year=column.base_year, rule="table_percent",  # type: ignore[attr-defined]
    )  # fmt: skip


__all__ = ["DocumentReader", "months", "read_statements"]
