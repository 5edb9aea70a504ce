"""What the reader of statements gives: statements, their printed comparisons, and every number.

The shapes follow the staging tables (`models/staging.py`) one to one; amounts are exact decimals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(slots=True)
class Comparison:
    """One comparison printed beside a statement; signed, a decrease is negative."""

    comparison_type: str  # plan, prior, share
    form: str  # percent_of, growth, points, delta
    reported_value: Decimal
    reported_decimals: int
    char_start: int
    char_end: int
    plan_giver: str | None = None
    base_year: int | None = None
    base_label: str | None = None  # "cùng kỳ" as worded
    unit: str | None = None  # of a delta
    rule: str = ""


@dataclass(slots=True)
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
    parent_name: str | None = None
    place: str | None = None
    is_estimate: bool = False
    value: Decimal | None = None
    value_low: Decimal | None = None
    value_high: Decimal | None = None
    value_bound: str | None = None
    value_decimals: int | None = None
    target: Decimal | None = None
    target_low: Decimal | None = None
    target_high: Decimal | None = None
    target_bound: str | None = None
    target_decimals: int | None = None
    denominator: Decimal | None = None
    denominator_decimals: int | None = None
    unit: str | None = None
    year: int | None = None
    period_code: str = "year"  # year, 6m, 9m, 11m, q1, year_end, as_of, school_year
    period_start: date | None = None
    period_end: date | None = None
    verdict: str | None = None
    section_path: str = ""
    page: int | None = None
    parent_statement_id: str | None = None  # the whole that this statement is a part of
    row_id: str | None = None  # statements read from one table row or one list item share it
    notation_slip: str | None = None  # what is odd in how the numbers are written
    rule: str = ""  # the rule of the grammar that built it
    comparisons: list[Comparison] = field(default_factory=list)


@dataclass(slots=True)
class Number:
    """One number printed in the report, and what it was understood as."""

    char_start: int
    char_end: int
    text: str
    role: str
    statement_id: str | None = None
    rule: str = ""


@dataclass(slots=True)
class Reading:
    """All that was read from one document."""

    statements: list[Statement]
    numbers: list[Number]
