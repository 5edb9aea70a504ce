"""The step that matches all statements of a warehouse to conformed members."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from etl.conform.catalogue import Catalogue, Indicator
from etl.conform.corrections import Corrections
from etl.conform.indicators import IndicatorMatcher, Question
from etl.conform.localities import Localities, Reporter
from etl.conform.names import NameReader
from etl.conform.sectors import Sectors
from etl.conform.units import Unit, UnitBook
from etl.home import CATALOGUE

_INDICATOR_COLUMNS = (
    "indicator_code", "name_vi", "name_en", "sector_code", "unit_code", "measure_type", "polarity",
    "additivity", "national_code", "parent_indicator_code", "is_catalogued",
)  # fmt: skip
_UNIT_COLUMNS = ("unit_code", "name_vi", "quantity", "base_unit_code", "factor_to_base", "is_catalogued")
_LOCALITY_COLUMNS = (
    "locality_id", "locality_code", "name", "level", "parent_locality_id", "province_name", "valid_from",
    "valid_to", "successor_locality_id", "latitude", "longitude",
)  # fmt: skip
_CONFORMANCE_COLUMNS = (
    "statement_id", "report_id", "indicator_code", "name_match_method", "name_match_score", "unit_code",
    "sector_code", "sector_match_method", "locality_id", "locality_match_method",
)  # fmt: skip

# What conforming reads of each staging table; the rest would only fill the memory.
STATEMENT_COLUMNS = (
    "statement_id", "report_id", "name", "parent_name", "place", "unit", "section_path",
    "value", "value_low", "target", "target_low",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "report_id", "locality_code", "locality_level", "locality_name", "province_name", "report_date",
    "report_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conformed:
    """The four frames, each with exactly the columns of its staging table."""

    indicators: pd.DataFrame
    units: pd.DataFrame
    localities: pd.DataFrame
    statement_conformance: pd.DataFrame


def conform(statements: pd.DataFrame, documents: pd.DataFrame, catalogue: Path = CATALOGUE) -> Conformed:
    """Matches each statement to an indicator, a unit, a sector and a place.

    `statements` has `STATEMENT_COLUMNS` of staging.statements, `documents` `DOCUMENT_COLUMNS` of
    staging.documents.
    Raises ChitieuError, with file and line, for a catalogue that contradicts itself and for a
    correction that matches nothing.
    """
    names = NameReader(catalogue / "words.csv")
    units = UnitBook(catalogue / "units.csv")
    listed = Catalogue(names, units, catalogue)
    sectors = Sectors(names, catalogue)
    corrections = Corrections(listed, catalogue / "corrections.csv")
    matcher = IndicatorMatcher(listed, sectors, corrections)
    localities = Localities(folder=catalogue)
    reporters = {d["report_id"]: _reporter(d, localities) for d in documents.to_dict("records")}

    used_units: dict[str, Unit] = dict(units.by_code)
    used: dict[str, Indicator] = {c: i for c, i in listed.indicators.items() if not i.composed}
    rows = []
    numbers = statements[["value", "value_low", "target", "target_low"]]
    only_change = numbers.isna().all(axis="columns")
    columns = list(STATEMENT_COLUMNS[:7])
    for (statement_id, report_id, name, parent_name, place, unit_text, section_path), bare in zip(
        statements[columns].itertuples(index=False, name=None), only_change, strict=True
    ):
        reporter = reporters.get(report_id) or Reporter(None, date.max)
        unit = units.resolve(_text(unit_text))
        if unit is not None:
            used_units.setdefault(unit.code, unit)
        section = _text(section_path) or ""
        told = (_text(name) or "", _text(parent_name), _text(unit_text), section)
        # Without the place, which most names do not hold, reports of all places ask the same questions.
        place_told = reporter.name_in_text if names.may_name(reporter.name_in_text, *told) else None
        question = Question(*told, place_told, bool(bare))
        match = matcher.match(question)
        indicator = match.indicator
        used[indicator.code] = indicator
        sector, sector_method = indicator.sector_code, "indicator"
        if not indicator.is_catalogued:
            sector_method = "heading" if sector == sectors.of_heading(section) else "name"
        where = localities.place(reporter, _text(place))
        rows.append(
            (
                statement_id,
                report_id,
                indicator.code,
                match.method,
                match.score,
                unit.code if unit else None,
                sector,
                sector_method if sector else None,
                where.locality_id,
                where.method,
            )
        )
    corrections.check_used()
    _add_parents(used, {**listed.indicators, **{i.code: i for i in matcher.made.values()}})
    for unit in list(used_units.values()):  # "triệu đồng/ngày" needs its "đồng/ngày"
        base = unit.base_code
        if base not in used_units:
            used_units[base] = replace(unit, code=base, name_vi=base, factor=Decimal(1))
    return Conformed(
        indicators=_frame(_INDICATOR_COLUMNS, (_indicator_row(i) for _, i in sorted(used.items()))),
        units=_frame(_UNIT_COLUMNS, (_unit_row(u) for _, u in sorted(used_units.items()))),
        localities=_frame(
            _LOCALITY_COLUMNS,
            (tuple(getattr(u, c) for c in _LOCALITY_COLUMNS) for u in localities.gazetteer.localities),
        ),
        statement_conformance=_frame(_CONFORMANCE_COLUMNS, rows),
    )


def _reporter(document: Mapping[Hashable, Any], localities: Localities) -> Reporter:
    year = document.get("report_year")
    return localities.reporter(
        _text(document.get("locality_code")),
        _text(document.get("locality_level")),
        _text(document.get("locality_name")),
        _text(document.get("province_name")),
        _day(document.get("report_date")),
        int(year) if year is not None and not pd.isna(year) else None,
    )


def _add_parents(used: dict[str, Indicator], known: dict[str, Indicator]) -> None:
    """A part is never in the dimension without its whole."""
    waiting: list[str] = [i.parent_code for i in used.values() if i.parent_code]
    while waiting:
        code = waiting.pop()
        if code not in used:
            used[code] = known[code]
            if parent := known[code].parent_code:
                waiting.append(parent)


def _indicator_row(i: Indicator) -> tuple[object, ...]:
    return (
        i.code, i.name_vi, i.name_en, i.sector_code, i.unit_code, i.measure_type, i.polarity, i.additivity,
        i.national_code, i.parent_code, i.is_catalogued,
    )  # fmt: skip


def _unit_row(unit: Unit) -> tuple[object, ...]:
    return (unit.code, unit.name_vi, unit.quantity, unit.base_code, unit.factor, unit.is_catalogued)


def _frame(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    # Object columns keep missing text as None and exact decimals exact.
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _day(value: object) -> date | None:
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, datetime):  # also pandas' Timestamp
        return value.date()
    return value if isinstance(value, date) else None
