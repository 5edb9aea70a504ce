"""Tables: what each column says is read from its header, then each row is one indicator.

A row gives one statement for the report's own year (result against plan), one for each earlier year
printed, and one for each later plan.  Percent columns become comparisons of the statement they are
about; a formula row under the header (`7=6/4`) tells which columns a percentage divides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.documents.model import Table, TableRow, TracedText
from etl.home import VOCABULARY
from etl.statements.context import Context
from etl.statements.measures import Measure, find_measures
from etl.statements.names import clean, is_generic, joined
from etl.statements.periods import Period, read_mask, span_of, years_in
from etl.statements.scan import scan
from etl.statements.vocabulary import Vocabulary, fold, phrase, read_table
from etl.vietnamese import CAPITALS

_FORMULA = re.compile(r"^\s*\(?(\d+)\)?\s*=\s*\(?\s*(\d+)\s*([/:–-])\s*(\d+)")
_INDEX = re.compile(r"^\s*\(?(\d{1,2})\)?(?:\s*=.*)?\s*$")
_LETTER = re.compile(r"^\(?[A-ZĐ]\)?$")
_MONTH_IN_TITLE = re.compile(r"\btháng\s+(\d{1,2})\b")
_QUARTER_IN_TITLE = re.compile(r"\bquý\s+(?:[1-4]|iv|i{1,3})\b")
_PLACE_ROW = re.compile(
    r"(?:xã|phường|thị trấn|huyện|thành phố|tp|thị xã|tx|thôn|xóm|ấp|bản|khối|tổ dân phố|khu phố|tỉnh)\b[. ]"
)
_TOTAL_ROW = re.compile(r"(?:tổng(?: số| cộng)?|cộng|toàn (?:tỉnh|huyện|xã|thành phố|thị xã))$")
_PLACE_COLUMN = re.compile(
    r"(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|TT|[Hh]uyện|[Tt]hành phố|TP|[Tt]hị xã|TX|[Tt]hôn|[Xx]óm|[Ấấ]p|[Tt]ỉnh)"
    rf"\.?\s+(?:[{CAPITALS}]\w*|\d+)(?:\s+[{CAPITALS}]\w*){{0,4}}"
)
_MONTHS_IN_TITLE = re.compile(r"(?<!\d)(\d{1,2})(?:\s+tháng|\s*t\b)")  # "9 tháng", "9T/2023"
_UNIT_CAPTION = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:\s*([^;,()]{1,30})\s*\)?\s*$", re.IGNORECASE)
_DASH = re.compile(r"\s*([-+*•])\s*")
_ESTIMATE = re.compile(r"\bước|\buth\b|dự kiến")
_RATIO = re.compile(r"\w[^/]*/\s*(\w[^/]*\w)[^/\w]*$")  # of two columns
_GIVER = re.compile(
    r"((?:HĐND|UBND|TW|Trung ương|[Tt]ỉnh|[Hh]uyện|[Tt]hành phố|TP|[Tt]hị xã|[Xx]ã|Bộ|[Cc]ấp trên)[^>/]*?)"
    r"\s+giao"
)
_DIFFERENCE = re.compile(r"chênh lệch|\+\s*[/,;]\s*[-–]|tăng\s*\(\+\)|tăng\s*[/,]?\s*giảm")
_GROWTH = re.compile(r"tốc độ tăng|\btăng\b")
_COMPARING = re.compile(r"\bso\b|tăng|cùng kỳ")
_PLAN = re.compile(r"kế hoạch|\bkh\b|dự toán|mục tiêu|nghị quyết|\bnq\b|giao")
_EARLIER = re.compile(r"cùng kỳ|năm trước")
_MEASURED = frozenset({"result", "plan", "percent", "other"})
_UNTAGGED = 2
_PART_OPENING = re.compile(r"^(?:trong đó|gồm|bao gồm)\s*:\s*(?=\w)")
_IN_BRACKETS = re.compile(r"\s*\((?:ĐVT\s*:\s*|Đơn vị(?: tính)?\s*:\s*)?([^()]{1,30})\)$")
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
    form: str = "percent_of"  # of a percent column: percent_of, growth, delta
    place: str | None = None  # whose figures stand in it: "Xã Tân Lập"
    title: str = ""  # as printed, without the unit
    unit: str | None = None  # printed in its title: "Diện tích (ha)"
    giver: str | None = None  # whose plan it is, or is held against: "Tỉnh giao"


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
    place: str | None = None  # the row is a place's: its columns name the indicators


def _column_patterns() -> list[tuple[str, re.Pattern[str]]]:
    rows = read_table(VOCABULARY / "columns.csv", ("role", "pattern"))
    return [(r["role"], re.compile(r["pattern"])) for r in rows]


_patterns: list[tuple[str, re.Pattern[str]]] = []


def _role(title: str) -> str:
    if not _patterns:
        _patterns.extend(_column_patterns())
    for role, pattern in _patterns:
        if pattern.search(title):
            return role
    return "other"


def _holds_units(table: Table, column: int, vocabulary: Vocabulary) -> bool:
    """False for a column whose cells are something else than units of measure."""
    cells = [fold(r.cells[column].text).strip() for r in table.rows if column < len(r.cells)]
    told = [c for c in cells if c]
    return not told or any(is_unit(c, vocabulary) for c in told)


def _titled(column: Column, title: str, vocabulary: Vocabulary) -> Column:
    """A column with its title, and the unit or the place that stands in it."""
    last = clean(title.split(" > ")[-1])
    bracketed = _IN_BRACKETS.search(last)
    unit = bracketed.group(1) if bracketed is not None else None
    if bracketed is None or unit is None or not is_unit(unit, vocabulary):
        unit, shown = None, clean(title.replace(" > ", " "))
    else:
        outer = [clean(t) for t in title.split(" > ")[:-1]]
        head = last[: bracketed.start()]
        shown = joined(head, " ".join(outer)) if is_generic(head, vocabulary) else " ".join([*outer, head])
    given = _GIVER.search(title) if column.role in ("plan", "percent") else None
    place = last if column.role in ("other", "name") and _PLACE_COLUMN.fullmatch(last) else None
    role = "other" if place is not None else column.role
    giver = clean(given.group(1)) if given is not None and column.compares != "prior" else None
    return replace(column, title=shown, unit=unit, place=place, role=role, giver=giver)


def read_columns(
    table: Table, context: Context, report_year: int | None, plan_year: int | None, vocabulary: Vocabulary
) -> list[Column]:
    """The columns' meanings, from header titles, years, and a formula row where there is one."""
    printed = table.column_titles()
    width = max([len(printed)] + [len(r.cells) for r in table.rows], default=0)
    printed, position, formulas = _without_indexes(printed + [""] * (width - len(printed)))
    titles = [fold(t) for t in printed]
    columns: list[Column] = []
    for title in titles:
        columns.append(_column(title, columns, report_year))
    for i, title in enumerate(printed):
        columns[i] = _titled(columns[i], title, vocabulary)
        told = columns[i].period is not None or years_in(titles[i]) or columns[i].estimate
        if columns[i].role in ("result", "other") and not told and columns[i].year == report_year:
            columns[i] = replace(columns[i], period=context.period)  # of the report's own months
        if columns[i].role == "unit" and not _holds_units(table, i, vocabulary):
            columns[i] = replace(columns[i], role="name")  # "Đơn vị" over the names of communes
    _settle_names(columns, titles)
    for column, (over, under) in formulas.items():
        if over in position and under in position:
            top, bottom = columns[position[over]], columns[position[under]]
            compares = "plan" if bottom.role == "plan" and bottom.year == top.year else "prior"
            columns[column] = replace(
                columns[column], role="percent", compares=compares, base_year=bottom.year,
                of_column=position[over], base_column=position[under],
            )  # fmt: skip
    result: int | None = None  # the last column of the latest results so far
    for column, found in enumerate(columns):
        if found.role == "percent" and found.of_column is None and result is not None:
            columns[column] = replace(found, of_column=result)
        elif found.role == "result" and (result is None or not _earlier(found, columns[result])):
            result = column
    return _with_year_ends(columns)


