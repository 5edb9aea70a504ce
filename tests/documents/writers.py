"""One report written in every format, from the blocks that its plain text was read into."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from fpdf import FPDF

from etl.documents.model import Block, BlockKind, Document

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def unicode_font() -> Path | None:
    """A font of this machine that has the Vietnamese letters, or None."""
    for folder in FONT_FOLDERS:
        for name in (
            "DejaVuSerif.ttf",
            "DejaVuSans.ttf",
            "times.ttf",
            "Times New Roman.ttf",
            "LiberationSerif-Regular.ttf",
        ):
            found = next(folder.rglob(name), None) if folder.is_dir() else None
            if found is not None:
                return found
    return None


def text_with_marks(block: Block) -> list[tuple[str, str | None]]:
    """The block's text in runs, each with the footnote mark that stands after it."""
    runs: list[tuple[str, str | None]] = []
    at = 0
    for mark in block.marks:
        runs.append((block.text[at : mark.text_offset], mark.mark))
        at = mark.text_offset
    runs.append((block.text[at:], None))
    return runs


def line_of(block: Block) -> str:
    """The block as one printed line, marks raised."""
    text = "".join(t + (m.translate(_RAISED) if m else "") for t, m in text_with_marks(block))
    if block.kind is BlockKind.FOOTNOTE and (block.marker or "").isdigit():
        return f"{block.marker.translate(_RAISED)} {text}" if block.marker else text
    return f"{block.marker} {text}" if block.marker else text


def _printed(document: Document) -> list[Block]:
    return [b for b in document.blocks if b.kind is not BlockKind.FURNITURE or b.index < 8]


def _rows(block: Block) -> list[list[str]]:
    assert block.table is not None
    return [[c.text for c in row] for row in block.table.header] + [
        [c.text for c in r.cells] for r in block.table.rows
    ]


def write_md(document: Document, path: Path) -> None:
    """Markdown: pipes for tables, footnotes raised."""
    parts = []
    for block in _printed(document):
        if block.table is not None:
            rows = _rows(block)
            lines = ["| " + " | ".join(r) + " |" for r in rows]
            lines.insert(len(block.table.header) or 1, "|" + "---|" * len(rows[0]))
            parts.append("\n".join(lines))
        else:
            parts.append(line_of(block))
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def write_html(document: Document, path: Path) -> None:
    """A web page: paragraphs, a real table, marks in sup."""
    parts = []
    for block in _printed(document):
        if block.table is not None:
            head = "".join(
                "<tr>" + "".join(f"<th>{html.escape(c.text)}</th>" for c in row) + "</tr>"
                for row in block.table.header
            )
            body = "".join(
                "<tr>" + "".join(f"<td>{html.escape(c.text)}</td>" for c in row.cells) + "</tr>"
                for row in block.table.rows
            )
            parts.append(f"<table><thead>{head}</thead><tbody>{body}</tbody></table>")
            continue
        runs = "".join(html.escape(t) + (f"<sup>{m}</sup>" if m else "") for t, m in text_with_marks(block))
        if block.kind is BlockKind.FOOTNOTE and block.marker:
            lead = f"<sup>{block.marker}</sup> " if block.marker.isdigit() else f"{block.marker} "
        else:
            lead = f"{html.escape(block.marker)} " if block.marker else ""
        parts.append(f"<p>{lead}{runs}</p>")
    page = (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body>"
        + "\n".join(parts)
        + "</body></html>"
    )
    path.write_text(page, encoding="utf-8")


_NOTES_HEAD = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>'


def footnote(number: int, paragraphs: Sequence[str]) -> str:
    """A footnote of a Word document; a line end within a paragraph becomes a break."""
    written = ""
    for i, text in enumerate(paragraphs):
        mark = "<w:r><w:footnoteRef/></w:r>" if i == 0 else ""
        runs = "<w:br/>".join(
            f'<w:t xml:space="preserve">{html.escape(line)}</w:t>' for line in text.split("\n")
        )
        written += f"<w:p>{mark}<w:r>{runs}</w:r></w:p>"
    return f'<w:footnote w:id="{number}">{written}</w:footnote>'


def refer(paragraph: Paragraph, number: int) -> None:
    """Set the mark of a footnote behind a paragraph."""
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    paragraph.add_run()._r.append(reference)


def add_footnotes(out: WordDocument, notes: Sequence[str]) -> None:
    """Give a Word document the part that holds its footnotes."""
    xml = _NOTES_HEAD + "".join(notes) + "</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode("utf-8"), out.part.package)
    out.part.relate_to(part, RT.FOOTNOTES)


def write_docx(document: Document, path: Path) -> None:
    """A Word document with true footnotes and tables."""
    out = docx.Document()
    notes = {b.index: b for b in document.blocks if b.kind is BlockKind.FOOTNOTE}
    items = {i: [n for n in notes.values() if n.parent_index == i] for i in notes}
    written: list[str] = []
    for block in _printed(document):
        if block.kind is BlockKind.FOOTNOTE:
            continue
        if block.table is not None:
            rows = _rows(block)
            table = out.add_table(len(rows), len(rows[0]))
            for cells, row in zip(rows, table.rows, strict=True):
                for text, cell in zip(cells, row.cells, strict=True):
                    cell.text = text
            continue
        paragraph = out.add_paragraph(f"{block.marker} " if block.marker else "")
        for (text, digits), mark in zip(text_with_marks(block), [*block.marks, None], strict=True):
            paragraph.add_run(text)
            if digits and mark is not None and mark.footnote_index is not None:
                note = notes[mark.footnote_index]
                number = len(written) + 1
                written.append(footnote(number, [note.text, *(line_of(i) for i in items[note.index])]))
                refer(paragraph, number)
    add_footnotes(out, written)
    out.save(str(path))


def write_pdf(document: Document, path: Path, font: Path) -> None:
    """Printed pages: wrapped and justified lines, tables with borders, page numbers."""
    pdf = FPDF(format="A4")
    pdf.set_margins(30, 20, 20)
    pdf.set_auto_page_break(True, 20)
    pdf.add_font("body", "", str(font))
    pdf.add_page()
    for block in _printed(document):
        if block.table is not None:
            pdf.set_font("body", size=7)
            with pdf.table(first_row_as_headings=False) as table:
                for cells in _rows(block):
                    row = table.row()
                    for cell in cells:
                        row.cell(cell)
            pdf.ln(4)
            continue
        pdf.set_font("body", size=10 if block.kind is BlockKind.FOOTNOTE else 13)
        pdf.multi_cell(0, 6.5, line_of(block), align="J", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(2)
    pdf.output(str(path))
