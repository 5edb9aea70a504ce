"""What can be a Vietnamese syllable, which tells a right reading from a wrong one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_RHYME = (
    r"(?:oai|oay|oeo|uay|uây|uôi|ươi|ươu|iêu|yêu|uyê|uya|uyu|ai|ao|au|âu|ay|ây|eo|êu|ia|iu|iê|yê|oa|oă|oe|oi|ôi|ơi|"
    r"ua|uâ|uê|ui|ưi|uô|uơ|ưa|ươ|ưu|uy|ôô|oo|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
)
_SYLLABLE = re.compile(rf"{_ONSET}{_RHYME}(?:ch|ng|nh|[cmnpt])?")
_NEEDS_END = ("ă", "â", "iê", "yê", "uô", "ươ", "uơ")  # rhymes that a final consonant must close


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable: onset, rhyme, one tone at most."""
    plain: list[str] = []
    tones = 0
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tones += 1
        else:
            plain.append(char)
    letters = unicodedata.normalize("NFC", "".join(plain))
    return tones <= 1 and not letters.endswith(_NEEDS_END) and bool(_SYLLABLE.fullmatch(letters))


def is_broken(left: str, right: str) -> bool:
    """Whether two pieces are one syllable that the end of a line broke: `xâ` and `y`, `đ` and `ồng`."""
    return (
        left.isalpha()
        and right.isalpha()
        and left.islower()
        and right.islower()
        and not (is_syllable(left) and is_syllable(right))  # asked first: met again and again
        and is_syllable(left + right)
    )
