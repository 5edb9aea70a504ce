"""Where an export goes: whole or not at all, and never over what somebody else put there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.errors import ChitieuError, WrongUsage
from etl.export import ExportFormat, export_release
from etl.export.place import check_folder
from etl.release.store import Release

CSV, XLSX = [ExportFormat.csv], [ExportFormat.xlsx]


@pytest.fixture
def small(make_release: Callable[[str], Release]) -> Release:
    return make_release("create table dim_a as select 1 as a; create table mart_b as select 2 as b")


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_an_export_replaces_the_one_before(small: Release, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_release(small, out, formats=CSV)
    told = export_release(small, out, formats=XLSX)
    assert names(out) == {"chitieu.xlsx", "datapackage.json"}
    assert told.replaced == ["csv/dim_a.csv", "csv/dim_report.csv", "csv/mart_b.csv", "datapackage.json"]
    assert not (out / "csv").exists()


def test_files_of_others_stay(small: Release, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "csv").mkdir(parents=True)
    (out / "notes.txt").write_text("của tôi", encoding="utf-8")
    (out / "csv" / "mine.csv").write_text("a", encoding="utf-8")
    for formats in (CSV, XLSX):
        export_release(small, out, formats=formats)
    assert names(out) == {"chitieu.xlsx", "datapackage.json", "notes.txt", "csv/mine.csv"}


@pytest.mark.parametrize("path", ["csv/dim_a.csv", "datapackage.json"])
def test_a_foreign_file_is_not_overwritten_unless_asked(small: Release, tmp_path: Path, path: str) -> None:
    out = tmp_path / "out"
    (out / path).parent.mkdir(parents=True)
    (out / path).write_text("của tôi", encoding="utf-8")
    with pytest.raises(WrongUsage, match=path):
        export_release(small, out, formats=CSV)
    assert names(out) == {path}
    assert (out / path).read_text(encoding="utf-8") == "của tôi"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "releases"]  # nothing left beside
    export_release(small, out, formats=CSV, force=True)
    assert (out / path).read_text(encoding="utf-8") != "của tôi"


def test_an_edited_file_of_an_export_is_somebodys_own(small: Release, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_release(small, out, formats=CSV)
    (out / "csv" / "dim_a.csv").write_text("sửa tay", encoding="utf-8")
    with pytest.raises(WrongUsage, match=r"csv/dim_a\.csv"):
        export_release(small, out, formats=CSV)
    export_release(small, out, formats=XLSX)  # not in the way: it stays
    assert names(out) == {"chitieu.xlsx", "csv/dim_a.csv", "datapackage.json"}


def test_a_package_that_points_outside_takes_nothing_away(small: Release, tmp_path: Path) -> None:
    out, precious = tmp_path / "out", tmp_path / "precious.csv"
    export_release(small, out, formats=CSV)
    precious.write_bytes((out / "csv" / "dim_a.csv").read_bytes())
    package = (out / "datapackage.json").read_text(encoding="utf-8")
    (out / "datapackage.json").write_text(
        package.replace("csv/dim_a.csv", "../precious.csv"), encoding="utf-8"
    )
    export_release(small, out, formats=XLSX)
    assert precious.exists()


def test_a_failure_leaves_the_earlier_export(
    small: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    export_release(small, out, formats=CSV)
    before = {path: (out / path).read_bytes() for path in names(out)}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("etl.export.run.write_csv", full)
    with pytest.raises(ChitieuError, match="No space left"):
        export_release(small, out, formats=CSV)
    assert {path: (out / path).read_bytes() for path in names(out)} == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "releases"]


@pytest.mark.parametrize("place", ["reports", "reports/out", "w/releases/x", "w/work", "a-file"])
def test_places_that_an_export_must_not_go_to(tmp_path: Path, place: str) -> None:
    (tmp_path / "reports").mkdir()
    for part in ("releases", "work"):
        (tmp_path / "w" / part).mkdir(parents=True)
    (tmp_path / "a-file").touch()
    with pytest.raises(WrongUsage):
        check_folder(tmp_path / place, tmp_path / "reports", tmp_path / "w")


def test_other_places_will_do(tmp_path: Path) -> None:
    (tmp_path / "w" / "releases").mkdir(parents=True)
    for place in ("out", "w/exports", "new/deep/out"):
        check_folder(tmp_path / place, tmp_path / "reports", tmp_path / "w")


@pytest.mark.parametrize(
    ("patterns", "csv_tables", "parquet_tables"),
    [
        ([], {"dim_a", "dim_report", "mart_b"}, {"dim_a", "dim_report", "mart_b", "fct_load_run", "other"}),
        (["mart_*"], {"mart_b"}, {"mart_b"}),
        (["all"], {"dim_a", "dim_report", "mart_b", "fct_load_run", "other"}, None),
        (["dim_a", "fct_load_run"], {"dim_a", "fct_load_run"}, None),
    ],
)
def test_which_tables(
    make_release: Callable[[str], Release],
    tmp_path: Path,
    patterns: list[str],
    csv_tables: set[str],
    parquet_tables: set[str] | None,
) -> None:
    release = make_release(
        "".join(f"create table {t} as select 1 as a;" for t in ("dim_a", "mart_b", "fct_load_run", "other"))
    )
    told = export_release(
        release, tmp_path / "o", formats=[ExportFormat.csv, ExportFormat.parquet], tables=patterns
    )
    by_form = {form: {f.table for f in told.files if f.form is form} for form in ExportFormat}
    assert by_form[ExportFormat.csv] == csv_tables
    assert by_form[ExportFormat.parquet] == (parquet_tables or csv_tables)


def test_a_table_that_is_not_there_is_named(small: Release, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"mart_c.*It has: dim_a, dim_report, mart_b"):
        export_release(small, tmp_path / "o", formats=CSV, tables=["dim_a", "mart_c"])
    assert not (tmp_path / "o").exists()
