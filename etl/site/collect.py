"""Read a release into memory, once; the texts of reports one by one, as their pages are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etl.annotation.collect import Row, findings_of, numbers_of, rows_of
from etl.annotation.model import Bilingual
from etl.documents.stored import block_from
from etl.errors import ChitieuError
from etl.site.model import (
    Amount,
    Attainment,
    Indicator,
    Locality,
    Observation,
    Report,
    Score,
    Sector,
    Text,
    Warehouse,
)

if TYPE_CHECKING:
    import duckdb

    from etl.release.store import Release

# Only units that a report is about, those named in one, and the units above, below and after them:
# the catalogue holds some fourteen thousand.
_LOCALITIES = """
with told as (
    select locality_key from marts.fct_indicator_observation
    union
    select locality_key from marts.dim_report
),
near as (
    select locality_key from told
    union
    select l.parent_locality_key from marts.dim_locality as l inner join told using (locality_key)
    union
    select l.successor_locality_key from marts.dim_locality as l inner join told using (locality_key)
    union
    select l.locality_key from marts.dim_locality as l
    inner join marts.dim_report as r on l.parent_locality_key = r.locality_key
)
select l.* from marts.dim_locality as l inner join near using (locality_key)
order by l.locality_key
"""

_INDICATORS = """
select i.* from marts.dim_indicator as i
where i.indicator_key in (select indicator_key from marts.fct_indicator_observation)
order by i.is_catalogued desc, i.name_vi, i.indicator_key
"""

_OBSERVATIONS = """
select o.*, p.period_code
from marts.fct_indicator_observation as o
left join marts.dim_period as p on o.period_key = p.period_key
order by o.report_key, o.char_start, o.observation_key
"""

_ATTAINMENTS = """
select * from marts.mart_plan_vs_actual
order by locality_key, indicator_key, year_key
"""

_REPORTS = """
select * from marts.dim_report as r
inner join marts.mart_quality_scorecard as q using (report_key)
order by r.report_year desc nulls last, r.report_key
"""

# The first number of each role that prints an observation; one without numbers of its own (they belong
# to another statement of the same row) has the first number inside its quote.
_FIGURES = """
select observation_key, role, min(char_start) as char_start
from marts.fct_number
where observation_key is not null
group by all
union all
select o.observation_key, 'near' as role, min(n.char_start) as char_start
from marts.fct_indicator_observation as o
inner join marts.fct_number as n
    on o.report_key = n.report_key and n.char_start >= o.char_start and n.char_end <= o.char_end
