"""The audit as one self-contained HTML page.

The page runs no code and loads nothing: its policy forbids both, switches are form controls that
the style sheet looks at.  Whatever comes from a report or the warehouse is escaped by the template.
"""

from __future__ import annotations

import base64
import hashlib
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
from markupsafe import Markup

from etl.annotation import ROLES_CSS, words
from etl.annotation.excerpt import excerpt
from etl.annotation.layout import Layout, Run, lay_out
from etl.annotation.model import SEVERITIES, Bilingual, Figure, Finding, Place
from etl.audit.model import Audit
from etl.audit.words import WORDS

TEMPLATES = Path(__file__).parent / "templates"
QUOTE_WIDTH = 420
DIGITS = Decimal("0.001")  # of an interval: what people compare by eye


def render_page(audit: Audit, language: str = "vi", timezone: str = "Asia/Ho_Chi_Minh") -> str:
    """The page, shown first in `language` (vi, en), with times in `timezone`."""
    layout = lay_out(audit.document.blocks, audit.numbers, audit.findings)
    links = _Links(audit, layout)
    style = "".join(sheet.read_text(encoding="utf-8") for sheet in (ROLES_CSS, TEMPLATES / "page.css"))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            audit=audit,
            document=audit.document,
            told=audit.document.metadata,
            layout=layout,
            links=links,
            language=language,
            sections=audit.by_section(),
            all_severities=SEVERITIES,
            checked_at=audit.checked_at.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(timezone)),
            excerpt=lambda finding: excerpt(audit.document.blocks, finding, QUOTE_WIDTH),
            understood=sum(n.role != "unclassified" for n in audit.numbers),
            style=Markup(style),  # noqa: S704  (our own file, not the report's text)
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        W=WORDS,
        SEVERITY=words.SEVERITY,
        severities=words.severities,
        interval=_interval,
        about=_about,
        verdict=_verdict,
        percent=_percent,
    )
    environment.filters.update(
        figure=words.figures,
        role=lambda code: words.named(words.ROLE, code),
        family=lambda code: words.named(words.FAMILY, code),
        field=lambda code: words.named(words.FIELD, code),
    )
    return environment


def _verdict(audit: Audit) -> Bilingual:
    counted = audit.by_severity
    if counted["error"]:
        return WORDS["verdict_error"]
    return WORDS["verdict_warning" if counted["warning"] else "verdict_clean"]


def _percent(part: int, whole: int) -> Bilingual:
    """A share to one digit, never rounded up to all."""
    if not whole:
        return Bilingual("–", "–")
    share = Decimal(100 * part) / whole
    shown = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if shown == 100 and part != whole:
        shown = Decimal("99.9")
    text = words.figures(shown)
    return Bilingual(f"{text.vi}%", f"{text.en}%")


def _interval(finding: Finding) -> Bilingual | None:
    """What the rounding of the printed operands allows, where that is more than one figure."""
    low, high = finding.expected_low, finding.expected_high
    if low is None or high is None or low == high:
        return None
    a, b = (words.figures(x.quantize(DIGITS, ROUND_HALF_UP)) for x in (low, high))
    return Bilingual(f"{a.vi} – {b.vi}", f"{a.en} – {b.en}")


def _about(figure: Figure) -> str:
    """What a number was understood as, in one line for a tooltip; both languages, it cannot switch."""
    role = words.named(words.ROLE, figure.role)
    parts = [f"{role.vi} / {role.en}"]
    if figure.about:
        parts.append(figure.about)
    if figure.year:
        parts.append(str(figure.year))
    return " · ".join(parts)


class _Links:
    """Where a finding, or another place of the report, can be jumped to."""

    def __init__(self, audit: Audit, layout: Layout) -> None:
        self._severity = {finding.number: finding.severity for finding in audit.findings}
        self._report = audit.document.report_id
        self._shown = sorted(run.figure.start for run in _all_runs(layout) if run.figure is not None)
        self._targets: set[int] = set()
        for finding in audit.findings:
            for start in (self._first(finding.figures), self._inside(finding.related)):
                if start is not None:
                    self._targets.add(start)

    def anchor(self, run: Run) -> str | None:
        """The id of a number that something points at."""
        start = run.figure.start if run.figure else None
        return f"n{start}" if start in self._targets else None

    def severity(self, run: Run) -> str:
        """The severity of the finding that blames a number."""
        return self._severity[run.finding or 0]

    def finding(self, finding: Finding) -> str:
        """Where a finding's figure stands, else its card."""
        start = self._first(finding.figures)
        return f"#c{finding.number}" if start is None else f"#n{start}"

    def related(self, place: Place) -> str | None:
        """Where the other place stands; None where that is in another report."""
        start = self._inside(place)
        return None if start is None else f"#n{start}"

    def _first(self, figures: tuple[Figure, ...]) -> int | None:
        return next((n.start for n in figures if n.start in self._shown), None)

    def _inside(self, place: Place | None) -> int | None:
        if place is None or place.report_id != self._report:
            return None
        return next((start for start in self._shown if place.span[0] <= start < place.span[1]), None)


def _all_runs(layout: Layout) -> list[Run]:
    runs = [*layout.elsewhere]
    for block in layout.blocks:
        runs += [*block.marker, *block.runs]
        for row in (*block.header, *(row.cells for row in block.rows)):
            runs += [run for cell in row for run in cell.runs]
    return runs
