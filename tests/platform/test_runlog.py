"""The log rotates, never stops a build, and the history tells how runs ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.events import Events
from etl.runlog import HISTORY, append_run, log_to, read_runs


def test_the_log_is_rotated(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "chitieu.jsonl"
    for run in range(4):
        with log_to(path, max_bytes=2_000, backups=2) as listener:
            events = Events([listener])
            for number in range(20):
                events.emit("tick", run=run, number=number, text="Cao Bằng")
    assert sorted(p.name for p in path.parent.iterdir()) == [
        "chitieu.jsonl",
        "chitieu.jsonl.1",
        "chitieu.jsonl.2",
    ]
    assert all(p.stat().st_size <= 2_000 for p in path.parent.iterdir())
    last = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
    assert (last["event"], last["run"], last["number"], last["text"]) == ("tick", 3, 19, "Cao Bằng")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be", encoding="utf-8")
    with log_to(tmp_path / "logs" / "chitieu.jsonl", 2_000, 2) as listener:
        Events([listener]).emit("tick")


def test_the_history_tells_how_runs_ended(tmp_path: Path) -> None:
    append_run(tmp_path, {"run": "a", "command": "build", "pid": 1})
    append_run(tmp_path, {"run": "b", "command": "build", "pid": 2})
    append_run(tmp_path, {"run": "b", "outcome": "done"})
    append_run(tmp_path, {"run": "c", "command": "build", "pid": 3})
    assert [(r["run"], r["outcome"]) for r in read_runs(tmp_path, 5, holder_pid=3)] == [
        ("c", "running"),
        ("b", "done"),
        ("a", "killed"),
    ]
    assert [r["run"] for r in read_runs(tmp_path, 1)] == ["c"]


@pytest.mark.parametrize("rubbish", ["{", "[1]", '{"no": "run"}', "\x00"])
def test_a_half_written_line_is_passed_over(tmp_path: Path, rubbish: str) -> None:
    append_run(tmp_path, {"run": "a", "outcome": "done"})
    with (tmp_path / HISTORY).open("a", encoding="utf-8") as handle:
        handle.write(rubbish)  # no line end: it was killed here
    append_run(tmp_path, {"run": "b", "outcome": "done"})
    assert [r["run"] for r in read_runs(tmp_path, 5)] == ["b", "a"]


def test_the_history_stays_short(tmp_path: Path) -> None:
    for number in range(1_200):
        append_run(tmp_path, {"run": str(number), "outcome": "done"})
    lines = (tmp_path / HISTORY).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 1_001
    assert json.loads(lines[-1])["run"] == "1199"
