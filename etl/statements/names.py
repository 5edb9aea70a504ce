"""From the words around a measure to the name of what it measures."""

from __future__ import annotations

import re

from etl.statements.scan import Token
from etl.statements.vocabulary import Vocabulary, fold

_SPACES = re.compile(r"\s+")
_EDGES = " ,;:.-–—=*(“\"'/"
_LONG = 14  # words; a longer head without a head word is narration: only its last part names


def clean(text: str) -> str:
    """Spaces folded, punctuation at the edges gone, a bracket without its mate dropped."""
    text = _SPACES.sub(" ", text).strip(_EDGES)
    if text.count("(") > text.count(")"):
        cut = text.rfind("(")
        text = (text[:cut] + " " + text[cut + 1 :]).strip(_EDGES)
    elif text.count(")") > text.count("("):
        text = text.replace(")", " ", 1)
    return _SPACES.sub(" ", text).strip(_EDGES)


def is_generic(name: str, vocabulary: Vocabulary) -> bool:
    """True for heads that say only what kind of amount follows: số tiền, tổng kinh phí, diện tích."""
    words = fold(name).replace(",", " ").split()
    if not words:
        return False
    found = vocabulary.heads.match(words, 0)
    while found is not None and found[0] == len(words):
        if "generic" in found[1]:
            return True
        return False
    return False


def _begins_head(tokens: list[Token], i: int, end: int, vocabulary: Vocabulary) -> bool:
    flat: list[str] = []
    for token in tokens[i : min(end, i + 4)]:
        flat.extend(token.text.split(" "))
    return bool(flat) and vocabulary.heads.match(flat, 0) is not None


def head_start(tokens: list[Token], start: int, end: int, vocabulary: Vocabulary) -> int:
    """The token where the name begins in `tokens[start:end]`, after narration cut off at commas.

    A comma belongs to the name ("công nghiệp, tiểu thủ công nghiệp") unless what follows it begins
    like a name of its own (tỷ lệ …, tổng số …, tiếp nhận …).
    """
    cuts = [start]
    depth = 0
    for i in range(start, end):
        text = tokens[i].text
        if text == "(":
            depth += 1
        elif text == ")":
            depth = max(0, depth - 1)
        elif text == "," and depth == 0 and i + 1 < end:
            cuts.append(i + 1)
    for cut in reversed(cuts):
        if _begins_head(tokens, cut, end, vocabulary):
            return cut
    words = sum(1 for t in tokens[start:end] if t.kind in ("word", "phrase"))
    return cuts[-1] if words > _LONG else start
