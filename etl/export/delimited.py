"""CSV that spreadsheets open well and cannot be made to run.

A program that opens a CSV file takes a cell that begins with `=`, `+`, `-` or `@` for a formula,
whoever wrote the words in it.  Such a text gets an apostrophe before it, as OWASP advises, and so
does a text that begins with an apostrophe already: so `revive` gives back every text to the letter.
Only texts are touched: a negative number in a column of numbers stays a number.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

from etl.export.model import Column, Kind

MARK = "'"
# Formula signs and their full-width forms.
_SIGNS = frozenset("=+-@＝＋－＠")
_AT_THE_START = frozenset("\t\r\n")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written: what stands between cells, and the decimal mark."""

    delimiter: str = ","
    decimal: str = "."


POINT = Dialect()
# What Excel expects where figures are written 1.234,5, as in Vietnamese.
COMMA = Dialect(";", ",")


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `revive` undoes it."""
    # Programs differ in what they pass over before they look for a formula: so anything unseen is.
    first_seen = next((c for c in text if c.isprintable() and c != " "), "")
    if text[:1] in _AT_THE_START or text.startswith(MARK) or first_seen in _SIGNS:
        return MARK + text
    return text


def revive(cell: str) -> str:
    """The text that `inert` was given."""
    return cell.removeprefix(MARK)


def cell_of(value: Any, kind: Kind, decimal: str = ".") -> str:
    """A value as the text of a CSV cell; null is the empty cell."""
    if value is None:
        return ""
    if kind is Kind.string:
        return inert(str(value))
    if kind is Kind.boolean:
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep="T") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    return number_of(value).replace(".", decimal)


def number_of(value: Any) -> str:
    """A number in plain digits: no exponent, no zeros that nothing printed."""
    if isinstance(value, float):
        if not isfinite(value):
            return str(value)
        value = Decimal(repr(value))
    # Not by normalize(), which rounds to the precision of the context.
    told = format(value, "f") if isinstance(value, Decimal) else str(value)
    return told.rstrip("0").rstrip(".") if "." in told else told


def write_csv(
    path: Path, columns: Iterable[Column], rows: Iterable[tuple[Any, ...]], dialect: Dialect = POINT
) -> None:
    """Write rows as CSV: UTF-8 with a byte order mark, lines ended by CR LF, a header of column names."""
    columns = tuple(columns)
    kinds = [c.kind for c in columns]
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, delimiter=dialect.delimiter, lineterminator="\r\n")
        writer.writerow(inert(c.name) for c in columns)
        for row in rows:
            writer.writerow([cell_of(v, kind, dialect.decimal) for v, kind in zip(row, kinds, strict=True)])
