"""The page of an indicator: every place and year that tells it, and each mention in the reports' words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from etl.site.model import Attainment, Observation, Warehouse
from etl.site.plots import plot_rows
from etl.site.render import Renderer

MENTIONS = 600  # newest shown; a page stays below a megabyte
OTHER_NAMES = 12


def indicator_pages(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and page of every indicator that some report tells."""
    warehouse = renderer.warehouse
    rows: dict[str, list[Attainment]] = defaultdict(list)
    for row in warehouse.attainments:
        rows[row.indicator].append(row)
    mentions: dict[str, list[Observation]] = defaultdict(list)
    for observation in warehouse.observations.values():
        mentions[observation.indicator].append(observation)
    parts: dict[str, list[str]] = defaultdict(list)
    for indicator in warehouse.indicators.values():
        if indicator.parent in warehouse.indicators and indicator.parent != indicator.key:
            parts[str(indicator.parent)].append(indicator.key)
    for key, path in renderer.links.indicators.items():
        indicator = warehouse.indicators[key]
        own = sorted(rows[key], key=lambda r: (_place(warehouse, r), r.locality, -(r.year or 0)))
        told = sorted(mentions[key], key=lambda o: -(o.year or 0))
        unit, plotted = _plot(warehouse, own)
        yield (
            path,
            renderer.page(
                "indicator.html.j2",
                path,
                indicator=indicator,
                places=[(place, list(group)) for place, group in groupby(own, key=lambda r: r.locality)],
                unit=unit,
                plotted=plotted,
                parts=parts[key],
                other_names=_other_names(indicator.name.vi, told),
                mentions=told[:MENTIONS],
                cut=len(told) > MENTIONS,
            ),
        )


def _place(warehouse: Warehouse, row: Attainment) -> str:
    return warehouse.localities[row.locality].name


def _other_names(name: str, mentions: Sequence[Observation]) -> list[str]:
    counted = Counter(o.name for o in mentions if o.name.casefold() != name.casefold())
    return [other for other, _ in counted.most_common(OTHER_NAMES)]


def _plot(warehouse: Warehouse, rows: Sequence[Attainment]) -> tuple[str | None, list[dict[str, Any]]]:
    """The unit that most rows have, and their rows; none where there is nothing to compare."""
    units = Counter(row.unit for row in rows if row.value is not None or row.target is not None)
    if not units:
        return None, []
    unit, count = units.most_common(1)[0]
    if count < 2:
        return unit, []
    names = Counter(warehouse.localities[key].name for key in {row.locality for row in rows})
    return unit, [
        point
        for row in rows
        if row.unit == unit
        for point in plot_rows(row, place=_told_apart(warehouse, row, names))
    ]


def _told_apart(warehouse: Warehouse, row: Attainment, names: Counter[str]) -> str:
    """The place's name, with its province where another one bears it too."""
    place = warehouse.localities[row.locality]
    return f"{place.name} ({place.province or place.code})" if names[place.name] > 1 else place.name
