"""Writing down what was read: statements with their place in the source, and every number's role."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from hashlib import sha256

from etl.documents.model import Block, BlockKind, Document, TracedText
from etl.statements.draft import Draft, DraftComparison
from etl.statements.measures import Quantity
from etl.statements.model import Comparison, Number, Statement
from etl.statements.numerals import NUMBER, find_numbers, numbers_in
from etl.statements.periods import Period

_NUMBER = re.compile(NUMBER)
_SOURCE_KINDS = {BlockKind.FOOTNOTE: "footnote", BlockKind.LIST_ITEM: "list", BlockKind.TABLE: "table"}
_QUOTE_REACH = 40  # characters that a quote may go beyond its last number to take in the unit

Printed = tuple[TracedText, int, int, str]  # the text a number stands in, its offsets there, its role


class Ledger:
    """Collects one document's statements and the roles of its numbers."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.statements: list[Statement] = []
        self._roles: dict[int, tuple[int, str, str | None, str]] = {}  # source start -> end, role, id, rule
        self._ids: set[str] = set()
        self._years: dict[int | None, Period] = {}  # whole years, of statements that name none
        self._block: Block | None = None  # whose statements are being written
        self._placed = ("", "")  # its kind of source, and the headings above it

    def write(
        self,
        block: Block,
        draft: Draft,
        printed: list[Printed],
        comparisons: list[tuple[TracedText, DraftComparison]],
        *,
        year: int | None,
        parent_id: str | None = None,
        anchor: Printed | None = None,
    ) -> Statement:
        """Make a statement of a draft and book its numbers.

        `printed` holds every number of the draft; `year` is in force where the draft names none;
        `anchor` is the number that identifies the statement where several share one span.
        """
        document = self.document
        spans = [text.source_span(a, b) for text, a, b, _ in printed]
        first, last = spans[0] if len(spans) == 1 else (min(spans)[0], max([b for _, b in spans]))
        content = printed[0][0]
        measured = [
            quantity
            for quantity in (draft.value, draft.target, draft.open_pair)
            if quantity is not None and quantity.unit_end > 0 and anchor is None
        ]
        for quantity in measured:
            end = content.source_span(quantity.unit_start, quantity.unit_end)[1]
            last = max(last, end) if end - last < _QUOTE_REACH else last
        if self._block is not block:  # its statements are written one behind the other
            self._block = block
            self._placed = _SOURCE_KINDS.get(block.kind, "prose"), " > ".join(block.section)
        source_kind, section_path = self._placed
        period = draft.period or self._years.get(year) or self._years.setdefault(year, Period(year))
        identity = anchor[0].source_span(anchor[1], anchor[2]) if anchor is not None else (first, last)
        statement = Statement(
            self._id(draft.kind, *identity), block.index, draft.kind, draft.name,
            first, last, document.line_of(first), document.line_of(max(first, last - 1)),
            document.text[first:last], source_kind,
        )  # fmt: skip
        statement.parent_name = draft.parent.name if draft.parent is not None else None
        statement.place = draft.place
        statement.is_estimate = draft.estimate
        _note_amounts(statement, draft)
        if not draft.undated:
            statement.year = period.year if period.year is not None else year
        statement.period_code, statement.period_start, statement.period_end = (
            period.code, period.start, period.end,
        )  # fmt: skip
        statement.verdict = draft.verdict
        statement.section_path, statement.page = section_path, block.page
        statement.parent_statement_id, statement.row_id = parent_id, draft.row
        statement.notation_slip, statement.rule = draft.slip, draft.rule
        for text, found in comparisons:
            statement.comparisons.append(
                Comparison(
                    found.comparison_type, found.form, found.value, found.decimals,
                    *text.source_span(found.start, found.end),
                    found.plan_giver, found.base_year, found.base_label, found.unit, found.rule,
                )
            )  # fmt: skip
        self.statements.append(statement)
        rule, statement_id = draft.rule, statement.statement_id
        for i, (_, _, _, role) in enumerate(printed):
            self._settle(*spans[i], "denominator" if role == "open" else role, rule, statement_id)
        for quantity in measured:
            # the 3 of "m3", the 1 of "kg/1 năm"
            start, end = quantity.unit_start, quantity.unit_end
            if quantity.unit is not None and quantity.unit.isalpha() and start >= quantity.end:
                continue
            for a, b in numbers_in(content.text[start:end]):
                if start + a >= quantity.end:  # else the second number of "447 tỷ 671 triệu đồng"
                    self.book(content, start + a, start + b, "name_part", "unit")
        return statement

    def book(
        self, text: TracedText, start: int, end: int, role: str, rule: str, statement_id: str | None = None
    ) -> None:
        """Note a number's role; a number that a statement claims is not given away again."""
        self._settle(*text.source_span(start, end), role, rule, statement_id)

    def _settle(self, start: int, end: int, role: str, rule: str, statement_id: str | None) -> None:
        known = self._roles.get(start)
        if known is None or (statement_id is not None and known[2] is None):
            self._roles[start] = (end, role, statement_id, rule)

    def book_all(self, text: TracedText, role: str, rule: str) -> None:
        """Give every number of a text one role."""
        for match in _NUMBER.finditer(text.text):
            self.book(text, match.start(), match.end(), role, rule)

    def numbers(self) -> list[Number]:
        """Every number of the extracted text, in order, with its role; nothing is left out."""
        roles = self._roles
        starts = sorted(roles)
        owners = _owners(self.document)
        owner_starts = [o[0] for o in owners]
        numbers: list[Number] = []
        for match in find_numbers(self.document.text):
            a, b = match.span()
            known = roles.get(a)
            if known is None:
                at = bisect_right(starts, a) - 1
                if at >= 0 and roles[starts[at]][0] > a:
                    known = roles[starts[at]]
            if known is not None:
                _, role, statement_id, rule = known
                numbers.append(Number(a, b, match.group(), role, statement_id, rule))
                continue
            at = bisect_right(owner_starts, a) - 1
            inside = at >= 0 and owners[at][0] <= a < owners[at][1]
            role, rule = (owners[at][2], "block") if inside else ("unclassified", "")
            numbers.append(Number(a, b, match.group(), role, None, rule))
        return numbers

    def _id(self, kind: str, start: int, end: int) -> str:
        """Stable across rebuilds of the same text: the report, the kind, and the characters that say it."""
        seed = f"{self.document.report_id}|{kind}|{start}|{end}"
        made = sha256(seed.encode()).hexdigest()[:20]
        number = 1
        while made in self._ids:
            number += 1
            made = sha256(f"{seed}|{number}".encode()).hexdigest()[:20]
        self._ids.add(made)
        return made


