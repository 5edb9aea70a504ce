"""Tables: what each column says is read from its header, then each row is one indicator.

A row gives one statement for the report's own year (result against plan), one for each earlier year
printed, and one for each later plan.  Percent columns become comparisons of the statement they are
about; a formula row under the header (`7=6/4`) tells which columns a percentage divides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.documents.model import Table, TableRow, TracedText
from etl.statements.context import Context
from etl.statements.measures import Measure, find_measures
from etl.statements.names import clean
from etl.statements.periods import Period, read_mask, years_in
from etl.statements.scan import scan
from etl.statements.vocabulary import VOCABULARY_DIR, Vocabulary, fold, read_table

_FORMULA = re.compile(r"^\s*\(?(\d+)\)?\s*=\s*\(?\s*(\d+)\s*[/:]\s*(\d+)")
_INDEX = re.compile(r"^\s*\(?(\d{1,2})\)?(?:\s*=.*)?\s*$")
_MONTHS_IN_TITLE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng")
_DASH = re.compile(r"\s*([-+*•])\s*")
_ESTIMATE = re.compile(r"ước|\buth\b|dự kiến")
_COMPARING = re.compile(r"\bso\b|tăng|cùng kỳ")
_PLAN = re.compile(r"kế hoạch|\bkh\b|dự toán|mục tiêu|nghị quyết|\bnq\b|giao")
_MEASURED = frozenset({"result", "plan", "percent", "other"})
_PART_ROW = re.compile(r"^(?:trong đó|gồm|bao gồm|chia ra)\s*:?$")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column prints: role, the year it is about, and for percent columns what divides what."""

    role: str  # ordinal, name, unit, result, plan, percent, verdict, note, other
    year: int | None = None
    period: Period | None = None
    estimate: bool = False
    compares: str | None = None  # plan, prior
    base_year: int | None = None
    of_column: int | None = None  # of a percent column: the column that is the numerator
    base_column: int | None = None


@dataclass(slots=True)
class CellMeasure:
    """A measure in a cell; offsets of its numbers are into the cell's text."""

    column: int
    cell: TracedText
    measure: Measure
    negative: bool = False


@dataclass(slots=True)
class RowReading:
    """A row's name, unit, verdict and its measures by column."""

    index: int
    name: str
    tag: str
    depth: int
    unit: str | None
    verdict: str | None
    verdict_cell: int | None
    measures: list[CellMeasure]
    parent: RowReading | None = None
    heading: str = ""


def _column_patterns() -> list[tuple[str, re.Pattern[str]]]:
    rows = read_table(VOCABULARY_DIR / "columns.csv", ("role", "pattern"))
    return [(r["role"], re.compile(r["pattern"])) for r in rows]


_patterns: list[tuple[str, re.Pattern[str]]] = []


def _role(title: str) -> str:
    if not _patterns:
        _patterns.extend(_column_patterns())
    for role, pattern in _patterns:
        if pattern.search(title):
            return role
    return "other"


def read_columns(
    table: Table, context: Context, report_year: int | None, plan_year: int | None
) -> list[Column]:
    """The columns' meanings, from header titles, years, and a formula row where there is one."""
    titles = [fold(t) for t in table.column_titles()]
    width = max([len(titles)] + [len(r.cells) for r in table.rows], default=0)
    titles, position, formulas = _without_indexes(titles + [""] * (width - len(titles)))
    columns: list[Column] = []
    for title in titles:
        columns.append(_column(title, columns, report_year))
    _settle_names(columns, titles)
    for column, (over, under) in formulas.items():
        if over in position and under in position:
            top, bottom = columns[position[over]], columns[position[under]]
            compares = "plan" if bottom.role == "plan" and bottom.year == top.year else "prior"
            columns[column] = replace(
                columns[column], role="percent", compares=compares, base_year=bottom.year,
                of_column=position[over], base_column=position[under],
            )  # fmt: skip
    result: int | None = None  # the last column of results so far
    for column, found in enumerate(columns):
        if found.role == "percent" and found.of_column is None and result is not None:
            columns[column] = replace(found, of_column=result)
        elif found.role == "result":
            result = column
    return columns


def _without_indexes(titles: list[str]) -> tuple[list[str], dict[int, int], dict[int, tuple[int, int]]]:
    """Titles without the numbers printed under them; columns by number; "7=6/4" as (6, 4) by column."""
    cleaned: list[str] = []
    position: dict[int, int] = {}
    formulas: dict[int, tuple[int, int]] = {}
    for column, title in enumerate(titles):
        parts = [p.strip() for p in title.split(" > ")]
        kept = []
        for part in parts:
            formula, index = _FORMULA.match(part), _INDEX.match(part)
            if formula is not None:
                formulas[column] = (int(formula.group(2)), int(formula.group(3)))
                position[int(formula.group(1))] = column
            elif index is not None and len(parts) > 1:
                position[int(index.group(1))] = column
            else:
                kept.append(part)
        cleaned.append(" > ".join(kept))
    return cleaned, position, formulas