def _earlier(column: Column, other: Column) -> bool:
    return column.year is not None and other.year is not None and column.year < other.year


def _with_year_ends(columns: list[Column]) -> list[Column]:
    """Estimates of the whole year, beside columns of its first months."""
    begun = {c.year for c in columns if c.role == "result" and c.period is not None}
    return [
        replace(c, period=Period(c.year, "year_end"))
        if c.role == "result" and c.estimate and c.period is None and c.year in begun
        else c
        for c in columns
    ]


def _without_indexes(titles: list[str]) -> tuple[list[str], dict[int, int], dict[int, tuple[int, int]]]:
    """Titles without the numbers printed under them; columns by number; "7=6/4" as (6, 4) by column."""
    cleaned: list[str] = []
    position: dict[int, int] = {}
    formulas: dict[int, tuple[int, int]] = {}
    for column, title in enumerate(titles):
        parts = [p.strip() for p in title.split(" > ")]
        kept: list[str] = []
        for part in parts:
            formula, index = _FORMULA.match(part), _INDEX.match(part)
            if formula is not None:
                formulas[column] = (int(formula.group(2)), int(formula.group(4)))
                position[int(formula.group(1))] = column
            elif index is not None and len(parts) > 1:
                position[int(index.group(1))] = column
            elif len(parts) > 1 and _LETTER.match(part):
                pass  # "A", "B" under the titles of the columns that hold no figures
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
        earlier = role == "result" and report_year is not None and _EARLIER.search(title) is not None
        year = report_year - 1 if earlier and report_year is not None else report_year
    if role == "result" and year is not None and report_year is not None and year > report_year:
        role = "plan"  # "Năm 2024" in a report of 2023
    estimate = _ESTIMATE.search(title) is not None
    difference = role in ("percent", "other") and _DIFFERENCE.search(title) is not None and "%" not in title
    if role == "percent" or difference:
        form = "delta" if difference else "growth" if _GROWTH.search(title) else "percent_of"
        return Column("percent", year, None, estimate, *_compared(title, year, before), form=form)
    return Column(role, year, _period(title, year, before) if role == "result" else None, estimate)


