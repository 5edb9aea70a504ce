"""The words the reader knows, from the tables under `data/vocabulary`.

An analyst extends a table with a line; nothing here knows a word.  Phrases are matched on
lower-cased tokens, the longest first; a phrase may stand in several classes.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from etl.errors import ChitieuError
from etl.statements.tokens import Token

VOCABULARY_DIR = Path(__file__).resolve().parents[2] / "data" / "vocabulary"

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


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower case, NFC, tone on the first vowel: `Hoá` and `hóa` are one word; no accent is lost."""
    text = unicodedata.normalize("NFC", text).lower()
    return _TONE.sub(lambda m: _TONES[m.group()], text)


def phrase(text: str) -> tuple[str, ...]:
    """The folded tokens of a phrase."""
    return tuple(fold(t) for t in TOKEN.findall(text))


Match = tuple[int, frozenset[str]]  # of a phrase: its number of tokens, the classes it stands in


@dataclass(slots=True)
class Phrases:
    """Phrases by their first token: the longer ones by their second, longest first, and the token alone."""

    by_first: dict[str, tuple[dict[str, list[tuple[tuple[str, ...], Match]]], Match | None]]

    @classmethod
    def of(cls, rows: list[tuple[str, str]]) -> Phrases:
        """Build from (class, phrase) pairs."""
        classes: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for name, text in rows:
            tokens = phrase(text)
            if tokens:
                classes[tokens].add(name)
        by_first: dict[str, tuple[dict[str, list[tuple[tuple[str, ...], Match]]], Match | None]] = {}
        for tokens in sorted(classes, key=len, reverse=True):
            found = len(tokens), frozenset(classes[tokens])
            longer, _ = by_first.get(tokens[0], ({}, None))
            if len(tokens) > 1:
                longer.setdefault(tokens[1], []).append((tokens, found))
            by_first[tokens[0]] = longer, (found if len(tokens) == 1 else None)
        return cls(by_first)

    def match(self, words: Sequence[str], at: int, end: int | None = None) -> Match | None:
        """The longest phrase that begins at `words[at]`: its number of tokens and its classes."""
        candidates = self.by_first.get(words[at])
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
Longer = list[tuple[list[str], Token]]  # phrases of two words or more, the longest first
# What a token opens as a phrase: the longer ones by their second word, and the token alone
Opening = tuple[dict[str, Longer], Token | None]
# A token cut from a text: as printed, what it is where nothing opens at it, what may open at it
# (PHRASE …), its length, the step to the next token where one space stands between words, its phrases
Cut = tuple[str, Token, int, int, int, Opening]
_STOPS = frozenset(".!?")
_NO_PHRASES: Opening = ({}, None)
_MANY_CUTS, _LONG_CUT = 50_000, 40  # a hostile text must not fill the memory


class Cuts(dict[str, tuple[Cut, ...]]):
    """What stands between two spaces, cut into tokens: worked out once, since reports repeat their words."""

    def __init__(self, words: Phrases, triggers: Collection[str]) -> None:
        super().__init__()
        self._openings = {first: _opening(first, *found) for first, found in words.by_first.items()}
        self._triggers = triggers
        self._single: dict[str, Cut] = {}  # by token
        self._tokens: dict[str, Token] = {}  # by folded token

    def __missing__(self, chunk: str) -> tuple[Cut, ...]:
        made = [self._single.get(shown) or self._cut(shown) for shown in TOKEN.findall(chunk)]
        shown, token, opens, length, step, phrases = made[-1]
        made[-1] = shown, token, opens, length, step + 1, phrases  # the space behind the last one
        cuts = tuple(made)
        if len(self) < _MANY_CUTS and len(chunk) <= _LONG_CUT:
            self[chunk] = cuts
        return cuts

    def _cut(self, shown: str) -> Cut:
        word = fold(shown)
        token = self._tokens.get(word) or Token(
            "num" if word[0].isdecimal() else "word" if word[0].isalpha() else "punct", word
        )
        phrases = _NO_PHRASES
        if token.kind == "num":
            opens = NUMBER
        else:
            phrases = self._openings.get(word, _NO_PHRASES)
            opens = PHRASE * (word in self._openings) | MASK * (word in self._triggers)
            opens |= STOP * (shown in _STOPS)
            opens |= CAPITAL * (opens & PHRASE and shown[0].isupper() and not shown.isupper())
        cut = shown, token, opens, len(shown), len(shown), phrases
        if len(self._single) < _MANY_CUTS and len(shown) <= _LONG_CUT:
            self._single[shown] = cut
            self._tokens[word] = token
        return cut


def _opening(
    first: str, longer: dict[str, list[tuple[tuple[str, ...], Match]]], alone: Match | None
) -> Opening:
    """The tokens of the phrases that open with a word."""
    return (
        {
            second: [(list(words), Token("phrase", " ".join(words), found[1])) for words, found in phrases]
            for second, phrases in longer.items()
        },
        Token("phrase", first, alone[1]) if alone is not None else None,
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All tables, compiled."""

    words: Phrases
    units: Phrases
    heads: Phrases
    unit_kinds: dict[tuple[str, ...], str]
    masks: dict[str, tuple[re.Pattern[str], list[str]]]  # by opening token: the pattern, each group's role
    cuts: Cuts  # filled while texts are read


def _masks(path: Path) -> dict[str, tuple[re.Pattern[str], list[str]]]:
    """Patterns by the folded token they may open with; `#` stands for any digits."""
    by_start: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
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
        for start in dict.fromkeys(fold(s) for s in row["starts"].split()):
            by_start[start].append((row["role"], pattern))
    return {start: _together(found) for start, found in by_start.items()}


def _together(found: list[tuple[str, re.Pattern[str]]]) -> tuple[re.Pattern[str], list[str]]:
    """One pattern of all, tried in order, and the role of each of its groups."""
    # an empty group behind each tells which one matched, and does not hide from `re` how it begins
    roles = [""]
    for role, pattern in found:
        roles += [role] * (pattern.groups + 1)
    return re.compile("|".join(f"(?:{p.pattern})()" for _, p in found)), roles


@lru_cache(maxsize=4)
def load_vocabulary(folder: Path = VOCABULARY_DIR) -> Vocabulary:
    """Read and compile the tables of `folder` (once)."""
    words = read_table(folder / "words.csv", ("class", "word"))
    units = read_table(folder / "units.csv", ("surface", "kind"))
    heads = read_table(folder / "heads.csv", ("class", "word"))
    phrases = Phrases.of([(r["class"], r["word"]) for r in words])
    masks = _masks(folder / "masks.csv")
    return Vocabulary(
        words=phrases,
        units=Phrases.of([(r["kind"], r["surface"]) for r in units]),
        heads=Phrases.of([(r["class"], r["word"]) for r in heads]),
        unit_kinds={phrase(r["surface"]): r["kind"] for r in units},
        masks=masks,
        cuts=Cuts(phrases, masks.keys()),
    )
