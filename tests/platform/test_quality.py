"""Every critical expectation can fail, a failure stops the publish, and results become rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from etl.errors import ChitieuError
from etl.events import utc_now
from etl.quality.results import read_results, refuse_if_critical, write_results
from etl.quality.suites import MARTS, STAGED, frames_of, read_suite, rules_frame
from etl.quality.validate import ValidationResult, Validator, import_engine


@pytest.fixture
def validator() -> Validator:
    return Validator()


@pytest.fixture
def databases(built_warehouse: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Copies of the staging and the build database of the built warehouse."""
    copies = []
    for name in ("loader.duckdb", "build.duckdb"):
        copies.append(Path(shutil.copy(built_warehouse / "work" / name, tmp_path / name)))
    return copies[0], copies[1]


def failures(results: list[ValidationResult]) -> set[tuple[str, str | None, str]]:
    return {(r.frame_name, r.column_name, r.severity) for r in results if r.outcome != "pass"}


def test_the_samples_meet_every_critical_expectation(
    validator: Validator, databases: tuple[Path, Path]
) -> None:
    staged = validator.validate(STAGED, databases[0])
    marts = validator.validate(MARTS, *databases)
    assert [r for r in staged + marts if r.outcome == "error"] == []
    assert [r for r in staged + marts if r.stops_publish] == []
    assert len(staged) == sum(len(f.expectations) for f in frames_of(STAGED))
    assert len(marts) == sum(len(f.expectations) for f in frames_of(MARTS))


ONE = "rowid = (select min(rowid) from staging.{0})"

STAGED_BREAKS = [
    (
        "documents",
        "sha256",
        "update staging.documents set sha256 = 'abc' where report_id = 'bac-kan-tp-2023'",
    ),
    (
        "documents",
        "sha256",
        "update staging.documents set sha256 = (select min(sha256) from staging.documents)",
    ),
    ("documents", "characters", "update staging.documents set text = ''"),
    ("documents", "report_year", "update staging.documents set report_year = 1066"),
    ("documents", None, "delete from staging.documents"),
    (
        "blocks",
        "is_within_text",
        f"update staging.blocks set char_end = 99999999 where {ONE.format('blocks')}",
    ),
    (
        "blocks",
        "characters",
        f"update staging.blocks set char_end = char_start - 1 where {ONE.format('blocks')}",
    ),
    (
        "blocks",
        "lines_after_first",
        f"update staging.blocks set line_end = line_start - 1 where {ONE.format('blocks')}",
    ),
    (
        "statements",
        "is_source",
        f"update staging.statements set quote = 'x' where {ONE.format('statements')}",
    ),
    (
        "statements",
        "is_source",
        f"update staging.statements set char_start = char_start + 1 where {ONE.format('statements')}",
    ),
    ("statements", "kind", f"update staging.statements set kind = 'x' where {ONE.format('statements')}"),
    (
        "statements",
        "source_kind",
        f"update staging.statements set source_kind = 'x' where {ONE.format('statements')}",
    ),
    (
        "statements",
        "period_code",
        f"update staging.statements set period_code = '13m' where {ONE.format('statements')}",
    ),
    (
        "statements",
        "name_length",
        f"update staging.statements set name = ' ' where {ONE.format('statements')}",
    ),
    ("statements", "year", f"update staging.statements set year = 20223 where {ONE.format('statements')}"),
    ("comparisons", "has_statement", "update staging.comparisons set statement_id = 'gone'"),
    ("comparisons", "comparison_type", "update staging.comparisons set comparison_type = 'x'"),
    ("comparisons", "form", "update staging.comparisons set form = 'x'"),
    ("comparisons", "reported_decimals", "update staging.comparisons set reported_decimals = -1"),
    ("numbers", "is_source", f"update staging.numbers set text = '1' || text where {ONE.format('numbers')}"),
    ("numbers", "role", f"update staging.numbers set role = 'x' where {ONE.format('numbers')}"),
    (
        "numbers",
        "statement_exists",
        f"update staging.numbers set statement_id = 'x' where {ONE.format('numbers')}",
    ),
    ("numbers", "role", "update staging.numbers set role = 'unclassified', statement_id = null"),
    ("conformance", "statement_id", "update staging.statements set statement_id = 'x' || statement_id"),
    ("conformance", "is_conformed", "delete from staging.statement_conformance"),
    ("conformance", "indicator_exists", "delete from staging.indicators"),
    ("conformance", "unit_exists", "delete from staging.units"),
    ("conformance", "locality_exists", "delete from staging.localities"),
    ("conformance", "name_match_score", "update staging.statement_conformance set name_match_score = 100.5"),
    ("units", "factor_to_base", "update staging.units set factor_to_base = 0"),
]


