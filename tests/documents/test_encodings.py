# ruff: noqa: E501 (long made-up lines)
"""The same sentence in every encoding an office may send."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from etl.documents import encodings
from etl.documents.encodings import decode
from etl.documents.syllables import is_syllable
from etl.errors import InputRefused

SENTENCE = (
    "Ủy ban xã báo cáo: đàn trâu hiện có 120 con, tăng trưởng khá; thu nhập bình quân ước đạt 45 triệu đồng. "
    "Đã vượt chỉ tiêu trồng rừng, giữ vững trật tự; hỗ trợ những hộ nghèo sửa nhà, mở rộng đường, khuyến khích nuôi ong."
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _windows_1258(text: str) -> bytes:
    """Vowels composed, tones as letters of their own, as Windows types them."""
    out: list[str] = []
    for char in text:
        tone = ""
        parts = unicodedata.normalize("NFD", char)
        for mark in parts[1:]:
            if mark in _TONES:
                tone = mark
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
        out.append(base + tone)
    return "".join(out).encode("cp1258")


def _tcvn3(text: str) -> str:
    table = {v: k for k, v in encodings._TCVN3.items()}
    return "".join(table.get(c, c) for c in text)


def _vni(text: str) -> str:
    table: dict[str, str] = {}
    for printed, letter in encodings._VNI.items():
        table.setdefault(letter, printed)
    return "".join(table.get(c, c) for c in text)


# The capital fonts of TCVN3 have no codes of their own: Ủ cannot be told from ñ there.
_LOWER = SENTENCE.replace("Ủy", "Uỷ").replace("Uỷ", "Hội đồng")


@pytest.mark.parametrize(
    ("data", "encoding", "expected"),
    [
        (SENTENCE.encode(), "utf-8", SENTENCE),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), "utf-8-bom", SENTENCE),
        (SENTENCE.encode("utf-16"), "utf-16-le", SENTENCE),
        (SENTENCE.encode("utf-16-be"), "utf-16-be", SENTENCE),
        (SENTENCE.encode("utf-16-le"), "utf-16-le", SENTENCE),
        (_windows_1258(SENTENCE), "windows-1258", SENTENCE),
        (_tcvn3(_LOWER).encode("latin-1"), "tcvn3", _LOWER),
        (_tcvn3(_LOWER).encode(), "tcvn3", _LOWER),
        (_vni(SENTENCE).encode("cp1252"), "vni", SENTENCE),
        (_vni(SENTENCE).encode(), "vni", SENTENCE),
        (unicodedata.normalize("NFD", SENTENCE).encode(), "utf-8", unicodedata.normalize("NFD", SENTENCE)),
    ],
    ids=lambda v: v if isinstance(v, str) and len(v) < 20 else "",
)
def test_decoded(data: bytes, encoding: str, expected: str) -> None:
    text, name = decode(Path("a.txt"), data)
    assert name == encoding
    assert unicodedata.normalize("NFC", text) == unicodedata.normalize("NFC", expected)


def test_capitals_of_the_abc_fonts() -> None:
    text, name = decode(Path("a.txt"), _tcvn3("BáO CáO " + _LOWER).encode())
    assert (name, text[:8]) == ("tcvn3", "BÁO CÁO ")


@pytest.mark.parametrize("text", ["Prix: 5 € à payer, garçon. " * 20, "größer, Straße, Übung und Öl. " * 20])
def test_other_languages_are_not_converted(text: str) -> None:
    """Latin-1 text of another language is no Vietnamese legacy font: refused, never converted."""
    with pytest.raises(InputRefused) as caught:
        decode(Path("a.txt"), text.encode("cp1252"))
    assert caught.value.reason_code == "encoding"
    assert decode(Path("a.txt"), text.encode())[0] == text


@pytest.mark.parametrize(
    "word", ["nghiêng", "Quyết", "thuỷ", "ước", "gì", "hoá", "khuya", "xoong", "y", "đ".replace("đ", "đi")]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["xyz", "b¸o", "strasse", "aeiou", "ngờừ", "kế́", "Baùo"])
def test_not_syllables(word: str) -> None:
    assert not is_syllable(word)
