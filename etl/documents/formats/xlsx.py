"""Workbooks: every visible sheet as title lines and a table, values as a reader of the page sees them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from etl.documents.extraction import Extraction, Writer
from etl.documents.refusals import refuse

_MOST_ROWS = 20_000
_MOST_COLUMNS = 200


def read_xlsx(path: Path, data: bytes) -> Extraction:
    """The text of a workbook; numbers are written as Vietnamese reports print them (1.234,5)."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        writer = Writer()
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                _sheet(writer, sheet)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise refuse(
            "damaged", path, f"Excel không mở được ({error})", f"not a readable workbook ({error})"
        ) from error
    if not writer.parts:
        raise refuse("empty", path)
    return writer.extraction("xlsx")


def _sheet(writer: Writer, sheet: Any) -> None:
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        for r in range(area.min_row, area.max_row + 1):
            for c in range(area.min_col, area.max_col + 1):
                merged[(r, c)] = (area.min_row, area.min_col)
    rows: list[list[str]] = []
    for cells in sheet.iter_rows(
        max_row=min(sheet.max_row, _MOST_ROWS), max_col=min(sheet.max_column, _MOST_COLUMNS)
    ):
        rows.append([_printed(c) for c in cells])
    width = max((i + 1 for row in rows for i, text in enumerate(row) if text), default=0)
    if not width:
        return
    table: list[list[str | tuple[int, int]]] = []
    places: dict[int, int] = {}  # row of the sheet -> row of the table
    for number, row in enumerate(rows, 1):
        filled = [i for i, text in enumerate(row[:width]) if text]
        if not table and len(filled) < 2:
            # Title lines above the table stand alone in their row.
            for i in filled:
                for title in row[i].split("\n"):
                    writer.paragraph(title.strip())
            continue
        if not filled:
            continue
        line: list[str | tuple[int, int]] = []
        places[number] = len(table)
        for column in range(1, width + 1):
            origin = merged.get((number, column))
            if origin and origin != (number, column) and origin[0] in places:
                line.append((places[origin[0]], origin[1] - 1))
            else:
                line.append(row[column - 1])
        table.append(line)
    if table:
        writer.table(table)


def _printed(cell: Any) -> str:
    """A cell's value as it is printed: its number format decides the decimals and the percent sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, (datetime, date)):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, (int, float, Decimal)):
        return _number(value, str(cell.number_format or "General"))
    return str(value).strip()


def _number(value: float | int | Decimal, pattern: str) -> str:
    if "%" in pattern:
        value, sign = float(value) * 100, "%"
    else:
        sign = ""
    shape = pattern.split(";")[0]
    if "." in shape:
        decimals = len(shape.split(".", 1)[1].rstrip("%_) ").replace("?", "0").rstrip("#"))
        text = f"{value:,.{decimals}f}"
    elif shape.strip() in ("General", "@", "") or isinstance(value, int):
        text = f"{Decimal(repr(value)) if isinstance(value, float) else value:,}"
        if "." in text and "E" not in text.upper():
            text = text.rstrip("0").rstrip(".")
    else:
        text = f"{value:,.0f}"
    return text.replace(",", "\u0000").replace(".", ",").replace("\u0000", ".") + sign
