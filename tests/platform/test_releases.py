"""The link moves in one step, old releases go when nobody reads them, readers are never disturbed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from etl.errors import ChitieuError
from etl.release.manifest import write_manifest
from etl.release.query import query_release
from etl.release.store import DATABASE, Release, ReleaseStore


@pytest.fixture
def store(tmp_path: Path) -> ReleaseStore:
    return ReleaseStore(tmp_path / "warehouse")


def publish(store: ReleaseStore, number: int) -> Release:
    """Publish a release whose one figure is `number`."""
    folder = store.new_folder()
    with duckdb.connect(str(folder / DATABASE)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.t (n integer)")
        connection.execute("insert into marts.t select ? from range(1000)", [number])
    return store.publish(folder)


def answer(release: Release) -> int:
    return int(query_release(release, "select max(n) from t")[1][0][0])


def test_before_the_first_publish_there_is_none(store: ReleaseStore) -> None:
    assert store.releases() == []
    assert store.current() is None
    with pytest.raises(ChitieuError, match="chitieu build"):
        store.require_current()


def test_publishes_within_one_second_are_kept_apart_and_in_order(store: ReleaseStore) -> None:
    published = [publish(store, n) for n in range(4)]
    assert [r.name for r in store.releases()] == [r.name for r in published]
    assert [r.is_current for r in store.releases()] == [False, False, False, True]
    assert answer(store.require_current()) == 3


def test_the_link_is_relative_so_that_a_warehouse_can_be_moved(store: ReleaseStore, tmp_path: Path) -> None:
    publish(store, 7)
    moved = tmp_path / "moved"
    store.warehouse_dir.rename(moved)
    assert answer(ReleaseStore(moved).require_current()) == 7


def test_going_back_and_forth(store: ReleaseStore) -> None:
    first, second, third = (publish(store, n) for n in range(3))
    store.switch(first.name)
    assert answer(store.require_current()) == 0
    assert store.before(second).name == first.name
    store.switch(store.find(third.name).name)
    assert answer(store.require_current()) == 2
    with pytest.raises(ChitieuError, match=first.name):
        store.before(first)


def follow(store: ReleaseStore, number: int) -> Release:
    """Publish as a build does: the manifest names the release that was current."""
    before = store.current()
    folder = store.new_folder()
    (folder / DATABASE).write_bytes(str(number).encode())
    write_manifest(folder, {"previous_release": before.name if before else None})
    return store.publish(folder)


def test_a_release_follows_the_one_that_was_current_when_it_was_published(store: ReleaseStore) -> None:
    """a, b, back to a, c: c follows a; b was rolled back from, and going back from c means a."""
    a, b = follow(store, 0), follow(store, 1)
    assert store.withdrawn() == set()
    store.switch(a.name)
    assert store.withdrawn() == {b.name}
    c = follow(store, 2)
    d = follow(store, 3)
    assert [r.name for r in store.lineage(d)] == [d.name, c.name, a.name]
    assert store.before(c).name == a.name
    assert store.withdrawn() == {b.name}
    # Who goes forward to b again takes it back into the line, and what came after a is withdrawn.
    store.switch(b.name)
    assert store.before(store.require_current()).name == a.name
    assert store.withdrawn() == {c.name, d.name}


def test_what_was_rolled_back_from_is_pruned_first(store: ReleaseStore) -> None:
    a, b, c = (follow(store, n) for n in range(3))
    store.switch(a.name)
    d = follow(store, 3)
    assert store.prune(3, spare=a.name) == [b.name]
    e = follow(store, 4)
    assert store.prune(3, spare=d.name) == [c.name]
    f = follow(store, 5)
    assert store.prune(3, spare=e.name) == [a.name]
    # The one that d followed is gone, and there is none older.
    assert [r.name for r in store.lineage(f)] == [f.name, e.name, d.name]


def test_where_the_one_that_was_followed_is_gone_the_nearest_older_counts(
    store: ReleaseStore,
) -> None:
    a, b, c = (follow(store, n) for n in range(3))
    shutil.rmtree(b.path)
    assert store.before(c).name == a.name


@pytest.mark.parametrize("name", ["", "1999", "2"])
def test_a_name_must_mean_one_release(store: ReleaseStore, name: str) -> None:
    publish(store, 1)
    publish(store, 2)
    with pytest.raises(ChitieuError, match="not exactly one"):
        store.find(name)


def test_pruning_keeps_the_newest_and_the_current(store: ReleaseStore) -> None:
    published = [publish(store, n) for n in range(6)]
    store.switch(published[1].name)
    removed = store.prune(2)
    assert removed == [published[0].name, published[2].name, published[3].name]
    assert [r.name for r in store.releases()] == [published[n].name for n in (1, 4, 5)]
    assert answer(store.require_current()) == 1


def test_pruning_spares_what_somebody_reads(store: ReleaseStore) -> None:
    published = [publish(store, n) for n in range(4)]
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
            "print('open', flush=True); sys.stdin.read()",
            str(published[0].database),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    assert store.prune(1) == [published[1].name, published[2].name]
    reader.communicate("")
    assert store.prune(1) == [published[0].name]


def test_leftovers_of_killed_builds_are_swept(store: ReleaseStore) -> None:
    publish(store, 1)
    half = store.new_folder()
    (half / DATABASE).write_bytes(b"half")
    (store.warehouse_dir / ".current-99").symlink_to("releases/none")
    assert store.releases() == [store.require_current()]
    assert set(store.sweep()) == {half.name, ".current-99"}
    assert store.sweep() == []
    assert answer(store.require_current()) == 1


def test_a_release_folder_can_be_entered_by_other_users(store: ReleaseStore) -> None:
    assert publish(store, 1).path.stat().st_mode & 0o055 == 0o055


LONG_LIVED = """
import json, sys, time, duckdb
path, stop = sys.argv[1], sys.argv[2]
old = duckdb.connect(path, read_only=True)
first = old.execute("select max(n) from marts.t").fetchone()[0]
seen, asked = [first], 0
print("open", flush=True)
import pathlib
while not pathlib.Path(stop).exists():
    # The connection held since the beginning goes on answering from its own release …
    assert old.execute("select max(n), count(*) from marts.t").fetchone() == (first, 1000)
    # … and a new one, in the same process, answers from a whole release, never an older one.
    with duckdb.connect(path, read_only=True) as new:
        n, count = new.execute("select max(n), count(*) from marts.t").fetchone()
    assert count == 1000 and n >= seen[-1], (n, count, seen)
    if n != seen[-1]:
        seen.append(n)
    asked += 2
