"""Spelling of Vietnamese made comparable, without ever throwing a diacritic away.

`má`, `mã` and `mạ` are different words, so folding to ASCII can never decide that two names are one.
What may differ between two spellings of one word is narrower: the Unicode form, capitals, the vowel
that carries the tone (`hoá` and `hóa`), and `y` for `i` after certain consonants (`Lý` and `Lí`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The combining tone marks (grave, acute, tilde, hook, dot below), and the letter that stands for each at
# the end of a folded word: a letter, so that a folded text folds to itself.
_TONES = dict(zip("\u0300\u0301\u0303\u0309\u0323", "\u02cb\u02ca\u02d0\u02c0\u02cc", strict=True))
_TONED = "aăâeêioôơuưy"
_MARKED = "".join(unicodedata.normalize("NFC", v + t) for v in _TONED for t in ("", *_TONES)) + "đ"
# The letters of one case, for a class of a pattern: a range like à-ỹ holds the capitals in between, too.
SMALL = "a-z" + "".join(letter for letter in _MARKED if not letter.isascii())
CAPITALS = SMALL.upper()
_WORD = re.compile(r"[^\W\d_]+")
_NOT_WORD = re.compile(r"[^\w%‰²³]+")
# y and i are two spellings of one sound only as a whole rhyme after these onsets: tỷ = tỉ, quý = quí,
# but thủy and thúi, or tay and tai, are not the same.
_FINAL_Y = re.compile(r"^(h|k|l|m|s|t|qu)y$")


def nfc(text: str) -> str:
    """The text with every letter composed (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """One word as a key: lower case, the tone mark moved to its end, `y` written `i` where both are usual."""
    letters: list[str] = []
    tones: list[str] = []
    for letter in unicodedata.normalize("NFD", word.lower()):
        if letter in _TONES:
            tones.append(_TONES[letter])
        else:
            letters.append(letter)
    plain = unicodedata.normalize("NFC", "".join(letters))
    return _FINAL_Y.sub(r"\1i", plain) + "".join(tones)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Text as a key to compare names by: `fold_word` on each word, one space between, no punctuation."""
    spaced = _NOT_WORD.sub(" ", nfc(text)).strip()
    return _WORD.sub(lambda m: fold_word(m.group()), spaced)


def ascii_slug(text: str) -> str:
    """A readable ASCII slug (`san_luong_thit`); never unique by itself, so never an identity."""
    plain = unicodedata.normalize("NFD", nfc(text).lower().replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
