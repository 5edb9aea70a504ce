"""Writing a site: where it goes, what it refuses, and what happens when a page grows too long."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from etl.cli.app import app
from etl.errors import ChitieuError, WrongUsage
from etl.release.store import Release, ReleaseStore
from etl.site import write_site
from etl.site.links import file_name, relative
from etl.site.serve import server_for
from tests.site.test_files import test_every_link_leads_to_something_that_is_there as every_link_leads
from tests.site.test_files import test_ids_are_unique as ids_are_unique

REPOSITORY = Path(__file__).resolve().parents[2]


def command(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["site", *map(str, arguments)])


@pytest.fixture(scope="session")
def release(built_warehouse: Path) -> Release:
    return ReleaseStore(built_warehouse).require_current()


def test_the_command_writes_into_the_release_and_says_where(hostile_warehouse: Path) -> None:
    for _ in range(2):  # a second site takes the place of the first
        done = command("--warehouse", hostile_warehouse, "--language", "en")
        assert done.exit_code == 0, done.output
        start = hostile_warehouse / "current" / "site" / "index.html"
        assert start.is_file()
        assert "index.html" in done.output
    release = (hostile_warehouse / "current").resolve()
    assert [p.name for p in release.iterdir() if p.name.startswith(".")] == []
    assert (release / "site").stat().st_mode & 0o777 == 0o755


def test_a_folder_of_somebody_elses_is_not_replaced(release: Release, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUsage):
        write_site(release, tmp_path)
    with pytest.raises(WrongUsage):
        write_site(release, tmp_path / "mine.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_and_an_earlier_site_are_replaced(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.site.write.vega_script", lambda: "")
    target = tmp_path / "site"
    target.mkdir()
    write_site(release, target)
    (target / "left-over.html").write_text("", encoding="utf-8")
    write_site(release, target)
    assert not (target / "left-over.html").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_site_that_fails_leaves_the_earlier_one(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("etl.site.write.vega_script", full)
    target = tmp_path / "site"
    target.mkdir()
    with pytest.raises(ChitieuError) as caught:
        write_site(release, target)
    assert "No space left" in caught.value.message_en
    assert list(tmp_path.iterdir()) == [target]
    assert list(target.iterdir()) == []


def test_pages_are_not_written_among_the_reports(built_warehouse: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    config = tmp_path / "chitieu.toml"
    config.write_text(f'reports_dir = "{reports}"\n', encoding="utf-8")
    done = command("--warehouse", built_warehouse, "--config", config, "--output", reports / "site")
    assert isinstance(done.exception, WrongUsage)
    assert list(reports.iterdir()) == []


def test_a_release_without_texts_says_what_to_do(release: Release, tmp_path: Path) -> None:
    database = tmp_path / "chitieu.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema marts; create table marts.dim_report (report_key varchar)")
    with pytest.raises(ChitieuError) as caught:
        write_site(Release(release.name, tmp_path, True), tmp_path / "site")
    assert "chitieu build" in caught.value.remedy_en
    assert [p.name for p in tmp_path.iterdir()] == ["chitieu.duckdb"]


def test_a_release_of_another_version_says_what_to_do(release: Release, tmp_path: Path) -> None:
    old = Release("20200101T000000Z-old", tmp_path / "old", False)
    old.path.mkdir()
    shutil.copy(release.database, old.database)
    with duckdb.connect(str(old.database)) as connection:
        connection.execute("alter table marts.fct_indicator_observation drop column quote")
    with pytest.raises(ChitieuError, match="quote") as caught:
        write_site(old, tmp_path / "site")
    assert "chitieu build" in caught.value.remedy_en
    assert not (tmp_path / "site").exists()


def test_long_pages_are_cut_and_every_link_still_leads_somewhere(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.site.write.vega_script", lambda: "")
    monkeypatch.setattr("etl.site.report.PAGE_BYTES", 9_000)
    monkeypatch.setattr("etl.site.write.PAGE_BYTES", 9_000)
    monkeypatch.setattr("etl.site.overview.PER_PAGE", 10)
    monkeypatch.setattr("etl.site.locality.PLANS", 20)
    monkeypatch.setattr("etl.site.locality.SERIES", 40)
    monkeypatch.setattr("etl.site.indicator.MENTIONS", 2)
    site = write_site(release, tmp_path / "site").path
    assert (site / "bao-cao/bac-kan-tp-2023-3.html").is_file()
    assert (site / "phat-hien/trang-2.html").is_file()
    assert (site / "dia-phuong/thanh-pho-cao-bang-040-agriculture.html").is_file()
    assert (site / "dia-phuong/thanh-pho-cao-bang-040-2021.html").is_file()
    every_link_leads(site)
    ids_are_unique(site)


def test_the_same_release_gives_the_same_site(release: Release, tmp_path: Path, site: Path) -> None:
    again = write_site(release, tmp_path / "site").path
    files = sorted(p.relative_to(site) for p in site.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(again) for p in again.rglob("*") if p.is_file())
    assert [f for f in files if (site / f).read_bytes() != (again / f).read_bytes()] == []


def test_it_is_served_to_this_machine_only(served: str) -> None:
    assert served.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(f"{served}/") as answer:  # noqa: S310
        assert "Chỉ tiêu" in answer.read().decode()
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{served}/../chitieu.duckdb")  # noqa: S310


def test_a_port_in_use_is_told(site: Path) -> None:
    with server_for(site, 0) as server, pytest.raises(ChitieuError) as caught:
        server_for(site, server.server_port)
    assert "--port" in caught.value.remedy_en


@given(st.text(min_size=1))
def test_file_names_are_plain_and_never_shared(key: str) -> None:
    name = file_name(key)
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,79}", name)
    assert name == file_name(key)
    assert name == key or name != file_name(key + "x")
    assert name not in ("con", "nul", "index")


@pytest.mark.parametrize(
    ("page", "target", "expected"),
    [
        ("index.html", "bao-cao/a.html", "bao-cao/a.html"),
        ("bao-cao/a.html", "index.html", "../index.html"),
        ("bao-cao/a.html", "bao-cao/a.html#n5", "#n5"),
        ("bao-cao/a.html", "bao-cao/b.html#n5", "b.html#n5"),
        ("chi-tieu/x.html", "bao-cao/b.html#n5", "../bao-cao/b.html#n5"),
        ("chi-tieu/x.html", ".", ".."),
        ("index.html", ".", "."),
    ],
)
def test_links_are_relative(page: str, target: str, expected: str) -> None:
    assert relative(page, target) == expected


def test_the_command_serves_until_it_is_stopped(hostile_warehouse: Path, tmp_path: Path) -> None:
    arguments = [
        "site",
        "--warehouse",
        hostile_warehouse,
        "--output",
        tmp_path / "site",
        "--serve",
        "--port",
        "0",
    ]
    serving = subprocess.Popen(
        [sys.executable, "-m", "etl.cli", *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    try:
        assert serving.stdout is not None
        told = next(line for line in serving.stdout if "http://" in line)
        address = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert address
        with urllib.request.urlopen(address.group()) as answer:  # noqa: S310
            assert answer.status == 200
    finally:
        serving.send_signal(signal.SIGTERM)  # an interrupt is ignored where the tests run in the background
        assert serving.wait(timeout=60) == 0
