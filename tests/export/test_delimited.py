"""CSV: no cell that a spreadsheet would run, and every text back to the letter."""

from __future__ import annotations

import csv
import unicodedata
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.export import ExportFormat, export_release
from etl.export.delimited import COMMA, POINT, Dialect, cell_of, inert, revive, write_csv
from etl.export.model import Column, Kind
from etl.release.store import Release
from tests.export.conftest import AWKWARD

TEXTS = st.text(
    st.one_of(st.sampled_from("=+-@'\t\r\n ;,\"＝\ufeff"), st.characters(codec="utf-8")), max_size=12
)


def rows_of(path: Path, dialect: Dialect = POINT) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=dialect.delimiter))


@given(TEXTS)
def test_a_text_comes_back_to_the_letter(text: str) -> None:
    assert revive(inert(text)) == text


@given(TEXTS)
def test_no_text_begins_as_a_formula(text: str) -> None:
    cell = inert(text)
    assert cell[:1] not in set("=+-@\t\r\n＝＋－＠")
    seen = [c for c in cell if unicodedata.category(c)[0] not in "CZ"]
    assert "".join(seen)[:1] not in set("=+-@＝＋－＠")


@pytest.mark.parametrize("text", ["đạt 95%", "5 - 3", "a=b", "(+) tăng", "• -1", ""])
def test_a_harmless_text_is_left_as_it_is(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize(
    ("value", "kind", "point", "comma"),
    [
        (Decimal("-12.50000000"), Kind.number, "-12.5", "-12,5"),
        (Decimal("1E+3"), Kind.number, "1000", "1000"),
        (Decimal("12345678901234567890.12345678"), Kind.number, "12345678901234567890.12345678", None),
        (Decimal("0E-8"), Kind.number, "0", "0"),
        (1e-7, Kind.number, "0.0000001", "0,0000001"),
        (100.0, Kind.number, "100", "100"),
        (-1, Kind.integer, "-1", "-1"),
        (False, Kind.boolean, "false", "false"),
        (None, Kind.number, "", ""),
        ("1.5", Kind.string, "1.5", "1.5"),
        ("-1.5", Kind.string, "'-1.5", "'-1.5"),
    ],
)
def test_values_are_written_in_plain_digits(value: object, kind: Kind, point: str, comma: str | None) -> None:
    assert cell_of(value, kind) == point
    if comma is not None:
        assert cell_of(value, kind, COMMA.decimal) == comma


@given(st.lists(st.tuples(TEXTS, st.decimals(allow_nan=False, allow_infinity=False, places=4)), max_size=5))
def test_a_file_holds_what_was_given(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, Decimal]]
) -> None:
    columns = [Column("t", "VARCHAR", Kind.string, False, ""), Column("v", "DECIMAL", Kind.number, False, "")]
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    for dialect in (POINT, COMMA):
        write_csv(path, columns, rows, dialect)
        header, *read = rows_of(path, dialect)
        assert header == ["t", "v"]
        assert [(revive(t), Decimal(v.replace(",", "."))) for t, v in read] == rows


def test_a_table_of_awkward_texts(awkward: Release, tmp_path: Path) -> None:
    export_release(awkward, tmp_path / "out", formats=[ExportFormat.csv])
    path = tmp_path / "out" / "csv" / "fct_awkward.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfn,told,")
    header, *rows = rows_of(path)
    assert header == ["n", "told", "maybe", "amount", "ratio", "yes", "day", "at"]
    assert [revive(row[1]) for row in rows] == AWKWARD
    assert rows[0] == ["0", "'=1+1", "", "", "", "", "", ""]
    assert rows[1][2:] == ["", "-12.5", "0.0000001", "true", "2023-09-02", "2023-09-02T08:30:00Z"]


def test_the_samples_come_back_from_csv(exported: tuple[Path, object], built_database: Path) -> None:
    folder, _ = exported
    with duckdb.connect(str(built_database), read_only=True) as connection:
        kept = connection.execute("select quote, value from marts.fct_indicator_observation").fetchall()
    header, *rows = rows_of(folder / "csv" / "fct_indicator_observation.csv")
    at = {name: header.index(name) for name in ("quote", "value")}
    read = [(revive(r[at["quote"]]), Decimal(r[at["value"]]) if r[at["value"]] else None) for r in rows]
    assert read == kept
