"""What changed between two releases: observations added, gone, changed; findings new and resolved."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.release.history import TABLE
from etl.release.publish import quoted

if TYPE_CHECKING:
    import duckdb

# What an observation says; a difference in any of these is a change worth telling.
_SAID = (
    "reported_name",
    "reported_place",
    "kind",
    "is_estimate",
    "value",
    "value_low",
    "value_high",
    "value_bound",
    "target",
    "target_low",
    "target_high",
    "target_bound",
    "denominator",
    "reported_unit",
    "year_key",
    "period_key",
    "indicator_key",
    "locality_key",
    "sector_key",
    "unit_code",
    "verdict",
)


@dataclass(slots=True)
class ReleaseDiff:
    """Counts, and the first rows of each kind as dictionaries."""

    old: str
    new: str
    observations_added: int = 0
    observations_gone: int = 0
    observations_changed: int = 0
    findings_new: int = 0
    findings_resolved: int = 0
    reports_added: list[str] = field(default_factory=list)
    reports_gone: list[str] = field(default_factory=list)
    examples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any(
            (
                self.observations_added,
                self.observations_gone,
                self.observations_changed,
                self.findings_new,
                self.findings_resolved,
                self.reports_added,
                self.reports_gone,
            )
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def diff_releases(old: Path, new: Path, old_name: str, new_name: str, examples: int = 20) -> ReleaseDiff:
    """Compare two release files, opened read-only; `examples` rows of each kind are kept."""
    import duckdb

    result = ReleaseDiff(old_name, new_name)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{quoted(old)}' as old (read_only)")
        connection.execute(f"attach '{quoted(new)}' as new (read_only)")
        said = [c for c in _SAID if c in _columns(connection, "old") & _columns(connection, "new")]
        changed = " or ".join(f"o.{c} is distinct from n.{c}" for c in said) or "false"
        shown = "report_id, line_start, reported_name, value, target, reported_unit"
        observations = "marts.fct_indicator_observation"
        since_new, since_old = _since(connection, "new"), _since(connection, "old")
        queries = {
            "observations_added": f"select {shown} from new.{observations} anti join old.{observations}"
            " using (observation_key)",
            "observations_gone": f"select {shown} from old.{observations} anti join new.{observations}"
            " using (observation_key)",
            "observations_changed": "select n.report_id, n.line_start, n.reported_name, o.value as old_value,"
            " n.value as new_value, o.target as old_target, n.target as new_target"
            f" from old.{observations} as o join new.{observations} as n using (observation_key)"
            f" where {changed}",
            "findings_new": f"select rule_code, severity, message_vi, message_en{since_new[0]}"
            " from new.marts.fct_quality_finding anti join old.marts.fct_quality_finding using (finding_key)"
            + since_new[1],
            "findings_resolved": f"select rule_code, severity, message_vi, message_en{since_old[0]}"
            " from old.marts.fct_quality_finding anti join new.marts.fct_quality_finding using (finding_key)"
            + since_old[1],
        }
        for name, sql in queries.items():
            row = connection.execute(f"select count(*) from ({sql})").fetchone()
            count = int(row[0]) if row else 0
            setattr(result, name, count)
            if count and examples:
                found = connection.execute(f"select * from ({sql}) order by all limit {int(examples)}")
                names = [column[0] for column in found.description or []]
                result.examples[name] = [dict(zip(names, r, strict=True)) for r in found.fetchall()]
        result.reports_added = _reports(connection, "new", "old")
        result.reports_gone = _reports(connection, "old", "new")
    return result


def _since(connection: duckdb.DuckDBPyConnection, database: str) -> tuple[str, str]:
    """The column, and the join that brings it, that says since when a finding is known."""
    there = connection.execute(
        "select 1 from duckdb_tables() where database_name = ? and table_name = ?", [database, TABLE]
    ).fetchone()
    if there is None:  # a release from before there was a history
        return "", ""
    known = f"(select finding_key, first_seen_at from {database}.marts.{TABLE}) as known"
    return ", first_seen_at", f" left join {known} using (finding_key)"


def _columns(connection: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    return {
        row[0]
        for row in connection.execute(
            "select column_name from duckdb_columns() where database_name = ? and schema_name = 'marts'"
            " and table_name = 'fct_indicator_observation'",
            [database],
        ).fetchall()
    }


def _reports(connection: duckdb.DuckDBPyConnection, there: str, not_there: str) -> list[str]:
    return [
        row[0]
        for row in connection.execute(
            f"select report_id from {there}.marts.dim_report"
            f" anti join {not_there}.marts.dim_report using (report_id) order by all"
        ).fetchall()
    ]
