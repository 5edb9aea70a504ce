"""Names that the catalogue does not know yet, by how often they occur, with what comes nearest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from rapidfuzz import fuzz, process

from etl.conform.catalogue import Catalogue
from etl.conform.names import NameReader
from etl.conform.units import UnitBook


@dataclass(frozen=True, slots=True)
class Near:
    """A catalogued indicator that is near to a name, and how near (of 100)."""

    indicator_code: str
    name_vi: str
    score: float


@dataclass(frozen=True, slots=True)
class Uncatalogued:
    """A reported name without a catalogued indicator."""

    indicator_code: str
    name: str
    parent_name: str | None
    unit: str | None
    sector_code: str | None
    statements: int
    reports: int
    nearest: tuple[Near, ...]


@lru_cache(maxsize=1)
def default_catalogue() -> Catalogue:
    """The product's own catalogue, read once a process."""
    return Catalogue(NameReader(), UnitBook())


def uncatalogued(
    statements: pd.DataFrame,
    conformance: pd.DataFrame,
    *,
    limit: int | None = None,
    nearest: int = 3,
    catalogue: Catalogue | None = None,
) -> list[Uncatalogued]:
    """The names of `statements` that `conformance` gave an indicator of their own, most frequent first.

    Frames are those of staging.statements and staging.statement_conformance.
    """
    catalogue = catalogue or default_catalogue()
    own = conformance.loc[
        conformance["name_match_method"] == "own", ["statement_id", "indicator_code", "sector_code"]
    ]
    columns = ["statement_id", "report_id", "name", "parent_name", "unit"]
    rows = own.merge(statements[columns], on="statement_id", how="inner")
    if rows.empty:
        return []
    groups = (
        rows.groupby("indicator_code", sort=False)
        .agg(
            name=("name", "first"),
            parent_name=("parent_name", "first"),
            unit=("unit", "first"),
            sector_code=("sector_code", "first"),
            statements=("statement_id", "size"),
            reports=("report_id", "nunique"),
        )
        .reset_index()
        .sort_values(["reports", "statements", "indicator_code"], ascending=[False, False, True])
    )
    if limit is not None:
        groups = groups.head(limit)
    choices = {" ".join(bag): codes for bag, codes in catalogue.by_bag.items()}
    texts = list(choices)
    found = []
    for row in groups.to_dict("records"):
        name = str(row["name"])
        bag = " ".join(catalogue.names.key(name).bag)
        near: dict[str, Near] = {}
        unit = catalogue.units.resolve(_text(row["unit"]))
        for text, score, _ in process.extract(bag, texts, scorer=fuzz.token_sort_ratio, limit=nearest * 30):
            for code in choices[text]:
                indicator = catalogue.indicators[code]
                # what cannot be printed in this unit is no neighbour, however alike the words are
                if code not in near and len(near) < nearest and catalogue.accepts(indicator, unit):
                    near[code] = Near(code, indicator.name_vi, round(score, 1))
        found.append(
            Uncatalogued(
                indicator_code=str(row["indicator_code"]),
                name=name,
                parent_name=_text(row["parent_name"]),
                unit=_text(row["unit"]),
                sector_code=_text(row["sector_code"]),
                statements=int(row["statements"]),
                reports=int(row["reports"]),
                nearest=tuple(near.values()),
            )
        )
    return found


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
