"""What the tests of conforming share: one catalogue, and statements made in a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from etl.conform.catalogue import Catalogue
from etl.conform.corrections import Corrections
from etl.conform.indicators import IndicatorMatcher, Match, Question
from etl.conform.names import NameReader
from etl.conform.sectors import Sectors
from etl.conform.units import UnitBook

Ask = Callable[..., Match]


@pytest.fixture(scope="session")
def names() -> NameReader:
    return NameReader()


@pytest.fixture(scope="session")
def units() -> UnitBook:
    return UnitBook()


@pytest.fixture(scope="session")
def catalogue(names: NameReader, units: UnitBook) -> Catalogue:
    return Catalogue(names, units)


@pytest.fixture(scope="session")
def sectors(names: NameReader) -> Sectors:
    return Sectors(names)


@pytest.fixture(scope="session")
def ask(catalogue: Catalogue, sectors: Sectors) -> Ask:
    """ask(name, unit, parent, section) -> Match."""
    matcher = IndicatorMatcher(catalogue, sectors, Corrections(catalogue))

    def asked(
        name: str,
        unit: str | None = None,
        parent: str | None = None,
        section: str = "",
        place: str | None = None,
        only_change: bool = False,
    ) -> Match:
        return matcher.match(Question(name, parent, unit, section, place, only_change))

    return asked


def statements(*rows: dict[str, Any]) -> pd.DataFrame:
    """A frame like staging.statements, as far as conforming reads it."""
    empty: dict[str, Any] = {
        "report_id": "r1", "parent_name": None, "place": None, "unit": None, "section_path": "",
        "value": 1, "value_low": None, "target": None, "target_low": None,
    }  # fmt: skip
    made = [{"statement_id": f"s{n}", **empty, **row} for n, row in enumerate(rows)]
    return pd.DataFrame(made, columns=["statement_id", "name", *empty])


def documents(**changes: Any) -> pd.DataFrame:
    """A frame like staging.documents with one report, of the city of Cao Bằng unless told otherwise."""
    row: dict[str, Any] = {
        "report_id": "r1",
        "locality_code": "040",
        "locality_level": "district",
        "locality_name": "Cao Bằng",
        "province_name": "Cao Bằng",
        "report_date": date(2021, 12, 1),
        "report_year": 2021,
    }
    return pd.DataFrame([{**row, **changes}])
