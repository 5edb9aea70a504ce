"""How a document's sentences were read: for whoever doubts a figure, or writes vocabulary.

`explain` tells it as plain data, block by block; `render` draws the same for a terminal.  Nothing is
read in a way of its own here: the reader that fills the warehouse is run again and watched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from etl.documents.model import Block, BlockKind, Document, TracedText
from etl.statements.context import Context, Inheritance
from etl.statements.gaps import Lead
from etl.statements.measures import Measure, Quantity
from etl.statements.model import Number, Statement
from etl.statements.periods import Period
from etl.statements.prose import ProseReader
from etl.statements.reader import read_statements
from etl.statements.references import Tail
from etl.statements.scan import scan
from etl.statements.tables import read_columns
from etl.statements.tokens import Tokens
from etl.statements.vocabulary import Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from rich.console import RenderableType


@dataclass(frozen=True, slots=True)
class TokenExplained:
    """A token as the scanner saw it; `text` as printed, offsets into the block's text."""

    kind: str  # num, word, phrase, mask, stop, punct
    text: str
    start: int
    end: int
    classes: tuple[str, ...] = ()  # of the vocabulary
    role: str | None = None  # of a mask


@dataclass(frozen=True, slots=True)
class MeasureExplained:
    """A measure, and what the words left and right of it were taken to say."""

    text: str
    value: Decimal
    high: Decimal | None
    of: Decimal | None  # y of "x/y"
    bound: str | None
    unit: str | None
    unit_kind: str
    unit_guessed: bool
    slip: str | None
    head: str  # the words before it that could name it; empty where it leans on what came before
    lead: tuple[str, ...]  # what else those words say: result, estimate, part, sentence, period 11m 2022 …
    plan: bool  # "KH", "dự toán giao" right behind it
    plan_giver: str | None
    prior: str | None  # "so với cùng kỳ năm 2021" right behind it


@dataclass(frozen=True, slots=True)
class ColumnExplained:
    """What a table's column was taken to print."""

    index: int
    title: str
    role: str
    year: int | None
    period_code: str | None
    compares: str | None


@dataclass(frozen=True, slots=True)
class BlockExplained:
    """One block: what it inherited, how it was cut up, and all that was built from it."""

    index: int
    kind: str
    marker: str | None
    section: tuple[str, ...]
    line_start: int
    line_end: int
    text: str
    year: int | None  # in force where the block begins, as are the next three
    claims: str  # result, target
    period_code: str | None
    head: str | None
    tokens: tuple[TokenExplained, ...]
    measures: tuple[MeasureExplained, ...]
    columns: tuple[ColumnExplained, ...]
    statements: tuple[Statement, ...]
    numbers: tuple[Number, ...]


class _Watched(ProseReader):
    """The prose reader, with what it read before each measure kept."""

    def __init__(
        self, text: str, context: Context, vocabulary: Vocabulary, *, report_year: int | None
    ) -> None:
        super().__init__(text, context, vocabulary, report_year=report_year)
        self.leads: list[Lead] = []

    def _advance(self, lead: Lead) -> None:
        self.leads.append(lead)
        super()._advance(lead)


def explain(document: Document, line: int | None = None) -> list[BlockExplained]:
    """How each block of a document was read; with `line` (1-based), only what stands on that line.

    Blocks that print no number and made no statement are left out, unless `line` asks for them.  Of a
    table on that line only the rows' statements and numbers on it are given.
    """
    vocabulary = load_vocabulary()
    reading = read_statements(document, vocabulary)
    inheritance = Inheritance(document, vocabulary)
    statements: dict[int, list[Statement]] = defaultdict(list)
    for statement in reading.statements:
        statements[statement.block_index].append(statement)
    numbers = _numbers_by_block(document, reading.numbers)
    explained = []
    for block in document.blocks:
        if line is not None and not block.line_start <= line <= block.line_end:
            continue
        made, printed = statements[block.index], numbers[block.index]
        if line is not None and block.table is not None:
            made = [s for s in made if s.line_start <= line <= s.line_end]
            printed = [n for n in printed if document.line_of(n.char_start) == line]
        if line is None and not made and not printed:
            continue
        explained.append(_block(document, block, inheritance, vocabulary, made, printed, line))
    return explained


def as_data(blocks: Iterable[BlockExplained]) -> list[dict[str, Any]]:
    """The explanation as JSON has it; amounts are text, so that no digit is lost."""
    return [_plain(asdict(block)) for block in blocks]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _numbers_by_block(document: Document, numbers: list[Number]) -> dict[int, list[Number]]:
    """The ledger's numbers by the block they stand in; a number in no block is given to block -1."""
    spans = sorted(
        (start, end, block.index) for block in document.blocks for start, end in _source_spans(block)
    )
    found: dict[int, list[Number]] = defaultdict(list)
    at = 0
    for number in numbers:
        while at < len(spans) and spans[at][1] <= number.char_start:
            at += 1
        holds = at < len(spans) and spans[at][0] < number.char_end
        found[spans[at][2] if holds else -1].append(number)
    return found


