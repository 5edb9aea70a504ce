"""Take an audit out of the file that dbt built: every text and figure in it is the warehouse's own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from etl.annotation.collect import findings_of, numbers_of, rows_of
from etl.annotation.model import Bilingual
from etl.audit.model import Audit, RuleCount

if TYPE_CHECKING:
    from etl.documents.model import Document

_RULES = """
select
    r.rule_code, r.family, r.severity, r.name_vi, r.name_en, r.explanation_vi, r.explanation_en,
    count(*) filter (where j.outcome = 'pass') as passed,
    count(*) filter (where j.outcome = 'fail') as failed,
    count(*) filter (where j.outcome = 'unknown') as unknown
from marts.dim_quality_rule as r
left join intermediate.int_rule_outcomes as j on r.rule_code = j.rule_code and j.report_key = ?
group by all
order by r.family, r.rule_code
"""


def collect(build_db: Path, document: Document) -> Audit:
    """The audit of `document` as `build_db` (opened read-only) holds it."""
    import duckdb

    report = document.report_id
    with duckdb.connect(str(build_db), read_only=True) as connection:
        numbers = numbers_of(connection, report)
        findings = findings_of(connection, report, numbers)
        (counts,) = rows_of(
            connection, "select * from marts.mart_quality_scorecard where report_key = ?", report
        )
        rules = [
            RuleCount(
                row["rule_code"],
                row["family"],
                row["severity"],
                Bilingual(row["name_vi"], row["name_en"]),
                Bilingual(row["explanation_vi"], row["explanation_en"]),
                row["passed"],
                row["failed"],
                row["unknown"],
            )
            for row in rows_of(connection, _RULES, report)
        ]
    return Audit(
        document=document,
        checked_at=datetime.min,  # noqa: DTZ901  (whoever ran it says when)
        version="",
        observations=counts["observations"],
        comparisons=counts["comparisons"],
        comparisons_checked=counts["comparisons_checked"],
        comparisons_consistent=counts["comparisons_consistent"],
        numbers=numbers,
        findings=findings,
        rules=rules,
    )
