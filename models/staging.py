"""The staging schema: what the loaders write, one class a table.

Keys are text that is stable across rebuilds of the same bytes.  Times are UTC.  Offsets are
0-based, half open, into `documents.text`; lines are 1-based.  Amounts are in the unit as printed.
No foreign keys: DuckDB cannot replace a parent's rows while children point at it, and documents are
replaced whole; dbt tests the relationships instead.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Double, Integer, MetaData, Numeric, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models import SCHEMA

metadata = MetaData(schema=SCHEMA)

# 20 digits before the mark hold every sum of đồng a state can print, 8 after it every rate.
Amount = Annotated[Decimal | None, mapped_column(Numeric(28, 8), nullable=True)]
Key = Annotated[str, mapped_column(Text, primary_key=True)]
Str = Annotated[str, mapped_column(Text, nullable=False)]
OptStr = Annotated[str | None, mapped_column(Text, nullable=True)]
Int = Annotated[int, mapped_column(Integer, nullable=False)]
OptInt = Annotated[int | None, mapped_column(Integer, nullable=True)]
OptDate = Annotated[date | None, mapped_column(Date, nullable=True)]
Time = Annotated[datetime, mapped_column(DateTime, nullable=False)]
OptTime = Annotated[datetime | None, mapped_column(DateTime, nullable=True)]
OptFloat = Annotated[float | None, mapped_column(Double, nullable=True)]
Big = Annotated[int, mapped_column(BigInteger, nullable=False)]
FloatOf = Annotated[float, mapped_column(Double, nullable=False)]
AmountOf = Annotated[Decimal, mapped_column(Numeric(28, 8), nullable=False)]
Day = Annotated[date, mapped_column(Date, nullable=False)]
Bool = Annotated[bool, mapped_column(Boolean, nullable=False)]


class Base(DeclarativeBase):
    """Declarative base of the staging tables."""

    metadata = metadata


class LoadRun(Base):
    """One row per run of the loader."""

    __tablename__ = "load_runs"
    run_id: Mapped[Key]
    started_at: Mapped[Time]
    finished_at: Mapped[OptTime]
    status: Mapped[Str]  # running, loaded, refused_some, failed
    reports_dir: Mapped[Str]
    extractor_version: Mapped[Str]
    files_found: Mapped[Int]
    files_loaded: Mapped[Int]
    files_unchanged: Mapped[Int]
    files_refused: Mapped[Int]
    files_removed: Mapped[Int]


class Refusal(Base):
    """One row per file that a run could not take in."""

    __tablename__ = "refusals"
    refusal_id: Mapped[Key]
    run_id: Mapped[Str]
    source_path: Mapped[Str]
    reason_code: Mapped[Str]
    message_vi: Mapped[Str]
    message_en: Mapped[Str]


class Document(Base):
    """One row per source document that stands in the warehouse."""

    __tablename__ = "documents"
    report_id: Mapped[Key]
    run_id: Mapped[Str]
    loaded_at: Mapped[Time]
    extractor_version: Mapped[Str]
    source_path: Mapped[Str]
    format: Mapped[Str]
    encoding: Mapped[OptStr]
    sha256: Mapped[Str]
    byte_size: Mapped[Big]
    title: Mapped[OptStr]
    issuing_body: Mapped[OptStr]
    locality_name: Mapped[OptStr]
    locality_level: Mapped[OptStr]
    locality_code: Mapped[OptStr]
    province_name: Mapped[OptStr]
    report_kind: Mapped[OptStr]
    report_year: Mapped[OptInt]
    plan_year: Mapped[OptInt]
    report_date: Mapped[OptDate]
    document_number: Mapped[OptStr]
    metadata_confidence: Mapped[OptFloat]
    text: Mapped[Str]


class Block(Base):
    """One row per block of a document: heading, paragraph, list item, footnote, table row …"""

    __tablename__ = "blocks"
    block_id: Mapped[Key]  # report_id || ':' || block_index
    report_id: Mapped[Str]
    block_index: Mapped[Int]
    kind: Mapped[Str]
    level: Mapped[Int]
    marker: Mapped[OptStr]
    section_path: Mapped[Str]
    parent_index: Mapped[OptInt]
    anchor_index: Mapped[OptInt]
    anchor_offset: Mapped[OptInt]
    page: Mapped[OptInt]
    line_start: Mapped[Int]
    line_end: Mapped[Int]
    char_start: Mapped[Int]
    char_end: Mapped[Int]
    text: Mapped[Str]
    layout: Mapped[OptStr]  # what a page needs to show it, as JSON; see etl/documents/stored.py


class Statement(Base):
    """One row per statement: one claim about one indicator, place and period."""

    __tablename__ = "statements"
    statement_id: Mapped[Key]
    report_id: Mapped[Str]
    block_index: Mapped[Int]
    kind: Mapped[Str]
    is_estimate: Mapped[Bool]
    name: Mapped[Str]
    parent_name: Mapped[OptStr]
    place: Mapped[OptStr]
    value: Mapped[Amount]
    value_low: Mapped[Amount]
    value_high: Mapped[Amount]
    value_bound: Mapped[OptStr]
    value_decimals: Mapped[OptInt]
    target: Mapped[Amount]
    target_low: Mapped[Amount]
    target_high: Mapped[Amount]
    target_bound: Mapped[OptStr]
    target_decimals: Mapped[OptInt]
    denominator: Mapped[Amount]
    denominator_decimals: Mapped[OptInt]
    unit: Mapped[OptStr]
    year: Mapped[OptInt]
    period_code: Mapped[Str]
    period_start: Mapped[OptDate]
    period_end: Mapped[OptDate]
    verdict: Mapped[OptStr]
    section_path: Mapped[Str]
    source_kind: Mapped[Str]
    page: Mapped[OptInt]
    line_start: Mapped[Int]
    line_end: Mapped[Int]
    char_start: Mapped[Int]
    char_end: Mapped[Int]
    quote: Mapped[Str]
    parent_statement_id: Mapped[OptStr]
    row_id: Mapped[OptStr]
    notation_slip: Mapped[OptStr]
    rule: Mapped[Str]


class Comparison(Base):
    """One row per comparison that the report prints beside a statement."""

    __tablename__ = "comparisons"
    comparison_id: Mapped[Key]
    statement_id: Mapped[Str]
    report_id: Mapped[Str]
    comparison_type: Mapped[Str]  # plan, prior, share
    form: Mapped[Str]  # percent_of, growth, points, delta
    reported_value: Mapped[AmountOf]
    reported_decimals: Mapped[Int]
    plan_giver: Mapped[OptStr]
    base_year: Mapped[OptInt]
    base_label: Mapped[OptStr]
    unit: Mapped[OptStr]
    char_start: Mapped[Int]
    char_end: Mapped[Int]
    rule: Mapped[Str]


class Number(Base):
    """One row per number printed in a document, with the role it was understood in."""

    __tablename__ = "numbers"
    number_id: Mapped[Key]
    report_id: Mapped[Str]
    char_start: Mapped[Int]
    char_end: Mapped[Int]
    text: Mapped[Str]
    role: Mapped[Str]
    statement_id: Mapped[OptStr]
    rule: Mapped[Str]


class Indicator(Base):
    """One row per indicator that statements were conformed to, catalogued or not."""

    __tablename__ = "indicators"
    indicator_code: Mapped[Key]
    name_vi: Mapped[Str]
    name_en: Mapped[OptStr]
    sector_code: Mapped[OptStr]
    unit_code: Mapped[OptStr]
    measure_type: Mapped[OptStr]  # level, rate, growth, share, index
    polarity: Mapped[OptStr]  # higher, lower, neutral
    additivity: Mapped[OptStr]  # additive, semi_additive, non_additive
    national_code: Mapped[OptStr]
    parent_indicator_code: Mapped[OptStr]
    is_catalogued: Mapped[Bool]


class Unit(Base):
    """One row per unit of measure, catalogued or met for the first time in a report."""

    __tablename__ = "units"
    unit_code: Mapped[Key]
    name_vi: Mapped[Str]
    quantity: Mapped[Str]
    base_unit_code: Mapped[Str]
    factor_to_base: Mapped[AmountOf]
    is_catalogued: Mapped[Bool]


class Locality(Base):
    """One row per administrative unit and period of validity."""

    __tablename__ = "localities"
    locality_id: Mapped[Key]  # locality_code || '@' || valid_from
    locality_code: Mapped[Str]
    name: Mapped[Str]
    level: Mapped[Str]
    parent_locality_id: Mapped[OptStr]
    province_name: Mapped[OptStr]
    valid_from: Mapped[Day]
    valid_to: Mapped[OptDate]
    successor_locality_id: Mapped[OptStr]
    latitude: Mapped[OptFloat]
    longitude: Mapped[OptFloat]


class StatementConformance(Base):
    """One row per statement: the conformed members its words were matched to, and how."""

    __tablename__ = "statement_conformance"
    statement_id: Mapped[Key]
    report_id: Mapped[Str]
    indicator_code: Mapped[Str]
    name_match_method: Mapped[Str]  # exact, alias, composed, fuzzy, own
    name_match_score: Mapped[FloatOf]
    unit_code: Mapped[OptStr]
    sector_code: Mapped[OptStr]
    sector_match_method: Mapped[OptStr]  # indicator, heading
    locality_id: Mapped[OptStr]
    locality_match_method: Mapped[Str]  # report, name, unresolved


class Fingerprint(Base):
    """One row per thing derived from inputs, with the fingerprint of what it was derived from.

    The loader's own memory: a subject (`document:<report_id>`, `conformance`) whose fingerprint is
    unchanged is not derived again.  Nothing downstream reads it.
    """

    __tablename__ = "fingerprints"
    subject: Mapped[Key]
    fingerprint: Mapped[Str]
