"""A table row's figures: the result against the plan, earlier years, later plans, percentages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from etl.documents.model import TracedText
from etl.statements.draft import Draft, DraftComparison
from etl.statements.ledger import Printed
from etl.statements.measures import POINTS, Quantity
from etl.statements.names import decapitalized
from etl.statements.periods import Period
from etl.statements.tables import CellMeasure, Column, RowReading
from etl.statements.vocabulary import fold

_CHANGE = re.compile(r"[Tt]ăng|[Gg]iảm")


@dataclass(slots=True)
class RowStatement:
    """One statement of a row, with the cells its numbers stand in."""

    draft: Draft
    anchor: Printed
    printed: list[Printed] = field(default_factory=list)
    comparisons: list[tuple[TracedText, DraftComparison]] = field(default_factory=list)


def read_row(
    row: RowReading,
    columns: list[Column],
    *,
    report_year: int | None,
    in_plan: bool,
    row_id: str,
    by_place: bool = False,
) -> list[RowStatement]:
    """The statements of a row, in the order of their columns.

    A result column makes a result of its year; the plan of that year becomes its target; a plan
    without a result stays a target.  `in_plan` says that the table stands in a plan section, where a
    column without a word about it holds plans; `by_place` that its rows are places, or their total.
    """
    by_column: dict[int, RowStatement] = {}
    made: list[RowStatement] = []

    def add(cell: CellMeasure, column: Column, kind: str) -> None:
        slot = "target" if kind == "target" else "value"
        of_place = column.role == "other" and bool(column.title) and (row.place is not None or by_place)
        own = column.unit is not None and column.role == "other"  # "Kinh phí (triệu đồng)"
        name = column.title if of_place else _name(row, cell, column if own else None)
        draft = Draft(name, kind, "table_row", period=column.period or Period(column.year))
        unit = column.unit if of_place or own else row.unit
        draft.unit = unit or cell.measure.unit
        draft.place = column.place or (row.place if of_place else None)
        draft.estimate = column.estimate and kind == "result"
        draft.row = row_id
        measure = cell.measure
        draft.take(measure, slot)
        if measure.right is not None and slot == "value":
            draft.denominator = measure.right  # "10/12"
        if cell.negative and slot == "value":
            draft.value = _negated(measure.left)
        elif cell.negative:
            draft.target = _negated(measure.left)
        printed = _printed(cell, slot)
        statement = RowStatement(draft, printed[0], printed)
        by_column[cell.column] = statement
        made.append(statement)

    cells = [(c, columns[c.column]) for c in row.measures if c.column < len(columns)]
    for cell, column in cells:
        if cell.column in by_column:
            continue
        if column.role == "result":
            add(cell, column, "result")
        elif column.role == "other":
            add(cell, column, "target" if in_plan else "result")
    for cell, column in cells:
        if column.role != "plan" or cell.column in by_column:
            continue
        results = [s for s in made if s.draft.kind == "result" and _year(s) == column.year]
        for statement in results:
            statement.draft.target = _negated(cell.measure.left) if cell.negative else cell.measure.left
            statement.draft.target_high = cell.measure.high
            statement.draft.target_bound = cell.measure.bound
            statement.printed.extend(_printed(cell, "target"))
        if results:
            by_column[cell.column] = results[-1]
        else:
            add(cell, column, "target")
    for cell, column in cells:
        if column.role not in ("percent", "verdict"):
            continue
        owner = by_column.get(column.of_column) if column.of_column is not None else None
        told = column.role == "verdict"  # "Đạt 104,2%"
        if owner is None and told:
            owner = next((s for s in made if s.draft.kind == "result" and _year(s) == report_year), None)
        owner = owner or (made[-1] if made else None)
        if owner is None:
            continue
        left = cell.measure.left
        form, kind = _form(owner, column, cell), "plan" if told else column.compares or "prior"
        value = -left.value if cell.negative else left.value
        comparison = DraftComparison(kind, form, left, value, "table_percent")
        comparison.plan_giver, comparison.base_year = column.giver, column.base_year
        comparison.unit = owner.draft.unit if form == "delta" else None
        owner.comparisons.append((cell.cell, comparison))
        owner.printed.extend(_printed(cell, "comparison"))
    if row.verdict and made:
        judged = [s for s in made if s.draft.kind == "result" and _year(s) == report_year]
        (judged or made)[0].draft.verdict = row.verdict
    return made


def _name(row: RowReading, cell: CellMeasure, column: Column | None) -> str:
    """A row's name, behind that of a column with a unit of its own.

    A cell may say that what it holds is a change: "Giảm 1,7%".
    """
    if column is not None:
        return f"{column.title} {decapitalized(row.name)}"
    said = _CHANGE.match(cell.cell.text) if _CHANGE.search(row.name) is None else None
    return f"{row.name} {fold(said.group())}" if said is not None else row.name


def _form(owner: RowStatement, column: Column, cell: CellMeasure) -> str:
    """The form of a comparison; the difference of two percentages is in points."""
    if (cell.measure.unit or "").lower() in POINTS:
        return "points"  # "+1,7 điểm %" beside percentages
    return "points" if column.form in ("delta", "growth") and owner.draft.unit == "%" else column.form


def _year(statement: RowStatement) -> int | None:
    return statement.draft.period.year if statement.draft.period is not None else None


def _printed(cell: CellMeasure, role: str) -> list[Printed]:
    numbers = [(cell.cell, a, b, role) for a, b in cell.measure.numbers]
    if cell.measure.right is not None and role == "value":
        text, a, b, _ = numbers[-1]
        numbers[-1] = (text, a, b, "denominator")
    return numbers


def _negated(quantity: Quantity) -> Quantity:
    lost = Quantity(-quantity.value, quantity.decimals, quantity.start, quantity.end, quantity.slip)
    lost.unit, lost.unit_kind, lost.guessed_unit = quantity.unit, quantity.unit_kind, quantity.guessed_unit
    lost.unit_start, lost.unit_end = quantity.unit_start, quantity.unit_end
    return lost
