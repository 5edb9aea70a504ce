"""What the pages are made of: rows of a release, each as it stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from etl.annotation.model import Bilingual, Figure, Finding
from etl.documents.model import Block

UNKNOWN = "unknown"
STATUSES = ("missed", "exceeded", "met", "unjudged")  # in the order that a reader wants them


@dataclass(frozen=True, slots=True)
class Locality:
    """One administrative unit in one period of validity (`dim_locality`)."""

    key: str
    code: str
    name: str
    level: str | None
    parent: str | None
    province: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector (`dim_sector`)."""

    key: str
    name: Bilingual
    parent: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One conformed indicator (`dim_indicator`)."""

    key: str
    name: Bilingual
    sector: str
    unit: str | None
    measure_type: str | None
    polarity: str | None
    national_code: str | None
    is_catalogued: bool
    parent: str | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount: a value, or a range, bounded where the report bounds it."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    bound: str | None

    def __bool__(self) -> bool:
        return not (self.value is None and self.low is None and self.high is None)


@dataclass(frozen=True, slots=True)
class Observation:
    """One observation (`fct_indicator_observation`), with the numbers that print it."""

    key: str
    report: str
    indicator: str
    locality: str
    sector: str
    year: int | None
    period: str | None
    unit: str | None
    kind: str
    is_estimate: bool
    is_primary: bool
    name: str
    place: str | None
    value: Amount
    target: Amount
    denominator: Decimal | None
    verdict: str | None
    section_path: str
    line: int
    span: tuple[int, int]
    quote: str


@dataclass(frozen=True, slots=True)
class Attainment:
    """One indicator, locality and year (`mart_plan_vs_actual`)."""

    indicator: str
    locality: str
    year: int | None
    sector: str
    unit: str | None
    observation: str | None
    target_observation: str | None
    period: str | None
    is_estimate: bool
    value: Decimal | None
    value_bound: str | None
    target: Decimal | None
    target_bound: str | None
    percent: Decimal | None
    is_percent_consistent: bool | None
    status: str
    growth: Decimal | None
    next_target: Decimal | None
    mentions: int
    worst_finding: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """Planned indicators of one locality, sector and year by outcome (`mart_scorecard`)."""

    locality: str
    sector: str
    year: int
    planned: int
    met: int
    exceeded: int
    missed: int
    unjudged: int


@dataclass(frozen=True, slots=True)
class Report:
    """One source document (`dim_report`) and how its figures fared (`mart_quality_scorecard`)."""

    key: str
    title: str | None
    issuing_body: str | None
    locality: str
    year: int | None
    plan_year: int | None
    dated: date | None
    number: str | None
    source_path: str
    sha256: str
    observations: int
    comparisons: int
    comparisons_checked: int
    comparisons_consistent: int
    errors: int
    warnings: int
    infos: int
    numbers: int
    numbers_classified: int


@dataclass(slots=True)
class Text:
    """The text of one report: its blocks, its numbers, its findings."""

    blocks: list[Block]
    numbers: list[Figure]
    findings: list[Finding]


@dataclass(slots=True)
class Warehouse:
    """A release, held whole but for the reports' texts."""

    release: str
    localities: Mapping[str, Locality]
    sectors: Mapping[str, Sector]
    indicators: Mapping[str, Indicator]
    periods: Mapping[str, str]  # period_key -> period_code
    reports: Mapping[str, Report]
    observations: Mapping[str, Observation]
    attainments: Sequence[Attainment]
    scores: Sequence[Score]
    # Where the figures of an observation stand: (observation_key, role) -> first character of the number.
    figures: Mapping[tuple[str, str], int] = field(default_factory=dict)
