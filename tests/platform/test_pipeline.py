"""Whole builds: what a release says of itself, what changed since the last, and what must not change."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

import etl.release.built
import etl.transform
from etl.errors import ChitieuError
from etl.events import Event, Events
from etl.export.tables import OF_ARRIVAL, OF_RUNS
from etl.pipeline import build, check_step, load_step, publish_checked, rollback, transform_step
from etl.release.diff import diff_releases
from etl.release.store import ReleaseStore
from etl.runlog import read_runs
from etl.settings import Settings, load_settings
from tests.platform.quick_build import InThisProcess


def export(warehouse: Path, directory: Path, *, of_another: bool = False) -> dict[str, str]:
    """Every table of the current release as CSV; sha256 of the bytes by table."""
    directory.mkdir()
    digests = {}
    with duckdb.connect(str(warehouse / "current" / "chitieu.duckdb"), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
        for (table,) in tables:
            if table in OF_RUNS:
                continue
            columns = [
                name
                for (name,) in connection.execute(
                    "select column_name from duckdb_columns() where table_name = ? order by column_index",
                    [table],
                ).fetchall()
                if not (of_another and name in OF_ARRIVAL)
            ]
            target = directory / f"{table}.csv"
            # In the order in which the rows are stored: that must be the same, too.
            connection.execute(
                f"copy (select {', '.join(columns)} from marts.{table}) to '{target}' (header)"
            )
            digests[table] = hashlib.sha256(target.read_bytes()).hexdigest()
    return digests


@pytest.fixture
def own(warehouse: Path, sample_reports: Path, tmp_path: Path) -> Settings:
    """A warehouse built from the samples, and a copy of the samples that may change."""
    copy = tmp_path / "samples"
    shutil.copytree(sample_reports, copy)
    return load_settings(reports_dir=copy, warehouse_dir=warehouse, processes=1)


def change(directory: Path) -> None:
    """One report changed (with its row in the manifest), one removed, one added."""
    manifest = directory / "manifest.csv"
    rows = manifest.read_text(encoding="utf-8").splitlines()
    first, second = sorted(directory.glob("*.txt"))[:2]
    text = first.read_text(encoding="utf-8") + "\nTổng đàn ngựa 1.234 con, đạt 110% kế hoạch.\n"
    first.write_text(text, encoding="utf-8")
    second.unlink()
    shutil.copy(first, directory / "added-2023.txt")
    with (directory / "added-2023.txt").open("a", encoding="utf-8") as handle:
        handle.write("\nTổng đàn dê 777 con.\n")
    kept = [r for r in rows if not r.startswith((f"{first.name},", f"{second.name},"))]
    manifest.write_text("\n".join(kept) + "\n", encoding="utf-8")


def test_incremental_full_and_fresh_builds_export_the_same_bytes(own: Settings, tmp_path: Path) -> None:
    change(own.reports_dir)
    result = build(own)
    assert result.diff is not None
    assert result.diff.reports_added == ["added-2023"]
    assert len(result.diff.reports_gone) == 1
    assert result.diff.observations_added > 0
    assert result.diff.observations_gone > 0
    incremental = export(own.warehouse_dir, tmp_path / "a")
    assert len(incremental) >= 12
    full = build(own, full=True)
    assert full.diff is not None
    assert full.diff.is_empty
    assert export(own.warehouse_dir, tmp_path / "b") == incremental
    fresh = load_settings(reports_dir=own.reports_dir, warehouse_dir=tmp_path / "fresh", processes=2)
    build(fresh)
    assert export(fresh.warehouse_dir, tmp_path / "c", of_another=True) == export(
        own.warehouse_dir, tmp_path / "d", of_another=True
    )


def test_a_manifest_tells_what_a_release_is_made_of(built_warehouse: Path, sample_reports: Path) -> None:
    release = ReleaseStore(built_warehouse).require_current()
    told = release.manifest()
    assert {i["report_id"]: i["sha256"] for i in told["inputs"]} == {
        p.stem: hashlib.sha256(p.read_bytes()).hexdigest() for p in sample_reports.glob("*.txt")
    }
    assert told["versions"]["duckdb"] == duckdb.__version__
    assert told["versions"]["extractor"]
    assert told["refused"] == []
    assert told["checks"]["expectations"] == told["checks"]["passed"] + len(told["checks"]["failed"])
    assert not [f for f in told["checks"]["failed"] if f["severity"] == "critical"]
    assert told["duration_seconds"] > 0
    with duckdb.connect(str(release.database), read_only=True) as connection:
        for table, rows in told["rows"].items():
            assert connection.execute(f"select count(*) from marts.{table}").fetchone() == (rows,)
    assert (release.path / "checks" / "index.html").is_file()


def test_the_steps_one_by_one_publish_the_same(own: Settings, tmp_path: Path) -> None:
    expected = export(own.warehouse_dir, tmp_path / "a")
    events = Events()
    load_step(own, events)
    transform_step(own, events)
    with pytest.raises(ChitieuError, match="has not been checked"):
        publish_checked(own, events)
    check_step(own, events)
    result = publish_checked(own, events)
    assert result.exit_code == 0
    assert export(own.warehouse_dir, tmp_path / "b") == expected
    # A load after the check makes the check stale.
    load_step(own, events, full=True)
    with pytest.raises(ChitieuError, match="has not been checked"):
        publish_checked(own, events)


@pytest.mark.usefixtures("quick")
def test_nothing_changed(own: Settings) -> None:
    before = ReleaseStore(own.warehouse_dir).require_current()
    kept = build(own, if_changed=True)
    assert kept.unchanged
    assert kept.release.name == before.name
    assert kept.exit_code == 0
    change(own.reports_dir)
    assert not build(own, if_changed=True).unchanged


def names(told: list[Event]) -> set[str]:
    return {event.name for event in told}


def test_what_was_made_from_the_same_is_published_again(own: Settings, tmp_path: Path) -> None:
    """Nothing is made or checked again, and a reader cannot tell."""
    build(own)  # the copy has its own times of arrival, so this one may make them anew
    told: list[Event] = []
    before = export(own.warehouse_dir, tmp_path / "a")
    first = ReleaseStore(own.warehouse_dir).require_current().manifest()
    again = build(own, Events([told.append]))
    assert "build_kept" in names(told)
    assert not names(told) & {"transform_started", "check_started", "conform_started"}
    assert export(own.warehouse_dir, tmp_path / "b") == before
    manifest = again.release.manifest()
    assert manifest["checks"] == first["checks"]
    assert manifest["run_id"] != first["run_id"]
    assert (again.release.path / "checks" / "index.html").is_file()
    with duckdb.connect(str(again.release.database), read_only=True) as connection:
        runs = connection.execute("select distinct run_id from marts.fct_validation_result").fetchall()
        assert runs == [(manifest["run_id"],)]
        # One row more than before: this run's.
        assert (
            connection.execute("select max_by(run_id, started_at) from marts.fct_load_run").fetchall() == runs
        )


def spoil_build(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    content = own.build_db.read_bytes()
    own.build_db.write_bytes(content[: len(content) // 2])


def lose_docs(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(own.work_dir / "checks")


def change_code(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = etl.release.built.shaping_versions()
    monkeypatch.setattr(etl.release.built, "shaping_versions", lambda: {**versions, "dbt_project": "other"})


def change_what_is_staged(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = own.reports_dir / "manifest.csv"
    rows = manifest.read_text(encoding="utf-8").splitlines()
    manifest.write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
    load_step(own, Events())  # the build that follows finds nothing to read


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "what", [spoil_build, lose_docs, change_code, change_what_is_staged], ids=lambda f: f.__name__
)
def test_what_was_made_from_something_else_is_made_anew(
    own: Settings, monkeypatch: pytest.MonkeyPatch, what: Callable[[Settings, pytest.MonkeyPatch], None]
) -> None:
    build(own)
    what(own, monkeypatch)
    told: list[Event] = []
    assert (
        build(own, Events([told.append]), if_changed=what in (change_code, change_what_is_staged)).exit_code
        == 0
    )
    assert "transform_started" in names(told)
    assert "build_kept" not in names(told)


def broken_dbt(*arguments: object, **options: object) -> None:
    raise ChitieuError("dbt hỏng", "dbt is broken", path="dbt_project")


def spoil_marts(staging_db: Path, build_db: Path, **options: Any) -> Any:
    """dbt runs well, but a row is lost on the way."""
    result = RUN_DBT(staging_db, build_db, **options)
    with duckdb.connect(str(build_db)) as connection:
        connection.execute(
            "delete from marts.fct_number where number_key = (select min(number_key) from marts.fct_number)"
        )
    return result


RUN_DBT = etl.transform.run_dbt


@pytest.mark.parametrize(
    ("stand_in", "words"),
    [(broken_dbt, "dbt is broken"), (spoil_marts, "Rows were lost or doubled")],
    ids=["failing dbt", "failing check"],
)
def test_a_failing_step_leaves_the_release_standing(
    own: Settings, monkeypatch: pytest.MonkeyPatch, stand_in: Any, words: str
) -> None:
    change(own.reports_dir)
    store = ReleaseStore(own.warehouse_dir)
    before = store.require_current()
    content = before.database.read_bytes()
    monkeypatch.setattr(etl.transform, "run_dbt", stand_in)
    monkeypatch.setattr(etl.transform, "Transformer", InThisProcess)
    told: list[Event] = []
    with pytest.raises(ChitieuError, match=words) as caught:
        build(own, Events([told.append]))
    assert caught.value.exit_code == 1
    assert store.require_current() == before
    assert before.database.read_bytes() == content
    assert not own.build_db.exists()
    assert list(store.releases_dir.glob(".*")) == []
    run = read_runs(own.work_dir, 1)[0]
    assert run["outcome"] == "failed"
    assert words in run["message_en"]
    assert told[-1].level == "error"


@pytest.mark.usefixtures("quick")
def test_an_input_that_vanishes_between_listing_and_reading(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import etl.staging.load as loader

    extract_all = loader.extract_all

    def vanish(tasks: Any, processes: int) -> Any:
        tasks[0].path.unlink()
        return extract_all(tasks, processes)

    monkeypatch.setattr(loader, "extract_all", vanish)
    result = build(own, full=True)
    assert result.exit_code == 2
    assert [r.reason_code for r in result.refusals] == ["unreadable"]
    with duckdb.connect(str(own.staging_db), read_only=True) as connection:
        assert connection.execute("select count(*) from staging.documents").fetchone() == (4,)


@pytest.mark.usefixtures("quick")
def test_old_releases_go_and_rollback_returns(own: Settings) -> None:
    settings = own.model_copy(update={"keep_releases": 2})
    first = ReleaseStore(own.warehouse_dir).require_current()
    second = build(settings).release
    third = build(settings)
    assert third.pruned == [first.name]
    assert [r.name for r in ReleaseStore(own.warehouse_dir).releases()] == [second.name, third.release.name]
    assert rollback(settings)[1].name == second.name
    assert ReleaseStore(own.warehouse_dir).require_current().name == second.name
    with pytest.raises(ChitieuError, match="no release before"):
        rollback(settings)
    assert rollback(settings, third.release.name)[1].name == third.release.name


@pytest.mark.usefixtures("quick")
def test_a_build_after_a_rollback(own: Settings) -> None:
    """It follows the release rolled back to; with `if_changed` it waits until something has changed."""
    store = ReleaseStore(own.warehouse_dir)
    first = store.require_current()
    change(own.reports_dir)
    second = build(own).release
    rollback(own)
    kept = build(own, if_changed=True)
    assert (kept.unchanged, kept.release.name) == (True, first.name)
    third = build(own)
    assert third.release.manifest()["previous_release"] == first.name
    assert third.diff is not None
    assert third.diff.old == first.name
    assert store.withdrawn() == {second.name}
    assert rollback(own)[1].name == first.name


@pytest.mark.usefixtures("quick")
def test_a_parquet_twin_holds_every_table(own: Settings) -> None:
    release = build(own.model_copy(update={"parquet": True})).release
    with duckdb.connect(str(release.database), read_only=True) as connection:
        for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            twin = release.path / "parquet" / f"{table}.parquet"
            assert connection.execute(
                f"select (select count(*) from '{twin}') = (select count(*) from marts.{table})"
            ).fetchone() == (True,)


def test_the_log_is_one_json_line_an_event(built_warehouse: Path) -> None:
    lines = (built_warehouse / "logs" / "chitieu.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    names = [e["event"] for e in events]
    for name in (
        "run_started",
        "load_finished",
        "transform_finished",
        "checked",
        "published",
        "run_finished",
    ):
        assert name in names
    assert all(e["time"].endswith("Z") and e["level"] in ("info", "warning", "error") for e in events)


def changed_copy(database: Path, target: Path, *statements: str) -> Path:
    shutil.copy(database, target)
    with duckdb.connect(str(target)) as connection:
        for sql in statements:
            connection.execute(sql)
    return target


FACT = "marts.fct_indicator_observation"
ONE = f"observation_key = (select min(observation_key) from {FACT})"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select 1", {}),
        (f"delete from {FACT} where {ONE}", {"observations_gone": 1}),
        (f"update {FACT} set value = coalesce(value, 0) + 1 where {ONE}", {"observations_changed": 1}),
        (f"update {FACT} set value = null where {ONE} and value is null", {}),  # null is null, no change
        (f"insert into {FACT} by name select * replace ('new' as observation_key) from {FACT} where {ONE}",
         {"observations_added": 1}),
        ("delete from marts.fct_quality_finding where finding_key ="
         " (select min(finding_key) from marts.fct_quality_finding)", {"findings_resolved": 1}),
        ("insert into marts.fct_quality_finding by name select * replace ('new' as finding_key)"
         " from marts.fct_quality_finding limit 1", {"findings_new": 1}),
    ],
)  # fmt: skip
def test_a_diff_counts_and_shows(
    built_database: Path, tmp_path: Path, sql: str, expected: dict[str, int]
) -> None:
    changed = changed_copy(built_database, tmp_path / "new.duckdb", sql)
    result = diff_releases(built_database, changed, "old", "new")
    counted = {k: v for k, v in result.as_dict().items() if isinstance(v, int) and v}
    assert counted == expected
    assert result.is_empty == (not expected)
    assert {k: len(v) for k, v in result.examples.items()} == expected
