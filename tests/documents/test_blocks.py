# ruff: noqa: E501 (long made-up lines)
"""How pasted text is understood, case by case; the sentences are made up, their shapes are met in reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.documents import read_document, shapes
from etl.documents.model import BlockKind

from .helpers import document_of, only, shapes_of
from .invariants import check_document

HEAD = "I. KINH TẾ\n\n"
LONG = "Trong năm xã đã vận động bà con mở rộng diện tích trồng dâu, chăm sóc nương chè và sửa lại các"

CASES: dict[str, tuple[str, list[tuple[str, str | None, str]]]] = {
    "footnote cuts a sentence": (
        f"{LONG} hồ¹\n\n¹ Gồm 3 hồ lớn.\n\nchứa nước ở đầu nguồn.\n",
        [("paragraph", None, f"{LONG} hồ chứa nước ở đầu nguồn."), ("footnote", "1", "Gồm 3 hồ lớn.")],
    ),
    "prose right below its heading": (
        f"1. Nghề gốm\n{LONG} hồ.\nII. NGHỀ RÈN CỦA CÁC XÃ\nVÀ CỦA NHỮNG BẢN LÀNG VÙNG CAO NĂM NAY VÀ CÁC NĂM TIẾP THEO\n",
        [
            ("heading", "1.", "Nghề gốm"),
            ("paragraph", None, f"{LONG} hồ."),
            ("heading", "II.", "NGHỀ RÈN CỦA CÁC XÃ VÀ CỦA NHỮNG BẢN LÀNG VÙNG CAO NĂM NAY VÀ CÁC NĂM TIẾP THEO"),
        ],
    ),
    "rest begins with a number": (
        f"{LONG}\n\n¹ Ghi chú.\n\n31 hồ nhỏ.\n",
        [("paragraph", None, f"{LONG} 31 hồ nhỏ."), ("footnote", "1", "Ghi chú.")],
    ),
    "footnote goes on before the next page's": (
        f"Xã trồng 5 ha chè².\n\n² {LONG}\n\nII. XÃ HỘI\n\nMở 3 lớp³.\n\ntuyến đường liên thôn.\n\n³ Lớp tối.\n",
        [
            ("paragraph", None, "Xã trồng 5 ha chè."),
            ("footnote", "2", f"{LONG} tuyến đường liên thôn."),
            ("heading", "II.", "XÃ HỘI"),
            ("paragraph", None, "Mở 3 lớp."),
            ("footnote", "3", "Lớp tối."),
        ],
    ),
    "both are cut: the foot of the page comes first": (
        f"Xã có ao¹.\n\n¹ {LONG}\n\n{LONG} tuyến\n\nhồ nước.\n\n² Ghi chú.\n\nđường làng².\n",
        [
            ("paragraph", None, "Xã có ao."),
            ("footnote", "1", f"{LONG} hồ nước."),
            ("paragraph", None, f"{LONG} tuyến đường làng."),
            ("footnote", "2", "Ghi chú."),
        ],
    ),
    "the footnote's list stands among the body": (
        f"Cây trồng¹ tốt.\n\n¹ Kết quả như sau:\n\n{LONG}\n\n+ Dâu: 5 ha.\n\n+ Chè: 7 ha.\n\nđập nước.\n",
        [
            ("paragraph", None, "Cây trồng tốt."),
            ("footnote", "1", "Kết quả như sau:"),
            ("paragraph", None, f"{LONG} đập nước."),
            ("footnote", "+", "Dâu: 5 ha."),
            ("footnote", "+", "Chè: 7 ha."),
        ],
    ),
    "a short line without a full stop is not cut": (
        "- Đối với các đề án\n\nXã đã xong 2/9 đề án.\n",
        [("list_item", "-", "Đối với các đề án"), ("paragraph", None, "Xã đã xong 2/9 đề án.")],
    ),
    "a name cut by the page": (
        f"Xứ Lạng Sơn có 3 chợ.\n\n{LONG} chợ trên địa bàn thành phố Lạng\n\nSơn theo quy hoạch đã được duyệt trong năm.\n",
        [("paragraph", None, "Xứ Lạng Sơn có 3 chợ."), ("paragraph", None, f"{LONG} chợ trên địa bàn thành phố Lạng Sơn theo quy hoạch đã được duyệt trong năm.")],
    ),
    "a span of years cut by the page": (
        "Đề án mở rộng chợ giai đoạn 2021\n\n- 2030, tầm nhìn xa.\n",
        [("paragraph", None, "Đề án mở rộng chợ giai đoạn 2021 - 2030, tầm nhìn xa.")],
    ),
    "markup that remains": (
        "- *Chăn nuôi*: đạt $17/19$ hộ = 92\\%, \\geq 5 con; **giữ <i>vững</i>** 3 * 4 ao &gt; 2.\n",
        [("list_item", "-", "Chăn nuôi: đạt 17/19 hộ = 92%, ≥ 5 con; giữ vững 3 * 4 ao > 2.")],
    ),
    "exponents are no marks": (
        "Đào 12 m² ao, 5 km² rừng và 84,3m³¹ đất.\n\n¹ Đất đồi.\n",
        [("paragraph", None, "Đào 12 m² ao, 5 km² rừng và 84,3m³ đất."), ("footnote", "1", "Đất đồi.")],
    ),
    "letterhead, title and signature": (
        "Số: /BC-UBND\n\nTP. Sơn La, ngày tháng 12 năm 2030\n\nBÁO CÁO\n\nKết quả năm 2030,\n\nviệc năm 2031\n\n"
        "Kính gửi: Hội đồng.\n\nI. KINH TẾ\n\nThu 5 tỷ đồng.\n\nNơi nhận:\n\n- Như trên;\n\n**TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH**\n\nA Văn B\n",
        [("heading", None, "BÁO CÁO"), ("heading", None, "Kết quả năm 2030, việc năm 2031"), ("heading", "I.", "KINH TẾ"),
         ("paragraph", None, "Thu 5 tỷ đồng.")],
    ),
    "title over two lines of a part": (
        "Phần thứ nhất\n\nKẾT QUẢ NĂM 2030\n\nThu 5 tỷ đồng.\n",
        [("heading", "Phần thứ nhất", "KẾT QUẢ NĂM 2030"), ("paragraph", None, "Thu 5 tỷ đồng.")],
    ),
    "syllables and numbers that a line end broke": (
        "Các thôn trong xã đã họp bàn và góp công làm được ba con đường mới, rải đá x\n"
        "anh suốt từ đầu bản tới cuối bản, tổng cộng dài hơn năm cây số; ngoài ra còn\n"
        "góp 5 m\nở đoạn dốc cuối cùng, theo kế hoạch giai đoạn 2021-\n2025 của huyện, kinh phí 5.100/\n6.000 triệu\n"
        "đồng, làm theo đợt và theo mùa, do các nhóm hộ tự chia việc cho nhau làm lấy.\n",
        [("paragraph", None, "Các thôn trong xã đã họp bàn và góp công làm được ba con đường mới, rải đá xanh suốt từ đầu bản tới cuối "
          "bản, tổng cộng dài hơn năm cây số; ngoài ra còn góp 5 m ở đoạn dốc cuối cùng, theo kế hoạch giai đoạn 2021-2025 của huyện, "
          "kinh phí 5.100/6.000 triệu đồng, làm theo đợt và theo mùa, do các nhóm hộ tự chia việc cho nhau làm lấy.")],
    ),
    "a page number between sentences": (
        HEAD + "Thu 5 tỷ đồng.\n\n- 12 -\n\nChi 4 tỷ đồng.\n",
        [("heading", "I.", "KINH TẾ"), ("paragraph", None, "Thu 5 tỷ đồng."), ("paragraph", None, "Chi 4 tỷ đồng.")],
    ),
    "a heading that lost its dot": (
        "1. Chỉ tiêu kinh tế\n\na) Thu: 5 tỷ đồng.\n\n2 Chỉ tiêu xã hội\n\na) Lớp học: 3 lớp.\n",
        [("heading", "1.", "Chỉ tiêu kinh tế"), ("list_item", "a)", "Thu: 5 tỷ đồng."),
         ("heading", "2", "Chỉ tiêu xã hội"), ("list_item", "a)", "Lớp học: 3 lớp.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_blocks(name: str) -> None:
    text, expected = CASES[name]
    document = document_of(text)
    check_document(document)
    assert shapes_of(document) == expected


def test_footnotes_are_tied_to_their_marks() -> None:
    document = document_of(
        "Xã có 3 ao¹ và 5 hồ².\n\nThôn có giếng¹.\n\n¹ Ao làng.\n\n² Hồ nuôi cá.\n\n¹ Giếng đào.\n\n¹ Giếng khoan.\n\n⁷ Không có dấu.\n"
    )
    first, second = only(document, BlockKind.PARAGRAPH)
    notes = only(document, BlockKind.FOOTNOTE)
    places = [(n.anchor_index, n.anchor_offset) for n in notes]
    assert places[:3] == [
        (second.index, len("Thôn có giếng")),
        (first.index, len("Xã có 3 ao và 5 hồ")),
        (first.index, len("Xã có 3 ao")),
    ]
    assert places[3] == places[2], "a number printed twice means the same mark"
    assert places[4] == (second.index, None), "no mark is printed: the text above the footnote"
    assert [m.footnote_index for m in first.marks] == [notes[2].index, notes[1].index]


WRAPPED = """b) Chăn nuôi: Các hộ trong xã nuôi được 1.250 con trâu, 2.300 con bò, đàn lợn

