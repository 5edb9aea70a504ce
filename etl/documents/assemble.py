"""Blocks made from the extracted text: the one way in for every format."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter

from etl.documents.composed import Composed
from etl.documents.extraction import Extraction
from etl.documents.joining import Cleaned, join_lines
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
    Span,
    TracedText,
)
from etl.documents.notes import Mark, mark_places, marks_in
from etl.documents.paragraphs import Grids, Para, give_lists, group_plain
from etl.documents.stitch import stitch
from etl.documents.structure import Node, classify, nest
from etl.documents.tables import build_table
from etl.documents.tie import Ties, tie
from etl.documents.traced import Plain, clean
from etl.documents.wrapped import group_wrapped

_IS_PLAIN = attrgetter("is_plain")
_UNMARKED = (SIGNATURE, FURNITURE, TABLE)
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
            read, _ = build_blocks(
                replace(extraction, text=composed.text, grids=[], headings={}, note_lines=None)
            )
            composed.lead_back(read)
            return read, split_lines(source)[1]
    lines, offsets = split_lines(source)
    nodes = classify(_group(extraction, lines), extraction.headings)
    nest(nodes)
    plain, raised = Plain(source, is_composed), mark_places(source)
    plain.tell(lines, offsets, raised)

    @cache
    def spans_of(i: int) -> list[Span]:
        return text_spans(nodes[i])

    are_plain = [all(map(_IS_PLAIN, node.lines())) for node in nodes]
    marks: defaultdict[int, list[Mark]] = defaultdict(list)
    for i, node in enumerate(nodes):
        if not are_plain[i] and node.kind not in _UNMARKED:
            for start, end in spans_of(i):
                if raised.any_in(start, end):
                    marks[i].extend(marks_in(source, start, end, raised))
    ties = tie(source, nodes, marks, spans_of)
    blocks: list[Block] = []
    for i, node in enumerate(nodes):
        if node.kind is TABLE:
            blocks.append(_table(source, i, node, plain))
            continue
        found = marks.get(i, ())
        opening = _opening(node)
        if are_plain[i] and not found and not node.text.startswith(" ", opening):
            cleaned = join_lines(node.lines(), opening)
        else:
            cleaned = clean(source, spans_of(i), plain, [(m.start, m.end) for m in found])
        blocks.append(_block(i, node, opening, cleaned, found, ties))
    _anchor_offsets(blocks)
    return blocks, offsets


def _group(extraction: Extraction, lines: list[Line]) -> list[Para]:
    """The paragraphs that the lines belong to, by how the text was laid out."""
    source, grids = extraction.text, Grids(extraction.grids)
    if extraction.is_paged and (extraction.blanks_tell or is_wrapped(source, lines, grids)):
        return group_wrapped(source, lines, grids, extraction.blanks_tell)
    paras = group_plain(source, lines, grids, extraction.note_lines or ())
    if extraction.is_paged:
        return stitch(source, paras)
    return give_lists(paras) if extraction.note_lines is None else paras


def text_spans(node: Node) -> list[Span]:
    """The source spans of a node's text: its lines without the marker that opens them; none of a table."""
    if node.kind is TABLE:
        return []
    first, *others = node.lines()
    start = first.start + _opening(node)
    spans = [(start, first.end)] if start < first.end else []
    return spans + [(x.start, x.end) for x in others]


def _opening(node: Node) -> int:
    """The length of the marker or footnote mark that opens a node."""
    if node.kind is FOOTNOTE and node.para.mark_span is not None:
        return node.para.mark_span[1] - node.para.mark_span[0]
    if node.marker is not None and node.kind in _MARKED:
        return node.marker.length
    return 0


def _table(source: str, index: int, node: Node, plain: Plain) -> Block:
    lines = node.lines()
    table, (content, owned) = build_table(source, lines, plain, node.para.grids)
    is_read = bool(table.header or table.rows)
    return Block(
        index, TABLE if is_read else FURNITURE, content, lines[0].number, lines[-1].number,
        section=node.section, table=table if is_read else None, owned=tuple(owned),
    )  # fmt: skip


def _block(
    index: int, node: Node, opening: int, cleaned: Cleaned, found: Sequence[Mark], ties: Ties
) -> Block:
    """The block of a node that is no table.

    `opening` is the length of what opens it, `found` are the marks that were cut out of its text.
    """
    content, owned = cleaned
    lines = node.lines()
    first = lines[0]
    marks: tuple[FootnoteMark, ...] = ()
    if found:
        owned = sorted([*owned, *[(m.start, m.end) for m in found]])
        marks = tuple(_mark(content, m, ties.note_of.get((index, k))) for k, m in enumerate(found))
    marker: str | None = None
    if opening:
        # A stop that the next line opens with is text of that line.
        owned = [(first.start, first.start + len(first.text[:opening].rstrip())), *owned]
        marker = node.para.mark or (node.marker.text if node.marker and node.marker.style != "#" else None)
    block = Block(
        index, node.kind, content, first.number, lines[-1].number,
        node.level, marker, node.section, node.parent, marks, None, None, None, None, tuple(owned),
    )  # fmt: skip
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
