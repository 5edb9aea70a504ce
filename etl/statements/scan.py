"""From a block's text to tokens: numbers, words of the vocabulary, dates, references, punctuation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from etl.statements.vocabulary import TOKEN, Vocabulary, fold

NONE: frozenset[str] = frozenset()
_ABBREVIATIONS = frozenset({"tp", "tt", "ths", "ts", "gs", "v", "vv", "tr", "th", "p", "q", "đ", "st", "km", "no"})


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
        return any(n in self.classes for n in names)


_fold_cache: dict[str, str] = {}


def _fold(word: str) -> str:
    found = _fold_cache.get(word)
    if found is None:
        found = fold(word)
        if len(_fold_cache) < 50_000:  # bounded: a hostile text must not fill the memory
            _fold_cache[word] = found
    return found


def mask_spans(text: str, vocabulary: Vocabulary) -> list[tuple[int, int, str]]:
    """Spans of dates, references, names that hold digits: (start, end, role), not overlapping."""
    spans = []
    for match in vocabulary.masks.finditer(text):
        if match.end() > match.start():
            spans.append((match.start(), match.end(), vocabulary.mask_roles[match.lastgroup or ""]))
    return spans


def scan(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Tokens of a text, in order; phrases and masked spans are one token each."""
    masks = mask_spans(text, vocabulary)
    raw: list[tuple[int, int, str]] = [(m.start(), m.end(), m.group()) for m in TOKEN.finditer(text)]
    words = [_fold(r[2]) for r in raw]
    tokens: list[Token] = []
    mask_index = 0
    i, n = 0, len(raw)
    match_phrase = vocabulary.words.match
    while i < n:
        start, end, word = raw[i]
        while mask_index < len(masks) and masks[mask_index][1] <= start:
            mask_index += 1
        if mask_index < len(masks) and masks[mask_index][0] <= start:
            mask_start, mask_end, role = masks[mask_index]
            j = i
            while j < n and raw[j][0] < mask_end:
                j += 1
            tokens.append(Token("mask", mask_start, mask_end, _fold(text[mask_start:mask_end]), NONE, role))
            mask_index += 1
            i = j
            continue
        first = word[0]
        if first.isdecimal():
            tokens.append(Token("num", start, end, word))
            i += 1
            continue
        limit = n
        if mask_index < len(masks):
            # a phrase must not run into a masked span
            limit = i + 1
            while limit < n and raw[limit][0] < masks[mask_index][0]:
                limit += 1
        found = match_phrase(words, i, limit)
        if found is not None:
            count, classes = found
            tokens.append(Token("phrase", start, raw[i + count - 1][1], " ".join(words[i : i + count]), classes))
            i += count
            continue
        if first.isalpha():
            tokens.append(Token("word", start, end, words[i]))
        elif word in ".!?" and _ends_sentence(text, start, end, raw, i):
            tokens.append(Token("stop", start, end, word))
        else:
            tokens.append(Token("punct", start, end, word))
        i += 1
    return tokens


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


def words_of(tokens: Iterable[Token]) -> list[str]:
    """The folded texts of tokens."""
    return [t.text for t in tokens]
