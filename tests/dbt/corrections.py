"""Put what findings propose into a staging database, as an editor of the report would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

Finding = dict[str, Any]

_FINDINGS = """
select rule_code, observation_key, comparison_key, related_observation_key, suggested_field, suggested_value,
    suggested_text, suggestion_reason_en
from marts.fct_quality_finding
where suggested_field is not null
order by rule_code, observation_key, comparison_key, related_observation_key
"""
_OUTCOMES = """
select rule_code, observation_key, comparison_key, related_observation_key
from intermediate.int_rule_outcomes
where outcome = 'fail'
"""


def proposals(build_db: Path) -> list[Finding]:
    """The findings of a build that propose a change."""
    with duckdb.connect(str(build_db), read_only=True) as connection:
        asked = connection.execute(_FINDINGS)
        names = [column[0] for column in asked.description or []]
        return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def failing(build_db: Path) -> set[tuple[str | None, ...]]:
    """Rule, observation, comparison and related observation of everything a build flags."""
    with duckdb.connect(str(build_db), read_only=True) as connection:
        return set(connection.execute(_OUTCOMES).fetchall())


def place(finding: Finding) -> tuple[str | None, ...]:
    """What `failing` calls this finding."""
    names = ("rule_code", "observation_key", "comparison_key", "related_observation_key")
    return tuple(finding[name] for name in names)


def apply(staging_db: Path, finding: Finding) -> None:
    """Write a proposal into the staged statement or comparison it names."""
    field = finding["suggested_field"]
    related = field.startswith("related_")
    field = field.removeprefix("related_")
    statement = finding["related_observation_key" if related else "observation_key"]
    with duckdb.connect(str(staging_db)) as connection:
        if field == "comparison":
            # Of another place's percentages, the one of plan.
            of = "comparison_id = ?" if not related else "statement_id = ? and comparison_type = 'plan'"
            connection.execute(
                f"update staging.comparisons set reported_value = ? where {of}",
                [finding["suggested_value"], statement if related else finding["comparison_key"]],
            )
        elif field == "verdict":
            connection.execute(
                "update staging.statements set verdict = ? where statement_id = ?",
                [finding["suggested_text"], statement],
            )
        elif field == "unit":
            connection.execute(
                "update staging.statements set unit = ? where statement_id = ?",
                [finding["suggested_text"], statement],
            )
            connection.execute(
                "update staging.statement_conformance set unit_code ="
                " (select min(unit_code) from staging.units where lower(name_vi) = lower(?))"
                " where statement_id = ?",
                [finding["suggested_text"], statement],
            )
        elif field == "notation":
            connection.execute(
                "update staging.statements set notation_slip = null where statement_id = ?", [statement]
            )
        elif "two figures changed places" in finding["suggestion_reason_en"]:
            connection.execute(
                "update staging.statements set value = coalesce(denominator, target), denominator = case when"
                " denominator is not null then value end, target = case when denominator is null then value"
                " else target end where statement_id = ?",
                [statement],
            )
        else:
            # A mark that was put wrong goes, and the digits behind it are no decimals.
            connection.execute(
                f"update staging.statements set {field}_decimals ="
                f" case when ? >= 900 * {field} then 0 else {field}_decimals end, {field} = ?"
                " where statement_id = ?",
                [finding["suggested_value"], finding["suggested_value"], statement],
            )
