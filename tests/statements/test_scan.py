from __future__ import annotations

from itertools import chain, pairwise

import pytest

from etl.statements.scan import mask_spans, scan
from etl.statements.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


@pytest.mark.parametrize(
    ("text", "masked", "role"),
    [
        pytest.param(
            "theo Quyết định số 62/QĐ-UBND", "Quyết định số 62/QĐ-UBND", "document_reference", id="decision"
        ),
        pytest.param("Nghị định 15/2020/NĐ-CP", "15/2020/NĐ-CP", "document_reference", id="decree-number"),
        pytest.param("đạt ISO 9001:2015", "ISO 9001:2015", "document_reference", id="standard"),
        pytest.param("ngày 05/3/2022", "ngày 05/3/2022", "date", id="day"),
        pytest.param("ngày 12 tháng 5 năm 2022", "ngày 12 tháng 5 năm 2022", "date", id="spelled-day"),
        pytest.param("đến 30/11 đạt 5 ha", "đến 30/11", "date", id="day-without-year"),
        pytest.param("tháng 12/2021", "tháng 12/2021", "date", id="month"),
        pytest.param("quý III/2022", "quý III/2022", "date", id="quarter"),
        pytest.param("năm học 2022-2023", "năm học 2022-2023", "date", id="school-year"),
        pytest.param("giai đoạn 2021-2025", "giai đoạn 2021-2025", "date", id="span-of-years"),
        pytest.param("6 tháng đầu năm đạt 7 ha", "6 tháng đầu năm", "date", id="first-months"),
        pytest.param("cả năm 2022", "cả năm 2022", "date", id="whole-year"),
        pytest.param("lúc 7h30", "7h30", "date", id="hour"),
        pytest.param("kỷ niệm 80 năm", "kỷ niệm 80 năm", "date", id="anniversary"),
        pytest.param("lần thứ 3", "lần thứ 3", "ordinal", id="how-often"),
        pytest.param("Điều 5 của Luật", "Điều 5", "ordinal", id="article"),
        pytest.param("chỉ tiêu số 5", "chỉ tiêu số 5", "ordinal", id="numbered-target"),
        pytest.param("Tiểu dự án 2", "Tiểu dự án 2", "ordinal", id="numbered-project"),
        pytest.param("điểm 5 của Luật", "điểm 5", "ordinal", id="point-of-a-law"),
        pytest.param(
            "dạy nghề dưới 3 tháng 1.200 người", "dưới 3 tháng", "name_part", id="how-long-it-takes"
        ),
        pytest.param("QL34 dài 5 km", "QL34", "name_part", id="road"),
        pytest.param("qua tổ 15 phường", "tổ 15", "name_part", id="hamlet"),
        pytest.param("dịch vụ mức độ 3", "mức độ 3", "name_part", id="grade"),
        pytest.param("phòng Covid-19", "Covid-19", "name_part", id="disease"),
        pytest.param("ca F0", "F0", "name_part", id="letter-and-digit"),
        pytest.param("trẻ dưới 5 tuổi", "dưới 5 tuổi", "name_part", id="age"),
        pytest.param("từ 12 đến 17 tuổi", "từ 12 đến 17 tuổi", "name_part", id="ages"),
        pytest.param("sản phẩm 3 sao trở lên", "3 sao trở lên", "name_part", id="stars"),
        pytest.param("giá trị trên 1 ha", "trên 1 ha", "name_part", id="per-hectare"),
        pytest.param("bản đồ tỷ lệ 1/500", "tỷ lệ 1/500", "name_part", id="scale"),
        pytest.param("phương châm “4 tại chỗ”", "“4 tại chỗ”", "name_part", id="slogan"),
        pytest.param(
            "cánh đồng đạt 100 triệu đồng/ha trở lên",
            "đạt 100 triệu đồng/ha trở lên",
            "name_part",
            id="threshold-in-a-name",
        ),
        pytest.param("họp tại 03 xã", "tại 03 xã", "name_part", id="where-it-was-held"),
        pytest.param("trường MN 3/10", "MN 3/10", "name_part", id="school-named-by-a-day"),
    ],
)
def test_numbers_that_measure_nothing(text: str, masked: str, role: str) -> None:
    spans = mask_spans(text, VOCABULARY)
    start = text.index(masked)
    for at in range(start, start + len(masked)):
        if text[at].isdigit():
            assert [r for a, b, r in spans if a <= at < b] == [role], text[at:]
    assert all(text[a:b].strip() in masked for a, b, _ in spans)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("đạt 12 tấn", id="amount"),
        pytest.param("đạt 57/60 đơn", id="pair"),
        pytest.param("đạt 2.100 ha", id="grouped-that-looks-like-a-year"),
        pytest.param("được 12/10 km", id="pair-that-looks-like-a-day"),
        pytest.param("có 15 hộ", id="households"),
        pytest.param("tỷ lệ 15,5%", id="rate"),
        pytest.param("giải ngân 7 tỷ đồng", id="disbursed"),
        pytest.param("thu dứt điểm 42.300 ha", id="a-word-that-ends-like-an-article's"),
        pytest.param("THPT 17/35 trường", id="a-pair-of-schools"),
    ],
)
def test_measures_are_not_masked(text: str) -> None:
    assert mask_spans(text, VOCABULARY) == []


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("Trồng 4 ha rừng. Nuôi 5 con bò.", 2, id="two"),
        pytest.param("TP. Bắc Mê có 5 xã. Trồng 4 ha rừng.", 2, id="abbreviation"),
        pytest.param("đạt 38,79%.Ước đạt 40%", 2, id="space-lost"),
        pytest.param("đạt 1.234 ha, v.v. và 5 con", 1, id="and-so-on"),
        pytest.param("Hội thảo mở rộng. Trồng 4 ha rừng.", 2, id="first-without-a-figure"),
    ],
)
def test_sentences(text: str, sentences: int) -> None:
    tokens = scan(text, VOCABULARY)
    ends = [tokens.end(i) for i, token in enumerate(tokens.at) if token.kind == "stop"]
    inner = [end for end in ends if end < len(text)]
    assert len(inner) + 1 == sentences


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        pytest.param("được 5 ha so với cùng kỳ", "so với", "versus", id="versus"),
        pytest.param("được 5 ha, đạt và vượt", "đạt và vượt", "exceed", id="longest-phrase-wins"),
        pytest.param("5 ha, Trong Đó", "trong đó", "part", id="capitals"),
        pytest.param("5 hộ phát hiện", "phát hiện", "content", id="compound-of-a-function-word"),
    ],
)
def test_phrases(text: str, words: str, name: str) -> None:
    found = [t for t in scan(text, VOCABULARY).at if t.kind == "phrase" and t.text == words]
    assert len(found) == 1
    assert found[0].has(name)


def test_offsets_are_of_the_text() -> None:
    text = "Năm 2022, thu hoạch 1.204,5 tấn chè; đạt 98% kế hoạch."
    tokens = scan(text, VOCABULARY)
    assert [tokens.shown(i) for i, t in enumerate(tokens.at) if t.kind == "num"] == ["1.204,5", "98"]
    assert len(tokens.at) == len(tokens.starts) == len(tokens.lengths)
    ends = [tokens.end(i) for i in range(len(tokens.at))]
    for start, end in pairwise(chain.from_iterable(zip(tokens.starts, ends, strict=True))):
        assert start <= end