def _source_spans(block: Block) -> Iterator[tuple[int, int]]:
    for content in _contents(block):
        for piece in content.pieces:
            yield piece.source_start, piece.source_end
    yield from block.owned


def _contents(block: Block) -> Iterator[TracedText]:
    yield block.content
    if block.table is not None:
        for header in block.table.header:
            yield from header
        for row in block.table.rows:
            yield from row.cells


def _block(
    document: Document,
    block: Block,
    inheritance: Inheritance,
    vocabulary: Vocabulary,
    statements: list[Statement],
    numbers: list[Number],
    line: int | None,
) -> BlockExplained:
    context = inheritance.of(block)
    text = block.text
    tokens = Tokens(text)
    measures: list[MeasureExplained] = []
    columns: list[ColumnExplained] = []
    if block.table is not None:
        titles = block.table.column_titles()
        for i, column in enumerate(
            read_columns(
                block.table, context, inheritance.year, inheritance.plan_year, inheritance.vocabulary
            )
        ):
            code = column.period.code if column.period is not None else None
            title = titles[i] if i < len(titles) else ""
            columns.append(ColumnExplained(i, title, column.role, column.year, code, column.compares))
        if line is not None:
            rows = [r for r in block.table.rows if r.line_start <= line <= r.line_end]
            text = "\n".join(" | ".join(c.text for c in row.cells) for row in rows)
    elif block.kind not in (BlockKind.FURNITURE, BlockKind.SIGNATURE):
        tokens = scan(text, vocabulary)
        if statements:
            watched = _Watched(text, context, vocabulary, report_year=inheritance.year)
            watched.measure()
            watched.read()
            measures = [
                _measure(text, watched, measure, lead, tail)
                for measure, lead, tail in zip(watched.measures, watched.leads, watched.tails, strict=True)
            ]
    return BlockExplained(
        index=block.index,
        kind=block.kind.value,
        marker=block.marker,
        section=block.section,
        line_start=block.line_start,
        line_end=block.line_end,
        text=text,
        year=context.year,
        claims=context.kind,
        period_code=context.period.code if context.period is not None else None,
        head=context.head,
        tokens=tuple(_token(tokens, i) for i in range(len(tokens.at))),
        measures=tuple(measures),
        columns=tuple(columns),
        statements=tuple(statements),
        numbers=tuple(numbers),
    )


def _token(tokens: Tokens, i: int) -> TokenExplained:
    token, start, end = tokens.at[i], tokens.starts[i], tokens.end(i)
    return TokenExplained(
        token.kind, tokens.shown(i), start, end, tuple(sorted(token.classes)), token.role or None
    )


def _measure(text: str, reader: _Watched, measure: Measure, lead: Lead, tail: Tail) -> MeasureExplained:
    tokens = reader.tokens
    head = ""
    if not lead.light:
        head = tokens.printed(lead.name_start, lead.name_end)
    quantities: list[Quantity] = [q for q in (measure.left, measure.high, measure.right) if q is not None]
    return MeasureExplained(
        text=tokens.printed(measure.first, measure.last),
        value=measure.left.value,
        high=measure.high.value if measure.high is not None else None,
        of=measure.right.value if measure.right is not None else None,
        bound=measure.bound,
        unit=measure.unit,
        unit_kind=measure.unit_kind,
        unit_guessed=any(q.guessed_unit for q in quantities),
        slip=measure.slip,
        head=head,
        lead=tuple(_lead_words(lead)),
        plan=tail.plan is not None,
        plan_giver=tail.plan.giver if tail.plan is not None else None,
        prior=tail.prior.label if tail.prior is not None else None,
    )


def _lead_words(lead: Lead) -> Iterator[str]:
    """What a lead says beside the name, a word each."""
    yield from sorted(lead.trail)
    for name in ("sentence", "clause", "part", "closed", "colon", "year_end", "now", "estimate", "outcome"):
        if getattr(lead, name) and name not in lead.trail:
            yield name
    if lead.opened:
        yield "bracket"
    if lead.plan and "plan" not in lead.trail:
        yield "plan"
    if lead.period is not None:
        yield f"period {_period(lead.period)}"
    if lead.prior is not None:
        yield f"prior {lead.prior.label}"


def _period(period: Period) -> str:
    days = f" … {period.end.isoformat()}" if period.code == "as_of" and period.end else ""
    return f"{period.code} {period.year if period.year is not None else '?'}{days}"


def render(document: Document, line: int | None = None) -> RenderableType:
    """The explanation of a document, or of one of its lines, as a rich renderable."""
    from etl.statements.drawing import draw

    return draw(document, explain(document, line))
