"""A block goes into the warehouse and comes back with everything a page needs to show it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from etl.documents import read_document
from etl.documents.model import Block
from etl.documents.stored import block_from, layout_of
from tests.documents.helpers import document_of

PRINTED = """\
# Báo cáo năm 2023

I. KINH TẾ
1. Nông nghiệp: sản lượng 2.925/4.000 tấn[^1], đạt ≥ 73 %
của kế hoạch giao.
- Đàn trâu 450 con (1).

[^1]: Chú thích về sản lượng 12 tấn.

| Chỉ tiêu | Kế hoạch | Thực hiện |
|---|---|---|
| Sản lượng cá | 200 | 250 |
| Tổng | | 300 |
"""


def row_of(block: Block) -> dict[str, object]:
    return {
        "block_index": block.index,
        "kind": str(block.kind),
        "level": block.level,
        "marker": block.marker,
        "section_path": " > ".join(block.section),
        "page": block.page,
        "line_start": block.line_start,
        "line_end": block.line_end,
        "text": block.text,
        "layout": layout_of(block),
    }


def without_ties(block: Block) -> Block:
    """The ties to other blocks are columns of their own."""
    return replace(block, parent_index=None, anchor_index=None, anchor_offset=None)


def test_a_block_comes_back_as_it_went() -> None:
    blocks = document_of(PRINTED).blocks
    assert any(b.table for b in blocks)
    assert any(b.marks for b in blocks)
    assert [block_from(row_of(b)) for b in blocks] == [without_ties(b) for b in blocks]


def test_whole_reports_come_back_as_they_went(sample_reports: Path) -> None:
    for path in sorted(sample_reports.glob("*.txt")):
        blocks = read_document(path).blocks
        assert [block_from(row_of(b)) for b in blocks] == [without_ties(b) for b in blocks]


@pytest.mark.parametrize("layout", [None, ""])
def test_a_block_staged_before_layouts_still_has_its_text(layout: str | None) -> None:
    block = next(b for b in document_of(PRINTED).blocks if b.text)
    stored = block_from({**row_of(block), "layout": layout})
    assert (stored.text, stored.content.pieces, stored.table) == (block.text, (), None)
