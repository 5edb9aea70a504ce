"""What holds of every reading, whatever the text: properties over made-up and hostile documents."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.documents import read_document
from etl.documents.model import BlockKind, Document
from etl.errors import InputRefused
from etl.statements import read_statements
from tests.statements.helpers import check_invariants, document_of, table_document

STEADY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(STEADY, max_examples=60)

NUMBERS = st.one_of(
    st.from_regex(r"[0-9]{1,4}([.,][0-9]{1,3}){0,3}", fullmatch=True),
    st.sampled_from(
        ["1.234,5", "05", "2021", "2022", "99,8", "0,04", "12/5", "447 tỷ 671 triệu", "1.2.3", "1" * 25]
    ),
)
UNITS = st.sampled_from(
    [
        "%",
        "‰",
        "%o",
        "ha",
        "tấn",
        "tỷ đồng",
        "triệu",
        "hộ",
        "con",
        "tạ/ha",
        "người/năm",
        "m3",
        "chỉ tiêu",
        "điểm phần trăm",
        "",
    ]
)
# fmt: off
WORDS = st.sampled_from([
    "đạt", "bằng", "được", "tăng", "giảm", "vượt", "chiếm", "trên", "dưới", "từ", "đến", "khoảng", "ước",
    "KH", "giao", "gồm", "và", "với", "là", "so", "tại", "xã", "các", "tổng số", "kế hoạch", "so với",
    "cùng kỳ", "trong đó", "ước thực hiện", "cả năm", "năm 2021", "tháng 9", "năm học", "Sản lượng",
    "Diện tích", "chè", "Tỷ lệ", "hộ nghèo", "tỉnh giao", "HĐND", "trở lên", "không đạt", "Đến nay",
    "Phấn đấu", "Trồng", "Kiểm tra", "chỉ tiêu", "An Phú",
])
# fmt: on
SIGNS = st.sampled_from([*"/()-–:;,.%<>≥+=*“”'\"\t\n", " / ", " (", "). ", "...", "((", "))", "//", ".,"])
PIECES = st.one_of(NUMBERS, NUMBERS, UNITS, WORDS, WORDS, SIGNS)
SENTENCES = st.lists(PIECES, max_size=40).map(" ".join)
GLUED = st.lists(PIECES, max_size=40).map("".join)
HOSTILE = st.text(alphabet="0123456789/().,;:-–% ", max_size=300)
ANYTHING = st.text(max_size=300)
TEXTS = st.one_of(SENTENCES, GLUED, HOSTILE, ANYTHING)

KINDS = st.sampled_from(
    [BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.FOOTNOTE, BlockKind.FURNITURE]
)
SECTIONS = st.sampled_from(
    [(), ("I. Kết quả năm 2022", "Các chỉ tiêu chủ yếu"), ("II. Mục tiêu, nhiệm vụ năm 2023",)]
)
OPENINGS = st.sampled_from([None, "Tính đến 30/11/2022:", "Các chỉ tiêu chủ yếu:", "Cây lúa:"])


def read_twice(document: Document) -> None:
    """Read, check, and read again: the same document gives the same reading, ids included."""
    reading = read_statements(document)
    check_invariants(document, reading)
    again = read_statements(document)
    assert [dataclasses.asdict(s) for s in again.statements] == [
        dataclasses.asdict(s) for s in reading.statements
    ]
    assert [dataclasses.asdict(n) for n in again.numbers] == [dataclasses.asdict(n) for n in reading.numbers]


@STEADY
@given(SENTENCES, KINDS, SECTIONS, OPENINGS, st.sampled_from([2022, None]))
def test_sentences(
    text: str, kind: BlockKind, section: tuple[str, ...], opening: str | None, year: int | None
) -> None:
    read_twice(document_of(text, kind, section, opening, year))


@STEADY
@given(st.one_of(GLUED, HOSTILE))
def test_hostile_mixtures(text: str) -> None:
    read_twice(document_of(text))


@pytest.mark.parametrize(
    "piece", ["1 tỷ ", "1 triệu 2 nghìn ", "( ", "1 hộ, hộ, ", "ISO ; ", "so với kế hoạch "]
)
def test_what_is_said_without_end(piece: str) -> None:
    read_twice(document_of("5 ha " + piece * 1_200 + "7 ha"))


@STEADY
@given(ANYTHING, KINDS)
def test_any_text(text: str, kind: BlockKind) -> None:
    read_twice(document_of(text, kind))


@STEADY
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.sampled_from(
                    [
                        "TT",
                        "Chỉ tiêu",
                        "ĐVT",
                        "KH 2022",
                        "TH 2021",
                        "Ước TH 2022",
                        "So sánh (%)",
                        "Đánh giá",
                        "5=4/3",
                        "2",
                    ]
                ),
                st.tuples(NUMBERS, UNITS).map("".join),
                SENTENCES.map(lambda text: text.replace("|", " ").replace("\n", " ")[:40]),
            ),
            min_size=1,
            max_size=7,
        ).map(" | ".join),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 2),
    SECTIONS,
)
def test_tables(lines: list[str], header: int, section: tuple[str, ...]) -> None:
    read_twice(table_document(lines[:header], lines[header:], section))


@FEWER
@given(st.lists(TEXTS, max_size=6).map("\n".join))
def test_a_text_file_of_anything(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_bytes(text.encode("utf-8", "replace"))
        try:
            document = read_document(path)
        except InputRefused:
            return
    read_twice(document)
