"""Names are compared by what they say, and no diacritic is ever thrown away."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.conform.names import NameReader, Pattern, split
from etl.vietnamese import CAPITALS, SMALL, ascii_slug, fold, fold_word

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoá", "hóa"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("Lý", "Lí"),
        ("quý", "quí"),
        ("bác sỹ", "bác sĩ"),
        ("TỶ LỆ", "tỉ lệ"),
        (unicodedata.normalize("NFD", "Nguyễn Huệ"), "nguyễn huệ"),
    ],
)
def test_spellings_of_one_word_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bò", "bơ"),
        ("Hưng Đạo", "Hung Dao"),
        ("tay", "tai"),
        ("thủy", "thúi"),
        ("mã", "má"),
        ("đa", "da"),
        ("dê", "dế"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(_LETTERS, min_size=1, max_size=8))
def test_folding_again_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.text(_LETTERS + " ", max_size=40))
def test_the_unicode_form_and_capitals_do_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text).upper()) == fold(text)


@given(st.text(_LETTERS, min_size=1, max_size=8), st.text(_LETTERS, min_size=1, max_size=8))
def test_words_that_fold_together_are_one_word_without_diacritics_too(one: str, other: str) -> None:
    if fold_word(one) == fold_word(other):
        assert ascii_slug(one).replace("y", "i") == ascii_slug(other).replace("y", "i")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tỷ lệ thu gom, xử lý rác y tế", "Tỷ lệ rác y tế được thu gom và xử lý"),
        ("Tổng số HTX trên địa bàn tỉnh", "số hợp tác xã"),
        ("Sản lượng thóc năm 2022", "Sản lượng thóc giai đoạn 2021-2025"),
        ("Thu NSNN", "Thu ngân sách nhà nước trên địa bàn huyện"),
        ("Trẻ < 5 tuổi", "Trẻ dưới 05 tuổi"),
        ("Ước thực hiện đến 30/11/2021 số vụ cháy", "Số vụ cháy"),
    ],
)
def test_names_that_say_the_same_have_one_bag(names: NameReader, one: str, other: str) -> None:
    assert names.key(one).bag == names.key(other).bag


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tỷ lệ hộ nghèo", "Số hộ nghèo"),
        ("Chỉ tiêu đạt", "Chỉ tiêu không đạt"),
        ("Hồ sơ đã giải quyết", "Hồ sơ giải quyết"),
        ("Sản phẩm 3 sao", "Sản phẩm 4 sao"),
        ("Dân số thành thị", "Dân số nông thôn"),
    ],
)
def test_names_that_differ_in_meaning_have_two_bags(names: NameReader, one: str, other: str) -> None:
    assert names.key(one).bag != names.key(other).bag


def test_the_reports_own_place_says_nothing(names: NameReader) -> None:
    name, place = "Khách đến với thành phố Cao Bằng", "thành phố Cao Bằng"
    assert names.key(name, place).bag == names.key("Khách").bag
    assert names.key(name, "thành phố Bắc Kạn").bag != names.key("Khách").bag


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Đàn đại gia súc (trâu, bò)", "Đàn đại gia súc"),
        ("Giá trị sản xuất (giá so sánh)", "Giá trị sản xuất (giá so sánh)"),
        ("Thu ngân sách (không tính đất)", "Thu ngân sách (không tính đất)"),
        ("Thu đấu giá (lô 5 (cũ là lô 3), phường A)", "Thu đấu giá"),
    ],
)
def test_a_note_in_parentheses_is_dropped_only_where_it_explains(
    names: NameReader, name: str, kept: str
) -> None:
    assert " ".join(names.spellings(name)[-1].split()) == kept


@given(st.lists(st.sampled_from(["sản lượng", "của", "ngô", "được", "và", "lạc"]), min_size=1, max_size=6))
def test_the_order_of_words_does_not_matter_to_the_bag(names: NameReader, words: list[str]) -> None:
    assert names.key("x " + " ".join(words)).bag == names.key("x " + " ".join(reversed(words))).bag


def test_a_pattern_gives_each_reading_once(names: NameReader) -> None:
    readings = Pattern("[số/tổng số/] xã đạt [chuẩn/tiêu chí]").expand(names)
    assert readings == [split("xã đạt chuẩn"), split("xã đạt tiêu chí")]


@pytest.mark.parametrize("letter", "aàăắđêệơởưựỹ")
def test_letters_have_one_case(letter: str) -> None:
    assert re.fullmatch(f"[{SMALL}]", letter)
    assert re.fullmatch(f"[{CAPITALS}]", letter.upper())
    assert not re.fullmatch(f"[{SMALL}]", letter.upper())
    assert not re.fullmatch(f"[{CAPITALS}]", letter)