def _period(title: str, year: int | None, before: list[Column]) -> Period | None:
    """The time that a title names: "9 tháng", "Tháng 9", "Quý III", or the same as before a year later."""
    months, month = _MONTHS_IN_TITLE.search(title), _MONTH_IN_TITLE.search(title)
    quarter = _QUARTER_IN_TITLE.search(title)
    if months is not None:
        return read_mask(f"{months.group(1)} tháng", "", year)
    if month is not None:
        return span_of(year, f"m{int(month.group(1)):02d}")
    if quarter is not None:
        return read_mask(quarter.group(), "", year)
    if _EARLIER.search(title) is None:
        return None
    told = next((c.period for c in reversed(before) if c.period is not None), None)
    return span_of(year, told.code) if told is not None else None


def _compared(title: str, year: int | None, before: list[Column]) -> tuple[str, int | None]:
    """What a percentage compares with – plan, prior – and the year that its title names for it."""
    after = title.split("so với")[-1] if "so với" in title else title.split("so ")[-1]
    ratio = _RATIO.search(title.split(" > ")[-1]) if "so " not in title else None
    if ratio is not None:
        after = ratio.group(1)  # "Ước TH 2022/TH 2021"
    planned = any(c.role == "plan" and c.year == year for c in before)
    bare = planned and ratio is None and not _COMPARING.search(title)
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


def is_unit(text: str, vocabulary: Vocabulary) -> bool:
    """True for a unit of the vocabulary, or one of its units per something: "tạ/ha"."""
    first = text.partition("/")[0]
    return any(phrase(t) in vocabulary.unit_kinds for t in (text, first)) and bool(first.strip())


def unit_of_caption(text: str, vocabulary: Vocabulary) -> str | None:
    """The unit that a table's caption gives all its rows: "Đơn vị tính: triệu đồng"."""
    found = _UNIT_CAPTION.search(text)
    unit = clean(found.group(1)) if found is not None else ""
    return unit if unit and is_unit(unit, vocabulary) else None


def read_rows(
    table: Table, columns: list[Column], vocabulary: Vocabulary, unit: str | None = None
) -> list[RowReading]:
    """Body rows with their names, units, parents and measures.

    `unit` is that of the caption, for rows without one of their own.
    """
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
            total = _TOTAL_ROW.match(fold(reading.name)) is not None
            reading.parent = stack[-1] if stack and stack[-1].tag and not total else None
            if reading.parent is None and told:
                stack, reading.depth = [reading], _UNTAGGED  # "Tổng thu", and "- Thu nội địa" below it
        elif reading.depth >= 4 or "." in reading.tag:
            reading.parent = next((s for s in reversed(stack) if s.depth < reading.depth), None)
        if part_of is not None and reading.parent is None and (not tagged or "." in reading.tag):
            reading.parent = part_of
        if reading.unit is None and told:
            reading.unit = next((m.measure.unit for m in reading.measures if m.measure.unit), None)
            if reading.unit is None and reading.parent is not None:
                reading.unit = reading.parent.unit
            reading.unit = reading.unit or unit
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
        if role in _MEASURED and text:
            measures.extend(_cell_measures(cell, i, vocabulary))
        elif role == "verdict" and "%" in text:
            found = _cell_measures(cell, i, vocabulary)
            measures.extend(m for m in found if m.measure.unit == "%")  # "Đạt 104,2%"
    named = " ".join(text for _, text in by_role["name"])
    tag = " ".join(text for _, text in by_role["ordinal"]).strip()
    dash = _DASH.match(named)
    if dash is not None and not tag:
        tag = dash.group(1)
    part = _PART_OPENING.match(fold(named))
    if part is not None:
        named = named[part.end() :]
    unit = next((text for _, text in by_role["unit"] if text), None)
    verdict_cell, verdict = next(((i, t) for i, t in reversed(by_role["verdict"]) if t), (None, None))
    name = clean(named.lstrip("+• "))
    place = name if _PLACE_ROW.match(fold(name)) else None
    bracketed = _IN_BRACKETS.search(name) if unit is None else None
    if bracketed is not None and is_unit(bracketed.group(1), vocabulary):
        unit, name = bracketed.group(1), name[: bracketed.start()]  # "Diện tích lúa (ha)"
    return RowReading(index, name, tag, _depth(tag), unit, verdict, verdict_cell, measures, place=place)


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
