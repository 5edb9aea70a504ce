"""An explanation (`explain.py`) drawn for a terminal: every number in the colour of its role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.text import Text

from etl.documents.model import Document
from etl.statements.explain import BlockExplained, ColumnExplained, MeasureExplained, TokenExplained
from etl.statements.model import Comparison, Number, Statement

_STYLES = {
    "value": "bold green",
    "target": "bold blue",
    "denominator": "bold cyan",
    "comparison": "bold magenta",
    "unclassified": "bold white on red",
}
_QUIET = "dim"  # dates, ordinals, names: numbers that measure nothing


def draw(document: Document, blocks: list[BlockExplained]) -> RenderableType:
    """Blocks one below the other; a remark where there is none."""
    if not blocks:
        return Text("Không có gì để đọc ở đây. / Nothing to read here.")
    return Group(*(_draw(document, block) for block in blocks))


def _draw(document: Document, block: BlockExplained) -> Group:
    lines = (
        f"{block.line_start}–{block.line_end}" if block.line_end > block.line_start else f"{block.line_start}"
    )
    marker = f" {block.marker}" if block.marker else ""
    title = f"── dòng / line {lines} · {block.kind}{marker} ──"
    parts: list[RenderableType] = [Text(title, style=_QUIET)]
    if block.section:
        parts.append(Text(" > ".join(block.section), style=_QUIET))
    held = [f"{block.claims} {block.year if block.year is not None else '?'}"]
    held += [block.period_code] if block.period_code else []
    held += [f"“{block.head}”"] if block.head else []
    parts.append(Text("Kế thừa / Inherited: " + " · ".join(held), style=_QUIET))
    if not block.columns or len(block.text) < 2_000:
        parts.append(_shown(document, block))
    body: list[RenderableType] = []
    if block.columns:
        body += [Text("Cột / Columns", style="bold"), *(_column_line(c) for c in block.columns)]
    told = [t for t in block.tokens if t.kind not in ("punct",)]
    if told:
        body += [Text("Từ / Tokens", style="bold"), _token_line(told)]
    if block.measures:
        body += [Text("Số đo / Measures", style="bold"), *(_measure_line(m) for m in block.measures)]
    if block.statements:
        body.append(Text("Phát biểu / Statements", style="bold"))
        for number, statement in enumerate(block.statements, start=1):
            body += _statement_lines(number, statement)
    if block.numbers:
        order = {s.statement_id: i for i, s in enumerate(block.statements, start=1)}
        body.append(Text("Sổ số / Numbers", style="bold"))
        body += [_number_line(document, n, order) for n in block.numbers]
    return Group(*parts, *body, Text())


def _shown(document: Document, block: BlockExplained) -> Text:
    """The source of a block as printed, every number in the colour of its role."""
    if block.columns:
        return Text(block.text)
    start = document.line_offsets[block.line_start - 1]
    last = block.line_end
    end = document.line_offsets[last] if last < len(document.line_offsets) else len(document.text)
    shown = Text(document.text[start:end].rstrip())
    for number in block.numbers:
        if start <= number.char_start < end:
            style = _STYLES.get(number.role, _QUIET)
            shown.stylize(style, number.char_start - start, number.char_end - start)
    return shown


def _token_line(tokens: Iterable[TokenExplained]) -> Text:
    """Tokens in one flow: words plain, phrases with their classes, masks with their role."""
    flow = Text(" ")
    for token in tokens:
        flow.append(" ")
        if token.kind == "phrase":
            flow.append(token.text, style="cyan")
            flow.append(f"[{','.join(token.classes)}]", style=_QUIET)
        elif token.kind == "mask":
            flow.append(token.text, style="yellow")
            flow.append(f"[{token.role}]", style=_QUIET)
        elif token.kind == "stop":
            flow.append("∎" if token.text == "." else token.text, style=_QUIET)
        else:
            flow.append(token.text, style="bold" if token.kind == "num" else "")
    return flow


def _column_line(column: ColumnExplained) -> Text:
    told = [column.role, str(column.year) if column.year is not None else "", column.period_code or ""]
    told.append(f"% of {column.compares}" if column.compares else "")
    return Text(f"{column.index + 1:>3}  {' '.join(t for t in told if t):<24} {column.title}")


def _measure_line(measure: MeasureExplained) -> Text:
    line = Text("  ")
    line.append(measure.text, style="bold")
    told = [measure.unit_kind or "no unit"]
    told += ["unit guessed"] if measure.unit_guessed else []
    told += [f"bound {measure.bound}"] if measure.bound else []
    told += [f"slip {measure.slip}"] if measure.slip else []
    line.append(f"  {', '.join(told)}", style=_QUIET)
    if measure.head:
        line.append(f"\n    ← “{measure.head}”")
    if measure.lead:
        line.append(f"\n    ← {', '.join(measure.lead)}", style=_QUIET)
    behind = ["KH" + (f" ({measure.plan_giver})" if measure.plan_giver else "")] if measure.plan else []
    behind += [measure.prior] if measure.prior else []
    if behind:
        line.append(f"\n    → {', '.join(behind)}", style=_QUIET)
    return line


def _statement_lines(number: int, statement: Statement) -> Iterator[Text]:
    head = Text("  ")
    head.append(f"{number}. {statement.name or '(không tên / unnamed)'}", style="bold")
    if statement.parent_name:
        head.append(f" ⊂ {statement.parent_name}")
    if statement.place:
        head.append(f" @ {statement.place}")
    yield head
    told = Text("    ")
    told.append(f"{statement.kind}")
    told.append(f" {statement.period_code} {statement.year if statement.year is not None else '?'}")
    if statement.period_end is not None and statement.period_code == "as_of":
        told.append(f" … {statement.period_end.isoformat()}")
    value = _amount(statement.value, statement.value_low, statement.value_high, statement.value_bound)
    target = _amount(statement.target, statement.target_low, statement.target_high, statement.target_bound)
    for label, shown in (("value", value), ("target", target), ("of", _amount(statement.denominator))):
        if shown:
            told.append(f" · {label} ")
            told.append(shown, style=_STYLES.get(label, _STYLES["denominator"]))
    if statement.unit:
        told.append(f" {statement.unit}")
    told.append(" · ước / estimate" if statement.is_estimate else "")
    told.append(f" · “{statement.verdict}”" if statement.verdict else "")
    told.append(f" · slip {statement.notation_slip}" if statement.notation_slip else "")
    told.append(f"  [{statement.rule}]", style=_QUIET)
    yield told
    for comparison in statement.comparisons:
        yield _comparison_line(comparison)


def _comparison_line(comparison: Comparison) -> Text:
    line = Text("    ↳ ")
    line.append(f"{comparison.comparison_type} {comparison.form} ")
    line.append(format(comparison.reported_value, "f"), style=_STYLES["comparison"])
    for told in (comparison.unit, comparison.plan_giver, comparison.base_label or comparison.base_year):
        line.append(f" {told}" if told else "")
    line.append(f"  [{comparison.rule}]", style=_QUIET)
    return line


def _amount(
    value: Decimal | None, low: Decimal | None = None, high: Decimal | None = None, bound: str | None = None
) -> str:
    if low is not None and high is not None:
        return f"{low:f}–{high:f}"
    return f"{bound or ''}{value:f}" if value is not None else ""


def _number_line(document: Document, number: Number, order: dict[str, int]) -> Text:
    line = Text(f"{document.line_of(number.char_start):>5}  ")
    line.append(f"{number.text:<16}", style="bold")
    line.append(f" {number.role:<20}", style=_STYLES.get(number.role, _QUIET))
    at = order.get(number.statement_id or "")
    line.append(f" → {at}" if at else "    ")
    line.append(f"  [{number.rule}]" if number.rule else "", style=_QUIET)
    return line
