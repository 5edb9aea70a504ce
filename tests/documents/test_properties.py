# ruff: noqa: E501 (long made-up lines)
"""Whatever text comes, every printed character has one owner and every block knows its way back."""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.documents import markup, read_document
from etl.documents.traced import Plain, clean

from .helpers import document_of
from .invariants import check_document, check_traced

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "data" / "reports").glob("*.txt"))
REAL = sorted((ROOT.parent / "shared" / "reports").glob("*.txt"))

_PIECES = st.sampled_from(
    [
        "Phần thứ nhất", "KẾT QUẢ NĂM 2023", "I. KINH TẾ", "1. Nông nghiệp", "1.1. Trồng trọt", "a) Chăn nuôi:",
        "- Đàn lợn 1.200/1.000 con, đạt 120% KH.", "+ Ngô: 5 tấn;", "* Lúa", "(1) Thu 5 tỷ đồng.", "1) Chi", "PHỤ LỤC 01",
        "¹ Gồm 3 xã.", "²³ Trong đó:", "1 Trong đó: ba xã", "12", "- 12 -", "Trang 3/10", "_____________", "tiếp theo của câu",
        "đạt 98,5%¹ so với kế hoạch² tỉnh giao", "năm 20231 và các xã2", "**đậm** và *nghiêng*", "*hở", "hở**", "5 * 3 = 15", "a_b_c",
        "$17/19$ hộ = 92\\%", "\\geq 5", "\\frac{1}{2}", "x &lt; 5 &amp; y", "<i>Trong đó</i>", "<b>", "m² và m³ đất, 5 km²¹",
        "| TT | Tên | Năm |", "|---|---|---|", "| 1 | Lúa | 5 |", "TT\tTên\tĐơn vị", "1\tLúa\ttấn", "\tNgô\t", "Số: 12/BC-UBND",
        "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Cao Bằng, ngày 3 tháng 12 năm 2023", "BÁO CÁO", "QĐ-", "UBND ngày 5/6/2023",
        "giai đoạn 2021 -", "2025.", "# Tiêu đề", "## 2. Mục", "[^1]: chú thích", "có dấu[^1] ở đây", "[trang](https://vi.example)",
        "\u200bẩn\u00ad", "Đ\u00e0n tr\u00e2u", unicodedata.normalize("NFD", "Tổng đàn gia súc đạt"), "…", "(", ")", ".", "``", "<",
    ]
)  # fmt: skip
_JOINS = st.sampled_from(
    ["\n", "\n\n", " ", "\n \n", " \n\n ", "\n\f", "\r\n", "\n" + " " * 30 + "\n", "\t", "\u00a0", "\n\n\n"]
)
_TEXTS = st.lists(st.tuples(_PIECES | st.text(max_size=12), _JOINS), min_size=1, max_size=40).map(
    lambda parts: "".join(piece + join for piece, join in parts)
)


@settings(max_examples=400, deadline=None)
@example("Phần thứ nhất\n.\n")
@given(_TEXTS)
def test_every_character_has_one_owner(text: str) -> None:
    check_document(document_of(text))


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_reading_is_stable(text: str) -> None:
    one, two = document_of(text), document_of(text)
    assert [(b.kind, b.text, b.section) for b in one.blocks] == [
        (b.kind, b.text, b.section) for b in two.blocks
    ]


@settings(max_examples=150, deadline=None)
@given(_TEXTS, st.integers(0, 400), st.integers(1, 60))
def test_spans_lead_back(text: str, start: int, length: int) -> None:
    """The source span of any stretch of a block holds the letters that it prints."""
    for block in document_of(text).blocks:
        end = min(len(block.text), start + length)
        if start >= end or block.marks or block.owned:
            continue  # marks and markup may stand inside a word
        a, b = block.content.source_span(start, end)
        printed = "".join(unicodedata.normalize("NFC", text[a:b]).split())
        for word in block.text[start:end].split():
            if word.isalpha():
                assert word in printed


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aâđ1 .*_$\\<>&\n%{}^²") | st.characters(), max_size=80))
def test_cleaning_traces(text: str) -> None:
    stripped = text.strip()
    start = text.find(stripped) if stripped else 0
    cleaned = clean(text, [(start, start + len(stripped))], Plain(text))
    check_traced(text, cleaned.content)


@pytest.mark.parametrize("path", [*SAMPLES, *REAL], ids=lambda p: p.name)
def test_reports_keep_every_character(path: Path) -> None:
    check_document(read_document(path))


@pytest.mark.parametrize("path", [*SAMPLES, *REAL], ids=lambda p: p.name)
def test_decomposed_text_reads_the_same(path: Path) -> None:
    """Unicode form is no difference; the offsets differ, the blocks do not."""
    text = path.read_text(encoding="utf-8")
    composed = document_of(unicodedata.normalize("NFC", text))
    decomposed = document_of(unicodedata.normalize("NFD", text))
    check_document(decomposed)
    assert [(b.kind, b.marker, b.text) for b in composed.blocks] == [
        (b.kind, b.marker, b.text) for b in decomposed.blocks
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["QĐ-", "UBND xã", "x", "anh", "5 ", "5.100/", "6", "m", "\t", "\t\t", " ", "  "])
        )
        .map("".join)
        .map(str.strip)
        .filter(bool),
        min_size=1,
    )
)
def test_both_ways_of_joining_rows_agree(rows: list[str]) -> None:
    """The quick way for rows of tables gives what the thorough one gives, piece by piece."""
    source = "\n".join(rows)
    edges = [0, *accumulate(len(row) + 1 for row in rows)]
    spans = [(at, at + len(row)) for at, row in zip(edges, rows, strict=False)]
    quick = clean(source, spans, Plain(source))
    thorough = markup.resolve(markup.lay(source, spans), ())
    assert quick == thorough


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["đạt 5", "QĐ-", "UBND xã", "x", "anh", "2021-", "2025", "5.100/", "6 ", " tấn", "m", "(a)"]
        ),
        min_size=1,
    )
)
def test_both_ways_of_joining_lines_agree(lines: list[str]) -> None:
    """The quick way for text without markup gives what the thorough one gives."""
    source = "\n".join(lines)
    spans: list[tuple[int, int]] = []
    at = 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    quick = clean(source, spans, Plain(source)).content
    thorough = markup.resolve(markup.lay(source, spans), ()).content
    assert quick.text == thorough.text
    check_traced(source, quick)
