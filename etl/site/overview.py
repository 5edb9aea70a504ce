"""The start page, the list of indicators, and the findings of all reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.annotation.excerpt import Part
from etl.annotation.model import SEVERITIES, Finding
from etl.site.links import INDICATORS, REPORTS, START, findings_page, relative, sector_page
from etl.site.locality import points_of, total_of
from etl.site.model import UNKNOWN, Indicator, Locality, Score
from etl.site.render import Renderer

WORST = 6  # findings on the start page
NEWEST = 100  # reports on the start page
NEAR = 60  # places without a report of their own there, where they are so few
PER_PAGE = 400  # findings on one page, to stay below a megabyte


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as the list shows it, apart from its report."""

    report: str
    finding: Finding
    quote: list[Part]
    number: int | None  # first character of the number it blames

    @property
    def id(self) -> str:
        """Its anchor: the finding's key, which stays the same from build to build."""
        return f"f-{self.finding.finding_key}"


def start_page(renderer: Renderer, found: Sequence[Found]) -> tuple[str, str]:
    """Path and page of the start: what is in the warehouse."""
    warehouse = renderer.warehouse
    observations = warehouse.observations.values()
    told = Counter(o.locality for o in observations)
    places = [place for key in renderer.links.localities if (place := warehouse.localities[key])]
    scores: dict[str, list[Score]] = defaultdict(list)
    for score in warehouse.scores:
        scores[score.locality].append(score)
    reporting = {report.locality for report in warehouse.reports.values()}
    others = [p for p in sorted(places, key=_by_name) if p.key not in reporting and p.key != UNKNOWN]
    sectors = Counter(warehouse.indicators[o.indicator].sector for o in observations)
    return (
        START,
        renderer.page(
            "start.html.j2",
            START,
            counts={
                "reports": len(warehouse.reports),
                "observations": len(warehouse.observations),
                "indicators": len(warehouse.indicators),
                "catalogued": sum(i.is_catalogued for i in warehouse.indicators.values()),
                **{
                    name: sum(getattr(r, name) for r in warehouse.reports.values())
                    for name in (
                        "comparisons",
                        "comparisons_checked",
                        "comparisons_consistent",
                        "numbers",
                        "numbers_classified",
                        "errors",
                        "warnings",
                        "infos",
                    )
                },
            },
            reporting=[
                (place, total_of(judged) if (judged := _judged(scores[place.key])) else None, told[place.key])
                for place in sorted(places, key=_by_name)
                if place.key in reporting and place.key != UNKNOWN
            ],
            others=others if len(others) <= NEAR else [],
            points=points_of(renderer, START, places, lambda place: place.key in reporting),
            newest=list(warehouse.reports.values())[:NEWEST],
            sector_counts=[(key, count) for key, count in sectors.most_common() if key != UNKNOWN],
            worst=worst_first(found)[:WORST],
        ),
    )


def _by_name(place: Locality) -> tuple[str, str]:
    return (place.name, place.key)


def _judged(scores: Sequence[Score]) -> list[Score]:
    """The scores of years that have results; plans for a year to come are not held against anybody."""
    years = {s.year for s in scores if s.met + s.missed + s.exceeded}
    return [s for s in scores if s.year in years and s.planned]


def indicator_lists(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Path and page of the list of catalogued indicators, and of each sector's other names."""
    warehouse = renderer.warehouse
    counts = Counter(o.indicator for o in warehouse.observations.values())
    by_sector: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in warehouse.indicators.values():
        by_sector[indicator.sector].append(indicator)
    listed = []
    for key in sorted(by_sector, key=lambda key: (key == UNKNOWN, warehouse.sectors[key].name.vi)):
        known = [i for i in by_sector[key] if i.is_catalogued]
        own = [i for i in by_sector[key] if not i.is_catalogued]
        listed.append((key, known, own))
        if own:
            path = sector_page(key)
            sector = warehouse.sectors[key]
            yield path, renderer.page("sector.html.j2", path, sector=sector, own=own, counts=counts)
    yield (
        INDICATORS,
        renderer.page(
            "indicators.html.j2", INDICATORS, listed=listed, counts=counts, sector_page=sector_page
        ),
    )


def reports_page(renderer: Renderer) -> tuple[str, str]:
    """Path and page of the list of all reports."""
    return REPORTS, renderer.page(
        "reports.html.j2", REPORTS, listed=list(renderer.warehouse.reports.values())
    )


def worst_first(found: Sequence[Found]) -> list[Found]:
    """Findings as they are listed."""
    return sorted(found, key=lambda f: SEVERITIES.index(f.finding.severity))


def flags_of(found: Sequence[Found]) -> dict[str | None, tuple[str, str]]:
    """The worst finding about each observation that has one: severity and place in the list."""
    flags: dict[str | None, tuple[str, str]] = {}
    for place, item in enumerate(worst_first(found)):
        for figure in item.finding.figures:
            target = f"{findings_page(place // PER_PAGE + 1)}#{item.id}"
            flags.setdefault(figure.observation_key, (item.finding.severity, target))
    flags.pop(None, None)
    return flags


def findings_pages(renderer: Renderer, found: Sequence[Found]) -> Iterator[tuple[str, str]]:
    """Path and page of the findings, worst first; several pages where they are many."""
    ordered = worst_first(found)
    rules = {f.finding.rule_code: f.finding.rule for f in ordered}
    families = sorted({f.finding.family for f in ordered})
    pages = max(1, -(-len(ordered) // PER_PAGE))
    for number in range(1, pages + 1):
        path = findings_page(number)
        yield (
            path,
            renderer.page(
                "findings.html.j2",
                path,
                found=ordered[(number - 1) * PER_PAGE : number * PER_PAGE],
                total=len(ordered),
                by_severity=Counter(f.finding.severity for f in ordered),
                rules=sorted(rules.items(), key=lambda pair: pair[1].vi),
                families=families,
                told_reports=sorted({f.report for f in ordered}),
                told_places=sorted(
                    {renderer.warehouse.reports[f.report].locality for f in ordered},
                    key=lambda key: (renderer.warehouse.localities[key].name, key),
                ),
                number=number,
                pages=[(n, relative(path, findings_page(n))) for n in range(1, pages + 1)],
            ),
        )
