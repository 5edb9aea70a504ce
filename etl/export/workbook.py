"""One XLSX workbook: a sheet a table, and before them one that tells what each sheet and column is.

Numbers are numbers and dates are dates; a text stays a text whatever sign it begins with.  What
Excel cannot hold is told on the first sheet: a table longer than a sheet goes on in the next, a
text longer than a cell is cut.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from etl.export.delimited import inert
from etl.export.model import Column, Kind, Note, Table

Reader = Callable[[Table], Iterable[tuple[Any, ...]]]

MAX_ROWS = 1_048_576  # of a sheet, its header among them
MAX_CHARACTERS = 32_767  # of a cell, as UTF-16 counts them
MAX_DIGITS = 15  # that Excel keeps of a number
MAX_TITLE = 31
# Of an earlier date programs make different days (Excel has a 29 February 1900): it is written as text.
FIRST_YEAR = 1901
FIRST_SHEET = "Mục lục – Contents"
CUT = " […]"
_SAMPLED = 200  # rows that settle the width of a column
_NARROWEST, _WIDEST = 8, 60
_FORMATS = {Kind.date: "yyyy-mm-dd", Kind.datetime: "yyyy-mm-dd hh:mm:ss"}
# XML has no place for these; Office writes them as _xHHHH_, and so what looks like that as well.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_BOLD = Font(name="Calibri", size=11, bold=True)
_HEADER = PatternFill("solid", fgColor="DDE5EE")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(slots=True)
class _Sheets:
    """What became of one table."""

    titles: list[str] = field(default_factory=list)
    cut: int = 0
    rounded: int = 0

    def notes(self, table: Table) -> list[Note]:
        told = []
        if len(self.titles) > 1:
            told.append(
                Note(
                    f"{table.name}: {table.rows:,} dòng, nhiều hơn một trang tính chứa được; chia ra "
                    f"{len(self.titles)} trang.".replace(",", "."),
                    f"{table.name}: {table.rows:,} rows, more than a sheet holds; they go over "
                    f"{len(self.titles)} sheets.",
                )
            )
        if self.cut:
            told.append(
                Note(
                    f"{table.name}: {self.cut} ô dài hơn {MAX_CHARACTERS} ký tự bị cắt, kết thúc bằng"
                    f" “{CUT}”; bản đầy đủ trong CSV và Parquet.",
                    f"{table.name}: {self.cut} cells longer than {MAX_CHARACTERS} characters are cut"
                    f" and end in “{CUT}”; CSV and Parquet hold them whole.",
                )
            )
        if self.rounded:
            told.append(
                Note(
                    f"{table.name}: {self.rounded} số có hơn {MAX_DIGITS} chữ số;"
                    f" Excel chỉ giữ {MAX_DIGITS}.",
                    f"{table.name}: {self.rounded} numbers have more than {MAX_DIGITS} digits;"
                    f" Excel keeps {MAX_DIGITS}.",
                )
            )
        return told


def write_workbook(
    path: Path,
    tables: Sequence[Table],
    read: Reader,
    *,
    release: str,
    published_at: datetime,
    max_rows: int = MAX_ROWS,
) -> list[Note]:
    """Write `tables` into one workbook; what had to be cut, divided or rounded is returned.

    `read` gives the rows of a table, `published_at` (UTC) is written as the time of the file, so that
    one release gives the same bytes each time.  `max_rows` is the length of a sheet, header included.
    """
    book = Workbook(write_only=True)
    book.properties.title = f"Chỉ tiêu {release}"
    book.properties.creator = "Chỉ tiêu"
    book.properties.created = book.properties.modified = published_at
    contents = book.create_sheet(FIRST_SHEET)
    made: dict[str, _Sheets] = {}
    for table in tables:
        made[table.name] = _write_table(book, table, iter(read(table)), max_rows)
    _write_contents(contents, tables, made, release)
    with _SameTimeZip(path, published_at) as archive:
        ExcelWriter(book, archive).write_data()
    return [note for table in tables for note in made[table.name].notes(table)]


def _write_table(book: Workbook, table: Table, rows: Iterator[tuple[Any, ...]], max_rows: int) -> _Sheets:
    sheets = _Sheets()
    left = table.rows
    while not sheets.titles or left > 0:
        title = _title(table.name, len(sheets.titles) + 1)
        here = min(left, max_rows - 1)
        part = islice(rows, here)
        sample = list(islice(part, _SAMPLED))
        sheet: Any = book.create_sheet(title)  # the stubs know few of its properties
        # Set before the first row: a sheet that is written as it goes cannot be changed afterwards.
        sheet.freeze_panes = "A2"
        for letter, width in _widths(table.columns, sample):
            sheet.column_dimensions[letter].width = width
        sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(table.columns)))}{here + 1}"
        sheet.append([_header(sheet, c.name) for c in table.columns])
        for row in chain(sample, part):
            sheet.append([_cell(sheet, v, c.kind, sheets) for v, c in zip(row, table.columns, strict=True)])
        sheets.titles.append(sheet.title)
        left -= here
    return sheets


def _write_contents(sheet: Any, tables: Sequence[Table], made: dict[str, _Sheets], release: str) -> None:
    for letter, width in zip("ABCD", (28, 28, 16, 100), strict=True):
        sheet.column_dimensions[letter].width = width

    def line(*cells: Any, bold: bool = False) -> None:
        written = [None if c is None else _text(sheet, c) if isinstance(c, str) else c for c in cells]
        for cell in written:
            if isinstance(cell, Cell):
                cell.alignment = _WRAPPED
                if bold:
                    cell.font, cell.fill = _BOLD, _HEADER
        sheet.append(written)

    line("Chỉ tiêu", None, None, f"Bản phát hành / Release {release}")
    line(
        None,
        None,
        None,
        "Ô trống là không có giá trị; giờ là UTC; trang dim_ là danh mục, fct_ là số liệu gốc, mart_ là bảng"
        " tổng hợp. / An empty cell is no value; times are UTC; dim_ sheets are dimensions, fct_ facts, mart_"
        " tables for reading.",
    )
    sheet.append([])
    line("Trang / Sheet", "Bảng / Table", "Số dòng / Rows", "Nội dung / What it is", bold=True)
    for table in tables:
        for title in made[table.name].titles:
            line(title, table.name, table.rows, table.description)
    notes = [n for t in tables for n in made[t.name].notes(t)]
    if notes:
        sheet.append([])
        line("Lưu ý / Notes", None, None, None, bold=True)
        for note in notes:
            line(None, None, None, f"{note.vi} / {note.en}")
    sheet.append([])
    line("Bảng / Table", "Cột / Column", "Kiểu / Type", "Ý nghĩa / Meaning", bold=True)
    for table in tables:
        for column in table.columns:
            line(table.name, column.name, column.kind.value, column.description)


def _header(sheet: Any, name: str) -> Cell:
    cell = _text(sheet, name)
    cell.font, cell.fill = _BOLD, _HEADER
    return cell


def _cell(sheet: Any, value: Any, kind: Kind, sheets: _Sheets) -> Any:
    if value is None:
        return None
    if kind is Kind.string:
        text = str(value)
        kept = cut(text)
        sheets.cut += kept is not text
        # A text that openpyxl would take for nothing else needs no cell of its own, which costs time.
        if inert(kept) == kept and kept[:1] != "#" and not _UNWRITABLE.search(kept):
            return kept
        return _text(sheet, kept)
    if kind in _FORMATS:
        if value.year < FIRST_YEAR:
            return value.isoformat()
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = _FORMATS[kind]
        return cell
    if isinstance(value, Decimal):
        sheets.rounded += len(value.normalize().as_tuple().digits) > MAX_DIGITS
    return value


def _text(sheet: Any, text: str) -> Cell:
    """A cell of text, never of a formula; `quotePrefix` keeps it so when somebody edits it."""
    cell = WriteOnlyCell(sheet)
    # Not by its setter, which looks for formulas, refuses controls and cuts.
    cell._value = _UNWRITABLE.sub(_escaped, text)  # type: ignore[attr-defined]
    cell.data_type = "s"
    if inert(text) != text:
        cell.quotePrefix = True
    return cell


def cut(text: str) -> str:
    """A text as long as a cell may be; `text` itself where it is no longer."""
    if len(text) <= MAX_CHARACTERS // 2:
        return text
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * MAX_CHARACTERS:
        return text
    # A pair of code units that the cut would divide goes whole.
    kept = encoded[: 2 * (MAX_CHARACTERS - len(CUT))].decode("utf-16-le", errors="ignore")
    return kept + CUT


def _escaped(match: re.Match[str]) -> str:
    found = match.group()
    return "_x005F_x" if found == "_x" else f"_x{ord(found):04X}_"


def _title(name: str, number: int) -> str:
    """The title of a table's sheet; Excel allows 31 characters and needs them to differ."""
    more = "" if number == 1 else f" ({number})"
    return name[: MAX_TITLE - len(more)] + more


def _widths(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, float]]:
    for index, column in enumerate(columns):
        longest = max((_width(row[index]) for row in rows), default=0)
        # The header needs room for the arrow of the filter beside its name.
        width = max(longest + 1, len(column.name) + 3, _NARROWEST)
        yield get_column_letter(index + 1), min(width, _WIDEST)


def _width(value: Any) -> int:
    if value is None:
        return 0
    if isinstance(value, Decimal):
        return len(format(value.normalize(), "f"))
    return max(map(len, str(value).split("\n")))


class _SameTimeZip(zipfile.ZipFile):
    """A ZIP file all of whose members bear one time."""

    def __init__(self, path: Path, time: datetime) -> None:
        super().__init__(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self._time = max(time, datetime(1980, 1, 1)).timetuple()[:6]  # noqa: DTZ001  (what ZIP can hold)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(self._member(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        member = self._member(str(arcname or filename))
        member.file_size = Path(filename).stat().st_size
        with Path(filename).open("rb") as source, self.open(member, "w") as target:
            while data := source.read(1 << 20):
                target.write(data)

    def _member(self, name: str) -> zipfile.ZipInfo:
        member = zipfile.ZipInfo(name, self._time)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = 0o644 << 16
        return member
