"""Templates and what they are given: words in both languages, figures, links.

Whatever comes from a report or the warehouse is escaped, here or by the templates.  Both languages
stand in every page and the style sheet shows one; figures stand once, as the page's first language
writes them, and the page's script writes them anew when the language is changed.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from etl.annotation import words as codes
from etl.annotation.model import Bilingual
from etl.site import words
from etl.site.links import INDICATORS, REPORTS, START, Links, findings_page, relative
from etl.site.model import Amount, Attainment, Indicator, Locality, Observation, Report, Warehouse

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
ASSETS = "tai-san"
TENTH = Decimal("0.1")
BOUNDS = {">": ">", ">=": "≥", "<": "<", "<=": "≤"}


def t(text: Bilingual) -> Markup:
    """A text in both languages, one of them shown."""
    vi, en = text.vi or text.en, text.en or text.vi
    if vi == en:
        return escape(vi)
    return Markup('<span class="vi" lang="vi">{}</span><span class="en" lang="en">{}</span>').format(vi, en)


class Renderer:
    """Renders the pages of one site."""

    def __init__(self, warehouse: Warehouse, links: Links, language: str, published: str) -> None:
        self.warehouse = warehouse
        self.links = links
        self.language = language
        self.attainments = {(r.indicator, r.locality, r.year): r for r in warehouse.attainments}
        # Observations that a finding blames: its severity, and where it stands in the list.
        self.flags: dict[str | None, tuple[str, str]] = {}
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            T={key: t(text) for key, text in words.WORDS.items()},
            W=words.WORDS,
            STATUS={key: t(text) for key, text in words.STATUS.items()},
            STATUS_MARK=words.STATUS_MARK,
            SEVERITIES=codes.SEVERITY,
            FAMILIES=codes.FAMILY,
            SEVERITY={key: t(text) for key, text in codes.SEVERITY.items()},
            language=language,
            release=warehouse.release,
            published=published,
            START=START,
            INDICATORS=INDICATORS,
            REPORTS=REPORTS,
            FINDINGS=findings_page(1),
            t=t,
            q=self.count,
            label=self.label,
            percent=self.percent,
            share=self.share,
            severities=lambda severity, count: t(codes.severities(severity, count)),
            localities=warehouse.localities,
            indicators=warehouse.indicators,
            sectors=warehouse.sectors,
            reports=warehouse.reports,
        )
        self._environment.filters.update(
            role=lambda code: t(codes.named(codes.ROLE, code)),
            field=lambda code: t(codes.named(codes.FIELD, code)),
            family=lambda code: t(codes.named(codes.FAMILY, code)),
            level=lambda code: t(codes.named(words.LEVEL, code)),
            measure=lambda code: t(codes.named(words.MEASURE, code)),
            polarity=lambda code: t(codes.named(words.POLARITY, code)),
            period=lambda code: t(codes.named(words.PERIOD, code)),
            day=lambda day: f"{day:%d/%m/%Y}",
        )

    def page(self, template: str, path: str, **context: Any) -> str:
        """One page, whole; `path` is where it will stand, counted from the root."""
        return self._environment.get_template(template).render(path=path, at=At(self, path), **context)

    def of(self, text: Bilingual) -> str:
        """A text in the language that the pages begin in."""
        return codes.of(text, self.language)

    def figure(self, amount: Decimal | int) -> str:
        """An amount as the pages' first language writes it."""
        return codes.figure(amount, self.language)

    def count(self, amount: Decimal | int) -> Markup:
        """A figure that follows the language."""
        return Markup('<span class="q">{}</span>').format(self.figure(amount))

    def percent(self, amount: Decimal) -> Markup:
        """A percentage to one digit, as it is read beside a bar."""
        return self.count(_rounded(amount)) + "%"

    def share(self, part: int, whole: int) -> Markup:
        """A share of counts to one digit, never rounded up to all."""
        if not whole:
            return Markup("–")
        shown = _rounded(Decimal(100 * part) / whole)
        return self.count(Decimal("99.9") if shown == 100 and part != whole else shown) + "%"

    def label(self, attribute: str, key: str) -> Markup:
        """An attribute in the pages' first language, with both for the script to choose from."""
        text = words.WORDS[key]
        return Markup('{}="{}" data-l="{}|{}|{}"').format(
            attribute, self.of(text), attribute, text.vi, text.en
        )

    def amount(self, amount: Amount) -> str:
        """An amount as plain text: bound, value or range."""
        if amount.value is not None:
            text = self.figure(amount.value)
        else:
            text = " – ".join(self.figure(x) for x in (amount.low, amount.high) if x is not None)
        return f"{BOUNDS.get(amount.bound or '', '')} {text}".strip()