with duckdb.connect(path, read_only=True) as new:
    seen.append(new.execute("select max(n) from marts.t").fetchone()[0])
print(json.dumps([seen, asked]))
"""


def test_readers_through_thirty_publishes(store: ReleaseStore, tmp_path: Path) -> None:
    publish(store, 0)
    path, stop = store.link / DATABASE, tmp_path / "stop"
    long_lived = subprocess.Popen(
        [sys.executable, "-c", LONG_LIVED, str(path), str(stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert long_lived.stdout is not None
    assert long_lived.stdout.readline() == "open\n"
    failures: list[str] = []
    fresh = 0

    def fresh_readers() -> None:
        nonlocal fresh
        while not stop.exists():
            done = subprocess.run(
                [
                    sys.executable,
                    "-c",
                    "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
                    "assert c.execute('select count(*) from marts.t').fetchone() == (1000,)",
                    str(path),
                ],
                capture_output=True,
                text=True,
            )
            fresh += 1
            if done.returncode:
                failures.append(done.stderr)

    thread = threading.Thread(target=fresh_readers)
    thread.start()
    for number in range(1, 31):
        publish(store, number)
        store.prune(3)
        time.sleep(0.3)
    stop.touch()
    thread.join()
    out, err = long_lived.communicate(timeout=60)
    assert long_lived.returncode == 0, err
    seen, asked = json.loads(out)
    assert failures == []
    assert seen[-1] == 30
    assert len(seen) > 5
    assert fresh >= 5
    assert asked > 60
    # The release held open from the beginning was spared, and goes now.
    assert len(store.releases()) == 4
    store.prune(3)
    assert len(store.releases()) == 3
