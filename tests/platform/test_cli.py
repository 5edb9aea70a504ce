"""The command line as cron and people meet it: exit codes, words, formats."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from etl.cli.app import app
from etl.release.store import ReleaseStore
from etl.settings import load_settings
from tests.platform.conftest import REPORTS, Run

COMMANDS = [
    "build", "load", "transform", "check", "publish", "sql", "releases", "rollback", "diff", "status",
    "settings", "schedule", "show", "explain", "indicators",
]  # fmt: skip


def test_the_list_of_commands_is_whole() -> None:
    registered = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    assert set(COMMANDS) <= registered


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches(chitieu: Run, command: str) -> None:
    done = chitieu(command, "--help")
    assert done.returncode == 0
    assert " / " in done.stdout  # Vietnamese / English


def test_help_names_the_exit_codes(chitieu: Run) -> None:
    told = " ".join(chitieu("--help").stdout.split())
    for code in ("0 ", "1 ", "2 ", "64 "):
        assert code in told.split("Exit codes:")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("bild",),
        ("build", "--report", "x"),
        ("build", "--keep", "0"),
        ("build", "--wait", "soon"),
        ("sql",),
        ("show", "absent.txt"),
        ("schedule", "--at", "25:00"),
        ("schedule", "--format", "rss"),
        ("status", "--config", "absent.toml"),
    ],
)
def test_wrong_usage_leaves_with_64(chitieu: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = chitieu(*arguments, cwd=tmp_path)
    assert done.returncode == 64, done.stderr
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def stands(warehouse: Path) -> tuple[str, bytes]:
    """What must not change when a build fails: the current release and its bytes."""
    release = ReleaseStore(warehouse).require_current()
    return release.name, release.database.read_bytes()


def both_languages(err: str) -> None:
    assert re.search(r"^Lỗi: ", err, re.MULTILINE)
    assert re.search(r"^Error: ", err, re.MULTILINE)
    assert "Traceback" not in err


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    path = tmp_path / "given"
    path.mkdir()
    return path


def test_a_missing_directory(chitieu: Run, warehouse: Path, tmp_path: Path) -> None:
    before = stands(warehouse)
    done = chitieu("build", "--reports", tmp_path / "absent", "--warehouse", warehouse)
    assert done.returncode == 1
    both_languages(done.stderr)
    assert str(tmp_path / "absent") in done.stderr
    assert "--reports" in done.stderr
    assert stands(warehouse) == before


def test_an_empty_directory(chitieu: Run, warehouse: Path, directory: Path) -> None:
    before = stands(warehouse)
    done = chitieu("build", "--reports", directory, "--warehouse", warehouse)
    assert done.returncode == 1
    both_languages(done.stderr)
    assert str(directory) in done.stderr
    assert "Put reports" in done.stderr
    assert stands(warehouse) == before


def test_a_file_where_a_directory_should_be(chitieu: Run, warehouse: Path, directory: Path) -> None:
    file = directory / "report.txt"
    file.write_text("x", encoding="utf-8")
    done = chitieu("build", "--reports", file, "--warehouse", warehouse)
    assert done.returncode == 1
    assert "not a directory" in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("only-this.txt", b"", "empty"),
        ("only-this.txt", bytes(range(256)) * 40, "only-this.txt"),
        ("only-this.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "only-this.png"),
    ],
)
def test_a_directory_of_nothing_but_refused_files(
    chitieu: Run, warehouse: Path, directory: Path, name: str, content: bytes, words: str
) -> None:
    before = stands(warehouse)
    (directory / name).write_bytes(content)
    done = chitieu("build", "--reports", directory, "--warehouse", warehouse)
    assert done.returncode == 1
    both_languages(done.stderr)
    assert words in done.stderr
    assert name in done.stderr
    assert stands(warehouse) == before


def test_refused_inputs_beside_good_ones(chitieu: Run, warehouse: Path, directory: Path) -> None:
    """A file that is no report and one with a wrong hash are told, and the rest goes out."""
    for name, text in REPORTS.items():
        (directory / name).write_text(text, encoding="utf-8")
    (directory / "photo.txt").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40)
    third = directory / "xa-yen-binh-2023.txt"
    third.write_text(REPORTS["xa-an-binh-2023.txt"].replace("450 con", "451 con"), encoding="utf-8")
    (directory / "manifest.csv").write_text(f"file,sha256\n{third.name},{'0' * 64}\n", encoding="utf-8")
    done = chitieu("build", "--reports", directory, "--warehouse", warehouse, "--quiet")
    assert done.returncode == 2, done.stderr
    refused = [line for line in done.stdout.splitlines() if line.startswith("Refused: ")]
    assert any("photo.txt" in line for line in refused)
    assert any(third.name in line and "manifest.csv" in line for line in refused)
    asked = chitieu(
        "sql", "select report_id from dim_report order by 1", "--warehouse", warehouse, "-f", "csv"
    )
    assert {"xa-an-binh-2023", "xa-hoa-son-2023"} <= set(asked.stdout.split())
    assert "xa-yen-binh-2023" not in asked.stdout
    told = json.loads(chitieu("status", "--json", "--warehouse", warehouse).stdout)
    assert {r["reason_code"] for r in told["current"]["refused"]} >= {"hash_mismatch"}
    recorded = chitieu(
        "sql", "select reason_code from fct_load_refusal", "--warehouse", warehouse, "-f", "csv"
    )
    assert "hash_mismatch" in recorded.stdout


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs a place that nobody can write to")
def test_a_warehouse_that_cannot_be_written(chitieu: Run, directory: Path) -> None:
    for name, text in REPORTS.items():
        (directory / name).write_text(text, encoding="utf-8")
    sealed = Path("/sys/chitieu-warehouse")  # nobody may make a directory there, not even root
    done = chitieu("build", "--reports", directory, "--warehouse", sealed)
    assert done.returncode == 1
    both_languages(done.stderr)
    assert "cannot be written" in done.stderr
    assert "--warehouse" in done.stderr


def test_before_the_first_build(chitieu: Run, tmp_path: Path) -> None:
    absent = tmp_path / "none"
    for command in (("sql", "select 1"), ("diff",), ("rollback",), ("indicators",), ("publish",), ("check",)):
        done = chitieu(*command, "--warehouse", absent)
        assert done.returncode == 1, command
        both_languages(done.stderr)
    assert chitieu("status", "--warehouse", absent).returncode == 0
    assert json.loads(chitieu("status", "--json", "--warehouse", absent).stdout)["current"] is None
    assert json.loads(chitieu("releases", "--json", "--warehouse", absent).stdout) == []


QUERY = "select 1 as a, 'x|y' as b, null as c, 1.50::decimal(9, 2) as d, date '2023-01-02' as e"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", "a,b,c,d,e\n1,x|y,,1.5,2023-01-02\n"),
        ("markdown", "| a | b | c | d | e |\n|---|---|---|---|---|\n| 1 | x\\|y |  | 1.5 | 2023-01-02 |\n"),
    ],
)
def test_sql_formats(chitieu: Run, built_warehouse: Path, form: str, expected: str) -> None:
    assert chitieu("sql", QUERY, "--warehouse", built_warehouse, "-f", form).stdout == expected


def test_sql_json_and_table(chitieu: Run, built_warehouse: Path) -> None:
    rows = json.loads(chitieu("sql", QUERY, "--warehouse", built_warehouse, "-f", "json").stdout)
    assert rows == [{"a": 1, "b": "x|y", "c": None, "d": 1.5, "e": "2023-01-02"}]
    table = chitieu("sql", QUERY, "--warehouse", built_warehouse).stdout
    assert all(cell in table for cell in ("x|y", "1.5", "2023-01-02"))


def test_sql_finds_marts_unprefixed_and_reads_stdin(chitieu: Run, built_warehouse: Path) -> None:
    done = chitieu(
        "sql",
        "-",
        "--warehouse",
        built_warehouse,
        "-f",
        "csv",
        input="select count(*) > 0 as n from dim_report",
    )
    assert list(csv.reader(io.StringIO(done.stdout))) == [["n"], ["True"]]


@pytest.mark.parametrize(
    "query", ["selec 1", "select * from nowhere", "delete from dim_report", "create table t (a int)"]
)
def test_sql_that_cannot_be_run(chitieu: Run, built_warehouse: Path, query: str) -> None:
    done = chitieu("sql", query, "--warehouse", built_warehouse)
    assert done.returncode == 64
    both_languages(done.stderr)


def test_status_tells_release_checks_and_runs(chitieu: Run, built_warehouse: Path) -> None:
    told = json.loads(chitieu("status", "--json", "--warehouse", built_warehouse).stdout)
    release = ReleaseStore(built_warehouse).require_current()
    assert told["current"]["release"] == release.name
    assert told["current"]["checks"]["expectations"] > 30
    assert told["current"]["counts"]["reports"] == 5
    assert told["building"] is None
    assert told["runs"][0]["outcome"] == "done"
    words = chitieu("status", "--warehouse", built_warehouse).stdout
    assert release.name in words
    assert "Asia/Ho_Chi_Minh" in words


def test_status_does_not_import_what_is_slow() -> None:
    code = (
        "import sys; sys.argv = ['chitieu', 'status']; from etl.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "slow = {'duckdb', 'pandas', 'sqlalchemy', 'alembic', 'dbt', 'great_expectations', 'pyarrow'}\n"
        "print('SLOW', sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "SLOW []" in done.stdout


def test_settings_are_shown_with_their_origin(chitieu: Run, tmp_path: Path) -> None:
    (tmp_path / "chitieu.toml").write_text("keep_releases = 7\n", encoding="utf-8")
    done = chitieu("settings", "--json", "--warehouse", "here", cwd=tmp_path, env={"CHITIEU_PROCESSES": "2"})
    told = {t["setting"]: (t["value"], t["from"]) for t in json.loads(done.stdout)}
    assert told["keep_releases"] == ("7", "chitieu.toml")
    assert told["processes"] == ("2", "environment")
    assert told["warehouse_dir"] == ("here", "flag")
    assert told["timezone"] == ("Asia/Ho_Chi_Minh", "default")
    assert all(t["meaning"] for t in json.loads(done.stdout))


def test_the_crontab_line_runs_from_an_empty_environment(
    chitieu: Run, sample_reports: Path, tmp_path: Path
) -> None:
    """Run as cron does: /bin/sh, its own PATH, another directory, % unescaped."""
    place = tmp_path / "with space & 100%"
    place.mkdir()
    printed = chitieu(
        "schedule",
        "--format",
        "cron",
        "--at",
        "2:05",
        "--reports",
        tmp_path / "no reports",
        "--warehouse",
        place,
    ).stdout
    (line,) = [x for x in printed.splitlines() if x and not x.startswith("#") and "=" not in x.split(" ")[0]]
    minute, hour, *_, command = line.split(" ", 5)
    assert (minute, hour) == ("5", "2")
    assert "CRON_TZ=Asia/Ho_Chi_Minh" in printed
    assert not re.search(r"(?<!\\)%", command)
    done = subprocess.run(
        ["/bin/sh", "-c", command.replace(r"\%", "%")],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
        cwd="/",
        check=False,
    )
    # The directory is not there, so nothing is published, and the log says why.
    assert done.returncode == 1
    log = (place / "logs" / "cron.log").read_text(encoding="utf-8")
    assert "Another" not in log
    assert str(tmp_path / "no reports") in log


def test_the_systemd_units_are_valid(chitieu: Run, tmp_path: Path) -> None:
    printed = chitieu("schedule", "--format", "systemd", "--warehouse", tmp_path / "a b").stdout
    service, timer = printed.split("# chitieu.timer")
    assert "SuccessExitStatus=2" in service
    assert "OnCalendar=*-*-* 02:30:00 Asia/Ho_Chi_Minh" in timer
    assert f'"{tmp_path / "a b"}"' in service
    analyse = shutil.which("systemd-analyze")
    if analyse is None:
        return
    (tmp_path / "chitieu.service").write_text(service, encoding="utf-8")
    (tmp_path / "chitieu.timer").write_text(timer, encoding="utf-8")
    done = subprocess.run(
        [analyse, "verify", str(tmp_path / "chitieu.service"), str(tmp_path / "chitieu.timer")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "chitieu" not in done.stderr, done.stderr


def test_a_build_names_the_holder_of_the_lock(chitieu: Run, warehouse: Path, sample_reports: Path) -> None:
    from etl.release.lock import BuildLock

    settings = load_settings(warehouse_dir=warehouse)
    with BuildLock(settings.work_dir, "build"):
        done = chitieu("build", "--reports", sample_reports, "--warehouse", warehouse)
        told = json.loads(chitieu("status", "--json", "--warehouse", warehouse).stdout)
    assert done.returncode == 1
    assert f"pid {os.getpid()}" in done.stderr
    assert told["building"]["pid"] == os.getpid()
