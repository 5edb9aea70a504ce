# ruff: noqa: E501 (long made-up lines)
"""One report in five formats reads the same; what each format states of its structure is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from fpdf import FPDF

from etl.documents import read_document
from etl.documents.model import BlockKind, Document
from etl.statements import read_statements

from . import writers
from .helpers import only, shapes_of
from .invariants import check_document

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "data" / "reports").glob("*.txt"))
FONT = writers.unicode_font()


def _pdf(document: Document, path: Path) -> None:
    if FONT is None:
        pytest.skip("no font with Vietnamese letters on this machine")
    writers.write_pdf(document, path, FONT)


WRITERS: dict[str, Callable[[Document, Path], None]] = {
    "md": writers.write_md, "html": writers.write_html, "docx": writers.write_docx, "pdf": _pdf,
}  # fmt: skip


def _facts(document: Document) -> Counter[tuple[object, ...]]:
    """What the statements of a document say, wherever they stand."""
    return Counter(
        (s.kind, s.name, s.value, s.value_low, s.target, s.denominator, s.unit, s.year, s.period_code, s.verdict,
         tuple((c.comparison_type, c.form, c.reported_value) for c in s.comparisons))
        for s in read_statements(document).statements
    )  # fmt: skip


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_one_report_in_every_format(path: Path, kind: str, tmp_path: Path) -> None:
    original = read_document(path)
    copy_path = tmp_path / f"{path.stem}.{kind}"
    WRITERS[kind](original, copy_path)
    copy = read_document(copy_path)
    check_document(copy)
    assert copy.format == kind
    # Word keeps footnotes at their mark, print keeps them at the page's foot: the order may differ.
    assert Counter(shapes_of(copy)) - Counter(_tables_apart(original)) == Counter(_only_tables(copy))
    for theirs, ours in zip(only(original, BlockKind.TABLE), only(copy, BlockKind.TABLE), strict=True):
        assert theirs.table is not None
        assert ours.table is not None
        assert ours.table.column_titles() == theirs.table.column_titles()
        assert [[c.text for c in r.cells] for r in ours.table.rows] == [
            [c.text for c in r.cells] for r in theirs.table.rows
        ]
    for mine, other in ((copy.metadata, original.metadata),):
        assert (mine.locality_code, mine.locality_level, mine.report_year, mine.plan_year, mine.title) == (
            other.locality_code, other.locality_level, other.report_year, other.plan_year, other.title,
        )  # fmt: skip
    facts, expected = _facts(copy), _facts(original)
    assert sum((facts & expected).values()) >= 0.99 * sum(expected.values())
    assert sum((facts - expected).values()) <= 0.01 * sum(expected.values())


def _tables_apart(document: Document) -> list[tuple[str, str | None, str]]:
    return [s for s in shapes_of(document) if s[0] != "table"]


def _only_tables(document: Document) -> list[tuple[str, str | None, str]]:
    return [s for s in shapes_of(document) if s[0] == "table"]


def test_word_numbering_notes_and_merged_cells(tmp_path: Path) -> None:
    out = docx.Document()
    out.add_heading("Kết quả năm 2030", level=1)
    for text in ("Trồng cây được 5 ha.", "Nuôi cá được 7 tấn."):
        out.add_paragraph(text, style="List Number")
    out.add_paragraph("Khoản chi ước 9 tỷ đồng.", style="List Bullet")
    paragraph = out.add_paragraph("Đất vườn có 12 m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" và ao.")
    table = out.add_table(4, 4)
    for row, texts in zip(
        table.rows,
        (
            ("TT", "Chỉ tiêu", "Năm 2030", ""),
            ("", "", "Kế hoạch", "Thực hiện"),
            ("1", "Cá", "6", "7"),
            ("2", "Cua", "3", ""),
        ),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 2).merge(table.cell(0, 3))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    second = table.rows[1]._tr.get_or_add_trPr()
    second.append(OxmlElement("w:tblHeader"))
    path = tmp_path / "a.docx"
    out.save(str(path))
    document = read_document(path)
    check_document(document)
    texts = shapes_of(document)
    assert texts[0] == ("heading", None, "Kết quả năm 2030")
    assert texts[1:4] == [
        ("list_item", "1.", "Trồng cây được 5 ha."),
        ("list_item", "2.", "Nuôi cá được 7 tấn."),
        ("list_item", "-", "Khoản chi ước 9 tỷ đồng."),
    ]
    assert texts[4] == ("paragraph", None, "Đất vườn có 12 m² và ao.")
    found = only(document, BlockKind.TABLE)[0].table
    assert found is not None
    assert found.column_titles() == ["TT", "Chỉ tiêu", "Năm 2030 > Kế hoạch", "Năm 2030 > Thực hiện"]
    assert [[c.text for c in r.cells] for r in found.rows] == [["1", "Cá", "6", "7"], ["2", "Cua", "3", ""]]


@pytest.mark.parametrize(
    "note",
    [
        ["Gồm:", "- Xã Đông có 4 ao;", "- Xã Đoài có 8 ao."],
        ["Gồm:\n- Xã Đông có 4 ao;\n- Xã Đoài có 8 ao."],  # one paragraph, broken by hand
    ],
)
def test_word_footnote_keeps_its_list(note: list[str], tmp_path: Path) -> None:
    """What Word holds in a footnote is the footnote's; the list below its mark is the text's."""
    out = docx.Document()
    paragraph = out.add_paragraph("Toàn huyện có 12 ao cá")
    writers.refer(paragraph, 1)
    paragraph.add_run(", chia ra:")
    out.add_paragraph("- 7 ao cũ;")
    out.add_paragraph("- 5 ao mới.")
    writers.add_footnotes(out, [writers.footnote(1, note)])
    path = tmp_path / "a.docx"
    out.save(str(path))
    document = read_document(path)
    check_document(document)
    assert shapes_of(document) == [
        ("paragraph", None, "Toàn huyện có 12 ao cá, chia ra:"),
        ("footnote", "1", "Gồm:"),
        ("footnote", "-", "Xã Đông có 4 ao;"),
        ("footnote", "-", "Xã Đoài có 8 ao."),
        ("list_item", "-", "7 ao cũ;"),
        ("list_item", "-", "5 ao mới."),
    ]
    assert [b.parent_index for b in document.blocks] == [None, None, 1, 1, 0, 0]
    assert {b.anchor_index for b in only(document, BlockKind.FOOTNOTE)} == {0}


def test_word_footnote_of_several_paragraphs_is_one(tmp_path: Path) -> None:
    out = docx.Document()
    writers.refer(out.add_paragraph("Nuôi 40 tổ ong"), 1)
    out.add_paragraph("- Thêm 5 tổ.")
    writers.add_footnotes(out, [writers.footnote(1, ["Theo số của xã.", "Năm trước có 30 tổ:"])])
    path = tmp_path / "a.docx"
    out.save(str(path))
    assert shapes_of(read_document(path)) == [
        ("paragraph", None, "Nuôi 40 tổ ong"),
        ("footnote", "1", "Theo số của xã. Năm trước có 30 tổ:"),
        ("list_item", "-", "Thêm 5 tổ."),
    ]


def test_web_footnote_takes_the_list_that_it_announces(tmp_path: Path) -> None:
    """The bullets right below a footnote that ends in a colon are its own; below another they are not."""
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><meta charset='utf-8'></head><body>"
        "<p>Toàn huyện có 12 ao<sup>1</sup> và 3 hồ<sup>2</sup>.</p>"
        "<p><sup>1</sup> Gồm:</p><ul><li>Xã Đông có 4 ao;</li><li>Xã Đoài có 8 ao.</li></ul>"
        "<p><sup>2</sup> Không kể hồ cạn.</p><ul><li>Thả 5 tấn cá.</li></ul></body></html>",
        encoding="utf-8",
    )
    document = read_document(path)
    check_document(document)
    assert shapes_of(document) == [
        ("paragraph", None, "Toàn huyện có 12 ao và 3 hồ."),
        ("footnote", "1", "Gồm:"),
        ("footnote", "-", "Xã Đông có 4 ao;"),
        ("footnote", "-", "Xã Đoài có 8 ao."),
        ("footnote", "2", "Không kể hồ cạn."),
        ("list_item", "-", "Thả 5 tấn cá."),
    ]
    assert [b.parent_index for b in document.blocks[1:4]] == [None, 1, 1]


def test_word_tracked_deletion_is_not_read(tmp_path: Path) -> None:
    out = docx.Document()
    paragraph = out.add_paragraph("Thu được 5 tỷ đồng")
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = " và 9 tỷ đồng"
    run.append(text)
    deleted.append(run)
    paragraph._p.append(deleted)
    paragraph.add_run(".")
    path = tmp_path / "a.docx"
    out.save(str(path))
    assert shapes_of(read_document(path)) == [("paragraph", None, "Thu được 5 tỷ đồng.")]


def test_web_page_spans_lists_and_menus(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><meta charset='utf-8'><style>p{}</style></head><body><nav>Trang chủ</nav><h2>II. Xã hội</h2>"
        "<p>Có 3 trường<sup>1</sup>:</p><ul><li>trường A có 20 lớp;<ul><li>10 lớp mới.</li></ul></li></ul>"
        "<table><thead><tr><th rowspan=2>Tên</th><th colspan=2>Năm 2030</th></tr><tr><th>KH</th><th>TH</th></tr></thead>"
        "<tr><td rowspan=2>Lớp</td><td>20</td><td>30</td></tr><tr><td>5</td><td>6</td></tr></table>"
        "<p><sup>1</sup> Gồm cả trường tư.</p><script>x=1</script></body></html>",
        encoding="utf-8",
    )
    document = read_document(path)
    check_document(document)
    assert [s for s in shapes_of(document) if s[0] != "table"] == [
        ("heading", "II.", "Xã hội"),
        ("paragraph", None, "Có 3 trường:"),
        ("list_item", "-", "trường A có 20 lớp;"),
        ("list_item", "+", "10 lớp mới."),
        ("footnote", "1", "Gồm cả trường tư."),
    ]
    table = only(document, BlockKind.TABLE)[0].table
    assert table is not None
    assert table.column_titles() == ["Tên", "Năm 2030 > KH", "Năm 2030 > TH"]
    assert [[c.text for c in r.cells] for r in table.rows] == [["Lớp", "20", "30"], ["Lớp", "5", "6"]]
    assert only(document, BlockKind.LIST_ITEM)[1].level == 2


def test_workbook_prints_numbers_as_reports_do(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["BIỂU CHỈ TIÊU NĂM 2030"])
    sheet.append(["STT", "Chỉ tiêu", "Đơn vị", "Kế hoạch", "Thực hiện", "Tỷ lệ"])
    sheet.append([1, "Đàn lợn", "Con", 12345, 13000.5, 1.053])
    sheet.append([2, "Thu", "Tỷ đồng", 0.5, None, None])
    sheet["D3"].number_format = "#,##0"
    sheet["E3"].number_format = "#,##0.00"
    sheet["F3"].number_format = "0.0%"
    hidden = book.create_sheet("nháp")
    hidden.append(["x", "y"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    document = read_document(path)
    check_document(document)
    table = only(document, BlockKind.TABLE)[0].table
    assert table is not None
    assert table.column_titles()[1:4] == ["Chỉ tiêu", "Đơn vị", "Kế hoạch"]
    assert [c.text for c in table.rows[0].cells] == ["1", "Đàn lợn", "Con", "12.345", "13.000,50", "105,3%"]
    assert [c.text for c in table.rows[1].cells] == ["2", "Thu", "Tỷ đồng", "0,5", "", ""]
    assert len(only(document, BlockKind.TABLE)) == 1


def test_pdf_numbers_broken_by_a_narrow_cell(tmp_path: Path) -> None:
    if FONT is None:
        pytest.skip("no font with Vietnamese letters on this machine")
    pdf = FPDF(format="A4")
    pdf.add_font("body", "", str(FONT))
    pdf.add_page()
    pdf.set_font("body", size=10)
    with pdf.table(first_row_as_headings=False, col_widths=(30, 120, 20)) as table:
        for cells in (("STT", "Chỉ tiêu", "KH"), ("1", "Thu ngân sách", "1.234,5678"), ("2", "Chi", "7\n8")):
            row = table.row()
            for cell in cells:
                row.cell(cell)
    path = tmp_path / "a.pdf"
    pdf.output(str(path))
    (block,) = only(read_document(path), BlockKind.TABLE)
    assert block.table is not None
    assert [[c.text for c in r.cells] for r in block.table.rows] == [
        ["1", "Thu ngân sách", "1.234,5678"],
        ["2", "Chi", "7 8"],
    ]


def test_appendix_joins_its_report(tmp_path: Path) -> None:
    from etl.documents import appendices, discover

    report = tmp_path / "xa-a.2030.txt"
    report.write_text(
        "BÁO CÁO\n\nKết quả năm 2030 của xã\n\nI. KINH TẾ\n\nThu 5 tỷ đồng.\n", encoding="utf-8"
    )
    book = openpyxl.Workbook()
    book.active.append(["STT", "Chỉ tiêu", "Đơn vị", "Thực hiện"])
    book.active.append([1, "Thu", "Tỷ đồng", 5])
    book.save(tmp_path / "xa-a.2030.phu-luc.xlsx")
    (tmp_path / "manifest.csv").write_text("file\nxa-a.2030.txt\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("x", encoding="utf-8")
    assert discover(tmp_path) == [report]
    assert appendices(report) == [tmp_path / "xa-a.2030.phu-luc.xlsx"]
    document = read_document(report)
    check_document(document)
    assert document.format == "txt"
    assert [b.kind for b in document.blocks][-1] is BlockKind.TABLE
    assert document.text.startswith(report.read_text(encoding="utf-8"))


def test_pdf_footnotes_at_the_foot_of_two_pages(tmp_path: Path) -> None:
    """A sentence that the page's foot cuts is whole again, its footnote apart and tied."""
    if FONT is None:
        pytest.skip("no font with Vietnamese letters on this machine")
    pdf = FPDF(format=(148, 210))
    pdf.c_margin = 0
    pdf.set_margins(20, 15, 15)
    pdf.set_auto_page_break(False)
    pdf.add_font("body", "", str(FONT))

    def page(lines: list[str], notes: list[str], number: int) -> None:
        pdf.add_page()
        pdf.set_font("body", size=12)
        for line in lines:
            head, _, mark = line.partition("^")
            pdf.set_x(20)
            pdf.cell(text=head)
            if mark:
                pdf.set_font("body", size=7)
                pdf.set_xy(pdf.get_x(), pdf.get_y() - 1)
                pdf.cell(text=mark[0])
                pdf.set_xy(pdf.get_x(), pdf.get_y() + 1)
                pdf.set_font("body", size=12)
                pdf.cell(text=mark[1:])
            pdf.ln(6)
        pdf.line(20, 180, 60, 180)
        pdf.set_xy(20, 182)
        pdf.set_font("body", size=8)
        for note in notes:
            pdf.cell(text=note, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("body", size=12)
        pdf.set_xy(70, 200)
        pdf.cell(text=str(number))

    page(
        ["1. Chăn nuôi", "Đàn trâu của xã hiện có 120 con^1, đàn bò có 85 con và đàn"],
        ["1 Gồm 70 con trâu đực và 50 con trâu cái của", "các hộ trong xã."],
        1,
    )
    page(["lợn có 900 con, tất cả đều đã tiêm phòng. Xã còn nuôi^2 ong."], ["2 Có 40 tổ ong."], 2)
    path = tmp_path / "a.pdf"
    pdf.output(str(path))
    document = read_document(path)
    check_document(document)
    assert [(k, t) for k, _, t in shapes_of(document)] == [
        ("heading", "Chăn nuôi"),
        ("paragraph", "Đàn trâu của xã hiện có 120 con, đàn bò có 85 con và đàn lợn có 900 con, tất cả đều đã tiêm phòng. Xã còn nuôi ong."),
        ("footnote", "Gồm 70 con trâu đực và 50 con trâu cái của các hộ trong xã."),
        ("footnote", "Có 40 tổ ong."),
    ]  # fmt: skip
    body = only(document, BlockKind.PARAGRAPH)[0]
    assert [(m.mark, body.text[: m.text_offset][-3:]) for m in body.marks] == [("1", "con"), ("2", "uôi")]
    assert [n.anchor_index for n in only(document, BlockKind.FOOTNOTE)] == [body.index, body.index]
    assert body.page == 1
