"""dbt's metrics and exposures: a percentage is a sum over a sum, and every reader is listed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import REPOSITORY

# Nothing about a percentage may be added up, averaged or ranked by a measure.
PERCENT = re.compile(r"percent|growth|share|rate|ratio|_pct")


@pytest.fixture(scope="module")
def project(built_warehouse: Path) -> dict[str, Any]:
    """What dbt made of the project as it documented it: {manifest, semantic}."""
    target = built_warehouse / "work" / "dbt" / "target"
    return {
        name: json.loads((target / file).read_text(encoding="utf-8"))
        for name, file in (("manifest", "manifest.json"), ("semantic", "semantic_manifest.json"))
    }


def measures(project: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {m["name"]: m for model in project["semantic"]["semantic_models"] for m in model["measures"]}


def metric_sql(project: dict[str, Any], name: str) -> str:
    """A metric as an aggregate over its table, as the semantic layer would have it."""
    metric = next(m for m in project["semantic"]["metrics"] if m["name"] == name)
    given = metric["type_params"]
    if metric["type"] == "ratio":
        return " / ".join(
            f"({metric_sql(project, given[part]['name'])})" for part in ("numerator", "denominator")
        )
    if metric["type"] == "derived":
        text = given["expr"]
        for part in given["metrics"]:
            text = re.sub(rf"\b{part['name']}\b", f"({metric_sql(project, part['name'])})", text)
        return text
    measure = measures(project)[given["measure"]["name"]]
    template = {
        "sum": "sum({0})",
        "sum_boolean": "sum(case when {0} then 1 else 0 end)",
        "count_distinct": "count(distinct {0})",
    }[measure["agg"]]
    return template.format(measure["expr"])


def test_no_measure_is_of_percentages(project: dict[str, Any]) -> None:
    for name, measure in measures(project).items():
        assert measure["agg"] in ("sum", "sum_boolean", "count_distinct"), name
        assert not PERCENT.search(measure["expr"]), f"{name} adds up what is a percentage: {measure['expr']}"


def test_every_percentage_divides_sums(project: dict[str, Any]) -> None:
    kinds = {m["name"]: m["type"] for m in project["semantic"]["metrics"]}
    assert {kinds.pop(name) for name in ("percent_of_plan", "year_on_year")} == {"derived"}
    assert kinds.pop("share_met") == "ratio"
    assert set(kinds.values()) == {"simple"}
    for name in ("percent_of_plan", "year_on_year", "share_met"):
        sql = metric_sql(project, name)
        assert re.search(r"\(sum\(.*\)\) / \(sum\(", sql), sql
        assert "avg" not in sql


# (place, status, attained, planned, current, earlier, additive_group); shares and growth of each row are
# far from those of all rows together.
MADE_UP = [
    ("A", "missed", 90, 100, 90, 100, "grain|kg|district"),
    ("B", "exceeded", 2_000, 1_000, 2_000, 4_000, "grain|kg|district"),
    ("B", "met", 50, 50, 50, 10, "rate|percent|B|2023"),
    ("B", "unjudged", None, None, None, None, "pupils|head|district|2023"),
]


@pytest.fixture
def made_up() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "create table cells (locality_name varchar, plan_status varchar, attained_base decimal(28, 8),"
        " planned_base decimal(28, 8), current_base decimal(28, 8), earlier_base decimal(28, 8),"
        " additive_group varchar)"
    )
    connection.executemany("insert into cells values (?, ?, ?, ?, ?, ?, ?)", MADE_UP)
    return connection


@pytest.mark.parametrize(
    ("metric", "rows", "expected", "average"),
    [
        ("percent_of_plan", "additive_group like 'grain%'", 190.0, 145.0),
        ("year_on_year", "additive_group like 'grain%'", -49.02, -30.0),
        ("share_met", "true", 0.667, 0.75),  # A met none, B both: the mean of the places is a half
        ("percent_of_plan", "additive_group like 'rate%'", 100.0, None),
        ("percent_of_plan", "true", None, None),  # grain and a rate make no sum
        ("year_on_year", "true", None, None),
        ("percent_of_plan", "plan_status = 'unjudged'", None, None),
    ],
)
def test_a_percentage_is_made_anew_from_sums(
    project: dict[str, Any],
    made_up: duckdb.DuckDBPyConnection,
    metric: str,
    rows: str,
    expected: float | None,
    average: float | None,
) -> None:
    found = made_up.execute(f"select {metric_sql(project, metric)} from cells where {rows}").fetchone()
    assert found is not None
    assert found[0] == (None if expected is None else pytest.approx(float(expected), rel=1e-3))
    assert average is None or found[0] != pytest.approx(average, rel=1e-2)


def test_of_one_row_it_is_the_percentage_of_the_row(project: dict[str, Any], built_database: Path) -> None:
    """The mart's own percentages, which are checked against the printed ones, by the metrics' formulas."""
    with duckdb.connect(str(built_database), read_only=True) as connection:
        differing = connection.execute(
            f"""
            with again as (
                select
                    indicator_key, locality_key, year_key, any_value(earlier_base) is not null as is_amount,
                    {metric_sql(project, "percent_of_plan")} as plan,
                    {metric_sql(project, "year_on_year")} as growth
                from marts.mart_plan_attainment group by all
            )
            select count(*), count(*) filter (where
                (a.plan is null) <> (m.computed_percent_of_plan is null)
                or (a.growth is null) <> (m.year_on_year_growth is null or not is_amount)
                or abs(a.plan - m.computed_percent_of_plan) > 1e-6
                or abs(a.growth - m.year_on_year_growth) > 1e-6)
            from marts.mart_plan_vs_actual as m
            left join again as a using (indicator_key, locality_key, year_key)
            """
        ).fetchone()
    assert differing is not None
    assert differing[0] > 100
    assert differing[1] == 0


def test_what_adds_up_does_so_in_the_published_rows(built_database: Path) -> None:
    with duckdb.connect(str(built_database), read_only=True) as connection:
        broken = connection.execute(
            """
            select additive_group from marts.mart_plan_attainment as m
            inner join marts.dim_indicator as i using (indicator_key)
            group by additive_group
            having
                count(distinct m.indicator_key || m.base_unit_code || coalesce(m.locality_level, '')) > 1
                or (any_value(i.additivity) = 'semi_additive' and count(distinct m.year_key) > 1)
                or (coalesce(any_value(i.additivity), 'non_additive') = 'non_additive' and count(*) > 1)
            """
        ).fetchall()
        assert broken == []
        summed = connection.execute(
            "select count(*) from (select 1 from marts.mart_plan_attainment where planned_base is not null"
            " group by additive_group having count(*) > 1)"
        ).fetchone()
    assert summed is not None
    assert summed[0] > 0


def exposures(project: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {e["name"]: e for e in project["manifest"]["exposures"].values()}


def test_every_published_table_of_dbt_has_a_reader(project: dict[str, Any]) -> None:
    published = {
        key
        for key, node in project["manifest"]["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    read = {key for e in exposures(project).values() for key in e["depends_on"]["nodes"]}
    assert published - read == set()
    for exposure in exposures(project).values():
        assert exposure["owner"]["name"]
        assert exposure["description"]


def test_an_exposure_lists_what_its_code_reads(project: dict[str, Any]) -> None:
    models = {
        node["name"]: key
        for key, node in project["manifest"]["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    checked = 0
    for name, exposure in exposures(project).items():
        for place in exposure["config"]["meta"].get("code", []):
            files = [p for p in (REPOSITORY / place).rglob("*") if p.suffix in (".py", ".sql", ".yaml")]
            text = " ".join(p.read_text(encoding="utf-8") for p in files)
            named = {models[t] for t in re.findall(r"\b(?:dim|fct|mart)_[a-z_]+", text) if t in models}
            unlisted = named - set(exposure["depends_on"]["nodes"])
            assert not unlisted, f"{place} reads {sorted(unlisted)}: add them to the exposure {name}"
            checked += len(named)
    assert checked > 10
