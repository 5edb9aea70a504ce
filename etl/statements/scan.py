"""From a block's text to tokens: numbers, words of the vocabulary, dates, references, punctuation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from etl.statements.vocabulary import TOKEN, Vocabulary, fold

NONE: frozenset[str] = frozenset()
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")
# a full stop behind a word of two letters or more, before a capital: not "TP. Bắc Kạn", not "v.v. Các"
_CUT = re.compile(r"\.(?<=[^\W\d_]{3}\.)(?=\s+[^\W\d_a-zà-ỹ])")
_ABBREVIATIONS = frozenset(
    {"tp", "tt", "ths", "ts", "gs", "v", "vv", "tr", "th", "p", "q", "đ", "st", "km", "no"}
)


class _Folded(dict[str, str]):
    """Words already folded; bounded, since a hostile text must not fill the memory."""

    def __missing__(self, word: str) -> str:
        made = fold(word)
        if len(self) < 50_000:
            self[word] = made
        return made


_folded = _Folded()


@dataclass(slots=True)
class Token:
    """A token of a block's text; offsets are into that text.

    kind: `num`, `word`, `phrase` (of the vocabulary, with its classes), `mask` (a number that is no
    measure, or a date, with its role), `stop` (end of a sentence), `punct`.
    """

    kind: str
    start: int
    end: int
    text: str  # folded
    classes: frozenset[str] = NONE
    role: str = ""

    def has(self, *names: str) -> bool:
        """True where the token's phrase stands in one of these classes."""
        return not self.classes.isdisjoint(names)


def mask_spans(text: str, vocabulary: Vocabulary) -> list[tuple[int, int, str]]:
    """Spans of dates, references, names that hold digits: (start, end, role), not overlapping."""
    return [(t.start, t.end, t.role) for t in scan(text, vocabulary) if t.kind == "mask"]


def _mask_at(text: str, at: int, key: str, vocabulary: Vocabulary) -> tuple[int, str] | None:
    """The end and role of the masked span that opens at `at`; the first pattern of the table wins."""
    pattern, roles = vocabulary.masks[key]
    match = pattern.match(text, at)
    if match is None or match.end() == at:
        return None
    return match.end(), roles[match.lastindex or 0]


