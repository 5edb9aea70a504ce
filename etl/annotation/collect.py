"""The numbers and findings of one report, out of the warehouse's tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from etl.annotation.model import Bilingual, Figure, Finding, Place, Proposal

if TYPE_CHECKING:
    import duckdb

Row = Mapping[str, Any]

_NUMBERS = """
select n.char_start, n.char_end, n.text, n.role, n.observation_key, o.reported_name, o.year_key
from marts.fct_number as n
left join marts.fct_indicator_observation as o on n.observation_key = o.observation_key
where n.report_key = ?
order by n.char_start
"""

_PLACE = (
    *("report_id", "reported_name", "section_path", "line_start", "line_end", "page", "char_start"),
    *("char_end", "quote", "reported_unit", "value", "target", "denominator"),
)

_FINDINGS = f"""
select
    f.*,
    r.family, r.name_vi, r.name_en, r.explanation_vi, r.explanation_en,
    {", ".join(f"o.{name} as own_{name}" for name in _PLACE)},
    {", ".join(f"e.{name} as related_{name}" for name in _PLACE)},
    c.form, c.char_start as comparison_start, c.char_end as comparison_end
from marts.fct_quality_finding as f
inner join marts.dim_quality_rule as r on f.rule_code = r.rule_code
left join marts.fct_indicator_observation as o on f.observation_key = o.observation_key
left join marts.fct_indicator_observation as e on f.related_observation_key = e.observation_key
left join marts.fct_reported_comparison as c on f.comparison_key = c.comparison_key
where f.report_key = ?
order by o.char_start nulls last, c.char_start nulls last, f.rule_code, f.finding_key
"""


def numbers_of(connection: duckdb.DuckDBPyConnection, report: str) -> list[Figure]:
    """Every number printed in a report, in the order of its text."""
    return [
        Figure(
            row["char_start"],
            row["char_end"],
            row["text"],
            row["role"],
            row["observation_key"],
            row["reported_name"],
            row["year_key"] or None,
        )
        for row in rows_of(connection, _NUMBERS, report)
    ]


def findings_of(
    connection: duckdb.DuckDBPyConnection, report: str, numbers: Sequence[Figure]
) -> list[Finding]:
    """What the rules found in a report, numbered in the order of its text, with the numbers blamed."""
    found = rows_of(connection, _FINDINGS, report)
    return [_finding(number, row, numbers) for number, row in enumerate(found, start=1)]


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str, *bound: object) -> list[Row]:
    """The rows of a query by column name."""
    asked = connection.execute(sql, list(bound))
    names = [column[0] for column in asked.description or []]
    return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def _finding(number: int, row: Row, numbers: Sequence[Figure]) -> Finding:
    return Finding(
        number=number,
        finding_key=row["finding_key"],
        rule_code=row["rule_code"],
        family=row["family"],
        severity=row["severity"],
        rule=Bilingual(row["name_vi"], row["name_en"]),
        explanation=Bilingual(row["explanation_vi"], row["explanation_en"]),
        message=Bilingual(row["message_vi"], row["message_en"]),
        reported=row["reported_value"],
        expected=row["expected_value"],
        expected_low=row["expected_low"],
        expected_high=row["expected_high"],
        place=_place(row, "own"),
        related=_place(row, "related"),
        figures=tuple(_blamed(row, numbers)),
        proposal=_proposal(row),
    )


def _place(row: Row, prefix: str) -> Place | None:
    if row[f"{prefix}_report_id"] is None:
        return None
    return Place(
        row[f"{prefix}_report_id"],
        row[f"{prefix}_reported_name"],
        row[f"{prefix}_section_path"] or "",
        row[f"{prefix}_line_start"],
        row[f"{prefix}_line_end"],
        row[f"{prefix}_page"],
        (row[f"{prefix}_char_start"], row[f"{prefix}_char_end"]),
        row[f"{prefix}_quote"],
    )


def _proposal(row: Row) -> Proposal | None:
    value, text = row["suggested_value"], row["suggested_text"]
    if row["suggested_field"] is None or (value is None and text is None):
        return None
    field = str(row["suggested_field"])
    elsewhere = field.startswith("related_")
    field = field.removeprefix("related_")
    unit = row["related_reported_unit" if elsewhere else "own_reported_unit"]
    if text is not None:
        unit = None
    elif field == "comparison" and row["form"] != "delta":
        # Percentage points have their own word, which the report prints; a percentage has its sign.
        unit = None if row["form"] == "points" else "%"
    reason = Bilingual(row["suggestion_reason"] or "", row["suggestion_reason_en"] or "")
    return Proposal(field, value, unit, reason, elsewhere, text)


def _blamed(row: Row, numbers: Sequence[Figure]) -> list[Figure]:
    """The printed numbers a finding is about: the comparison's, else the operand that bears the value."""
    if row["comparison_start"] is not None:
        inside = _within(numbers, row["comparison_start"], row["comparison_end"])
        compared = [n for n in inside if n.role == "comparison"] or inside
        if compared:
            return compared
    if row["own_char_start"] is None:
        return []
    own = [n for n in numbers if n.observation_key == row["observation_key"]]
    quoted = _within(numbers, row["own_char_start"], row["own_char_end"])
    role = _role_of(row["reported_value"], row)
    for candidates in (own, quoted):
        fitting = [n for n in candidates if n.role == role]
        if fitting:
            return fitting
    return own


def _role_of(reported: Decimal | None, row: Row) -> str:
    """Which of the observation's figures the finding's reported value is."""
    for role in ("value", "target", "denominator"):
        if reported is not None and row[f"own_{role}"] == reported:
            return role
    return "value" if row["own_value"] is not None else "target"


def _within(numbers: Sequence[Figure], start: int, end: int) -> list[Figure]:
    return [n for n in numbers if start <= n.start and n.end <= end]
