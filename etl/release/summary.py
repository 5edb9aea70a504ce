"""The figures of a release that people want first."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def summarise(database: Path) -> dict[str, Any]:
    """Reports, observations, comparisons (printed, checked, consistent) and findings of a database."""
    import duckdb

    with duckdb.connect(str(database), read_only=True) as connection:

        def one(sql: str) -> tuple[Any, ...]:
            return connection.execute(sql).fetchone() or ()

        reports, observations = one(
            "select count(distinct report_key), count(*) from marts.fct_indicator_observation"
        )
        printed, checked, consistent = one(
            "select count(*), count(is_consistent), count(*) filter (where is_consistent)"
            " from marts.fct_reported_comparison"
        )
        findings = connection.execute(
            "select severity, rule_code, count(*) from marts.fct_quality_finding group by all order by all"
        ).fetchall()
        numbers, unclassified = one(
            "select count(*), count(*) filter (where role = 'unclassified') from marts.fct_number"
        )
    by_severity: dict[str, int] = {"error": 0, "warning": 0, "info": 0}
    for severity, _, count in findings:
        by_severity[severity] = by_severity.get(severity, 0) + count
    return {
        "reports": reports,
        "observations": observations,
        "comparisons": printed,
        "comparisons_checked": checked,
        "comparisons_consistent": consistent,
        "findings": sum(by_severity.values()),
        "findings_by_severity": by_severity,
        "findings_by_rule": {rule: count for _, rule, count in findings},
        "numbers": numbers,
        "numbers_unclassified": unclassified,
    }
