"""Blocks made from the extracted text: the one way in for every format."""

from __future__ import annotations

from etl.documents import notes, shapes
from etl.documents.lines import Line, is_wrapped, split_lines
from etl.documents.model import Block, BlockKind, FootnoteMark
from etl.documents.paragraphs import group_plain
from etl.documents.stitch import stitch
from etl.documents.structure import Node, classify, nest
from etl.documents.tables import build_table
from etl.documents.traced import Span, clean


def build_blocks(source: str) -> tuple[list[Block], list[int]]:
    """All blocks of an extracted text in reading order, and the offsets at which its lines begin."""
    lines, offsets = split_lines(source)
    paras = group_plain(source, lines)
    paras = stitch(source, paras)
    nodes = classify(source, paras)
    nest(nodes)
    blocks = [_block(source, i, node) for i, node in enumerate(nodes)]
    _tie(blocks)
    return blocks, offsets


def _spans(lines: list[Line], skip: int = 0) -> list[Span]:
    spans = [(x.start, x.end) for x in lines]
    if skip and spans:
        a, b = spans[0]
        spans[0] = (min(a + skip, b), b)
        if spans[0][0] == spans[0][1]:
            spans.pop(0)
    return spans


def _block(source: str, index: int, node: Node) -> Block:
    lines = node.para.lines + [x for extra in node.extra for x in extra.lines]
    first, last = lines[0].number, lines[-1].number
    owned: list[Span] = []
    if node.kind is BlockKind.TABLE:
        table, owned = build_table(source, lines)
        cells = [c for row in table.header for c in row] + [c for r in table.rows for c in r.cells]
        return Block(index, node.kind, _whole(source, lines), first, last, section=node.section, table=table,
                     owned=tuple(owned)) if cells else Block(index, BlockKind.FURNITURE, clean(source, _spans(lines)).content, first, last)
    skip = 0
    marker: str | None = None
    if node.kind is BlockKind.FOOTNOTE and node.para.mark_span is not None:
        a, b = node.para.mark_span
        skip, marker = b - a, node.para.mark
        owned.append((a, a + len(source[a:b].rstrip())))
    elif node.marker is not None and node.kind in (BlockKind.HEADING, BlockKind.LIST_ITEM):
        skip, marker = node.marker.length, node.marker.text
        a = lines[0].start
        owned.append((a, a + len(source[a : a + skip].rstrip())))
    spans = _spans(lines, skip)
    marks: list[notes.Mark] = []
    if node.kind not in (BlockKind.SIGNATURE, BlockKind.FURNITURE):
        for a, b in spans:
            marks.extend(notes.marks_in(source, a, b))
    cleaned = clean(source, spans, [(m.start, m.end) for m in marks])
    owned.extend(cleaned.owned)
    owned.extend((m.start, m.end) for m in marks)
    return Block(
        index, node.kind, cleaned.content, first, last, level=node.level, marker=marker, section=node.section,
        parent_index=node.parent, owned=tuple(sorted(owned)),
        marks=tuple(FootnoteMark(_offset(cleaned.content.pieces, m.start), m.digits, m.start, m.end) for m in marks),
    )  # fmt: skip


def _offset(pieces: tuple, source_at: int) -> int:  # type: ignore[type-arg]
    """Where in the text the source offset falls: the end of the last piece before it."""
    best = 0
    for p in pieces:
        if p.source_end <= source_at:
            best = p.text_end
    return best


def _whole(source: str, lines: list[Line]):  # type: ignore[no-untyped-def]
    return clean(source, [(x.start, x.end) for x in lines]).content


def _tie(blocks: list[Block]) -> None:
    """Tie every footnote to the block that bears its mark: the nearest one not yet taken, before it first."""
    places = [(b.index, k, m) for b in blocks for k, m in enumerate(b.marks)]
    taken: set[tuple[int, int]] = set()
    for note in (b for b in blocks if b.kind is BlockKind.FOOTNOTE and b.marker):
        wanted = [
            p for p in places if p[2].mark == note.marker and (p[0], p[1]) not in taken and p[0] != note.index
        ]
        start = note.content.pieces[0].source_start if note.content.pieces else 0
        before = [p for p in wanted if p[2].source_start < start]
        chosen = before[-1] if before else (wanted[0] if wanted else None)
        if chosen is None:
            continue
        taken.add((chosen[0], chosen[1]))
        note.anchor_index, note.anchor_offset = chosen[0], chosen[2].text_offset
        bearer = blocks[chosen[0]]
        marks = list(bearer.marks)
        old = marks[chosen[1]]
        marks[chosen[1]] = FootnoteMark(old.text_offset, old.mark, old.source_start, old.source_end, note.index)
        bearer.marks = tuple(marks)
