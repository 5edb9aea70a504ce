"""Tables: what each column says is read from its header, then each row is one indicator.

A row gives one statement for the report's own year (result against plan), one for each earlier year
printed, and one for each later plan.  Percent columns become comparisons of the statement they are
about; a formula row under the header (`7=6/4`) tells which columns a percentage divides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.documents.model import Table, TracedText
from etl.statements.context import Context
from etl.statements.measures import Measure, find_measures
from etl.statements.names import clean
from etl.statements.numerals import NUMBER
from etl.statements.periods import Period, read_mask, years_in
from etl.statements.scan import scan
from etl.statements.vocabulary import VOCABULARY_DIR, Vocabulary, fold, read_table

_NUMBER = re.compile(NUMBER)
_FORMULA = re.compile(r"^\s*\(?(\d+)\)?\s*=\s*\(?\s*(\d+)\s*[/:]\s*(\d+)")
_INDEX = re.compile(r"^\s*\(?(\d{1,2})\)?(?:\s*=.*)?\s*$")
_MONTHS_IN_TITLE = re.compile(r"(?<!\d)(\d{1,2})\s+tháng")
_TAG = re.compile(r"^\s*(?:[-+*•]|[a-zđ]\)|\d+(?:\.\d+)*\.?|[IVX]+\.?|[A-Z]\.?)\s*$")
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
    titles += [""] * (width - len(titles))
    formulas: dict[int, tuple[int, int]] = {}
    position: dict[int, int] = {}
    cleaned = []
    for column, title in enumerate(titles):
        parts = [p.strip() for p in title.split(" > ")]
        kept = []
        for part in parts:
            formula = _FORMULA.match(part)
            if formula:
                formulas[column] = (int(formula.group(2)), int(formula.group(3)))
                position[int(formula.group(1))] = column
            elif _INDEX.match(part) and len(parts) > 1:
                position[int(_INDEX.match(part).group(1))] = column  # type: ignore[union-attr]
            else:
                kept.append(part)
        cleaned.append(" > ".join(kept))
    columns: list[Column] = []
    for title in cleaned:
        role = _role(title)
        years = years_in(title)
        year = years[0] if years else None
        if role in ("result", "plan", "percent", "other") and not years:
            year = report_year
        months = _MONTHS_IN_TITLE.search(title)
        period = None
        if months and role == "result":
            period = read_mask(f"{months.group(1)} tháng", "", year)
        compares, base = None, None
        if role == "percent":
            after = title.split("so với")[-1] if "so với" in title else title.split("so ")[-1]
            planned = any(c.role == "plan" and c.year == year for c in columns)
            bare = planned and not re.search(r"\bso\b|tăng|cùng kỳ", title)
            compares = (
                "plan"
                if bare or re.search(r"kế hoạch|\bkh\b|dự toán|mục tiêu|nghị quyết|\bnq\b|giao", after)
                else "prior"
            )
            base_years = years_in(after)
            base = base_years[-1] if base_years else None
        columns.append(
            Column(role, year, period, bool(re.search(r"ước|\buth\b|dự kiến", title)), compares, base)
        )
    names = [i for i, c in enumerate(columns) if c.role == "name"]
    if not names:
        first = next((i for i, c in enumerate(columns) if c.role == "other"), None)
        if first is not None:
            columns[first] = replace(columns[first], role="name")
    for extra in names[1:]:
        columns[extra] = replace(columns[extra], role="plan" if "chỉ tiêu" in cleaned[extra] else "other")
    for column, (over, under) in formulas.items():
        if over in position and under in position:
            top, bottom = columns[position[over]], columns[position[under]]
            compares = "plan" if bottom.role == "plan" and bottom.year == top.year else "prior"
            columns[column] = replace(
                columns[column], role="percent", compares=compares, base_year=bottom.year,
                of_column=position[over], base_column=position[under],
            )  # fmt: skip
    for column, found in enumerate(columns):
        if found.role == "percent" and found.of_column is None:
            results = [i for i in range(column) if columns[i].role == "result"]
            if results:
                columns[column] = replace(found, of_column=results[-1])
    return columns


def read_rows(table: Table, columns: list[Column], vocabulary: Vocabulary) -> list[RowReading]:
    """Body rows with their names, units, parents and measures."""
    by_role = {
        role: [i for i, c in enumerate(columns) if c.role == role]
        for role in ("ordinal", "name", "unit", "verdict")
    }
    readings: list[RowReading] = []
    stack: list[RowReading] = []
    heading = ""
    last_unit: str | None = None
    part_of: RowReading | None = None
    for index, row in enumerate(table.rows):
        texts = [c.text.strip() for c in row.cells]
        name_columns = by_role["name"]
        name = clean(" ".join(texts[i] for i in name_columns if i < len(texts)).lstrip("+• "))
        raw = " ".join(texts[i] for i in name_columns if i < len(texts)).strip()
        tag = " ".join(texts[i] for i in by_role["ordinal"] if i < len(texts)).strip()
        dash = re.match(r"^\s*([-+*•])\s*", raw)
        if dash and not tag:
            tag = dash.group(1)
        unit = next((texts[i] for i in by_role["unit"] if i < len(texts) and texts[i]), None)
        verdict, verdict_cell = None, None
        for i in by_role["verdict"]:
            if i < len(texts) and texts[i]:
                verdict, verdict_cell = texts[i], i
        measures: list[CellMeasure] = []
        for i, cell in enumerate(row.cells):
            role = columns[i].role if i < len(columns) else "other"
            if role not in ("result", "plan", "percent", "other") or not cell.text.strip():
                continue
            measures.extend(_cell_measures(cell, i, vocabulary))
        depth = _depth(tag)
        if _PART_ROW.match(fold(name)) and not measures:
            part_of = readings[-1] if readings else None
            continue
        if not measures:
            if name and depth <= 0:
                heading, stack, part_of = name, [], None
            reading = RowReading(index, name, tag, depth, unit, verdict, verdict_cell, [], None, heading)
            if name and verdict is None and unit is None and depth <= 0:
                continue
        else:
            reading = RowReading(
                index, name, tag, depth, unit, verdict, verdict_cell, measures, None, heading
            )
        untagged = not tag
        while stack and not untagged and stack[-1].depth >= depth:
            stack.pop()
        if depth >= 4 or untagged or "." in tag:
            reading.parent = (
                next((s for s in reversed(stack) if s.depth < depth), None)
                if not untagged
                else (stack[-1] if stack else None)
            )
        if part_of is not None and reading.parent is None and (untagged or "." in tag):
            reading.parent = part_of
        if reading.unit is None and measures:
            reading.unit = next((m.measure.unit for m in measures if m.measure.unit), None)
            if reading.unit is None and reading.parent is not None:
                reading.unit = reading.parent.unit
        last_unit = reading.unit or last_unit
        if name or measures:
            readings.append(reading)
            if not untagged:
                stack.append(reading)
    return readings


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
