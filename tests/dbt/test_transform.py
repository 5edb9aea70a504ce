"""dbt run from Python: what it builds from a small staging file, and how it fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.errors import ChitieuError
from etl.transform import NodeResult, _forget_elsewhere, run_dbt
from tests.dbt.conftest import comparison, conformed, small_warehouse, statement, write_staging

CONTRACT = {
    "dim_locality": (
        "locality_key locality_code name level parent_locality_key province_name valid_from "
        "valid_to successor_locality_key latitude longitude"
    ),
    "dim_sector": "sector_key sector_code name_vi name_en parent_sector_key",
    "dim_year": "year_key plan_period is_plan_period_start",
    "dim_period": "period_key year_key period_code start_date end_date",
    "dim_indicator": (
        "indicator_key indicator_code name_vi name_en sector_key unit_code measure_type polarity "
        "national_code is_catalogued parent_indicator_key"
    ),
    "dim_unit": "unit_code name_vi quantity base_unit_code factor_to_base",
    "dim_report": (
        "report_key report_id title issuing_body locality_key report_year plan_year report_date "
        "document_number source_path sha256 loaded_at extractor_version"
    ),
    "fct_indicator_observation": (
        "observation_key report_key report_id indicator_key locality_key sector_key year_key "
        "period_key unit_code kind is_estimate is_primary reported_name reported_parent_name "
        "reported_place value value_low value_high value_bound target target_low target_high "
        "target_bound denominator reported_unit value_base target_base value_decimals "
        "target_decimals verdict section_path source_kind line_start line_end char_start char_end "
        "page quote name_match_method name_match_score"
    ),
    "fct_reported_comparison": (
        "comparison_key observation_key comparison_type form reported_value reported_decimals "
        "plan_giver base_year computed_value computed_low computed_high is_consistent char_start "
        "char_end"
    ),
    "fct_quality_finding": (
        "finding_key rule_code severity report_key observation_key comparison_key "
        "related_observation_key message_vi message_en reported_value expected_value expected_low "
        "expected_high suggested_field suggested_value suggestion_reason"
    ),
    "fct_number": "number_key report_key char_start char_end text role observation_key",
    "fct_report_block": "block_key report_key block_index kind level marker page char_start char_end text"
    " layout",
    "mart_plan_vs_actual": "indicator_key locality_key year_key target computed_percent_of_plan prior_value",
    "mart_scorecard": "locality_key sector_key year_key met missed exceeded unjudged",
    "mart_quality_scorecard": "report_key observations comparisons errors numbers share_classified",
}


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(db), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("table", CONTRACT)
def test_marts_hold_the_contract_with_descriptions(build_db: Path, table: str) -> None:
    described = dict(
        rows(
            build_db,
            "select column_name, comment from duckdb_columns() "
            f"where schema_name = 'marts' and table_name = '{table}'",
        )
    )
    assert set(CONTRACT[table].split()) <= set(described)
    assert [column for column, comment in described.items() if not comment] == []
    comment = rows(build_db, f"select comment from duckdb_tables() where table_name='{table}'")[0][0]
    assert comment.startswith("One row per ")


def test_marts_need_nothing_outside_the_file(build_db: Path) -> None:
    assert rows(build_db, "select view_name from duckdb_views() where schema_name = 'marts'") == []


def test_every_dimension_has_its_unknown_member(build_db: Path) -> None:
    for table, key in [
        ("dim_locality", "locality_key"),
        ("dim_sector", "sector_key"),
        ("dim_period", "period_key"),
        ("dim_indicator", "indicator_key"),
        ("dim_unit", "unit_code"),
        ("dim_report", "report_key"),
    ]:
        assert rows(build_db, f"select count(*) from marts.{table} where {key} = 'unknown'") == [(1,)]
    assert rows(build_db, "select count(*) from marts.dim_year where year_key = -1") == [(1,)]
    # A statement whose place and sector were not found keeps its row.
    assert rows(
        build_db,
        "select locality_key, sector_key from marts.fct_indicator_observation where observation_key = 's8'",
    ) == [("unknown", "economy")]


def test_plan_periods_cover_2011_to_2035(build_db: Path) -> None:
    periods = rows(
        build_db,
        "select plan_period, count(*), min(year_key) filter (where is_plan_period_start) from marts.dim_year "
        "where year_key between 2011 and 2035 group by 1 order by 1",
    )
    assert periods == [(f"{y}-{y + 4}", 5, y) for y in range(2011, 2036, 5)]


def test_percent_of_plan_is_checked_by_its_digits(build_db: Path) -> None:
    checked = dict(rows(build_db, "select comparison_key, is_consistent from marts.fct_reported_comparison"))
    assert checked == {"c1": True, "c2": False, "c3": None, "c4": True, "c5": True}
    finding = rows(
        build_db,
        "select severity, observation_key, round(expected_value, 2), message_en, message_vi "
        "from marts.fct_quality_finding where comparison_key = 'c2' and rule_code = 'ratio_plan'",
    )
    assert len(finding) == 1
    severity, observation, expected, english, vietnamese = finding[0]
    assert (severity, observation, float(expected)) == ("error", "s2", 46.15)
    assert "30,000/65,000" in english
    assert "46.15%" in english
    assert "30.000/65.000" in vietnamese
    assert "46,15%" in vietnamese


def test_plan_vs_actual_joins_the_years(build_db: Path) -> None:
    assert rows(
        build_db,
        "select cast(value as double), cast(target as double), cast(prior_value as double), "
        "is_prior_from_other_report, plan_status from marts.mart_plan_vs_actual "
        "where indicator_key = 'beef_output' and year_key = 2024",
    ) == [(131.0, 130.0, 120.5, True, "exceeded")]


def test_values_are_converted_to_the_base_unit(build_db: Path) -> None:
    assert rows(
        build_db,
        "select cast(value_base as double) from marts.fct_indicator_observation where observation_key = 's1'",
    ) == [(11230200.0,)]


def test_missing_staging_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(ChitieuError, match="no staging database") as caught:
        run_dbt(tmp_path / "load.duckdb", tmp_path / "build.duckdb")
    assert caught.value.exit_code == 1


def test_failed_test_names_itself_and_its_rows(tmp_path: Path) -> None:
    tables = small_warehouse()
    tables["numbers"].append({**tables["numbers"][0], "number_id": "n9", "role": "guesswork"})
    staging = write_staging(tmp_path / "load.duckdb", tables)
    with pytest.raises(ChitieuError) as caught:
        run_dbt(staging, tmp_path / "build.duckdb")
    assert "fct_number" in str(caught.value)
    assert "guesswork" in str(caught.value)
    assert "guesswork" in caught.value.text_vi()


def test_an_empty_staging_database_builds(tmp_path: Path) -> None:
    heard: list[NodeResult] = []
    staging = write_staging(tmp_path / "load.duckdb", {})
    result = run_dbt(staging, tmp_path / "build.duckdb", on_event=heard.append)
    assert result.count("model") == len([n for n in heard if n.resource_type == "model"]) > 20
    assert rows(tmp_path / "build.duckdb", "select count(*) from marts.fct_indicator_observation") == [(0,)]
    # dbt has let go of the file: it can be opened for writing.
    duckdb.connect(str(tmp_path / "build.duckdb")).close()


def test_figures_beyond_every_precision_are_unknown_not_a_crash(tmp_path: Path) -> None:
    tables = small_warehouse()
    tables["statements"].append(statement("s99", value="9" * 19, target="1.12345678"))
    tables["comparisons"].append(comparison("c99", "s99", "12345678901.12"))
    tables["statement_conformance"].append(conformed("s99", "grain_output"))
    staging = write_staging(tmp_path / "load.duckdb", tables)
    run_dbt(staging, tmp_path / "build.duckdb")
    assert rows(
        tmp_path / "build.duckdb",
        "select is_consistent from marts.fct_reported_comparison where comparison_key = 'c99'",
    ) == [(None,)]


def primaries(db: Path, keys: list[str]) -> dict[str, str | None]:
    """observation_key -> what made it primary, None where it is not."""
    listed = ", ".join(f"'{key}'" for key in keys)
    return dict(
        rows(
            db,
            "select observation_key, primary_rule from marts.fct_indicator_observation "
            f"where observation_key in ({listed})",
        )
    )


def test_one_mention_stands_for_all(tmp_path: Path) -> None:
    tables = small_warehouse()
    mentions = {
        "p1": {"value": "10", "source_kind": "prose"},
        "p2": {"value": "10", "source_kind": "table"},
        "p3": {"source_kind": "table"},  # no number
        "p4": {"value": "10", "source_kind": "table", "is_estimate": True},
        "p5": {"value": "10", "period_code": "11m", "source_kind": "prose"},  # another span
        "p6": {"value": "10", "source_kind": "table", "place": "xã Lạ"},  # another place, not matched
    }
    for key, fields in mentions.items():
        tables["statements"].append(statement(key, **fields))
        tables["statement_conformance"].append(
            conformed(key, "pork_output", **({"locality_id": None} if key == "p6" else {}))
        )
    tables["statements"] = [s for s in tables["statements"] if s["statement_id"] != "s3"]
    tables["comparisons"] = [c for c in tables["comparisons"] if c["statement_id"] != "s3"]
    staging = write_staging(tmp_path / "load.duckdb", tables)
    run_dbt(staging, tmp_path / "build.duckdb")
    assert primaries(tmp_path / "build.duckdb", list(mentions)) == {
        "p1": None,
        "p2": "result_over_estimate",
        "p3": None,
        "p4": None,
        "p5": "only_mention",
        "p6": "only_mention",
    }


def test_rebuilding_gives_the_same_rows(staging_db: Path, build_db: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.duckdb"
    run_dbt(staging_db, again)
    for table in CONTRACT:
        query = f"select * from marts.{table} order by all"
        assert rows(again, query) == rows(build_db, query)


def test_what_was_parsed_in_another_place_is_forgotten(tmp_path: Path) -> None:
    parsed = tmp_path / "target" / "partial_parse.msgpack"
    parsed.parent.mkdir()
    for kept, told in ((False, "another place"), (True, None)):
        parsed.write_bytes(b"paths")
        if told is not None:
            (tmp_path / "target" / "project_dir").write_text(told, encoding="utf-8")
        _forget_elsewhere(tmp_path)
        assert parsed.exists() is kept
