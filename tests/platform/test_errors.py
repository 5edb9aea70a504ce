"""Errors keep their words through processes, and the system's refusals are told plainly."""

from __future__ import annotations

import errno
import pickle
from pathlib import Path

import duckdb
import pytest

from etl.errors import ChitieuError, InputRefused, WrongUsage
from etl.faults import told_plainly


@pytest.mark.parametrize(
    "error",
    [
        ChitieuError("sai", "wrong", "sửa", "mend", path="a.txt", line=3, exit_code=1),
        InputRefused("empty", "b/a.txt", "trống", "empty", "xem lại", "look again", line=2),
        WrongUsage("sai", "wrong"),
    ],
)
def test_errors_survive_a_trip_between_processes(error: ChitieuError) -> None:
    back = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own bytes)
    assert type(back) is type(error)
    assert vars(back) == vars(error)
    assert str(back) == str(error)


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/w/x"), "disk ran full"),
        (OSError(errno.EFBIG, "File too large"), "disk ran full"),
        (OSError(errno.EROFS, "Read-only file system", "/w/x"), "cannot be written"),
        (PermissionError(errno.EACCES, "Permission denied", "/w/x"), "cannot be written"),
        (duckdb.IOException("Could not write file: No space left on device"), "disk ran full"),
        (duckdb.IOException("Cannot open file: Permission denied"), "cannot be written"),
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"), "Memory ran out"),
        (MemoryError(), "Memory ran out"),
        (duckdb.IOException("Could not set lock on file: Conflicting lock (PID 7)"), r"open.*PID 7"),
        (ChitieuError("dbt", "dbt could not run: No space left on device"), "disk ran full"),
    ],
)
def test_refusals_of_the_system_are_told_plainly(raised: Exception, words: str, tmp_path: Path) -> None:
    with pytest.raises(ChitieuError, match=words) as caught, told_plainly(tmp_path):
        raise raised
    assert caught.value.exit_code == 1
    assert caught.value.remedy_vi
    assert caught.value.remedy_en


@pytest.mark.parametrize(
    "raised", [KeyError("a"), FileNotFoundError(errno.ENOENT, "gone", "x"), ValueError("b")]
)
def test_other_faults_pass_through(raised: Exception, tmp_path: Path) -> None:
    with pytest.raises(type(raised)), told_plainly(tmp_path):
        raise raised
