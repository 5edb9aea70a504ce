"""Killed at any moment, the published release answers and the next run heals what lies half-built."""

from __future__ import annotations

import multiprocessing
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import duckdb
import pytest

from etl.release.lock import current_holder
from etl.release.store import ReleaseStore
from etl.runlog import read_runs
from etl.staging.load import CONFORMED_TABLES, DOCUMENT_TABLES
from tests.platform.quick_build import run

QUICK_BUILD = Path(__file__).with_name("quick_build.py")
KILLS = 50


def observations(warehouse: Path) -> int:
    with duckdb.connect(str(warehouse / "current" / "chitieu.duckdb"), read_only=True) as connection:
        row = connection.execute("select count(*) from marts.fct_indicator_observation").fetchone()
    return int(row[0]) if row else 0


def quick_build(reports: Path, warehouse: Path, template: Path, *flags: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(QUICK_BUILD), str(reports), str(warehouse), str(template), *flags],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes]) -> int:
    _, err = process.communicate(timeout=120)
    assert process.returncode in (0, 2), err.decode()
    return process.returncode


def staged(warehouse: Path) -> dict[str, int]:
    counts = {}
    with duckdb.connect(str(warehouse / "work" / "loader.duckdb"), read_only=True) as connection:
        for table in DOCUMENT_TABLES + CONFORMED_TABLES:
            row = connection.execute(f"select count(*) from staging.{table}").fetchone()
            counts[table] = row[0] if row else 0
    return counts


def leftovers(warehouse: Path) -> list[str]:
    hidden = [p.name for p in (warehouse / "releases").iterdir() if p.name.startswith(".")]
    return hidden + [p.name for p in warehouse.glob(".current-*")]


@pytest.fixture
def own_reports(sample_reports: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "own"
    shutil.copytree(sample_reports, copy)
    (copy / "manifest.csv").unlink()
    return copy


def test_fifty_kills(warehouse: Path, own_reports: Path, template: Path) -> None:
    """Each build reads every report again (one character more each time), then is killed somewhere."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.platform.warm"])

    def start() -> ForkServerProcess:
        process = server.Process(target=leave_with, args=(own_reports, warehouse, template))
        process.start()
        return process

    def complete() -> float:
        started = time.monotonic()
        process = start()
        process.join(120)
        assert process.exitcode == 0
        return time.monotonic() - started

    expected = observations(warehouse)
    complete()
    whole = staged(warehouse)
    moments = random.Random(20231231)
    killed = 0
    length = complete()
    for round_number in range(KILLS):
        for path in own_reports.glob("*.txt"):
            with path.open("a", encoding="utf-8") as handle:
                handle.write("\n")
        process = start()
        process.join(moments.uniform(0.02, 1.0) * length)
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        assert observations(warehouse) == expected, f"after kill {round_number}"
        length = complete()
        assert observations(warehouse) == expected, f"after kill {round_number}"
        # One more line end in each report is one more character of text and changes nothing else.
        assert staged(warehouse) == whole
        assert leftovers(warehouse) == []
        assert len(ReleaseStore(warehouse).releases()) <= 4
    assert killed > KILLS / 2, "most builds ended before they were killed"


def leave_with(reports: Path, warehouse: Path, template: Path) -> None:
    """In a forked process: build, and leave with the exit code."""
    sys.exit(run(reports, warehouse, template))


def test_a_kill_in_the_midst_of_dbt_or_of_the_checks(
    warehouse: Path, own_reports: Path, chitieu: object
) -> None:
    expected = observations(warehouse)
    command = [sys.executable, "-m", "etl.cli", "build", "--reports", str(own_reports)]
    command += ["--warehouse", str(warehouse), "--quiet"]
    for delay in (4.0, 7.0):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        process.wait()
        assert observations(warehouse) == expected
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    assert observations(warehouse) == expected
    assert leftovers(warehouse) == []


@pytest.mark.parametrize("delay", [0.0, 0.7, 3.0])
def test_sigterm_leaves_nothing_behind(warehouse: Path, own_reports: Path, delay: float) -> None:
    expected = observations(warehouse)
    command = [sys.executable, "-m", "etl.cli", "build", "--reports", str(own_reports)]
    process = subprocess.Popen(
        [*command, "--warehouse", str(warehouse), "--quiet"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (
        read_runs(warehouse / "work", 1) and read_runs(warehouse / "work", 1)[0]["pid"] == process.pid
    ):
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(delay)
    process.terminate()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1, err
    assert "Stopped" in err
    assert observations(warehouse) == expected
    assert leftovers(warehouse) == []
    assert not (warehouse / "work" / "build.duckdb").exists()


@pytest.mark.parametrize("kind", ["rubbish", "cut"])
def test_a_damaged_staging_file_is_made_anew(
    warehouse: Path, own_reports: Path, template: Path, kind: str
) -> None:
    assert finish(quick_build(own_reports, warehouse, template)) == 0
    whole = staged(warehouse)
    path = warehouse / "work" / "loader.duckdb"
    path.write_bytes(b"rubbish" * 1000 if kind == "rubbish" else path.read_bytes()[:300_000])
    assert finish(quick_build(own_reports, warehouse, template)) == 0
    assert staged(warehouse) == whole


def test_two_builds_at_once_one_result_one_refusal(
    warehouse: Path, own_reports: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(ReleaseStore(warehouse).releases())
    monkeypatch.setenv("QUICK_BUILD_PAUSE", "10")
    first = quick_build(own_reports, warehouse, template)
    while current_holder(warehouse / "work") is None:
        assert first.poll() is None
        time.sleep(0.02)
    second = quick_build(own_reports, warehouse, template)
    _, err = second.communicate(timeout=120)
    assert second.returncode == 1
    assert "Another build holds the warehouse" in err.decode()
    assert f"pid {first.pid}" in err.decode()
    assert finish(first) == 0
    assert len(ReleaseStore(warehouse).releases()) == before + 1


def test_two_builds_at_once_the_second_waits(warehouse: Path, own_reports: Path, template: Path) -> None:
    before = len(ReleaseStore(warehouse).releases())
    builds = [quick_build(own_reports, warehouse, template, "60") for _ in range(2)]
    assert [finish(b) for b in builds] == [0, 0]
    assert len(ReleaseStore(warehouse).releases()) == before + 2


@pytest.mark.parametrize("limit", [200_000, 2_000_000, 6_000_000])
def test_a_full_disk_is_told_and_the_release_stands(
    warehouse: Path, own_reports: Path, template: Path, limit: int
) -> None:
    """A limit on file size makes writes fail half-way as a full disk does."""
    expected = observations(warehouse)
    (warehouse / "work" / "loader.duckdb").unlink()

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = subprocess.Popen(
        [sys.executable, str(QUICK_BUILD), str(own_reports), str(warehouse), str(template)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limited,
    )
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1, err
    assert "disk ran full" in err
    assert observations(warehouse) == expected
    assert leftovers(warehouse) == []
    assert finish(quick_build(own_reports, warehouse, template)) == 0
