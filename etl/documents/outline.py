"""A document as an outline that people read: metadata, then every block with its lines and links."""

from __future__ import annotations

from etl.documents.model import Block, BlockKind, Document

_KINDS = {
    BlockKind.HEADING: "heading",
    BlockKind.PARAGRAPH: "para",
    BlockKind.LIST_ITEM: "item",
    BlockKind.FOOTNOTE: "note",
    BlockKind.TABLE: "table",
    BlockKind.SIGNATURE: "sign",
    BlockKind.FURNITURE: "·",
}
_FIELDS = (
    ("title", "Tiêu đề"),
    ("issuing_body", "Cơ quan"),
    ("locality_name", "Địa phương"),
    ("locality_level", "Cấp"),
    ("locality_code", "Mã"),
    ("province_name", "Tỉnh"),
    ("report_kind", "Kỳ báo cáo"),
    ("report_year", "Năm báo cáo"),
    ("plan_year", "Năm kế hoạch"),
    ("report_date", "Ngày"),
    ("document_number", "Số"),
)


def render(document: Document, width: int = 100, rows: int = 5) -> str:
    """The outline as text: one line a block, cut to `width` characters, `rows` rows of each table.

    Each line gives the block's number, its lines in the source (and page), its kind, and its text
    with the marker it bears; footnotes say where their mark stands, marks which footnote they mean.
    """
    meta = document.metadata
    head = [
        f"{document.source_path} · {document.format} · {document.encoding or '-'}"
        f" · {len(document.text):,} chars"
    ]
    for name, label in _FIELDS:
        value = getattr(meta, name)
        if value is not None:
            head.append(f"  {label:<13} {value}  [{meta.evidence.get(name, 'derived')}]")
    head.append(f"  {'Độ tin cậy':<13} {meta.confidence:.2f}")
    return "\n".join(
        [*head, "", *(line for block in document.blocks for line in _lines(document, block, width, rows))]
    )


def _lines(document: Document, block: Block, width: int, rows: int) -> list[str]:
    place = (
        str(block.line_start)
        if block.line_start == block.line_end
        else f"{block.line_start}–{block.line_end}"
    )
    if block.page is not None:
        place += f" p{block.page}"
    depth = (
        block.level - 1 if block.kind is BlockKind.HEADING else len(block.section) + max(0, block.level - 1)
    )
    text = f"{'  ' * max(0, depth)}{block.marker + ' ' if block.marker else ''}{block.text}"
    if len(text) > width:
        text = text[: width - 1] + "…"
    links = "".join(
        f" ‹{m.mark}→{m.footnote_index if m.footnote_index is not None else '?'}›" for m in block.marks
    )
    if block.kind is BlockKind.FOOTNOTE:
        links += _anchor(document, block)
    result = [f"{block.index:>4} {place:>9} {_KINDS[block.kind]:<7} {text}{links}"]
    if block.table is not None:
        indent = " " * 24
        result.append(f"{indent}[{' | '.join(block.table.column_titles())}]")
        for row in block.table.rows[:rows]:
            result.append(f"{indent}{row.line_start}: {' | '.join(c.text for c in row.cells)}"[: width + 24])
        if len(block.table.rows) > rows:
            result.append(f"{indent}… {len(block.table.rows) - rows} rows more")
    return result


def _anchor(document: Document, block: Block) -> str:
    if block.anchor_index is None:
        return " ⚓?"
    if block.anchor_offset is None:
        return f" ⚓{block.anchor_index} (no mark printed)"
    bearer = document.blocks[block.anchor_index].text
    return f" ⚓{block.anchor_index} “…{bearer[max(0, block.anchor_offset - 25) : block.anchor_offset]}”"
