"""The audit as text for a terminal, and as data for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.segment import Segment
from rich.text import Text

from etl.annotation import words
from etl.annotation.excerpt import excerpt
from etl.annotation.model import Figure, Finding, Place
from etl.annotation.words import figure, named, of
from etl.audit.model import Audit
from etl.audit.words import WORDS

QUOTE_WIDTH = 240
INDENT = "  "
STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}

# Characters that move a terminal's cursor, change its state or turn the direction of writing.
_UNSAFE = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "�"
) | {ord("\n"): " ", ord("\t"): " "}


def safe(text: str) -> str:
    """A report's text on one line that no terminal takes for a command."""
    return text.translate(_UNSAFE)


def render_text(audit: Audit, language: str = "vi") -> Group:
    """Summary, then the findings under their sections; `language` is vi or en."""
    told = audit.document.metadata
    parts: list[Any] = [
        Text(safe(told.title or of(WORDS["untitled"], language)), style="bold"),
        _dim(" · ".join(filter(None, (safe(told.issuing_body or ""), safe(audit.document.source_path))))),
        _counts(audit, language),
    ]
    for path, findings in audit.by_section():
        title = of(WORDS["whole_report" if path is None else "no_section"], language)
        parts += [Text(), Text(safe(path or title), style="bold underline")]
        parts += [_Indented(_finding(audit, f, language)) for f in findings]
    return Group(*parts)


class _Indented:
    """Something two columns in, its wrapped lines too; lines end where their text does."""

    def __init__(self, what: Group) -> None:
        self._what = what

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        narrower = options.update(width=options.max_width - len(INDENT))
        for line in console.render_lines(self._what, narrower, pad=False):
            yield Segment(INDENT)
            yield from line
            yield Segment.line()


def _counts(audit: Audit, language: str) -> Text:
    text = Text()
    for severity, count in audit.by_severity.items():
        words_of = of(words.severities(severity, count), language)
        text.append(f"{figure(count, language)} {words_of}", style=STYLES[severity] if count else "dim")
        text.append(" · ")
    unclear = audit.by_role.get("unclassified", 0)
    text.append(
        f"{figure(len(audit.numbers), language)} {of(WORDS['numbers'], language).lower()}"
        f" ({figure(len(audit.numbers) - unclear, language)} {of(WORDS['understood'], language)}) · "
        f"{figure(audit.comparisons, language)} {of(WORDS['comparisons'], language).lower()}"
        f" ({figure(audit.comparisons_checked, language)} {of(WORDS['checkable'], language)},"
        f" {figure(audit.comparisons_consistent, language)} {of(WORDS['consistent'], language)})"
    )
    return text


def _finding(audit: Audit, finding: Finding, language: str) -> Group:
    head = Text()
    head.append(of(words.SEVERITY[finding.severity], language), style=STYLES[finding.severity])
    head.append(f" {finding.number}. {of(finding.rule, language)}")
    if finding.place:
        head.append(f" · {where(finding.place, language)}", style="dim")
    lines: list[Any] = [head, Text(safe(of(finding.message, language)))]
    quote = Text("“")
    for part in excerpt(audit.document.blocks, finding, QUOTE_WIDTH):
        quote.append(safe(part.text), style="bold reverse" if part.blamed else "dim" if part.context else "")
    if len(quote) > 1:
        lines.append(quote.append("”"))
    proposed = proposal(finding, language)
    if proposed:
        lines.append(Text(safe(proposed), style="green"))
    return Group(*lines)


def where(place: Place, language: str) -> str:
    """Line, and page where the source has pages."""
    last = "" if place.line_end == place.line_start else f"–{place.line_end}"
    page = f", {of(WORDS['page'], language)} {place.page}" if place.page else ""
    return f"{of(WORDS['line'], language)} {place.line_start}{last}{page}"


def proposal(finding: Finding, language: str) -> str | None:
    """The proposed change in words; None where the warehouse proposes nothing."""
    p = finding.proposal
    if p is None:
        return None
    unit = "" if not p.unit else p.unit if p.unit == "%" else f" {p.unit}"
    there = finding.related if p.elsewhere else None
    at = f" ({of(WORDS['at_line'], language)} {there.line_start})" if there else ""
    reason = f" – {of(p.reason, language)}" if p.reason else ""
    return (
        f"{of(WORDS['proposal'], language)}: {of(WORDS['change'], language)} "
        f"{of(named(words.FIELD, p.field), language)}{at} {of(WORDS['to'], language)} "
        f"{f'“{p.text}”' if p.value is None else figure(p.value, language)}{unit}{reason}."
    )


def _dim(text: str) -> Text:
    return Text(text, style="dim")


def as_data(audit: Audit) -> dict[str, Any]:
    """The audit as data, amounts exact: counts, findings in the order of the text, numbers with roles."""
    document, told = audit.document, audit.document.metadata
    return {
        "report": {
            "report_id": document.report_id,
            "title": told.title,
            "issuing_body": told.issuing_body,
            "locality_code": told.locality_code,
            "report_year": told.report_year,
            "report_date": told.report_date,
            "document_number": told.document_number,
            "source_path": document.source_path,
            "sha256": document.sha256,
        },
        "checked_at": audit.checked_at.isoformat(timespec="seconds") + "Z",
        "version": audit.version,
        "earlier": audit.earlier,
        "summary": {
            "findings": dict(audit.by_severity),
            "findings_by_rule": dict(sorted(Counter(f.rule_code for f in audit.findings).items())),
            "observations": audit.observations,
            "comparisons": audit.comparisons,
            "comparisons_checked": audit.comparisons_checked,
            "comparisons_consistent": audit.comparisons_consistent,
            "numbers": len(audit.numbers),
            "numbers_by_role": dict(audit.by_role),
        },
        "findings": [_finding_data(finding) for finding in audit.findings],
        "rules": [asdict(rule) for rule in audit.rules],
        "numbers": [_figure_data(number) for number in audit.numbers],
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    told = finding.proposal
    return {
        "number": finding.number,
        "finding_key": finding.finding_key,
        "rule_code": finding.rule_code,
        "family": finding.family,
        "severity": finding.severity,
        "rule": asdict(finding.rule),
        "message_vi": finding.message.vi,
        "message_en": finding.message.en,
        "place": _place_data(finding.place),
        "related": _place_data(finding.related),
        "figures": [_figure_data(number) for number in finding.figures],
        "reported_value": finding.reported,
        "expected_value": finding.expected,
        "expected_low": finding.expected_low,
        "expected_high": finding.expected_high,
        "suggestion": None
        if told is None
        else {
            "field": told.field,
            "in_related": told.elsewhere,
            "value": told.value,
            "text": told.text,
            "unit": told.unit,
            "reason_vi": told.reason.vi,
            "reason_en": told.reason.en,
        },
    }


def _place_data(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    data = asdict(place)
    data["char_start"], data["char_end"] = data.pop("span")
    return data


def _figure_data(number: Figure) -> dict[str, Any]:
    return {"char_start": number.start, "char_end": number.end, "text": number.text, "role": number.role}
