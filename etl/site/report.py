"""The page of a report: its full text with every number marked, its findings beside it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from etl.annotation.excerpt import excerpt
from etl.annotation.layout import Laid, Layout, Run, lay_out
from etl.annotation.model import ROLES, Finding
from etl.site.links import relative
from etl.site.model import Observation, Text
from etl.site.overview import Found
from etl.site.render import Renderer

QUOTE = 320  # characters of a finding's quote
# What a page of a report may weigh, by the estimate below: well under a megabyte as written.
PAGE_BYTES = 600_000
_NUMBER_BYTES, _FINDING_BYTES, _BLOCK_BYTES = 75, 1800, 120


def report_pages(renderer: Renderer, report: str, text: Text) -> Iterator[tuple[str, str]]:
    """Path and content of each page of a report, and of the script that holds its facts."""
    layout = lay_out(text.blocks, text.numbers, text.findings)
    parts = list(parts_of(layout))
    told = [o for o in renderer.warehouse.observations.values() if o.report == report]
    index = {o.key: i for i, o in enumerate(told)}
    printed = {number.start for number in text.numbers}
    roles = Counter(number.role for number in text.numbers)
    homes = _homes(parts)
    facts = renderer.links.report(report).removesuffix(".html") + ".js"
    for number, blocks in enumerate(parts, start=1):
        path = renderer.links.report(report, number)
        last = number == len(parts)
        yield (
            path,
            renderer.page(
                "report.html.j2",
                path,
                report=renderer.warehouse.reports[report],
                blocks=blocks,
                elsewhere=layout.elsewhere if last else [],
                findings=text.findings if number == 1 else [],
                unplaced=layout.unplaced if last else [],
                roles=[
                    (role, roles[role]) for role in (*ROLES, *sorted(set(roles) - set(ROLES))) if roles[role]
                ],
                severity={f.number: f.severity for f in text.findings},
                index=index,
                number=number,
                parts=[relative(path, renderer.links.report(report, n)) for n in range(1, len(parts) + 1)],
                facts=relative(path, facts),
                jump=lambda anchor, path=path: relative(
                    path, f"{renderer.links.report(report, homes[anchor])}#{anchor}"
                ),
                first=lambda finding: first_number(finding, printed),
                related=lambda place: renderer.links.place(place.report_id, place.span),
            ),
        )
    yield facts, facts_script(renderer, relative_to=facts, told=told)


def parts_of(layout: Layout) -> Iterator[list[Laid]]:
    """The blocks of a report page by page: cut before a heading once a page is heavy enough."""
    part: list[Laid] = []
    weight = 0
    for block in layout.blocks:
        own = _weight(block)
        heavy = weight + own > PAGE_BYTES
        if part and (heavy or (weight > PAGE_BYTES * 2 // 3 and block.kind == "heading")):
            yield part
            part, weight = [], 0
        part.append(block)
        weight += own
    yield part


def _homes(parts: Sequence[Sequence[Laid]]) -> dict[str, int]:
    """On which page each block and each finding's card stands, by its anchor; what stands at the end too."""
    homes: dict[str, int] = defaultdict(lambda: len(parts))
    for number, blocks in enumerate(parts, start=1):
        for block in blocks:
            homes[f"b{block.index}"] = number
            for finding in (*block.findings, *(f for row in block.rows for f in row.findings)):
                homes[f"c{finding.number}"] = number
    return homes


def _weight(block: Laid) -> int:
    runs = list(runs_of([block]))
    findings = len(block.findings) + sum(len(row.findings) for row in block.rows)
    return (
        _BLOCK_BYTES
        + sum(len(run.text.encode()) for run in runs)
        + _NUMBER_BYTES * sum(run.figure is not None for run in runs)
        + _FINDING_BYTES * findings
    )


def part_of_numbers(layout: Layout) -> dict[int, int] | None:
    """The page of each number, by its first character; None where the report is one page."""
    parts = list(parts_of(layout))
    if len(parts) == 1:
        return None
    places = {run.figure.start: len(parts) for run in layout.elsewhere if run.figure}
    for number, blocks in enumerate(parts, start=1):
        places.update({run.figure.start: number for run in runs_of(blocks) if run.figure})
    return places


def runs_of(blocks: Sequence[Laid]) -> Iterator[Run]:
    """All runs of blocks: markers, texts and cells."""
    for block in blocks:
        yield from block.marker
        yield from block.runs
        for cells in (*block.header, *(row.cells for row in block.rows)):
            for cell in cells:
                yield from cell.runs


def found_in(report: str, text: Text) -> list[Found]:
    """The findings of a report as the list of all findings shows them."""
    printed = {number.start for number in text.numbers}
    return [
        Found(report, finding, excerpt(text.blocks, finding, QUOTE), first_number(finding, printed))
        for finding in text.findings
    ]


def first_number(finding: Finding, printed: set[int]) -> int | None:
    """The first character of the number that a finding blames, else of one inside its place."""
    blamed = next((n.start for n in finding.figures if n.start in printed), None)
    if blamed is not None or finding.place is None:
        return blamed
    low, high = finding.place.span
    return min((start for start in printed if low <= start < high), default=None)


def facts_script(renderer: Renderer, *, relative_to: str, told: Sequence[Observation]) -> str:
    """What each number of a report became, for the page to tell when asked: one script a report."""
    rows = [_fact(renderer, relative_to, observation) for observation in told]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    # A script file cannot close an element, but U+2028 and U+2029 once ended lines in scripts.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"CHITIEU.facts={text};\n"


def _fact(renderer: Renderer, path: str, observation: Observation) -> dict[str, Any]:
    """One observation in few bytes: keys of one letter, nothing where there is nothing."""
    warehouse, links = renderer.warehouse, renderer.links
    indicator = warehouse.indicators[observation.indicator]
    fact: dict[str, Any] = {
        "n": observation.name,
        "v": indicator.name.vi,
        "e": indicator.name.en if indicator.name.en != indicator.name.vi else "",
        "h": relative(path, links.indicators[indicator.key]),
        "l": warehouse.localities[observation.locality].name,
        "y": observation.year,
        "d": observation.period if observation.period != "year" else "",
        "k": "t" if observation.kind == "target" else "",
        "a": renderer.amount(observation.value) if observation.value else "",
        "t": renderer.amount(observation.target) if observation.target else "",
        "w": renderer.figure(observation.denominator) if observation.denominator is not None else "",
        "u": observation.unit,
        "x": int(observation.is_estimate),
    }
    return {key: value for key, value in fact.items() if value}