where not exists (select 1 from marts.fct_number as own where own.observation_key = o.observation_key)
group by all
"""

_BLOCKS = "select * from marts.fct_report_block where report_key = ? order by block_index"


def collect(connection: duckdb.DuckDBPyConnection, release: Release) -> Warehouse:
    """Everything but the reports' texts.

    Raises ChitieuError (1) for a release that was built before texts were published.
    """
    known = {row["table_name"] for row in rows_of(connection, "select table_name from duckdb_tables()")}
    if "fct_report_block" not in known:
        raise ChitieuError(
            f"Bản phát hành {release.name} chưa kèm nguyên văn báo cáo.",
            f"The release {release.name} does not hold the reports' texts yet.",
            "Chạy lại `chitieu build` rồi thử lại.",
            "Run `chitieu build` again, then this.",
            path=release.database,
        )
    return Warehouse(
        release=release.name,
        localities={r["locality_key"]: _locality(r) for r in rows_of(connection, _LOCALITIES)},
        sectors={
            r["sector_key"]: Sector(r["sector_key"], _names(r), r["parent_sector_key"])
            for r in rows_of(connection, "select * from marts.dim_sector order by sector_key")
        },
        indicators={r["indicator_key"]: _indicator(r) for r in rows_of(connection, _INDICATORS)},
        periods={
            r["period_key"]: r["period_code"] for r in rows_of(connection, "select * from marts.dim_period")
        },
        reports={r["report_key"]: _report(r) for r in rows_of(connection, _REPORTS)},
        observations={r["observation_key"]: _observation(r) for r in rows_of(connection, _OBSERVATIONS)},
        attainments=[_attainment(r) for r in rows_of(connection, _ATTAINMENTS)],
        scores=[
            Score(
                r["locality_key"],
                r["sector_key"],
                r["year_key"],
                r["indicators_with_plan"],
                r["met"],
                r["exceeded"],
                r["missed"],
                r["unjudged"],
            )
            for r in rows_of(
                connection,
                "select * from marts.mart_scorecard order by locality_key, year_key desc, sector_key",
            )
        ],
        figures={(r["observation_key"], r["role"]): r["char_start"] for r in rows_of(connection, _FIGURES)},
    )


def text_of(connection: duckdb.DuckDBPyConnection, report: str) -> Text:
    """The blocks, numbers and findings of one report."""
    numbers = numbers_of(connection, report)
    blocks = [block_from(row) for row in rows_of(connection, _BLOCKS, report)]
    return Text(blocks, numbers, findings_of(connection, report, numbers))


def _names(row: Row) -> Bilingual:
    return Bilingual(row["name_vi"] or "", row["name_en"] or "")


def _year(row: Row) -> int | None:
    year = row["year_key"]
    return year if year is not None and year > 0 else None


def _locality(row: Row) -> Locality:
    return Locality(
        row["locality_key"],
        row["locality_code"],
        row["name"],
        row["level"],
        row["parent_locality_key"],
        row["province_name"],
        row["valid_from"],
        row["valid_to"],
        row["successor_locality_key"],
        row["latitude"],
        row["longitude"],
    )


def _indicator(row: Row) -> Indicator:
    return Indicator(
        row["indicator_key"],
        _names(row),
        row["sector_key"],
        row["unit_code"],
        row["measure_type"],
        row["polarity"],
        row["national_code"],
        bool(row["is_catalogued"]),
        row["parent_indicator_key"],
    )


def _observation(row: Row) -> Observation:
    return Observation(
        row["observation_key"],
        row["report_key"],
        row["indicator_key"],
        row["locality_key"],
        row["sector_key"],
        _year(row),
        row["period_code"],
        row["reported_unit"],
        row["kind"],
        bool(row["is_estimate"]),
        bool(row["is_primary"]),
        row["reported_name"],
        row["reported_place"],
        _amount(row, "value"),
        _amount(row, "target"),
        row["denominator"],
        row["verdict"],
        row["section_path"] or "",
        row["line_start"],
        (row["char_start"], row["char_end"]),
        row["quote"],
    )


def _amount(row: Row, name: str) -> Amount:
    return Amount(row[name], row[f"{name}_low"], row[f"{name}_high"], row[f"{name}_bound"])


def _attainment(row: Row) -> Attainment:
    return Attainment(
        row["indicator_key"],
        row["locality_key"],
        _year(row),
        row["sector_key"],
        None if row["unit_code"] == "unknown" else row["unit_code"],
        row["observation_key"],
        row["target_observation_key"],
        row["period_code"],
        bool(row["is_estimate"]),
        row["value"],
        row["value_bound"],
        row["target"],
        row["target_bound"],
        row["computed_percent_of_plan"],
        row["is_percent_consistent"],
        row["plan_status"],
        row["year_on_year_growth"],
        row["next_target"],
        row["mentions"],
        row["worst_finding"],
    )


def _report(row: Row) -> Report:
    told: dict[str, Any] = {name: row[name] for name in ("title", "issuing_body", "source_path", "sha256")}
    counts = {
        name: row[name]
        for name in (
            "observations",
            "comparisons",
            "comparisons_checked",
            "comparisons_consistent",
            "errors",
            "warnings",
            "infos",
            "numbers",
            "numbers_classified",
        )
    }
    return Report(
        key=row["report_key"],
        locality=row["locality_key"],
        year=row["report_year"],
        plan_year=row["plan_year"],
        dated=row["report_date"],
        number=row["document_number"],
        **told,
        **counts,
    )
