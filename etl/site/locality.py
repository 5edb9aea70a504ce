"""The page of a place: its scorecard, its plans and results, its years, its units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from etl.site.links import file_name, relative
from etl.site.model import STATUSES, UNKNOWN, Attainment, Locality, Score, Warehouse
from etl.site.plots import plot_rows
from etl.site.render import Renderer

TRENDS = 24  # plots on one page; the table below them has every indicator
# Plans listed, and indicators in the tables, before years and sectors have pages of their own.
PLANS, SERIES = 500, 900
BAR_END = Decimal(150)  # percent of plan at which a bar is full


@dataclass(slots=True)
class Card:
    """The scorecard of one year: a row a sector, and their sum."""

    year: int
    rows: list[Score]
    total: Score


@dataclass(slots=True)
class Year:
    """The plans of one year by outcome, in the order that a reader wants them."""

    year: int
    groups: list[tuple[str, list[Attainment]]]

    @property
    def count(self) -> int:
        """Indicators with a plan."""
        return sum(len(rows) for _, rows in self.groups)

    @property
    def is_to_come(self) -> bool:
        """Whether only plans are told of it yet."""
        return not any(_has_results(rows) for _, rows in self.groups)


@dataclass(slots=True)
class Series:
    """One indicator of a place over the years; a row a year, or none."""

    indicator: str
    unit: str | None
    by_year: dict[int | None, Attainment]


def locality_pages(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and page of every place that figures are about."""
    warehouse = renderer.warehouse
    rows: dict[str, list[Attainment]] = defaultdict(list)
    for row in warehouse.attainments:
        rows[row.locality].append(row)
    scores: dict[str, list[Score]] = defaultdict(list)
    for score in warehouse.scores:
        scores[score.locality].append(score)
    for key, path in renderer.links.localities.items():
        yield from _place(renderer, key, path, rows, scores[key])


def _place(
    renderer: Renderer,
    key: str,
    path: str,
    rows: Mapping[str, Sequence[Attainment]],
    scores: Sequence[Score],
) -> Iterator[tuple[str, str]]:
    """The page of one place, and those of its years and sectors that would make it too long."""
    warehouse = renderer.warehouse
    place, own = warehouse.localities[key], rows.get(key, [])
    stem = path.removesuffix(".html")
    years = sorted({row.year for row in own if row.year is not None})
    shared: dict[str, Any] = {"place": place, "years": years, "bar": bar}
    plans: list[tuple[Year, str]] = []
    listed = 0
    for year in _plans(own):
        listed += year.count
        apart = bool(plans) and listed > PLANS
        annex = f"{stem}-{year.year}.html"
        plans.append((year, relative(path, annex) if apart else ""))
        if apart:
            yield annex, renderer.page("annex.html.j2", annex, year=year, key="", list=[], **shared)
    by_sector = _by_sector(warehouse, own)
    apart = sum(len(series) for _, series in by_sector) > SERIES
    sectors: list[tuple[str, list[Series], str]] = []
    for sector, series in by_sector:
        annex = f"{stem}-{file_name(sector)}.html"
        sectors.append((sector, series, relative(path, annex) if apart else ""))
        if apart:
            yield annex, renderer.page("annex.html.j2", annex, year=None, key=sector, list=series, **shared)
    units = _units(warehouse, key)
    yield (
        path,
        renderer.page(
            "locality.html.j2",
            path,
            own_reports=[r for r in warehouse.reports.values() if r.locality == key],
            cards=list(_cards(scores)),
            plans=plans,
            trends=list(_trends(own)),
            sectors_told=sectors,
            points=points_of(
                renderer, path, units or [place], lambda unit: unit.key in renderer.links.localities
            ),
            units=[u for u in units if u.key in renderer.links.localities],
            other_units=[u for u in units if u.key not in renderer.links.localities],
            rows_of=lambda series: [p for row in series.by_year.values() for p in plot_rows(row)],
            **shared,
        ),
    )


def bar(percent: Decimal | None) -> str:
    """How far a bar of percent of plan reaches, in percent of its length."""
    if percent is None:
        return "0"
    return f"{max(Decimal(0), min(percent, BAR_END)) / BAR_END * 100:.1f}"