phục hồi sau dịch, nhiều hộ mạnh dạn vay vốn mua giống mới, làm chuồng trại

kiên cố và tiêm phòng đủ hai lần trong năm theo hướng dẫn của cán bộ thú y1,

giá bán các loại thịt giữ ở mức khá. Riêng đàn gia cầm cả xã hiện được 15.200

con, số trứng thu bán ra chợ huyện ước 320 nghìn quả trong cả năm 20302, trong
<rule>
1 Tiêm phòng 2.100 lượt trâu bò, 900 lượt lợn; phun thuốc khử trùng chuồng trại cho 410 hộ ở các

thôn đầu nguồn.
2 Trứng gà là chính.
 đó trứng vịt khoảng một phần tư, bán được giá hơn năm trước.

c) Thủy sản: Tính đến nay các hộ đã thả cá giống ở 12 ao chung của các thôn và

sông, suối gần bản; lượng cá thu được dùng trong xã là chính, chưa bán ra ngoài

huyện như dự định, vì đường xa và thiếu phương tiện vận chuyển, theo QĐ-

UBND của huyện.
""".replace("<rule>", " " * 43)


def test_broken_pages_are_put_together() -> None:
    document = document_of(WRAPPED)
    check_document(document)
    items = only(document, BlockKind.LIST_ITEM)
    assert [i.marker for i in items] == ["b)", "c)"]
    assert "cán bộ thú y, giá bán" in items[0].text
    assert "cả năm 2030, trong đó trứng vịt" in items[0].text
    assert items[1].text.endswith("theo QĐ-UBND của huyện.")
    notes = only(document, BlockKind.FOOTNOTE)
    assert [(n.marker, n.anchor_index) for n in notes] == [("1", items[0].index), ("2", items[0].index)]
    assert notes[0].text.endswith("410 hộ ở các thôn đầu nguồn.")
    assert items[0].text[: notes[1].anchor_offset].endswith("năm 2030")


@pytest.mark.parametrize(
    ("earlier", "level"),
    [
        ("1. Ruộng đất\n\na) Lúa\n\nb) Ngô\n\n", 1),  # "a)" stands right below "n.": a number was lost
        ("1. Đất\n\nĐất tốt.\n\nViệc trồng trọt\n\na) Lúa\n\nb) Ngô\n\n", 2),  # a level between is usual
        ("", 2),  # nothing tells
    ],
)
def test_heading_that_lost_its_number(earlier: str, level: int) -> None:
    prose = "Cả xã giữ rừng tốt. " * 15  # a long line: the text is not broken at the margin
    text = f"{earlier}2. Rừng\n\n{prose}\n\nViệc dưới nước\n\na) Cá\n\nThả cá.\n\nb) Tôm\n\nThả tôm.\n"
    blocks = {b.text: b for b in document_of(text).blocks}
    assert blocks["Việc dưới nước"].kind is BlockKind.HEADING
    assert blocks["Việc dưới nước"].level == level
    assert blocks["Cá"].level == level + 1
    assert blocks["Cá"].section[-1] == "Việc dưới nước"


def test_levels_sections_and_parents() -> None:
    document = document_of(
        "Phần thứ nhất\n\nKẾT QUẢ\n\nA. CHUNG\n\nI. KINH TẾ\n\n1. Nông nghiệp\n\n1.1. Trồng trọt\n\nGồm các cây:\n\n- Lúa 5 ha:\n\n"
        "+ lúa sớm 2 ha;\n\n+ lúa muộn 3 ha;\n\n- Ngô 7 ha.\n\n1.2. Chăn nuôi\n\n- Trâu 9 con.\n\nII. XÃ HỘI\n\n(1) Lớp học: 3.\n\nPhần thứ hai\n\nVIỆC TỚI\n"
    )
    blocks = {b.text: b for b in document.blocks}
    assert blocks["Trồng trọt"].level == 5
    assert blocks["Lúa 5 ha:"].section == (
        "Phần thứ nhất KẾT QUẢ",
        "A. CHUNG",
        "I. KINH TẾ",
        "1. Nông nghiệp",
        "1.1. Trồng trọt",
    )
    assert blocks["lúa sớm 2 ha;"].parent_index == blocks["Lúa 5 ha:"].index
    assert blocks["lúa muộn 3 ha;"].level == 2
    assert (
        blocks["Lúa 5 ha:"].parent_index == blocks["Gồm các cây:"].index == blocks["Ngô 7 ha."].parent_index
    )
    assert blocks["Trâu 9 con."].parent_index == blocks["Chăn nuôi"].index
    assert blocks["Lớp học: 3."].section == ("Phần thứ nhất KẾT QUẢ", "A. CHUNG", "II. XÃ HỘI")
    assert blocks["VIỆC TỚI"].level == 1


TABLES: dict[str, tuple[str, list[str], list[list[str]]]] = {
    "pipes, merged title, numbers of the columns": (
        "| TT | Tên | Năm 2030 | | So sánh |\n|---|---|---|---|---|\n| | | KH | TH | |\n| 1 | 2 | 3 | 4 | 5=4/3 |\n| 1 | Lúa | 5 | 6 | 120 |\n",
        ["TT > 1", "Tên > 2", "Năm 2030 > KH > 3", "Năm 2030 > TH > 4", "So sánh > 5=4/3"],
        [["1", "Lúa", "5", "6", "120"]],
    ),
    "tabs, a blank line, words for figures": (
        "STT\tTên\tĐơn vị\tKH\tTH\nA\tKinh tế\t\t\t\n1\tLúa\tha\t5\t6\n\n\t<i>Lúa sớm</i>\tha\t2\tTăng cả 3\n",
        ["STT", "Tên", "Đơn vị", "KH", "TH"],
        [["A", "Kinh tế", "", "", ""], ["1", "Lúa", "ha", "5", "6"], ["", "Lúa sớm", "ha", "2", "Tăng cả 3"]],
    ),
    "cut by a page, the header printed again": (
        "STT\tTên\tKH\n1\tLúa\t5\n\n12\n\nSTT\tTên\tKH\n2\tNgô\t7\n",
        ["STT", "Tên", "KH"],
        [["1", "Lúa", "5"], ["2", "Ngô", "7"]],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str) -> None:
    text, titles, rows = TABLES[name]
    document = document_of("Biểu số 1\n\n" + text)
    check_document(document)
    (block,) = only(document, BlockKind.TABLE)
    assert block.table is not None
    assert block.table.column_titles() == titles
    assert [[c.text for c in r.cells] for r in block.table.rows] == rows
    lines = document.text.split("\n")
    for row in block.table.rows:
        assert all(c.text.split()[0] in lines[row.line_start - 1] for c in row.cells if c.text)


def test_a_page_printed_twice_is_read_once() -> None:
    last = "Trên đây là báo cáo của xã về việc làm được trong cả năm vừa qua./."
    para = "Các thôn đã họp và giao việc cho từng nhóm hộ, có người theo dõi và nhắc nhở hằng tháng."
    document = document_of(f"{HEAD}{para}\n\n{last}\n\n{para[20:]}\n\n{last}\n\nNơi nhận:\n")
    assert [t for _, _, t in shapes_of(document)] == ["KINH TẾ", para, last]


def _with_form_feeds(text: str) -> str:
    """The same pages as another program copies them: no blank lines, a form feed where a page begins."""
    rows = text.split("\n")
    printed = []
    for i, row in enumerate(rows):
        if row.strip():
            begins = row.startswith(" ") and i > 0 and rows[i - 1].strip()
            printed.append(("\f" if begins else "") + row.strip())
        elif len(row) > 20:
            printed.append(row)
    return "\n".join(printed)


def _without_blanks(text: str) -> str:
    return "\n".join(row.strip() for row in text.split("\n") if row.strip())


def test_pages_read_the_same_however_they_were_copied() -> None:
    expected = shapes_of(document_of(WRAPPED))
    assert shapes_of(document_of(_with_form_feeds(WRAPPED))) == expected


REAL = Path(__file__).resolve().parents[3] / "shared" / "reports" / "002.txt"


@pytest.mark.skipif(not REAL.exists(), reason="the real reports are not here")
@pytest.mark.parametrize(("copied", "least"), [(_with_form_feeds, 1.0), (_without_blanks, 0.95)])
def test_a_real_report_reads_the_same_however_it_was_copied(
    copied: Callable[[str], str], least: float
) -> None:
    text = REAL.read_text(encoding="utf-8")
    expected = Counter(shapes_of(document_of(text)))
    document = document_of(copied(text))
    check_document(document)
    same = expected & Counter(shapes_of(document))
    assert sum(same.values()) >= least * sum(expected.values())


def test_real_reports_tie_every_footnote_and_leave_no_sentence_cut() -> None:
    """Each footnote stands at a printed mark, each mark has its footnote, no block begins in mid-sentence."""
    if not REAL.exists():
        pytest.skip("the real reports are not here")
    for path in sorted(REAL.parent.glob("*.txt")):
        blocks = read_document(path).blocks
        for block in blocks:
            if block.kind is BlockKind.FOOTNOTE:
                assert block.anchor_index is not None
                assert block.anchor_offset is not None, (path.name, block.line_start)
            assert all(m.footnote_index is not None for m in block.marks), (path.name, block.line_start)
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.FOOTNOTE) and block.marker is None:
                assert not shapes.starts_low(block.text), (path.name, block.line_start)
