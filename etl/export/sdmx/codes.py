"""The codelists of one release: the places, indicators, units and spans that its observations use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from etl.conform.tables import read_table
from etl.export.sdmx.ids import area_id, code_id, period_id, unit_id
from etl.export.sdmx.observations import Observation
from etl.export.sdmx.scheme import Code, Codelist
from etl.home import CATALOGUE

if TYPE_CHECKING:
    import duckdb

_PERIODS = {
    "year": ("Cả năm", "Whole year"),
    "year_end": ("Ước cả năm", "Whole year, estimated before its end"),
    "as_of": ("Từ đầu kỳ đến một ngày", "Up to a day"),
    "school_year": ("Năm học", "School year"),
}


def codelists_of(
    connection: duckdb.DuckDBPyConnection, observations: Sequence[Observation]
) -> list[Codelist]:
    """The codelists whose codes are those of `observations` and the codes above them."""
    places = _hierarchy(
        connection,
        area_id,
        "select locality_key, name, null, parent_locality_key from marts.dim_locality",
        {o.locality_key for o in observations},
    )
    indicators = _hierarchy(
        connection,
        code_id,
        "select indicator_key, name_vi, name_en, parent_indicator_key from marts.dim_indicator",
        {o.indicator_key for o in observations},
    )
    return [
        Codelist("CL_AREA", "Đơn vị hành chính", "Administrative units", places, is_partial=True),
        Codelist("CL_INDICATOR", "Chỉ tiêu", "Indicators", indicators, is_partial=True),
        Codelist(
            "CL_UNIT",
            "Đơn vị tính",
            "Units of measure",
            _units(connection, {o.unit_code for o in observations}),
            is_partial=True,
        ),
        Codelist(
            "CL_PERIOD",
            "Loại kỳ",
            "Kinds of span",
            tuple(_period(code) for code in sorted({o.period_code for o in observations})),
            is_partial=True,
        ),
    ]


def _hierarchy(
    connection: duckdb.DuckDBPyConnection, as_id: Callable[[str], str], query: str, used: set[str]
) -> tuple[Code, ...]:
    members = {key: (vi, en, parent) for key, vi, en, parent in connection.execute(query).fetchall()}
    wanted: set[str] = set()
    for key in used:
        while key in members and key not in wanted:
            wanted.add(key)
            key = members[key][2]
    codes = []
    for key in sorted(wanted):
        vi, en, parent = members[key]
        codes.append(Code(as_id(key), vi or key, en or "", as_id(parent) if parent in wanted else None))
    return _told_apart(codes)


def _units(connection: duckdb.DuckDBPyConnection, used: set[str]) -> tuple[Code, ...]:
    english = {
        r["unit_code"]: r["name_en"] for r in read_table(CATALOGUE / "units.csv", ("unit_code", "name_en"))
    }
    names = dict(connection.execute("select unit_code, name_vi from marts.dim_unit").fetchall())
    return _told_apart(
        Code(unit_id(unit), names.get(unit) or unit, english.get(unit, "")) for unit in sorted(used)
    )


def _period(code: str) -> Code:
    if code in _PERIODS:
        vi, en = _PERIODS[code]
    elif found := re.fullmatch(r"(\d+)m", code):
        vi, en = f"{found[1]} tháng đầu năm", f"First {found[1]} months"
    elif found := re.fullmatch(r"q(\d)", code):
        vi, en = f"Quý {found[1]}", f"Quarter {found[1]}"
    elif found := re.fullmatch(r"m(\d+)", code):
        vi, en = f"Tháng {int(found[1])}", f"Month {int(found[1])}"
    else:
        vi = en = code
    return Code(period_id(code), vi, en)


def _told_apart(codes: Iterable[Code]) -> tuple[Code, ...]:
    """The codes; two things with one id would be one thing to whoever reads them."""
    told: dict[str, Code] = {}
    for code in codes:
        other = told.setdefault(code.id, code)
        if other is not code:
            raise ValueError(f"SDMX id {code.id} stands for both {other.vi!r} and {code.vi!r}")
    return tuple(told.values())