def scan(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Tokens of a text, in order; phrases and masked spans are one token each."""
    tokens: list[Token] = []
    for start, end in _parts(text):
        if _DIGIT.search(text, start, end):
            _scan_part(text, start, end, vocabulary, tokens)
        else:
            # nothing is measured in a sentence without a digit: only that it ends matters
            tokens.append(Token("stop", end - 1, end, "."))
    return tokens


def _parts(text: str) -> Iterable[tuple[int, int]]:
    """Sentences, roughly: every cut is an end of sentence, not every end of sentence is a cut."""
    start = 0
    for match in _CUT.finditer(text):
        yield start, match.start() + 1
        start = match.start() + 1
    if start < len(text):
        yield start, len(text)


class _Codes(dict[str, int]):
    """What may open at a folded word, worked out once a word: 0 nothing, 1 a phrase, 2 a mask, 3 both …"""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.triggers = vocabulary.masks
        self.openers = vocabulary.words.by_first

    def __missing__(self, word: str) -> int:
        code = (_PHRASE if word in self.openers else 0) | (_MASK if word in self.triggers else 0)
        if word[0].isdecimal():
            code = _NUMBER
        elif not word[0].isalpha():
            code |= _SIGN
        if len(self) < 50_000:
            self[word] = code
        return code


_PHRASE, _MASK, _SIGN, _NUMBER = 1, 2, 4, 8
_SPLIT = re.compile(f"({TOKEN.pattern})")
_codes: dict[int, _Codes] = {}


def _scan_part(text: str, low: int, high: int, vocabulary: Vocabulary, tokens: list[Token]) -> None:
    # gaps and tokens in turn: offsets are sums of lengths, and nothing is looped over in Python
    pieces = _SPLIT.split(text[low:high])
    edges = list(accumulate(map(len, pieces), initial=low))
    shown, starts, ends = pieces[1::2], edges[1:-1:2], edges[2::2]
    words = [_folded[piece] for piece in shown]
    known = _codes.get(id(vocabulary))
    if known is None:
        known = _codes[id(vocabulary)] = _Codes(vocabulary)
    codes = [known[word] for word in words]
    append = tokens.append
    i, n = 0, len(words)
    match_phrase = vocabulary.words.match
    last_digit = max((e for e, code in zip(ends, codes, strict=False) if code == _NUMBER), default=-1)
    while i < n:
        code, start, word = codes[i], starts[i], words[i]
        if not code:
            append(Token("word", start, ends[i], word))
            i += 1
            continue
        if code & (_NUMBER | _MASK) and start < last_digit:
            masked = _mask_at(text, start, "#" if code == _NUMBER else word, vocabulary)
            if masked is not None:
                j = bisect_left(starts, masked[0], i + 1)
                append(Token("mask", start, masked[0], fold(text[start : masked[0]]), NONE, masked[1]))
                i = j
                continue
        if code == _NUMBER:
            append(Token("num", start, ends[i], word))
        elif code & _PHRASE and (found := match_phrase(words, i)) is not None:
            count, classes = found
            after = i + count
            if count == 1 and (_in_proper_name(shown, starts, ends, i) or _is_name(shown, i, classes)):
                append(Token("word", start, ends[i], word))  # the Bằng of Cao Bằng, a cây Bằng Đài Loan
                i += 1
                continue
            if count > 1 and words[after - 1] == "năm" and after < n and _YEAR.fullmatch(words[after]):
                # "ước thực hiện năm 2022": the word belongs to the date
                shorter = match_phrase(words, i, after - 1)
                if shorter is None:  # "cuối năm 2020"
                    append(Token("word", start, ends[i], word))
                    i += 1
                    continue
                count, classes = shorter
            append(Token("phrase", start, ends[i + count - 1], " ".join(words[i : i + count]), classes))
            i += count
            continue
        elif not code & _SIGN:
            append(Token("word", start, ends[i], word))
        elif shown[i] in ".!?" and _ends_sentence(text, start, ends[i], shown, starts, ends, i):
            append(Token("stop", start, ends[i], word))
        else:
            append(Token("punct", start, ends[i], word))
        i += 1


def _in_proper_name(shown: list[str], starts: list[int], ends: list[int], i: int) -> bool:
    """True for a capitalised word right behind a capitalised word: not a word of the grammar there."""
    if i == 0 or not shown[i][0].isupper() or shown[i].isupper() or ends[i - 1] + 1 != starts[i]:
        return False
    before = shown[i - 1]
    return before[0].isupper() and not before.isupper() and before.isalpha()


def _is_name(shown: list[str], i: int, classes: frozenset[str]) -> bool:
    """True for a capitalised "Bằng" right behind a word: nobody writes the comparing word so."""
    return (
        "equal" in classes
        and i > 0
        and shown[i][0].isupper()
        and shown[i - 1].isalpha()
        and (not shown[i].isupper())
    )


def _ends_sentence(
    text: str, start: int, end: int, shown: list[str], starts: list[int], ends: list[int], i: int
) -> bool:
    if end < len(text) and not text[end].isspace() and text[end] not in "”\"')":
        # "…38,79%.Ước": a full stop without its space, before a capital and after a sign or digit
        return bool(text[end].isupper() and start > 0 and not text[start - 1].isalpha())
    if i and ends[i - 1] == start:
        before = shown[i - 1]
        unit = i > 1 and shown[i - 2][-1].isdecimal()  # "20.000.000đ. Lĩnh vực …"
        if not unit and before.lower() in _ABBREVIATIONS and (before[0].isupper() or len(before) == 1):
            return False
        if before == ".":
            return i + 1 >= len(starts) or text[starts[i + 1]].isupper()
    return True
