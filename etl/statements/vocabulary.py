"""The words the reader knows, from the tables under `data/vocabulary`.

An analyst extends a table with a line; nothing here knows a word.  Phrases are matched on
lower-cased tokens, the longest first; a phrase may stand in several classes.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from etl.errors import ChitieuError
from etl.home import VOCABULARY
from etl.statements.memo import kept
from etl.statements.tokens import NONE, Begun, Longer, Mask, Masks, Match, Token

# digits with their inner marks; a run of letters (with the marks Vietnamese may carry); one other sign
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|_")

# Where Vietnamese spelling puts the tone on either vowel; only whole syllables without a final
# consonant are concerned ("hoá"/"hóa"), so a plain replacement of the pairs is enough.
_TONES = {
    "oá": "óa", "oà": "òa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "uý": "úy", "uỳ": "ùy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
    "oé": "óe", "oè": "òe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
}  # fmt: skip
_TONE = re.compile(r"(?<!q)(?:" + "|".join(_TONES) + r")(?![\w])")


@kept(20_000)
def fold(text: str) -> str:
    """Lower case, NFC, tone on the first vowel: `Hoá` and `hóa` are one word; no accent is lost."""
    text = unicodedata.normalize("NFC", text).lower()
    return _TONE.sub(lambda m: _TONES[m.group()], text)


def phrase(text: str) -> tuple[str, ...]:
    """The folded tokens of a phrase."""
    return tuple(fold(t) for t in TOKEN.findall(text))


_MANY_NAMES = 5_000


@dataclass(slots=True)
class Phrases:
    """Phrases by their first token: the longer ones by their second, longest first, and the token alone."""

    by_first: dict[str, Begun]
    _begun: dict[str, tuple[Match | None, frozenset[str]]] = field(default_factory=dict)  # by text

    @classmethod
    def of(cls, rows: list[tuple[str, str]]) -> Phrases:
        """Build from (class, phrase) pairs."""
        classes: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for name, text in rows:
            tokens = phrase(text)
            if tokens:
                classes[tokens].add(name)
        by_first: dict[str, Begun] = {}
        for tokens in sorted(classes, key=len, reverse=True):
            found = len(tokens), frozenset(classes[tokens])
            longer, _ = by_first.get(tokens[0], ({}, None))
            if len(tokens) > 1:
                longer.setdefault(tokens[1], []).append((tokens, found))
            by_first[tokens[0]] = longer, (found if len(tokens) == 1 else None)
        return cls(by_first)

    def match(self, words: Sequence[str], at: int, end: int | None = None) -> Match | None:
        """The longest phrase that begins at `words[at]`: its number of tokens and its classes."""
        candidates = self.by_first.get(words[at]) if at < len(words) else None
        if candidates is None:
            return None
        stop = len(words) if end is None else end
        longer, alone = candidates
        if at + 1 < stop and longer:
            for tokens, found in longer.get(words[at + 1], ()):
                after = at + found[0]
                if after <= stop and tuple(words[at:after]) == tokens:
                    return found
        return alone if at < stop else None

    def whole(self, text: str) -> frozenset[str]:
        """The classes of a text that is a phrase of the table; none of one that only begins with it."""
        return (self._begun.get(text) or self._begin(text))[1]

    def begins(self, text: str) -> Match | None:
        """The longest phrase that a text begins with."""
        return (self._begun.get(text) or self._begin(text))[0]

    def _begin(self, text: str) -> tuple[Match | None, frozenset[str]]:
        # one name is asked for several times while it is made
        words = fold(text).split()
        found = self.match(words, 0)
        told = found, (found[1] if found is not None and found[0] == len(words) else NONE)
        if len(self._begun) >= _MANY_NAMES:
            self._begun.clear()
        self._begun[text] = told
        return told


def read_table(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows of a vocabulary table; a missing column or an empty cell names file and line."""
    rows: list[dict[str, str]] = []
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [c for c in columns if c not in (reader.fieldnames or [])]
        if missing:
            raise ChitieuError(
                f"{path.name}: thiếu cột {', '.join(missing)}",
                f"{path.name}: column {', '.join(missing)} is missing",
                path=path,
                line=1,
            )
        for row in reader:
            if not all(row[c] for c in columns):
                raise ChitieuError(
                    f"{path.name} dòng {reader.line_num}: ô trống",
                    f"{path.name} line {reader.line_num}: an empty cell in {', '.join(columns)}",
                    path=path,
                    line=reader.line_num,
                )
            rows.append(row)
    return rows


