"""From a block's text to tokens: numbers, words of the vocabulary, dates, references, punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from etl.statements.vocabulary import TOKEN, Vocabulary, fold

NONE: frozenset[str] = frozenset()
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")
# a full stop behind a word of two letters or more, before a capital: not "TP. Bắc Kạn", not "v.v. Các"
_CUT = re.compile(r"(?<=[^\W\d_]{3})\.(?=\s+[^\W\d_a-zà-ỹ])")
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
    for role, pattern in vocabulary.masks.get(key, ()):
        match = pattern.match(text, at)
        if match is not None and match.end() > at:
            return match.end(), role
    return None


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


def _scan_part(text: str, low: int, high: int, vocabulary: Vocabulary, tokens: list[Token]) -> None:
    raw = [(m.start(), m.end(), m.group()) for m in TOKEN.finditer(text, low, high)]
    words = [_folded[r[2]] for r in raw]
    append = tokens.append
    i, n = 0, len(raw)
    triggers = vocabulary.masks
    openers = vocabulary.words.by_first
    match_phrase = vocabulary.words.match
    last_digit = max((r[1] for r in raw if r[2][0].isdecimal()), default=-1)
    while i < n:
        start, end, shown = raw[i]
        word = words[i]
        digit = word[0].isdecimal()
        if (digit or word in triggers) and start < last_digit:
            masked = _mask_at(text, start, "#" if digit else word, vocabulary)
            if masked is not None:
                j = i + 1
                while j < n and raw[j][0] < masked[0]:
                    j += 1
                append(Token("mask", start, masked[0], fold(text[start : masked[0]]), NONE, masked[1]))
                i = j
                continue
        if digit:
            append(Token("num", start, end, word))
        elif word in openers and (found := match_phrase(words, i)) is not None:
            count, classes = found
            after = i + count
            if count > 1 and words[after - 1] == "năm" and after < n and _YEAR.fullmatch(words[after]):
                # "ước thực hiện năm 2022": the word belongs to the date
                shorter = match_phrase(words, i, after - 1)
                if shorter is None:  # "cuối năm 2020"
                    append(Token("word", start, end, word))
                    i += 1
                    continue
                count, classes = shorter
            append(Token("phrase", start, raw[i + count - 1][1], " ".join(words[i : i + count]), classes))
            i += count
            continue
        elif word[0].isalpha():
            append(Token("word", start, end, word))
        elif shown in ".!?" and _ends_sentence(text, start, end, raw, i):
            append(Token("stop", start, end, word))
        else:
            append(Token("punct", start, end, word))
        i += 1


def _ends_sentence(text: str, start: int, end: int, raw: list[tuple[int, int, str]], i: int) -> bool:
    if end < len(text) and not text[end].isspace() and text[end] not in "”\"')":
        # "…38,79%.Ước": a full stop without its space, before a capital and after a sign or digit
        return bool(text[end].isupper() and start > 0 and not text[start - 1].isalpha())
    if i and raw[i - 1][1] == start:
        before = raw[i - 1][2]
        if before.lower() in _ABBREVIATIONS and (before[0].isupper() or len(before) == 1):
            return False
        if before == ".":
            return i + 1 >= len(raw) or text[raw[i + 1][0]].isupper()
    return True