@pytest.mark.parametrize(("frame", "column", "sql"), STAGED_BREAKS)
def test_each_staged_expectation_can_fail(
    validator: Validator, databases: tuple[Path, Path], frame: str, column: str | None, sql: str
) -> None:
    with duckdb.connect(str(databases[0])) as connection:
        connection.execute(sql)
    assert (frame, column) in {(f, c) for f, c, _ in failures(validator.validate(STAGED, databases[0]))}


FACT = "marts.fct_indicator_observation"
MART_BREAKS = [
    ("completeness", None, f"delete from {FACT} where report_id = 'bac-kan-tp-2023'"),
    ("completeness", None, "insert into marts.fct_number select * from marts.fct_number limit 1"),
    ("fct_indicator_observation", "observation_key", f"insert into {FACT} select * from {FACT} limit 1"),
    ("fct_indicator_observation", "report_exists", f"update {FACT} set report_key = 'x'"),
    ("fct_indicator_observation", "indicator_exists", f"update {FACT} set indicator_key = 'x'"),
    ("fct_indicator_observation", "locality_exists", f"update {FACT} set locality_key = 'x'"),
    ("fct_indicator_observation", "sector_exists", f"update {FACT} set sector_key = 'x'"),
    ("fct_indicator_observation", "unit_exists", f"update {FACT} set unit_code = 'x'"),
    ("fct_indicator_observation", "year_exists", f"update {FACT} set year_key = 1066"),
    ("fct_indicator_observation", "place_is_sound", f"update {FACT} set char_end = char_start"),
    ("fct_indicator_observation", "range_is_sound", f"update {FACT} set value_low = 2, value_high = 1"),
    (
        "fct_reported_comparison",
        "observation_exists",
        "update marts.fct_reported_comparison set observation_key = 'x'",
    ),
    (
        "fct_reported_comparison",
        "interval_is_sound",
        "update marts.fct_reported_comparison set computed_low = 2, computed_high = 1",
    ),
    (
        "fct_reported_comparison",
        "is_not_contradicted",
        "update marts.fct_reported_comparison set is_consistent = false",
    ),
    (
        "fct_reported_comparison",
        "comparison_key",
        "insert into marts.fct_reported_comparison select * from marts.fct_reported_comparison limit 1",
    ),
    ("fct_quality_finding", "severity", "update marts.fct_quality_finding set severity = 'x'"),
    (
        "fct_quality_finding",
        "observation_exists",
        "update marts.fct_quality_finding set observation_key = 'x'",
    ),
    (
        "fct_quality_finding",
        "finding_key",
        "insert into marts.fct_quality_finding select * from marts.fct_quality_finding limit 1",
    ),
    ("fct_number", "number_key", "insert into marts.fct_number select * from marts.fct_number limit 1"),
    ("unknown_members", "members", "delete from marts.dim_sector"),
]


@pytest.mark.parametrize(("frame", "column", "sql"), MART_BREAKS)
def test_each_mart_expectation_can_fail(
    validator: Validator, databases: tuple[Path, Path], frame: str, column: str | None, sql: str
) -> None:
    with duckdb.connect(str(databases[1])) as connection:
        connection.execute(sql)
    assert (frame, column) in {(f, c) for f, c, _ in failures(validator.validate(MARTS, *databases))}


