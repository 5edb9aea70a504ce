"""What the reader of statements gives: statements, their printed comparisons, and every number.

The shapes follow the staging tables (`models/staging.py`) one to one; amounts are exact decimals.

Thousands of these are made for a report.  Where `__init__` is written out, the compiled reader fills the
fields itself; the one that `dataclass` would make runs in the interpreter either way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(slots=True, init=False)
class Comparison:
    """One comparison printed beside a statement; signed, a decrease is negative."""

    comparison_type: str  # plan, prior, share
    form: str  # percent_of, growth, points, delta
    reported_value: Decimal
    reported_decimals: int
    char_start: int
    char_end: int
    plan_giver: str | None
    base_year: int | None
    base_label: str | None  # "cùng kỳ" as worded
    unit: str | None  # of a delta
    rule: str

    def __init__(
        self,
        comparison_type: str,
        form: str,
        reported_value: Decimal,
        reported_decimals: int,
        char_start: int,
        char_end: int,
        plan_giver: str | None = None,
        base_year: int | None = None,
        base_label: str | None = None,
        unit: str | None = None,
        rule: str = "",
    ) -> None:
        self.comparison_type = comparison_type
        self.form = form
        self.reported_value = reported_value
        self.reported_decimals = reported_decimals
        self.char_start = char_start
        self.char_end = char_end
        self.plan_giver = plan_giver
        self.base_year = base_year
        self.base_label = base_label
        self.unit = unit
        self.rule = rule


@dataclass(slots=True, init=False)
class Statement:
    """One claim about one indicator, one place and one period."""

    statement_id: str
    block_index: int
    kind: str  # result, target
    name: str
    char_start: int
    char_end: int
    line_start: int
    line_end: int
    quote: str
    source_kind: str  # prose, list, footnote, table
    parent_name: str | None
    place: str | None
    is_estimate: bool
    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    value_bound: str | None
    value_decimals: int | None
    target: Decimal | None
    target_low: Decimal | None
    target_high: Decimal | None
    target_bound: str | None
    target_decimals: int | None
    denominator: Decimal | None
    denominator_decimals: int | None
    unit: str | None
    year: int | None
    period_code: str  # year, 6m, 9m, 11m, q1, year_end, as_of, school_year
    period_start: date | None
    period_end: date | None
    verdict: str | None
    section_path: str
    page: int | None
    parent_statement_id: str | None  # the whole that this statement is a part of
    row_id: str | None  # statements read from one table row or one list item share it
    notation_slip: str | None  # what is odd in how the numbers are written
    rule: str  # the rule of the grammar that built it
    comparisons: list[Comparison]

    def __init__(
        self,
        statement_id: str,
        block_index: int,
        kind: str,
        name: str,
        char_start: int,
        char_end: int,
        line_start: int,
        line_end: int,
        quote: str,
        source_kind: str,
    ) -> None:
        self.statement_id = statement_id
        self.block_index = block_index
        self.kind = kind
        self.name = name
        self.char_start = char_start
        self.char_end = char_end
        self.line_start = line_start
        self.line_end = line_end
        self.quote = quote
        self.source_kind = source_kind
        self.parent_name = None
        self.place = None
        self.is_estimate = False
        self.value = None
        self.value_low = None
        self.value_high = None
        self.value_bound = None
        self.value_decimals = None
        self.target = None
        self.target_low = None
        self.target_high = None
        self.target_bound = None
        self.target_decimals = None
        self.denominator = None
        self.denominator_decimals = None
        self.unit = None
        self.year = None
        self.period_code = "year"
        self.period_start = None
        self.period_end = None
        self.verdict = None
        self.section_path = ""
        self.page = None
        self.parent_statement_id = None
        self.row_id = None
        self.notation_slip = None
        self.rule = ""
        self.comparisons: list[Comparison] = []


@dataclass(slots=True, init=False)
class Number:
    """One number printed in the report, and what it was understood as."""

    char_start: int
    char_end: int
    text: str
    role: str
    statement_id: str | None
    rule: str

    def __init__(
        self,
        char_start: int,
        char_end: int,
        text: str,
        role: str,
        statement_id: str | None = None,
        rule: str = "",
    ) -> None:
        self.char_start = char_start
        self.char_end = char_end
        self.text = text
        self.role = role
        self.statement_id = statement_id
        self.rule = rule


@dataclass(slots=True)
class Reading:
    """All that was read from one document."""

    statements: list[Statement]
    numbers: list[Number]
