"""From a block's text to tokens: numbers, words of the vocabulary, dates, references, punctuation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, compress

from etl.statements.numerals import has_digit
from etl.statements.tokens import Longer, Token, Tokens
from etl.statements.vocabulary import CAPITAL, NUMBER, PHRASE, STOP, Vocabulary
from etl.vietnamese import CAPITALS

_YEAR = re.compile(r"(?:19|20)\d\d")
_WHEN = ("time", "prior", "aside", "estimate")  # classes of phrases that a date may stand behind
# a full stop behind a word of two letters or more, before a capital: not "TP. Bắc Kạn", not "v.v. Các"
_CUT = re.compile(rf"\.(?<=[^\W\d_]{{3}}\.)(?=\s+[{CAPITALS}])")
_ABBREVIATIONS = frozenset(
    {"tp", "tt", "ths", "ts", "gs", "v", "vv", "tr", "th", "p", "q", "đ", "st", "km", "no"}
)
_STOPS = {sign: Token("stop", sign) for sign in ".!?"}
_END = Token("stop", "")  # behind the last token of a part


def mask_spans(text: str, vocabulary: Vocabulary) -> list[tuple[int, int, str]]:
    """Spans of dates, references, names that hold digits: (start, end, role), not overlapping."""
    tokens = scan(text, vocabulary)
    return [(tokens.starts[i], tokens.end(i), tokens.at[i].role) for i in tokens.masks]


def scan(text: str, vocabulary: Vocabulary) -> Tokens:
    """Tokens of a text, in order; phrases and masked spans are one token each."""
    tokens = Tokens(text)
    for start, end in _parts(text):
        if has_digit(text, start, end):
            _scan_part(text, start, end, vocabulary, tokens)
        else:
            # nothing is measured in a sentence without a digit: only that it ends matters
            tokens.at.append(_STOPS["."])
            tokens.starts.append(end - 1)
            tokens.lengths.append(1)
    return tokens


def _parts(text: str) -> Iterable[tuple[int, int]]:
    """Sentences, roughly: every cut is an end of sentence, not every end of sentence is a cut."""
    start = 0
    for match in _CUT.finditer(text):
        yield start, match.start() + 1
        start = match.start() + 1
    if start < len(text):
        yield start, len(text)


def _scan_part(text: str, low: int, high: int, vocabulary: Vocabulary, tokens: Tokens) -> None:
    # every token is first what it is by itself, and nothing is looped over in Python; then the few
    # at which a number, a mask, a phrase or an end of sentence may open are looked at
    cuts = list(chain.from_iterable(map(vocabulary.cuts.__getitem__, text[low:high].split())))
    made: list[Token] = cuts[::4]
    opens: list[int] = cuts[1::4]
    lengths, steps = cuts[2::4], cuts[3::4]
    made.append(_END)
    starts = _starts(text, low, high, lengths, steps)
    last_digit = starts[len(opens) - 1 - opens[::-1].index(NUMBER)] + 1
    n, before = len(starts), len(tokens.at)
    kept = bytearray(b"\1") * n  # 0 for a token that a mask or phrase before it has taken in
    longer_ends: list[tuple[int, int]] = []  # of those that took others in
    dated = -1, 0  # a number, and where the date ends that it begins
    at = taken = 0  # tokens before `at` are settled, so many of them taken in
    for i in compress(range(n), opens):
        if i < at:
            continue
        code, (longer, alone, masks, anyway), following = opens[i], made[i].opening, made[i + 1]
        start, end, role = starts[i], -1, "date"
        if masks and start < last_digit:
            mask = masks.get(following.key, anyway)
            masked = mask[0].match(text, start) if mask is not None else None
            if mask is not None and masked is not None:
                end, role = masked.end(), mask[1][masked.lastindex or 0]
        if end <= start and i == dated[0]:
            end, role = dated[1], "date"
        if end > start:
            made[i] = vocabulary.cuts.mask(text[start:end], role)
            tokens.masks.append(before + i - taken)
            at = bisect_left(starts, end, i + 1)
            longer_ends.append((i, end))
            kept[i + 1 : at] = bytes(at - i - 1)
            taken += at - i - 1
            continue
        if code == NUMBER:
            tokens.numbers.append(before + i - taken)
        elif code & PHRASE:
            if (candidates := longer.get(following.text)) is None:
                count, phrase = 1, alone
            else:
                count, phrase = _longest(made, i, n, candidates, alone)
                if count > 1 and made[i + count - 1].text == "năm" and _YEAR.fullmatch(made[i + count].text):
                    # "ước thực hiện năm 2022": the word belongs to the date
                    count, phrase = _longest(made, i, i + count - 1, candidates, alone)
                    code = PHRASE
                elif count > 2 and i and opens[i - 1] == NUMBER and phrase and "plan" in phrase.classes:
                    # "18 chỉ tiêu kế hoạch": behind a number its first two words are what is counted
                    count, phrase = _longest(made, i, i + 2, candidates, alone)
                elif count > 1 and opens[min(i + count, len(opens) - 1)] == NUMBER:
                    dated = _date_behind(text, starts, made, i + count, phrase)
            if phrase is None:
                continue
            position = before + i - taken
            if count > 1:
                at = i + count
                longer_ends.append((i, starts[at - 1] + lengths[at - 1]))
                kept[i + 1 : at] = bytes(count - 1)
                taken += count - 1
            elif code & CAPITAL and _in_name(text, starts, lengths, i, phrase):
                continue  # the Bằng of Cao Bằng, a cây Bằng Đài Loan
            made[i] = phrase
            tokens.phrases.append(position)
        elif code & STOP and _ends_sentence(text, starts, lengths, i):
            made[i] = _STOPS[made[i].text]
    for i, end in longer_ends:
        lengths[i] = end - starts[i]
    tokens.at.extend(compress(made, kept))
    tokens.starts.extend(compress(starts, kept))
    tokens.lengths.extend(compress(lengths, kept))


def _date_behind(
    text: str, starts: list[int], made: list[Token], i: int, phrase: Token | None
) -> tuple[int, int]:
    """The number behind a phrase whose last word opens a date with it: "tính đến 31/5"; and where it ends."""
    last = made[i - 1]
    mask = last.opening[2].get("#", last.opening[3])
    found = mask[0].match(text, starts[i - 1]) if mask is not None else None
    if mask is None or found is None or phrase is None or not phrase.has(*_WHEN):
        return -1, 0
    return (i, found.end()) if mask[1][found.lastindex or 0] == "date" else (-1, 0)


def _longest(
    made: list[Token], i: int, stop: int, candidates: Longer, alone: Token | None
) -> tuple[int, Token | None]:
    """The longest of the phrases that may begin at token `i`: its number of tokens, and its own token."""
    by_third, pair = candidates
    if i + 2 < stop:
        for words, phrase in by_third.get(made[i + 2].text, ()):
            count = len(words)
            if i + count <= stop and (count == 3 or [token.text for token in made[i : i + count]] == words):
                return count, phrase
    return (2, pair) if pair is not None and i + 2 <= stop else (1, alone)


def _starts(text: str, low: int, high: int, lengths: Sequence[int], steps: Sequence[int]) -> list[int]:
    """Where each token begins; `steps` lead from one to the next where single spaces stand between words."""
    while text[low].isspace():
        low += 1
    while text[high - 1].isspace():
        high -= 1
    starts = list(accumulate(steps, initial=low))
    if starts.pop() == high + 1:
        return starts
    starts.clear()
    for length, step in zip(lengths, steps, strict=True):
        starts.append(low)
        low += length
        while step > length and low < high and text[low].isspace():
            low += 1
    return starts


def _in_name(text: str, starts: list[int], lengths: list[int], i: int, phrase: Token) -> bool:
    """True for a capitalised word that belongs to a proper name: right behind another capitalised word.

    A capitalised "Bằng" does so behind any word: nobody writes the comparing word so.
    """
    end = starts[i - 1] + lengths[i - 1]
    before = text[starts[i - 1] : end] if i else ""
    if not before.isalpha():
        return False
    behind = end + 1 == starts[i] and before[0].isupper() and not before.isupper()
    return behind or "equal" in phrase.classes


def _ends_sentence(text: str, starts: list[int], lengths: list[int], i: int) -> bool:
    start, end = starts[i], starts[i] + lengths[i]
    if end < len(text) and not text[end].isspace() and text[end] not in "”\"')":
        # "…38,79%.Ước": a full stop without its space, before a capital and after a sign or digit
        return bool(text[end].isupper() and start > 0 and not text[start - 1].isalpha())
    if i and starts[i - 1] + lengths[i - 1] == start:
        before = text[starts[i - 1] : start]
        unit = i > 1 and text[starts[i - 2] + lengths[i - 2] - 1].isdecimal()  # "20.000.000đ. Lĩnh vực …"
        if not unit and before.lower() in _ABBREVIATIONS and (before[0].isupper() or len(before) == 1):
            return False
        if before == ".":
            return i + 1 >= len(starts) or text[starts[i + 1]].isupper()
    return True
