"""XLSX: real types, texts that stay texts, and what Excel cannot hold told."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from etl.export import ExportFormat, export_release
from etl.export.model import Column, Kind, Table
from etl.export.workbook import CUT, FIRST_SHEET, MAX_CHARACTERS, cut, write_workbook
from etl.release.store import Release
from tests.export.conftest import AWKWARD

TIME = datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001  (UTC, as the store gives it)


def test_every_value_has_its_type_and_no_text_is_a_formula(awkward: Release, tmp_path: Path) -> None:
    export_release(awkward, tmp_path / "out", formats=[ExportFormat.xlsx])
    book = openpyxl.load_workbook(tmp_path / "out" / "chitieu.xlsx")
    sheet = book["fct_awkward"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:H{len(AWKWARD) + 1}"
    texts = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert [unescape(c.value or "") for c in texts] == AWKWARD
    assert {c.data_type for c in texts if c.value} == {"s"}
    assert {t for t, c in zip(AWKWARD, texts, strict=True) if c.quotePrefix} == {
        t for t in AWKWARD if t.strip() and t.strip()[0] in "=+-@＝'"
    }
    _, _, maybe, amount, ratio, yes, day, at = next(sheet.iter_rows(min_row=3, max_row=3, values_only=True))
    assert (maybe, amount, ratio, yes) == (None, -12.5, 1e-07, True)
    assert (day, at) == (datetime(2023, 9, 2), datetime(2023, 9, 2, 8, 30))  # noqa: DTZ001
    assert sheet["G3"].number_format == "yyyy-mm-dd"


def test_the_first_sheet_tells_what_the_others_are(
    exported: tuple[Path, object], built_database: Path
) -> None:
    folder, _ = exported
    book = openpyxl.load_workbook(folder / "chitieu.xlsx", read_only=True)
    assert book.sheetnames[0] == FIRST_SHEET
    told = [row for row in book[FIRST_SHEET].iter_rows(values_only=True) if any(row)]
    with duckdb.connect(str(built_database), read_only=True) as connection:
        comments = dict(
            connection.execute(
                "select column_name, comment from duckdb_columns()"
                " where table_name = 'fct_indicator_observation'"
            ).fetchall()
        )
        (rows,) = connection.execute("select count(*) from marts.fct_number").fetchone() or (0,)
    assert {r[1]: r[3] for r in told if r[0] == "fct_indicator_observation" and r[1] in comments} == comments
    assert ("fct_number", "fct_number", rows, "One row per number printed in a report.") in told
    listed = [r[0] for r in told if r[0] and r[0] == r[1]]
    assert listed == book.sheetnames[1:]
    assert listed[0].startswith("mart_")
    assert "fct_load_run" not in listed


def table(rows: int, kind: Kind = Kind.string) -> Table:
    return Table("fct_long", "Dài.", (Column("v", "", kind, True, ""),), rows)


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [(f"dòng {n}",) for n in range(7)]
    notes = write_workbook(path, [table(7)], lambda _: rows, release="R", published_at=TIME, max_rows=4)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[1:] == ["fct_long", "fct_long (2)", "fct_long (3)"]
    read = [[c.value for (c,) in book[name].iter_rows()] for name in book.sheetnames[1:]]
    assert read == [["v", "dòng 0", "dòng 1", "dòng 2"], ["v", "dòng 3", "dòng 4", "dòng 5"], ["v", "dòng 6"]]
    assert [n.en for n in notes] == ["fct_long: 7 rows, more than a sheet holds; they go over 3 sheets."]
    assert any("3 sheets" in str(row[3]) for row in book[FIRST_SHEET].iter_rows(values_only=True))


def test_an_empty_table_has_its_header(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", [table(0)], lambda _: [], release="R", published_at=TIME)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert list(book["fct_long"].iter_rows(values_only=True)) == [("v",)]


@pytest.mark.parametrize("letter", ["ệ", "😀"])
def test_a_text_longer_than_a_cell_is_cut_and_that_is_told(tmp_path: Path, letter: str) -> None:
    longest = letter * (MAX_CHARACTERS // (len(letter.encode("utf-16-le")) // 2))
    rows = [(longest,), (longest + letter,)]
    notes = write_workbook(tmp_path / "a.xlsx", [table(2)], lambda _: rows, release="R", published_at=TIME)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    kept, shortened = (row[0] for row in book["fct_long"].iter_rows(min_row=2, values_only=True))
    assert kept == longest
    assert len(str(shortened).encode("utf-16-le")) // 2 <= MAX_CHARACTERS
    assert str(shortened).endswith(CUT)
    assert longest.startswith(str(shortened).removesuffix(CUT))
    assert [n.en.split(":")[1].split(" cells")[0].strip() for n in notes] == ["1"]
    assert cut("ngắn") == "ngắn"


def test_a_number_of_too_many_digits_is_told(tmp_path: Path) -> None:
    rows = [(Decimal("123456789012345.00"),), (Decimal("1234567890123456.5"),)]
    notes = write_workbook(
        tmp_path / "a.xlsx", [table(2, Kind.number)], lambda _: rows, release="R", published_at=TIME
    )
    assert [n.en for n in notes] == ["fct_long: 1 numbers have more than 15 digits; Excel keeps 15."]


def test_libreoffice_opens_it_with_vietnamese_intact(awkward: Release, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    export_release(awkward, tmp_path / "out", formats=[ExportFormat.xlsx])
    # All sheets (-1), as CSV with commas, quotes and UTF-8; formulas would be told as such (true).
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,true,false,-1"
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", as_csv,
         "--outdir", str(tmp_path / "csv"), str(tmp_path / "out" / "chitieu.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with (tmp_path / "csv" / "chitieu-fct_awkward.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[:3] == ["n", "told", "maybe"]
    # LibreOffice has no control characters in a cell, and ends lines its own way.
    kept = {n: t for n, t in enumerate(AWKWARD) if "\x0b" not in t and "\r" not in t}
    assert {int(r[0]): r[1] for r in rows if int(r[0]) in kept} == kept
    assert rows[1][3] == "-12.5"
    assert (tmp_path / "csv" / f"chitieu-{FIRST_SHEET}.csv").is_file()


def test_dates_that_programs_disagree_on_are_texts(
    make_release: Callable[[str], Release], tmp_path: Path
) -> None:
    release = make_release(
        "create table dim_a as select date '1900-01-01' as since, date '1945-09-02' as until"
    )
    export_release(release, tmp_path / "out", formats=[ExportFormat.xlsx])
    book = openpyxl.load_workbook(tmp_path / "out" / "chitieu.xlsx")
    since, until = (c.value for c in book["dim_a"][2])
    assert since == "1900-01-01"
    assert isinstance(until, datetime)
    assert until.date() == date(1945, 9, 2)
