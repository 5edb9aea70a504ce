"""From a block's text to tokens: numbers, words of the vocabulary, dates, references, punctuation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress
from operator import add

from etl.statements.vocabulary import CAPITAL, MASK, NUMBER, PHRASE, STOP, Cut, Vocabulary, fold

NONE: frozenset[str] = frozenset()
_MASKED = NUMBER | MASK
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")
# a full stop behind a word of two letters or more, before a capital: not "TP. Bắc Kạn", not "v.v. Các"
_CUT = re.compile(r"\.(?<=[^\W\d_]{3}\.)(?=\s+[^\W\d_a-zà-ỹ])")
_ABBREVIATIONS = frozenset(
    {"tp", "tt", "ths", "ts", "gs", "v", "vv", "tr", "th", "p", "q", "đ", "st", "km", "no"}
)


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
    # every token is first made as what it is by itself, and nothing is looped over in Python;
    # then the few at which a number, a mask, a phrase or an end of sentence may open are looked at
    cuts = list(chain.from_iterable(map(vocabulary.cuts.__getitem__, text[low:high].split())))
    shown, words, kinds, opens, lengths, steps = zip(*cuts, strict=True)
    starts = _starts(text, low, high, cuts, steps)
    ends = list(map(add, starts, lengths))
    made = list(map(Token, kinds, starts, ends, words))
    last_digit = next((ends[i] for i in range(len(opens) - 1, -1, -1) if opens[i] == NUMBER), -1)
    match_phrase, openers, masks = vocabulary.words.match, vocabulary.words.by_first, vocabulary.masks
    at, n = 0, len(made)  # tokens before `at` are settled
    for i in compress(range(n), opens):
        if i < at:
            continue
        code = opens[i]
        if code & _MASKED and (start := starts[i]) < last_digit:
            pattern, roles = masks["#" if code == NUMBER else words[i]]
            masked = pattern.match(text, start)
            if masked is not None and (end := masked.end()) > start:
                tokens += made[at:i]
                tokens.append(
                    Token("mask", start, end, fold(masked.group()), NONE, roles[masked.lastindex or 0])
                )
                at = bisect_left(starts, end, i + 1)
                continue
        found = None
        if code & PHRASE:
            longer, found = openers[words[i]]
            if i + 1 < n and words[i + 1] in longer:
                found = match_phrase(words, i)
        if found is not None:
            count, classes = found
            if count == 1:
                if code & CAPITAL and (
                    _behind_capital(shown, starts, ends, i) or _is_name(shown, i, classes)
                ):
                    continue  # the Bằng of Cao Bằng, a cây Bằng Đài Loan
            elif words[i + count - 1] == "năm" and i + count < n and _YEAR.fullmatch(words[i + count]):
                # "ước thực hiện năm 2022": the word belongs to the date
                shorter = match_phrase(words, i, i + count - 1)
                if shorter is None:  # "cuối năm 2020"
                    continue
                count, classes = shorter
            phrase = made[i]
            phrase.kind, phrase.classes = "phrase", classes
            if count > 1:
                after = i + count
                phrase.end, phrase.text = ends[after - 1], " ".join(words[i:after])
                tokens += made[at : i + 1]
                at = after
        elif code & STOP and _ends_sentence(text, starts[i], ends[i], shown, starts, ends, i):
            made[i].kind = "stop"
    tokens += made[at:]


def _starts(text: str, low: int, high: int, cuts: Sequence[Cut], steps: Sequence[int]) -> list[int]:
    """Where each token begins; `steps` lead from one to the next where single spaces stand between words."""
    while text[low].isspace():
        low += 1
    while text[high - 1].isspace():
        high -= 1
    starts = list(accumulate(steps, initial=low))
    if starts.pop() == high + 1:
        return starts
    starts.clear()
    for _, _, _, _, length, step in cuts:
        starts.append(low)
        low += length
        while step > length and low < high and text[low].isspace():
            low += 1
    return starts


def _behind_capital(shown: Sequence[str], starts: list[int], ends: list[int], i: int) -> bool:
    """True right behind a capitalised word: a capitalised word there belongs to a proper name."""
    if i == 0 or ends[i - 1] + 1 != starts[i]:
        return False
    before = shown[i - 1]
    return before[0].isupper() and not before.isupper() and before.isalpha()


def _is_name(shown: Sequence[str], i: int, classes: frozenset[str]) -> bool:
    """True for a capitalised "Bằng" right behind a word: nobody writes the comparing word so."""
    return "equal" in classes and i > 0 and shown[i - 1].isalpha()


def _ends_sentence(
    text: str, start: int, end: int, shown: Sequence[str], starts: list[int], ends: list[int], i: int
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