def _column(title: str, before: list[Column], report_year: int | None) -> Column:
    """What a title says by itself, and beside the columns before it."""
    role = _role(title)
    years = years_in(title)
    year = years[0] if years else None
    if year is None and role in ("result", "plan", "percent", "other"):
        year = report_year
    estimate = _ESTIMATE.search(title) is not None
    if role == "percent":
        return Column(role, year, None, estimate, *_compared(title, year, before))
    months = _MONTHS_IN_TITLE.search(title) if role == "result" else None
    period = read_mask(f"{months.group(1)} tháng", "", year) if months is not None else None
    return Column(role, year, period, estimate)


def _compared(title: str, year: int | None, before: list[Column]) -> tuple[str, int | None]:
    """What a percentage compares with – plan, prior – and the year that its title names for it."""
    after = title.split("so với")[-1] if "so với" in title else title.split("so ")[-1]
    planned = any(c.role == "plan" and c.year == year for c in before)
    bare = planned and not _COMPARING.search(title)
    base_years = years_in(after)
    return "plan" if bare or _PLAN.search(after) else "prior", base_years[-1] if base_years else None


def _settle_names(columns: list[Column], titles: list[str]) -> None:
    """One column names: the first of them, or the first without a role where none says so."""
    names = [i for i, c in enumerate(columns) if c.role == "name"]
    if not names:
        first = next((i for i, c in enumerate(columns) if c.role == "other"), None)
        if first is not None:
            columns[first] = replace(columns[first], role="name")
    for extra in names[1:]:
        columns[extra] = replace(columns[extra], role="plan" if "chỉ tiêu" in titles[extra] else "other")


def read_rows(table: Table, columns: list[Column], vocabulary: Vocabulary) -> list[RowReading]:
    """Body rows with their names, units, parents and measures."""
    readings: list[RowReading] = []
    stack: list[RowReading] = []
    heading = ""
    part_of: RowReading | None = None
    for index, row in enumerate(table.rows):
        reading = _row(index, row, columns, vocabulary)
        told = bool(reading.measures)
        if _PART_ROW.match(fold(reading.name)) and not told:
            part_of = readings[-1] if readings else None
            continue
        if reading.name and reading.depth <= 0 and not told:
            heading, stack, part_of = reading.name, [], None
            if reading.verdict is None and reading.unit is None:
                continue
        reading.heading = heading
        tagged = bool(reading.tag)
        while tagged and stack and stack[-1].depth >= reading.depth:
            stack.pop()
        if not tagged:
            reading.parent = stack[-1] if stack else None
        elif reading.depth >= 4 or "." in reading.tag:
            reading.parent = next((s for s in reversed(stack) if s.depth < reading.depth), None)
        if part_of is not None and reading.parent is None and (not tagged or "." in reading.tag):
            reading.parent = part_of
        if reading.unit is None and told:
            reading.unit = next((m.measure.unit for m in reading.measures if m.measure.unit), None)
            if reading.unit is None and reading.parent is not None:
                reading.unit = reading.parent.unit
        if reading.name or told:
            readings.append(reading)
            if tagged:
                stack.append(reading)
    return readings


def _row(index: int, row: TableRow, columns: list[Column], vocabulary: Vocabulary) -> RowReading:
    """What a row's cells say, each by the role of its column; its place among the rows is not known here."""
    by_role: dict[str, list[tuple[int, str]]] = {"ordinal": [], "name": [], "unit": [], "verdict": []}
    measures: list[CellMeasure] = []
    for i, cell in enumerate(row.cells):
        role, text = columns[i].role if i < len(columns) else "other", cell.text.strip()
        if role in by_role:
            by_role[role].append((i, text))
        elif role in _MEASURED and text:
            measures.extend(_cell_measures(cell, i, vocabulary))
    named = " ".join(text for _, text in by_role["name"])
    tag = " ".join(text for _, text in by_role["ordinal"]).strip()
    dash = _DASH.match(named)
    if dash is not None and not tag:
        tag = dash.group(1)
    unit = next((text for _, text in by_role["unit"] if text), None)
    verdict_cell, verdict = next(((i, t) for i, t in reversed(by_role["verdict"]) if t), (None, None))
    name = clean(named.lstrip("+• "))
    return RowReading(index, name, tag, _depth(tag), unit, verdict, verdict_cell, measures)


def _depth(tag: str) -> int:
    """How deep a row's tag puts it: A/I 0, 1 1, 1.1 2, a) 3, - 4, + 5; no tag 9."""
    tag = tag.strip().rstrip(".)")
    if not tag:
        return 9
    if tag in "-–•*":
        return 4
    if tag == "+":
        return 5
    if re.fullmatch(r"\d+", tag):
        return 1
    if re.fullmatch(r"\d+(?:\.\d+)+", tag):
        return 1 + tag.count(".")
    if re.fullmatch(r"[IVX]+|[A-Z]", tag):
        return 0
    return 3


def _cell_measures(cell: TracedText, column: int, vocabulary: Vocabulary) -> list[CellMeasure]:
    tokens = scan(cell.text, vocabulary)
    found = find_measures(tokens, cell.text, vocabulary)
    if not found:
        return []
    measures = []
    for measure in found[:2]:
        before = cell.text[: measure.start].rstrip()
        negative = before.endswith(("-", "–")) and not re.search(r"\d\s*[-–]$", before)
        measures.append(CellMeasure(column, cell, measure, negative and len(before) <= 2))
    return measures
