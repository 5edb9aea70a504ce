"""The reader compiled to machine code reads as its sources do: the tests of reading, run on the wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
COMPILER = os.environ.get("CC", "cc")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel that `make wheel` builds, in a copy of the repository."""
    if shutil.which(COMPILER) is None:
        pytest.skip("no C compiler")
    place = tmp_path_factory.mktemp("compiled")
    stamp = Path(sys.prefix) / ".installed"  # as it stands: nothing is installed in a test
    command = ["make", "--silent", f"--old-file={stamp}", f"VENV={sys.prefix}", f"DIST={place}", "wheel"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = place.glob("chitieu-*.whl")
    unpacked = place / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    return unpacked


def test_every_module_of_reading_is_compiled(compiled: Path) -> None:
    for folder in ("documents", "statements"):
        sources = {p.stem for p in (REPOSITORY / "etl" / folder).glob("*.py")} - {"__init__"}
        assert {p.name.split(".")[0] for p in (compiled / "etl" / folder).glob("*.so")} == sources


def test_the_sources_stay_alone() -> None:
    assert not list((REPOSITORY / "etl").rglob("*.so"))


def test_compiled_reading_passes_the_tests_of_reading(compiled: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-o", f"pythonpath={compiled}"]
    done = subprocess.run(
        [*command, "tests/statements", "tests/documents"], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


def test_a_compiled_reader_builds_a_warehouse(compiled: Path, reports: Path, tmp_path: Path) -> None:
    def chitieu(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "etl.cli", *arguments],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(compiled)}, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "compiled reader" in chitieu("--version")
    warehouse = ("--warehouse", str(tmp_path / "warehouse"))
    chitieu("build", "--reports", str(reports), "--quiet", *warehouse)
    told = chitieu("sql", "select count(*) from fct_indicator_observation", "--format", "csv", *warehouse)
    assert int(told.splitlines()[-1]) >= 5