class At:
    """What a template asks for that depends on where its page stands."""

    def __init__(self, renderer: Renderer, path: str) -> None:
        self._renderer, self._path = renderer, path
        self._links = renderer.links

    def to(self, target: str) -> str:
        """A link to a path counted from the root."""
        return relative(self._path, target)

    def asset(self, name: str) -> str:
        """A link to an asset."""
        return self.to(f"{ASSETS}/{name}")

    def indicator(self, key: str) -> Markup:
        """An indicator's name, linked to its page."""
        indicator: Indicator | None = self._renderer.warehouse.indicators.get(key)
        return self._link(self._links.indicators.get(key), t(indicator.name) if indicator else escape(key))

    def locality(self, key: str) -> Markup:
        """A place's name, linked to its page where it has one."""
        place: Locality | None = self._renderer.warehouse.localities.get(key)
        return self._link(self._links.localities.get(key), escape(place.name if place else key))

    def report(self, key: str) -> Markup:
        """A report's title, linked to its text."""
        report: Report = self._renderer.warehouse.reports[key]
        title = escape(report.title) if report.title else t(words.WORDS["untitled"])
        return self._link(self._links.report(key), title)

    def report_page(self, key: str) -> str:
        """A link to a report."""
        return self.to(self._links.report(key))

    def number(self, report: str, start: int) -> str:
        """A link to a number of a report."""
        return self.to(self._links.number(report, start))

    def amount(self, observation: Observation, role: str) -> Markup:
        """An amount of an observation, linked to the number that prints it."""
        amount = observation.value if role == "value" else observation.target
        return self._figure(observation, role, self._renderer.amount(amount)) if amount else Markup("")

    def result(self, row: Attainment) -> Markup:
        """The result of a row of the mart, linked to the number that prints it."""
        return self._printed(row.observation, "value", row.value, row.value_bound)

    def plan(self, row: Attainment) -> Markup:
        """The plan of a row of the mart, linked to the number that prints it."""
        return self._printed(row.target_observation, "target", row.target, row.target_bound)

    def next_plan(self, row: Attainment) -> Markup:
        """The following year's plan, linked to the number that prints it."""
        later = self._renderer.attainments.get((row.indicator, row.locality, (row.year or 0) + 1))
        if row.next_target is None or later is None:
            return Markup("")
        return self._printed(later.target_observation, "target", row.next_target, later.target_bound)

    def flag(self, row: Attainment) -> Markup:
        """A mark where a finding is about the row's result or plan, linked to the finding."""
        flags = self._renderer.flags
        severity, target = next(
            (flags[key] for key in (row.observation, row.target_observation) if key in flags), ("", "")
        )
        if not severity:
            return Markup("")
        return Markup('<a class="flag s-{}" href="{}"><span aria-hidden="true">!</span>{}</a>').format(
            severity,
            self.to(target),
            Markup('<span class="vh">{}</span>').format(t(codes.SEVERITY[severity])),
        )

    def _printed(self, key: str | None, role: str, value: Decimal | None, bound: str | None) -> Markup:
        observation = self._renderer.warehouse.observations.get(key or "")
        if observation is None:
            return Markup("")
        if value is None:  # a range has no one value in the mart
            return self.amount(observation, role)
        return self._figure(observation, role, self._renderer.amount(Amount(value, None, None, bound)))

    def _figure(self, observation: Observation, role: str, text: str) -> Markup:
        href = self.to(self._links.figure(observation, role))
        return Markup('<a class="f q" href="{}">{}</a>').format(href, text)

    def _link(self, target: str | None, text: Markup) -> Markup:
        return Markup('<a href="{}">{}</a>').format(self.to(target), text) if target else text


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(TENTH, ROUND_HALF_UP)
