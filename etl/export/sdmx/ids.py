"""Codes of the warehouse as SDMX identifiers, and its units as a unit of measure and a multiplier."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from etl.conform.tables import read_table
from etl.home import CATALOGUE

UNKNOWN = "_U"  # as SDMX guidelines have it
UNITS = CATALOGUE / "sdmx_units.csv"
# Of SDMX:CL_UNIT_MULT; a unit that is another power of ten, or none, is a unit of its own.
MULTIPLIERS = {
    0: "Units",
    1: "Tens",
    2: "Hundreds",
    3: "Thousands",
    4: "Tens of thousands",
    6: "Millions",
    9: "Billions",
    12: "Trillions",
    15: "Quadrillions",
}
# What the schemas of SDMX-ML allow for a code that another one names as its parent.
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NO_DECOMPOSITION = str.maketrans("đĐ", "dD")


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of the warehouse in SDMX terms: one of it is 10 ** `multiplier` of `unit_code`."""

    unit_code: str
    multiplier: int


def code_id(text: str) -> str:
    """`text` where SDMX allows it as an identifier, else its letters with a digest of the whole.

    The digest keeps apart what only diacritics tell apart ("bể", "bè"); it depends on the text alone,
    so a code is the same in every release.
    """
    if _ID.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFD", text.translate(_NO_DECOMPOSITION))
    words = re.findall(r"[A-Za-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    digest = hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:6]
    told = "_".join([*words, digest]).upper()
    return told if told[0].isalpha() else f"C_{told}"


def area_id(locality_key: str) -> str:
    """A place as a code: `04@2025-07-01` is `VN04_2025-07-01`."""
    told = locality_key.replace("@", "_")
    return code_id(f"VN{told}" if told[:1].isdigit() else told)


def period_id(period_code: str) -> str:
    """A kind of span as a code; `10m` and its like may begin with a digit, nothing is above them."""
    return period_code if re.fullmatch(r"\d+m", period_code) else code_id(period_code)


def unit_id(unit_code: str) -> str:
    """The SDMX code of a unit: as `sdmx_units.csv` gives it, else `code_id`."""
    return _units().get(unit_code) or code_id(unit_code)


def measure_of(unit_code: str, base_unit_code: str | None, factor: Decimal | None) -> Measure:
    """A unit as its base unit and a multiplier, where the multiplier is one that SDMX names."""
    if base_unit_code is not None and factor is not None and factor >= 1:
        exponent = factor.normalize().adjusted()
        if Decimal(10) ** exponent == factor and exponent in MULTIPLIERS:
            return Measure(base_unit_code, exponent)
    return Measure(unit_code, 0)


def time_period(year: int, period_code: str, start: date | None, end: date | None) -> str:
    """A span as an ISO 8601 time of SDMX: a year, a quarter, else its first day and how long it lasts."""
    if start is None or end is None or period_code in ("year", "year_end"):
        return f"{year:04d}"
    if re.fullmatch(r"q[1-4]", period_code):
        return f"{year:04d}-Q{period_code[1]}"
    after = end + timedelta(days=1)
    if start.day == after.day == 1:
        months = 12 * (after.year - start.year) + after.month - start.month
        return f"{start}/P{months // 12}Y" if months % 12 == 0 else f"{start}/P{months}M"
    return f"{start}/P{(after - start).days}D"


@cache
def _units() -> dict[str, str]:
    return {row["unit_code"]: row["sdmx_code"] for row in read_table(UNITS, ("unit_code", "sdmx_code"))}
