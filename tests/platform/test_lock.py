"""One build at a time; a dead holder's lock is taken over; a waiting build gets its turn."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from etl.errors import ChitieuError
from etl.release.lock import LOCK_NAME, BuildLock, Holder, current_holder

HOLD = """
import sys, time
from pathlib import Path
from etl.release.lock import BuildLock
with BuildLock(Path(sys.argv[1]), "build"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(work: Path, seconds: float) -> subprocess.Popen[str]:
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(work), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_leaves_and_names_the_holder(tmp_path: Path) -> None:
    process = hold(tmp_path, 60)
    try:
        with pytest.raises(ChitieuError) as caught, BuildLock(tmp_path, "build"):
            pass
        assert caught.value.exit_code == 1
        assert f"pid {process.pid}" in caught.value.text_vi()
        assert f"pid {process.pid}" in caught.value.text_en()
        assert "since" in caught.value.text_en()
        holder = current_holder(tmp_path)
        assert holder is not None
        assert holder.pid == process.pid
    finally:
        process.kill()
        process.wait()


def test_a_dead_holder_is_told_and_taken_over(tmp_path: Path) -> None:
    process = hold(tmp_path, 60)
    process.kill()
    process.wait()
    assert current_holder(tmp_path) is None
    with BuildLock(tmp_path, "build") as lock:
        assert lock.taken_over is not None
        assert lock.taken_over.pid == process.pid
    with BuildLock(tmp_path, "build") as lock:
        assert lock.taken_over is None  # the holder before left in good order


def test_waiting_ends_with_the_holder(tmp_path: Path) -> None:
    process = hold(tmp_path, 1.5)
    waited_for: list[Holder | None] = []
    with BuildLock(tmp_path, "build", wait_seconds=60, on_wait=waited_for.append):
        assert process.wait() == 0
    assert [h.pid for h in waited_for if h] == [process.pid]


def test_waiting_ends_after_the_time_given(tmp_path: Path) -> None:
    process = hold(tmp_path, 60)
    try:
        with pytest.raises(ChitieuError, match="after waiting"), BuildLock(tmp_path, "b", wait_seconds=0.3):
            pass
    finally:
        process.kill()
        process.wait()


def test_only_one_of_many_holds_it_at_a_time(tmp_path: Path) -> None:
    inside, most = 0, 0
    guard = threading.Lock()

    def work() -> None:
        nonlocal inside, most
        with BuildLock(tmp_path, "build", wait_seconds=60):
            with guard:
                inside += 1
                most = max(most, inside)
            time.sleep(0.02)
            with guard:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (inside, most) == (0, 1)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', "\x00\x00"])
def test_a_damaged_record_is_no_obstacle(tmp_path: Path, content: str) -> None:
    (tmp_path / LOCK_NAME).write_text(content, encoding="utf-8")
    with BuildLock(tmp_path, "build") as lock:
        assert lock.taken_over is None
        assert json.loads((tmp_path / LOCK_NAME).read_text(encoding="utf-8"))["command"] == "build"
