"""What is told of a report beside its text: numbers with their roles, findings with their proposals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

SEVERITIES = ("error", "warning", "info")
ROLES = (
    "value",
    "target",
    "denominator",
    "comparison",
    "date",
    "document_reference",
    "ordinal",
    "heading",
    "footnote_mark",
    "name_part",
    "other_reference",
    "unclassified",
)

Span = tuple[int, int]  # offsets in the report's extracted text, half open


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text of the warehouse in both its languages."""

    vi: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.vi or self.en)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number printed in the report (`fct_number`) and the observation it belongs to."""

    start: int
    end: int
    text: str
    role: str
    observation_key: str | None = None
    about: str | None = None  # the observation's name, as the report words it
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an observation stands and what it says there."""

    report_id: str
    name: str
    section_path: str
    line_start: int
    line_end: int
    page: int | None
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The smallest change that would mend a finding."""

    field: str  # value, target, denominator, comparison, verdict, unit, notation
    value: Decimal | None
    unit: str | None
    reason: Bilingual
    elsewhere: bool = False  # the related observation is the one to change
    text: str | None = None  # what to write where that is no figure


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken at one place (`fct_quality_finding`), with the figures it blames."""

    number: int  # 1-based, in the order of the text
    finding_key: str
    rule_code: str
    family: str
    severity: str
    rule: Bilingual
    explanation: Bilingual
    message: Bilingual
    reported: Decimal | None
    expected: Decimal | None
    expected_low: Decimal | None
    expected_high: Decimal | None
    place: Place | None = None  # None: about the report as a whole
    related: Place | None = None
    figures: tuple[Figure, ...] = ()
    proposal: Proposal | None = None
