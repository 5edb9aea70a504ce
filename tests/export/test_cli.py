"""`chitieu export`, as it is called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest


def chitieu(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHITIEU_")}
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join([root, *filter(None, [environment.get("PYTHONPATH")])])
    return subprocess.run(
        [sys.executable, "-m", "etl.cli", "export", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment | {"PYTHONPATH": path, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"},
        cwd=cwd,
        timeout=180,
    )


def test_it_names_what_it_wrote(built_warehouse: Path, tmp_path: Path) -> None:
    before = (built_warehouse / "current" / "chitieu.duckdb").read_bytes()
    done = chitieu(
        "--warehouse", built_warehouse, "-f", "csv", "-f", "parquet", "-t", "dim_year,mart_s*", cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    for path in ("csv/dim_year.csv", "csv/mart_scorecard.csv", "parquet/dim_year.parquet"):
        assert path in done.stdout
        assert (tmp_path / "export" / path).is_file()
    assert "fct_number" not in done.stdout
    with duckdb.connect() as connection:
        assert connection.execute(
            f"select count(*) > 20 from '{tmp_path}/export/parquet/dim_year.parquet'"
        ).fetchone() == (True,)
    assert (built_warehouse / "current" / "chitieu.duckdb").read_bytes() == before


def test_a_program_can_read_what_it_says(built_warehouse: Path, tmp_path: Path) -> None:
    done = chitieu("--warehouse", built_warehouse, "-f", "sdmx", "-o", "o", "--json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert told["output"] == "o"
    assert [f["path"] for f in told["files"]] == ["sdmx/chitieu-structure.xml", "sdmx/chitieu-data.csv"]
    for file in told["files"]:
        assert file["bytes"] == (tmp_path / "o" / file["path"]).stat().st_size


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-f", "pdf"], 64, "pdf"),
        (["-t", "no_such_table"], 64, "no_such_table"),
        (["--release", "1999"], 1, "1999"),
        (["-o", "taken"], 64, "taken"),
    ],
)
def test_wrong_calls(
    built_warehouse: Path, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "taken").touch()
    done = chitieu("--warehouse", built_warehouse, *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr


def test_without_a_release_it_says_what_to_do(tmp_path: Path) -> None:
    done = chitieu("--warehouse", tmp_path / "none", cwd=tmp_path)
    assert done.returncode == 1
    assert "chitieu build" in done.stderr