def _owners(document: Document) -> list[tuple[int, int, str]]:
    """Source spans whose numbers are settled by where they stand: markers, footnote marks, furniture."""
    spans: list[tuple[int, int, str]] = []
    for block in document.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.SIGNATURE):
            spans.extend((p.source_start, p.source_end, "other_reference") for p in block.content.pieces)
            spans.extend((a, b, "other_reference") for a, b in block.owned)
            continue
        marks = {(m.source_start, m.source_end) for m in block.marks}
        for a, b in block.owned:
            is_mark = (a, b) in marks or block.kind is BlockKind.FOOTNOTE
            spans.append((a, b, "footnote_mark" if is_mark else "ordinal"))
        spans.extend((a, b, "footnote_mark") for a, b in marks)
    spans.sort()
    return spans


def _note_amounts(statement: Statement, draft: Draft) -> None:
    """What a draft measures: the figure or the two ends of a range, and the plan and the whole likewise."""
    statement.unit = draft.unit
    value, target, whole = draft.value, draft.target, draft.denominator
    if value is not None:
        statement.value, statement.value_low, statement.value_high = _ends(value, draft.value_high)
        statement.value_bound, statement.value_decimals = draft.bound, value.decimals
    if target is not None:
        statement.target, statement.target_low, statement.target_high = _ends(target, draft.target_high)
        statement.target_bound, statement.target_decimals = draft.target_bound, target.decimals
    if whole is not None:
        statement.denominator, statement.denominator_decimals = whole.value, whole.decimals


def _ends(quantity: Quantity, high: Quantity | None) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """A figure, or the two ends of a range."""
    return (quantity.value, None, None) if high is None else (None, quantity.value, high.value)
