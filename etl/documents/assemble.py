"""Blocks made from the extracted text: the one way in for every format."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from etl.documents.composed import Composed
from etl.documents.extraction import Extraction
from etl.documents.lines import Line, is_wrapped, split_lines
from etl.documents.model import (
    FOOTNOTE,
    FURNITURE,
    HEADING,
    LIST_ITEM,
    SIGNATURE,
    TABLE,
    Block,
    FootnoteMark,
    Piece,
    TracedText,
)
from etl.documents.notes import Mark, mark_places, marks_in
from etl.documents.paragraphs import Grids, give_lists, group_plain
from etl.documents.stitch import stitch
from etl.documents.structure import Node, classify, nest
from etl.documents.tables import build_table
from etl.documents.tie import Ties, tie
from etl.documents.traced import Plain, Span, clean, whole
from etl.documents.wrapped import group_wrapped

_UNREAD = (SIGNATURE, FURNITURE)
_MARKED = (HEADING, LIST_ITEM, FOOTNOTE)


def build_blocks(extraction: Extraction) -> tuple[list[Block], list[int]]:
    """All blocks of an extracted text in reading order, and the offsets at which its lines begin.

    Text of the formats that know their structure is composed when it is extracted; pasted text is
    kept as it came and read through its composed form.
    """
    source = extraction.text
    is_composed = unicodedata.is_normalized("NFC", source)
    if not is_composed:
        composed = Composed(source)
        if composed.text != source:
            blocks, _ = build_blocks(
                replace(extraction, text=composed.text, grids=[], headings={}, note_lines=None)
            )
            composed.lead_back(blocks)
            return blocks, split_lines(source)[1]
    lines, offsets = split_lines(source)
    grids = Grids(extraction.grids)
    if extraction.is_paged and (extraction.blanks_tell or is_wrapped(source, lines, grids)):
        paras = group_wrapped(source, lines, grids, extraction.blanks_tell)
    else:
        paras = group_plain(source, lines, grids, extraction.note_lines or ())
        if extraction.is_paged:
            paras = stitch(source, paras)
        elif extraction.note_lines is None:
            paras = give_lists(source, paras)
    nodes = classify(source, paras, extraction.headings)
    nest(nodes)
    openings = [_opening(node) for node in nodes]
    spans = [text_spans(node, opening) for node, opening in zip(nodes, openings, strict=True)]
    marks: list[list[Mark]] = [[] for _ in nodes]
    raised = mark_places(source)
    for node, own, found in zip(nodes, spans, marks, strict=True):
        if own and raised.any_in(own[0][0], own[-1][1]) and node.kind not in _UNREAD:
            for start, end in own:
                if raised.any_in(start, end):
                    found.extend(marks_in(source, start, end))
    ties = tie(source, nodes, marks, spans)
    plain = Plain(source, is_composed)
    blocks = [
        _table(source, i, node, plain)
        if node.kind is TABLE
        else _block(source, i, node, openings[i], spans[i], marks[i], ties, plain)
        for i, node in enumerate(nodes)
    ]
    _anchor_offsets(blocks)
    return blocks, offsets


def text_spans(node: Node, opening: int) -> list[Span]:
    """The source spans of a node's text: its lines without the marker that opens them; none of a table.

    `opening` is the length of that marker.
    """
    if node.kind is TABLE:
        return []
    lines = node.para.lines if not node.extra else _lines(node)
    first = lines[0]
    spans = [(first.start + opening, first.end)] if first.start + opening < first.end else []
    return spans if len(lines) == 1 else spans + [(x.start, x.end) for x in lines[1:]]


def _lines(node: Node) -> list[Line]:
    if not node.extra:
        return node.para.lines
    return node.para.lines + [x for extra in node.extra for x in extra.lines]


def _opening(node: Node) -> int:
    """The length of the marker or footnote mark that opens a node."""
    if node.kind is FOOTNOTE and node.para.mark_span is not None:
        return node.para.mark_span[1] - node.para.mark_span[0]
    if node.marker is not None and node.kind in _MARKED:
        return node.marker.length
    return 0


def _table(source: str, index: int, node: Node, plain: Plain) -> Block:
    lines = _lines(node)
    table, (content, owned) = build_table(source, lines, plain, node.para.grids)
    is_read = bool(table.header or table.rows)
    return Block(
        index, TABLE if is_read else FURNITURE, content, lines[0].number, lines[-1].number,
        section=node.section, table=table if is_read else None, owned=tuple(owned),
    )  # fmt: skip


def _block(
    source: str,
    index: int,
    node: Node,
    opening: int,
    spans: Sequence[Span],
    marks: Sequence[Mark],
    ties: Ties,
    plain: Plain,
) -> Block:
    lines = node.para.lines if not node.extra else _lines(node)
    owned: list[Span]
    if len(spans) == 1 and not marks and plain.is_bare(*spans[0]):
        content, owned = whole(source, *spans[0]), []
    else:
        cut = [(m.start, m.end) for m in marks]
        content, owned = clean(source, spans, plain, cut)
        owned = sorted([*owned, *cut])
    marker: str | None = None
    if opening:
        a = lines[0].start
        b = min(a + opening, lines[0].end)  # a stop that the next line opens with is text of that line
        owned.insert(0, (a, a + len(source[a:b].rstrip())))
        marker = node.para.mark or (node.marker.text if node.marker and node.marker.style != "#" else None)
    block = Block(
        index, node.kind, content, lines[0].number, lines[-1].number,
        node.level, marker, node.section, node.parent, owned=tuple(owned),
    )  # fmt: skip
    if marks:
        block.marks = tuple(_mark(content, m, ties.note_of.get((index, k))) for k, m in enumerate(marks))
    if node.kind is FOOTNOTE:
        block.parent_index = ties.owner_of.get(index)
        bearer = ties.anchor_of.get(index)
        if bearer is not None:
            block.anchor_index, mark = bearer
            if mark is not None:
                block.anchor_offset = mark.start  # made an offset in the bearer's text below
    return block


def _mark(content: TracedText, mark: Mark, note: int | None) -> FootnoteMark:
    return FootnoteMark(_offset(content.pieces, mark.start), mark.digits, mark.start, mark.end, note)


def _offset(pieces: Sequence[Piece], source_at: int) -> int:
    """Where in the text a source offset falls: the end of the last piece before it."""
    i = bisect_right(pieces, source_at, key=lambda p: p.source_end)
    return pieces[i - 1].text_end if i else 0


def _anchor_offsets(blocks: list[Block]) -> None:
    """Turn the anchors of footnotes from source offsets to offsets in the text that bears the mark."""
    for block in blocks:
        if block.anchor_offset is None or block.anchor_index is None:
            continue
        bearer: TracedText = blocks[block.anchor_index].content
        block.anchor_offset = _offset(bearer.pieces, block.anchor_offset)
