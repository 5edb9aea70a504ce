"""What must hold of every document that was read, whatever its text."""

from __future__ import annotations

import unicodedata

from etl.documents.model import Document, TracedText


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def check_traced(source: str, traced: TracedText) -> None:
    """Pieces are in order, do not overlap, and give the text; what lies between them is one space."""
    at = 0
    reached = -1
    for piece in traced.pieces:
        between = traced.text[at : piece.text_start]
        assert between in ("", " "), (between, traced.text[:80])
        assert piece.text_end > piece.text_start
        assert piece.source_end > piece.source_start
        assert piece.source_start >= reached
        printed = source[piece.source_start : piece.source_end]
        if piece.text_end - piece.text_start == piece.source_end - piece.source_start:
            assert (
                _plain(traced.text[piece.text_start : piece.text_end]) == _plain(printed) or len(printed) == 1
            )
        at, reached = piece.text_end, piece.source_end
    assert traced.text[at:] == ""
    assert unicodedata.is_normalized("NFC", traced.text)
    assert "  " not in traced.text
    assert "\n" not in traced.text


def check_document(document: Document) -> None:
    """Texts are traced, spans never overlap, every printed character has one owner, links hold."""
    source = document.text
    owner = [-1] * len(source)
    for i, block in enumerate(document.blocks):
        assert block.index == i
        assert 1 <= block.line_start <= block.line_end <= len(document.line_offsets)
        check_traced(source, block.content)
        spans = [(p.source_start, p.source_end) for p in block.content.pieces] + list(block.owned)
        for start, end in spans:
            for at in range(start, end):
                if not source[at].isspace():
                    assert owner[at] == -1, (i, owner[at], source[max(0, at - 20) : at + 20])
                    owner[at] = i
        if block.table is not None:
            for row in [*block.table.header, *(r.cells for r in block.table.rows)]:
                for cell in row:
                    check_traced(source, cell)
        for mark in block.marks:
            assert 0 <= mark.text_offset <= len(block.text)
            if mark.footnote_index is not None:
                assert document.blocks[mark.footnote_index].kind == "footnote"
        if block.anchor_index is not None:
            assert block.kind == "footnote"
            assert document.blocks[block.anchor_index].kind != "furniture"
            if block.anchor_offset is not None:
                assert 0 <= block.anchor_offset <= len(document.blocks[block.anchor_index].text)
        if block.parent_index is not None:
            assert 0 <= block.parent_index < i
    lost = [at for at, i in enumerate(owner) if i == -1 and not source[at].isspace()]
    assert not lost, [source[max(0, at - 20) : at + 20] for at in lost[:3]]
    spans_of = [[p.source_start for p in b.content.pieces] + [a for a, _ in b.owned] for b in document.blocks]
    starts = [min(spans) for spans in spans_of if spans]
    assert starts == sorted(starts)