# What may open at a token, or what it may be, beside a word; CAPITAL goes with PHRASE
PHRASE, MASK, NUMBER, STOP, CAPITAL = 1, 2, 4, 8, 16
# A token cut from a text: what it is where nothing opens at it, what may open at it (PHRASE …), its
# length as printed, the step to the next token where one space stands between words
Cut = tuple[Token, int, int, int]
_STOPS = frozenset(".!?")
_NO_PHRASE: Begun = ({}, None)
_MANY_CUTS, _LONG_CUT = 50_000, 40  # a hostile text must not fill the memory


class Cuts(dict[str, tuple[Any, ...]]):
    """What stands between two spaces, cut into tokens: worked out once, since reports repeat their words.

    The cuts of a chunk stand one behind the other in one tuple: every fourth is a token.
    """

    def __init__(self, words: Phrases, heads: Phrases, units: Phrases, masks: dict[str, Masks]) -> None:
        super().__init__()
        self._words, self._heads, self._units = words.by_first, heads.by_first, units.by_first
        self._masks = masks
        self._single: dict[str, Cut] = {}  # by token
        self._tokens: dict[str, Token] = {}  # by folded token
        self._masked: dict[tuple[str, str], Token] = {}  # by what is printed, and role

    def __missing__(self, chunk: str) -> tuple[Any, ...]:
        parts = [chunk] if chunk.isalpha() else TOKEN.findall(chunk)
        made = [self._single.get(shown) or self._cut(shown) for shown in parts]
        token, opens, length, step = made[-1]
        made[-1] = token, opens, length, step + 1  # the space behind the last one
        cuts = tuple(chain.from_iterable(made))
        if len(self) < _MANY_CUTS and len(chunk) <= _LONG_CUT:
            self[chunk] = cuts
        return cuts

    def _cut(self, shown: str) -> Cut:
        word = fold(shown)
        token = self._tokens.get(word) or self._token(word)
        opens = NUMBER if token.kind == "num" else PHRASE * (word in self._words)
        opens |= MASK * (word in self._masks) | STOP * (shown in _STOPS)
        opens |= CAPITAL * (opens & PHRASE and shown[0].isupper() and not shown.isupper())
        cut = token, opens, len(shown), len(shown)
        if len(self._single) < _MANY_CUTS and len(shown) <= _LONG_CUT:
            self._single[shown], self._tokens[word] = cut, token
        return cut

    def _token(self, word: str) -> Token:
        """The token of a folded word, with what may open at it."""
        if word[0].isdecimal():
            token = self.token("num", word)
            token.key = "#"
        else:
            token = self.token("word" if word[0].isalpha() else "punct", word)
        masks = self._masks.get(token.key, {})
        if word in self._words or masks:
            phrases = self._phrases(word, *self._words.get(word, _NO_PHRASE))
            token.opening = *phrases, masks, masks.get("")
        return token

    def mask(self, shown: str, role: str) -> Token:
        """The token of a masked span; dates are printed again and again."""
        token = self._masked.get((shown, role))
        if token is None:
            token = self.token("mask", fold(shown), role=role)
            if len(self._masked) < _MANY_CUTS and len(shown) <= _LONG_CUT:
                self._masked[shown, role] = token
        return token

    def _phrases(
        self, first: str, longer: dict[str, list[tuple[tuple[str, ...], Match]]], alone: Match | None
    ) -> tuple[dict[str, Longer], Token | None]:
        """The tokens of the phrases that open with a word."""
        tokens: dict[str, Longer] = {}
        for second, phrases in longer.items():
            by_third: dict[str, list[tuple[list[str], Token]]] = {}
            pair = None
            for words, (count, classes) in phrases:
                token = self.token("phrase", " ".join(words), classes)
                if count > 2:
                    by_third.setdefault(words[2], []).append((list(words), token))
                else:
                    pair = token
            tokens[second] = by_third, pair
        return tokens, self.token("phrase", first, alone[1]) if alone is not None else None

    def token(self, kind: str, text: str, classes: frozenset[str] = NONE, role: str = "") -> Token:
        """A token of a folded text, with the heads and units that may begin at it."""
        first = text.partition(" ")[0]
        return Token(kind, text, classes, role, self._heads.get(first), self._units.get(first))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All tables, compiled."""

    words: Phrases
    heads: Phrases
    units: Phrases
    unit_kinds: dict[tuple[str, ...], str]
    counterparts: dict[str, list[str]]  # by word: the others of its group, one of which it may replace
    cuts: Cuts  # filled while texts are read


def _masks(path: Path) -> dict[str, Masks]:
    """Patterns by the folded token they may open with, and by the one behind it where that is told.

    `ngày_#` opens with "ngày" before a number, `#` alone with a number before anything.
    """
    rows: list[tuple[list[str], str, re.Pattern[str]]] = []
    for number, row in enumerate(read_table(path, ("role", "starts", "pattern"))):
        try:
            pattern = re.compile(row["pattern"])
        except re.error as error:
            raise ChitieuError(
                f"{path.name}: mẫu không hợp lệ: {row['pattern']} ({error})",
                f"{path.name}: not a valid pattern: {row['pattern']} ({error})",
                path=path,
                line=number + 2,
            ) from error
        rows.append(([fold(start) for start in row["starts"].split()], row["role"], pattern))
    openings: dict[str, set[str]] = defaultdict(set)
    for starts, _, _ in rows:
        for start in starts:
            first, _, second = start.partition("_")
            openings[first].add(second)
    return {
        first: {
            second: _together(
                [(role, p) for starts, role, p in rows if {first, f"{first}_{second}"} & {*starts}]
            )
            for second in seconds
        }
        for first, seconds in openings.items()
    }


def _together(found: list[tuple[str, re.Pattern[str]]]) -> Mask:
    """One pattern of all, tried in order, and the role of each of its groups."""
    # an empty group behind each tells which one matched, and does not hide from `re` how it begins
    roles = [""]
    for role, pattern in found:
        roles += [role] * (pattern.groups + 1)
    return re.compile("|".join(f"(?:{p.pattern})()" for _, p in found)), roles


@lru_cache(maxsize=4)
def load_vocabulary(folder: Path = VOCABULARY) -> Vocabulary:
    """Read and compile the tables of `folder` (once)."""
    words = read_table(folder / "words.csv", ("class", "word"))
    units = read_table(folder / "units.csv", ("surface", "kind"))
    heads = read_table(folder / "heads.csv", ("class", "word"))
    tables = (
        Phrases.of([(r["class"], r["word"]) for r in words]),
        Phrases.of([(r["class"], r["word"]) for r in heads]),
        Phrases.of([(r["kind"], r["surface"]) for r in units]),
    )
    groups: dict[str, list[str]] = defaultdict(list)
    for row in read_table(folder / "counterparts.csv", ("group", "word")):
        groups[row["group"]].append(fold(row["word"]))
    return Vocabulary(
        *tables,
        unit_kinds={phrase(r["surface"]): r["kind"] for r in units},
        counterparts={w: [x for x in group if x != w] for group in groups.values() for w in group},
        cuts=Cuts(*tables, _masks(folder / "masks.csv")),
    )
