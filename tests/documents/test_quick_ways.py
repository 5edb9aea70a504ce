# ruff: noqa: E501 (long made-up lines)
"""Where a quick look decides, it decides as the thorough one would."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.documents import encodings, headings, markup, metadata, notes, placing, shapes
from etl.documents.lines import split_lines
from etl.documents.model import TABLE
from etl.documents.places import Places, places_of
from etl.documents.traced import Plain, clean

from .helpers import document_of


def _made_of(*atoms: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(atoms), max_size=14).map("".join)


_LINES = _made_of(
    "-", "–", "+", "*", "**", "_", "#", " ", "  ", "\t", "1", "12", "1.2", ".", ")", "(", "a", "B", "IV", "phần thứ nhất",
    "PHỤ LỤC", ">", "<b>", "Thu", "thu", "NGÂN SÁCH", "à", "Ạ", "²", "½", ":", ";", "…", "”", "¹", "báo cáo", "KẾ HOẠCH", "trang",
    "/", "10", "[^1]", "(*)", "~~~", "===", "\u00a0", "\u2003",
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(_LINES)
def test_openings_and_endings_of_lines(text: str) -> None:
    line = text.strip()
    assert shapes.marker_of(line) == (shapes._marker_of_any(line) if line else None)
    assert shapes.is_page_number(line) == bool(shapes._PAGE_NUMBER.fullmatch(line))
    assert shapes.is_rule(line) == bool(shapes._RULE.fullmatch(line))
    assert headings.names_paper(line) == bool(headings._KIND_OF_PAPER.match(line))
    if shapes._NOTE.match(line):
        assert line.startswith(shapes._NOTE_OPENS)
    low = shapes._STARTS_LOW.match(line)
    assert shapes.starts_low(line) == (low is not None and line[low.end() - 1].islower())
    ended = line.rstrip(shapes._TRAILING)
    assert shapes.is_closed(line) == (
        bool(shapes._ENDS.search(ended[-8:])) and ended.count("(") <= ended.count(")") + 1
    )


@settings(max_examples=300, deadline=None)
@given(
    _made_of(
        "tỉnh", "Tỉnh", "THÀNH PHỐ", "thành  phố", "tp", "TP.", "t. p", "t.x.", "tx", "thị xã", "Thị trấn", "xã", "đặc khu", "Huyện",
        "quận", "phường", " ", " ", "\n", "Minh", "Tâm", "TÂM", "minh", "x", "UBND ", "ủy ban nhân dân ", "NHÂN DÂN ", "0",
    )
)  # fmt: skip
def test_places_are_found_where_they_are_named(text: str) -> None:
    found = placing._places_of_types(text)
    assert found == sorted(set(found))
    assert {at for at in range(len(text)) if placing._NAMED.match(text, at)} <= set(found)
    behind = {m.end() for places in placing._OFFICE_PLACES for m in places.finditer(text)}
    for at in range(len(text)):
        if placing._TYPE_ALONE.match(text, at) and placing._OFFICE_BEFORE.search(text, max(0, at - 40), at):
            assert at in behind


@settings(max_examples=200, deadline=None)
@given(_made_of("trên", "Trên", "TRÊN", " đây là", " ĐÂY LÀ", " báo cáo", " BÁO CÁO ", " ", "\n", "x", "\0"))
def test_closing_sentences_are_found(text: str) -> None:
    found = any(places.search(text) for places in metadata._CLOSING_PLACES)
    assert found == bool(metadata._CLOSING.search(text))


@settings(max_examples=300, deadline=None)
@given(
    _made_of("µ", "¸", "ù", "aù", "Eø", "ö", "ôô", "öô", "Ã", "Ã\u0080", "á", "áº", "á»", "đ", "ả", "î", " ")
)
def test_letters_of_legacy_fonts_are_never_undercounted(text: str) -> None:
    assert encodings._most_looks(text) >= len(encodings._LEGACY_LOOK.findall(text))


@settings(max_examples=300, deadline=None)
@given(_made_of("năm 2021", "2021", "-", "–", "/", " ", "19", "205", "%", "0", "1999", "x"))
def test_years_are_those_that_nothing_is_glued_to(text: str) -> None:
    plain = re.compile(r"(?<![\d/\-–])((?:19|20)\d\d)(?![\d%])")
    assert metadata._YEAR.findall(text) == plain.findall(text)


@settings(max_examples=300, deadline=None)
@given(_made_of("¹", "²", "⁽¹⁾", "m²", "(", "<sup>3</sup>", "<", "^{4}", "^2", "[^5]", "[", "đất", " ", "10"))
def test_raised_marks_stand_where_one_of_their_characters_does(text: str) -> None:
    places = notes.mark_places(text)
    marks = list(notes.marks_in(text, 0, len(text), places))
    assert all(places.any_in(mark.start, mark.end) for mark in marks)
    runs = [m.span() for m in notes._RUN.finditer(text)]
    assert all(any(a <= mark.start and mark.end <= b for a, b in runs) for mark in marks)


@settings(max_examples=300, deadline=None)
@given(
    _made_of(
        "*",
        "**",
        " ",
        "  ",
        "\n",
        "\t",
        "$",
        "\\geq",
        "&lt;",
        "<b>",
        "[a](./b)",
        "![",
        "x",
        "^2",
        "\u200b",
        "\u3000",
    )
)
def test_tokens_are_those_of_a_search_for_any(text: str) -> None:
    assert [t.span() for t in markup._tokens(text)] == [m.span() for m in markup._TOKEN.finditer(text)]


@given(_made_of("a", "b", "ab"), st.sampled_from(["a", "ab", "aa"]), st.integers(0, 12), st.integers(0, 12))
def test_places(text: str, wanted: str, start: int, length: int) -> None:
    found = places_of(text, wanted)
    assert found == [at for at in range(len(text)) if text.startswith(wanted, at)]
    assert Places(found).any_in(start, start + length) == any(start <= at < start + length for at in found)


@settings(max_examples=200, deadline=None)
@example(["\t1", "1\t1", "\t1", "1\t1"])
@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "1", "Lúa", "5 m", "QĐ-", "x", "a  b", "5.100/", "-", " 7", "12,5"]),
            min_size=2,
        )
        .map("\t".join)
        .filter(lambda row: bool(row.strip())),
        min_size=3,
    )
)
def test_a_table_prints_what_its_lines_do(rows: list[str]) -> None:
    """The text put together of the cells is that of the rows cleaned as any text is, piece by piece."""
    source = "\n".join(rows)
    lines = [x for x in split_lines(source)[0] if "\t" in source[x.start : x.end]]
    for block in document_of(source).blocks:
        if block.kind is TABLE:
            own = [(x.start, x.end) for x in lines if block.line_start <= x.number <= block.line_end]
            assert block.content == clean(source, own, Plain(source)).content
            assert block.content == markup.resolve(markup.lay(source, own), ()).content


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r"])
def test_lines_of_every_kind_of_end(mark: str) -> None:
    text = mark.join(["Một", "", "  hai ", "\f ba", "   "])
    lines, offsets = split_lines(text)
    assert [text[x.start : x.end] for x in lines] == ["Một", "", "hai", "ba", ""]
    assert [x.is_blank for x in lines] == [False, True, False, False, True]
    assert offsets == [0, *[m.end() for m in re.finditer(mark, text)]]
