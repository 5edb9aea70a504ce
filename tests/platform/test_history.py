"""The history of findings: new, open, resolved, returned, from release to release."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.events import Event, Events
from etl.pipeline import build, rollback
from etl.release.history import write_history
from etl.release.store import Release, ReleaseStore
from etl.settings import Settings, load_settings

BEGAN = datetime.fromisoformat("2023-12-01T02:30:00")
FINDINGS = "marts.fct_quality_finding"
FACT = "marts.fct_indicator_observation"
History = list[dict[str, Any]]


class Warehouse:
    """Releases a day apart, made of one build that a test changes in between."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.build_db = Path(shutil.copy(database, folder / "build.duckdb"))
        self.folder = folder
        self.releases: list[Release] = []
        self.told: list[Event] = []

    def release(self, *changes: str, after: int = -1) -> History:
        """Publish what stands after the changes; `after` is the release that stands then."""
        with duckdb.connect(str(self.build_db)) as connection:
            for sql in changes:
                connection.execute(sql)
        day = len(self.releases)
        stands = self.releases[after : after + 1 or None]
        at = BEGAN + timedelta(days=day, microseconds=5)
        write_history(self.build_db, stands, f"run-{day}", at, Events([self.told.append]))
        made = self.folder / f"r{day}"
        made.mkdir()
        shutil.copy(self.build_db, made / "chitieu.duckdb")
        self.releases.append(Release(f"r{day}", made, True))
        return self.history()

    def history(self) -> History:
        with duckdb.connect(str(self.build_db), read_only=True) as connection:
            asked = connection.execute(
                "select * from marts.fct_finding_history order by report_id, line_start, finding_key"
            )
            names = [column[0] for column in asked.description or []]
            return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


@pytest.fixture
def warehouse(built_database: Path, tmp_path: Path) -> Warehouse:
    return Warehouse(built_database, tmp_path)


def standing(database: Path) -> list[str]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return [k for (k,) in connection.execute(f"select finding_key from {FINDINGS} order by 1").fetchall()]


def of(history: History, key: str) -> dict[str, Any]:
    (row,) = [row for row in history if row["finding_key"] == key]
    return row


def counted(history: History) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in history:
        counts[row["status"]] = counts.get(row["status"], 0) + 1
    return counts


def test_new_open_resolved_returned(warehouse: Warehouse) -> None:
    keys = standing(warehouse.build_db)
    one = keys[0]
    take = [
        f"create table kept as from {FINDINGS} where finding_key = '{one}'",
        f"delete from {FINDINGS} where finding_key = '{one}'",
    ]
    first = warehouse.release()
    assert counted(first) == {"new": len(keys)}
    assert {(r["first_seen_at"], r["last_seen_at"], r["resolved_at"]) for r in first} == {
        (BEGAN, BEGAN, None)
    }

    row = of(warehouse.release(), one)
    day = timedelta(days=1)
    assert (row["status"], row["first_seen_at"], row["last_seen_at"]) == ("open", BEGAN, BEGAN + day)
    assert (row["first_seen_run_id"], row["last_seen_run_id"]) == ("run-0", "run-1")

    row = of(warehouse.release(*take), one)
    assert (row["status"], row["last_seen_at"], row["resolved_at"]) == (
        "resolved",
        BEGAN + day,
        BEGAN + 2 * day,
    )
    assert (row["resolved_run_id"], row["resolved_because"]) == ("run-2", "judged_anew")
    later = warehouse.release()
    assert of(later, one) == row  # what is resolved stays as it was
    assert counted(later) == {"open": len(keys) - 1, "resolved": 1}

    row = of(warehouse.release(f"insert into {FINDINGS} from kept"), one)
    assert (row["status"], row["first_seen_at"], row["last_seen_at"]) == ("returned", BEGAN, BEGAN + 4 * day)
    assert (row["resolved_at"], row["resolved_because"], row["times_returned"]) == (None, None, 1)
    assert of(warehouse.release(), one)["status"] == "open"


def test_a_finding_whose_place_moved_is_the_same_finding(warehouse: Warehouse) -> None:
    before = warehouse.release()
    # A paragraph put in at the top: each place, and each key with it, is another.
    after = warehouse.release(
        f"update {FACT} set observation_key = 'moved-' || observation_key, line_start = line_start + 3",
        f"update {FINDINGS} set finding_key = 'moved-' || finding_key,"
        " observation_key = 'moved-' || observation_key,"
        " related_observation_key = 'moved-' || related_observation_key",
        "update marts.dim_report set sha256 = repeat('a', 64)",
    )
    assert counted(after) == {"open": len(before)}
    assert [r["finding_key"] for r in after] == ["moved-" + r["finding_key"] for r in before]
    assert {r["first_seen_at"] for r in after} == {BEGAN}


