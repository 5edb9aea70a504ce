"""What an audit of one report gives: its figures, its findings, and what was and was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from etl.annotation.model import ROLES, SEVERITIES, Bilingual, Figure, Finding

if TYPE_CHECKING:
    from etl.documents.model import Document


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule was confronted with the report, by outcome."""

    rule_code: str
    family: str
    severity: str
    rule: Bilingual
    explanation: Bilingual
    passed: int
    failed: int
    unknown: int


@dataclass(slots=True)
class Audit:
    """The audit of one report; `document` is the report as it was read."""

    document: Document
    checked_at: datetime  # UTC
    version: str
    observations: int
    comparisons: int
    comparisons_checked: int
    comparisons_consistent: int
    numbers: list[Figure]
    findings: list[Finding]
    rules: list[RuleCount]
    earlier: list[str] = field(default_factory=list)  # earlier reports it was checked against
    seconds: float = 0.0

    @property
    def by_severity(self) -> Mapping[str, int]:
        """Findings of each severity, those without any included."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES}

    @property
    def by_role(self) -> Mapping[str, int]:
        """Printed numbers of each role that occurs, in the order of `ROLES`."""
        counted = Counter(number.role for number in self.numbers)
        return {role: counted[role] for role in (*ROLES, *sorted(set(counted) - set(ROLES))) if counted[role]}

    @property
    def has_errors(self) -> bool:
        """Whether something was found that cannot be true as printed."""
        return self.by_severity["error"] > 0

    def by_section(self) -> list[tuple[str | None, list[Finding]]]:
        """Findings under their section's path, sections in the order of the text.

        An empty path is text outside all sections; None, which comes last, the report as a whole.
        """
        sections: dict[str | None, list[Finding]] = {}
        for finding in self.findings:
            sections.setdefault(finding.place.section_path if finding.place else None, []).append(finding)
        return sorted(sections.items(), key=lambda section: section[0] is None)