def result(severity: str, outcome: str) -> ValidationResult:
    return ValidationResult(
        STAGED,
        "units",
        "factor_to_base",
        "expect_x",
        severity,
        outcome,
        3,
        1,
        33.3,
        "[0]",
        None,
        "sai",
        "wrong",
    )


@pytest.mark.parametrize(
    ("severity", "outcome", "stops"),
    [
        ("critical", "pass", False),
        ("critical", "fail", True),
        ("critical", "error", True),  # what could not be judged has not been met
        ("warning", "fail", False),
        ("warning", "error", False),
    ],
)
def test_what_stops_a_publish(severity: str, outcome: str, stops: bool) -> None:
    if stops:
        with pytest.raises(ChitieuError, match="units") as caught:
            refuse_if_critical([result(severity, outcome)])
        assert caught.value.exit_code == 1
    else:
        refuse_if_critical([result(severity, outcome)])


def test_results_go_into_a_table_and_come_back(tmp_path: Path) -> None:
    database = tmp_path / "build.duckdb"
    told = [result("critical", "pass"), result("warning", "fail")]
    write_results(database, told, "run-1", utc_now())
    assert read_results(database) == ("run-1", told)
    with duckdb.connect(str(database)) as connection:
        undescribed = connection.execute(
            "select column_name from duckdb_columns() where schema_name = 'marts' and comment is null"
        ).fetchall()
    assert undescribed == []


def test_an_unchecked_build_has_no_results(tmp_path: Path) -> None:
    database = tmp_path / "build.duckdb"
    duckdb.connect(str(database)).close()
    assert read_results(database) == (None, [])


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{expect: expect_x, severity: fatal, vi: a, en: b}", "fatal"),
        ("{expect: expect_x, severity: critical, vi: a}", "en"),
        ("{expect: expect_x, severity: critical, vi: a, en: b, colum: c}", "colum"),
    ],
)
def test_a_malformed_expectation_is_named(tmp_path: Path, entry: str, words: str) -> None:
    text = f"suite: s\nframes:\n  units:\n    grain: g\n    query: select 1\n    expectations: [{entry}]\n"
    (tmp_path / "s.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ChitieuError, match=words):
        read_suite("s", tmp_path)


def test_data_docs_are_small_and_tell_every_frame(
    validator: Validator, databases: tuple[Path, Path], tmp_path: Path
) -> None:
    validator.validate(STAGED, databases[0])
    validator.write_docs(tmp_path / "docs")
    pages = " ".join(p.as_posix() for p in (tmp_path / "docs").rglob("*.html"))
    assert (tmp_path / "docs" / "index.html").is_file()
    for frame in read_suite(STAGED):
        assert frame.name in pages
    assert sum(p.stat().st_size for p in (tmp_path / "docs").rglob("*") if p.is_file()) < 2_000_000


def test_expectations_and_findings_flag_the_same_observations(databases: tuple[Path, Path]) -> None:
    gx = import_engine()
    frame = rules_frame()
    with duckdb.connect(str(databases[1]), read_only=True) as connection:
        data = connection.execute(frame.query).df()
        found = connection.execute(
            "select family, observation_key from marts.fct_quality_finding"
            " inner join marts.dim_quality_rule using (rule_code) where observation_key is not null"
        ).fetchall()
    context = gx.get_context(mode="ephemeral")
    batch = (
        context.data_sources.add_pandas("frames")
        .add_dataframe_asset("rules")
        .add_batch_definition_whole_dataframe("all")
        .get_batch(batch_parameters={"dataframe": data})
    )
    flagged = set()
    for expectation in frame.expectations:
        told = batch.validate(
            gx.expectations.ExpectColumnValuesToBeInSet(column=expectation.column, value_set=[True]),
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": ["observation_key"],
            },
        )
        rows = told.result["unexpected_index_list"] or []
        flagged |= {(expectation.column, row["observation_key"]) for row in rows}
    assert flagged == set(found)
    assert len({family for family, _ in flagged}) >= 5