def _cards(scores: Sequence[Score]) -> Iterator[Card]:
    by_year: dict[int, list[Score]] = defaultdict(list)
    for score in scores:
        if score.planned:
            by_year[score.year].append(score)
    for year in sorted(by_year, reverse=True):
        rows = by_year[year]
        # What later plans promise cannot have been met yet; a card of nothing judged says nothing.
        if any(s.met + s.missed + s.exceeded for s in rows):
            yield Card(year, rows, total_of(rows))


def total_of(scores: Iterable[Score]) -> Score:
    """Counts summed; no share is ever averaged."""
    listed = list(scores)
    first = listed[0]
    return Score(
        first.locality,
        "",
        first.year,
        *(
            sum(getattr(s, name) for s in listed)
            for name in ("planned", "met", "exceeded", "missed", "unjudged")
        ),
    )


def _plans(rows: Sequence[Attainment]) -> Iterator[Year]:
    by_year: dict[int, list[Attainment]] = defaultdict(list)
    for row in rows:
        if row.year is not None and row.target_observation is not None:
            by_year[row.year].append(row)
    # A year that has results before one that has only plans yet, the newest of each first.
    for year in sorted(by_year, key=lambda y: (not _has_results(by_year[y]), -y)):
        groups = []
        for status in STATUSES:
            found = [row for row in by_year[year] if row.status == status]
            if found:
                groups.append((status, sorted(found, key=_far_first)))
        yield Year(year, groups)


def _has_results(rows: Iterable[Attainment]) -> bool:
    return any(row.observation is not None for row in rows)


def _far_first(row: Attainment) -> tuple[bool, Decimal, str]:
    """The farthest from its plan first."""
    if row.percent is None:
        return (True, Decimal(0), row.indicator)
    return (False, -abs(row.percent - 100), row.indicator)


def _trends(rows: Sequence[Attainment]) -> Iterator[Series]:
    """The indicators with results of the most years; in one unit only, or a line would lie."""
    found = [s for s in series_of(rows) if sum(r.value is not None for r in s.by_year.values()) > 1]
    found.sort(key=lambda s: -sum(r.value is not None for r in s.by_year.values()))
    yield from found[:TRENDS]


def series_of(rows: Iterable[Attainment]) -> list[Series]:
    """Rows of one place as one series an indicator and unit, in the order they come."""
    by_unit: dict[tuple[str, str | None], Series] = {}
    for row in rows:
        series = by_unit.setdefault((row.indicator, row.unit), Series(row.indicator, row.unit, {}))
        series.by_year[row.year] = row
    return list(by_unit.values())


def _by_sector(warehouse: Warehouse, rows: Sequence[Attainment]) -> list[tuple[str, list[Series]]]:
    by_sector: dict[str, list[Attainment]] = defaultdict(list)
    for row in rows:
        by_sector[row.sector].append(row)
    order = sorted(by_sector, key=lambda key: (key == UNKNOWN, warehouse.sectors[key].name.vi))
    return [
        (
            key,
            sorted(
                series_of(by_sector[key]),
                key=lambda s: (not warehouse.indicators[s.indicator].is_catalogued, _name(warehouse, s)),
            ),
        )
        for key in order
    ]


def _name(warehouse: Warehouse, series: Series) -> str:
    return warehouse.indicators[series.indicator].name.vi


def _units(warehouse: Warehouse, key: str) -> list[Locality]:
    found = [place for place in warehouse.localities.values() if place.parent == key and place.key != key]
    return sorted(found, key=lambda place: place.name)


def points_of(
    renderer: Renderer, path: str, places: Iterable[Locality], told: Callable[[Locality], bool]
) -> list[dict[str, Any]]:
    """Places as points of a map, those with figures linked to their pages."""
    found = []
    for place in places:
        if place.latitude is None or place.longitude is None:
            continue
        page = renderer.links.localities.get(place.key)
        found.append(
            {
                "name": place.name,
                "lon": place.longitude,
                "lat": place.latitude,
                "told": told(place),
                # A province's name stands above its point, those of the units in it below theirs.
                "above": place.level in ("country", "province"),
                "href": relative(path, page) if page else None,
            }
        )
    return found