def test_equal_findings_at_two_places_stay_two(warehouse: Warehouse) -> None:
    key = standing(warehouse.build_db)[0]
    twin = (
        f"insert into {FINDINGS} by name select * replace ('twin' as finding_key) from {FINDINGS}"
        f" where finding_key = '{key}'"
    )
    before = warehouse.release(twin)
    assert of(before, "twin")["words_hash"] == of(before, key)["words_hash"]
    after = warehouse.release(f"delete from {FINDINGS} where finding_key = 'twin'")
    assert of(after, key)["status"] == "open"
    assert of(after, "twin")["status"] == "resolved"


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ("select 1", "judged_anew"),
        ("update marts.dim_report set sha256 = repeat('b', 64)", "text_changed"),
        ("delete from marts.dim_report where report_id <> 'unknown'", "report_gone"),
    ],
)
def test_why_a_finding_is_resolved(warehouse: Warehouse, change: str, because: str) -> None:
    warehouse.release()
    history = warehouse.release(f"delete from {FINDINGS}", change)
    assert {(r["status"], r["resolved_because"]) for r in history} == {("resolved", because)}


def test_after_a_rollback_history_goes_on_from_there(warehouse: Warehouse) -> None:
    one = standing(warehouse.build_db)[0]
    warehouse.release()
    kept = f"create table kept as from {FINDINGS} where finding_key = '{one}'"
    warehouse.release(kept, f"delete from {FINDINGS} where finding_key = '{one}'")
    row = of(warehouse.release(f"insert into {FINDINGS} from kept", after=0), one)
    assert (row["status"], row["times_returned"], row["first_seen_at"]) == ("open", 0, BEGAN)


def test_a_release_that_cannot_be_read_is_passed_over(warehouse: Warehouse) -> None:
    warehouse.release()
    broken = warehouse.folder / "broken"
    broken.mkdir()
    (broken / "chitieu.duckdb").write_bytes(b"torn")
    told: list[Event] = []
    earlier = [Release("broken", broken, True), warehouse.releases[0]]
    write_history(warehouse.build_db, earlier, "run-1", BEGAN + timedelta(days=1), Events([told.append]))
    assert set(counted(warehouse.history())) == {"open"}
    assert [e.name for e in told] == ["history_unreadable"]


def test_a_release_without_a_history_hands_none_on(warehouse: Warehouse) -> None:
    warehouse.release("select 1")
    with duckdb.connect(str(warehouse.releases[0].database)) as connection:
        connection.execute("drop table marts.fct_finding_history")
    assert set(counted(warehouse.release())) == {"new"}
    assert warehouse.told == []


@pytest.fixture
def own(built_warehouse: Path, sample_reports: Path, tmp_path: Path) -> Settings:
    copy = tmp_path / "warehouse"
    shutil.copytree(built_warehouse, copy, symlinks=True)
    return load_settings(reports_dir=sample_reports, warehouse_dir=copy, processes=1)


@pytest.mark.usefixtures("quick")
def test_builds_hand_it_on(own: Settings) -> None:
    def read() -> Callable[[str], Any]:
        release = ReleaseStore(own.warehouse_dir).require_current()
        with duckdb.connect(str(release.database), read_only=True) as connection:
            asked = connection.execute("select * from marts.fct_finding_history order by finding_key")
            names = [column[0] for column in asked.description or []]
            rows = asked.fetchall()
        return lambda name: {row[names.index(name)] for row in rows}

    first = read()
    assert first("status") == {"new"}
    assert sorted(first("finding_key")) == standing(own.warehouse_dir / "current" / "chitieu.duckdb")
    build(own, full=True)
    (own.staging_db).unlink()  # the work files may be deleted: history does not live there
    build(own)
    third = read()
    assert third("status") == {"open"}
    assert third("first_seen_at") == first("first_seen_at")
    assert min(third("last_seen_at")) > max(first("last_seen_at"))
    with duckdb.connect(str(own.warehouse_dir / "current" / "chitieu.duckdb"), read_only=True) as connection:
        assert connection.execute(
            "select count(*) from marts.fct_finding_history as h"
            " anti join marts.fct_load_run as r on h.last_seen_run_id = r.run_id"
        ).fetchone() == (0,)
    rollback(own)
    assert read()("first_seen_at") == first("first_seen_at")
    shutil.rmtree(own.warehouse_dir)
    build(own)
    assert read()("status") == {"new"}
