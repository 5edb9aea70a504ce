"""Names of indicators reduced to what tells them apart.

A `NameKey` holds a name twice: `words`, its words in order after abbreviations and variant spellings
are resolved, and `bag`, the same words without those that carry no meaning of their own and without
order.  Two names with one bag say the same: "Tỷ lệ thu gom, xử lý rác y tế" and "Tỷ lệ
rác y tế được thu gom và xử lý".  Which words count for nothing is data (`words.csv`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from etl.conform.tables import read_table
from etl.home import CATALOGUE
from etl.vietnamese import fold, nfc

Tokens = tuple[str, ...]

_MARKUP = re.compile(r"<[^<>]{1,20}>|\*+|\$|\\[a-z]+")
_BELOW = re.compile(r"[<≤](?=\s*\d)")
_DATE = re.compile(
    r"(?:(?:tính\s+)?(?:đến|từ|trước)\s+)?(?:hết\s+)?(?:ngày|tháng|thời điểm)?\s*"
    r"\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?\b"
    r"|\b(?:thời điểm|ngày)\s+\d{1,2}\s*$"
    r"|\b(?:\d{1,2}\s+)?tháng\s+(?:\d{1,2}\s*)?(?:đầu\s+)?(?=năm\b)|\b\d{1,2}/\d{4}\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"\bsố\s+\d+[\w./-]*[A-ZĐ][\w./-]*(?:\s+ngày\s+[\d/]+)?(?:\s+của\s+[^,;()]*)?|\b\d+/\d{4}/[\w-]+",
    re.IGNORECASE,
)
_SOME_UNITS = re.compile(
    r"\b(?:tại|ở|của|thuộc)\s+\d+\s+(?:xã|phường|huyện|thôn|xóm)\b(?:\s+(?:nông thôn mới|NTM))?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\s*chỉ tiêu số\s+\d+\s*[-–:.]\s*", re.IGNORECASE)
_PARENTHESES = re.compile(r"\([^()]*\)")
_INNER = re.compile(r"(\([^()]*)\([^()]*\)([^()]*\))")  # a note inside a note
_PERIOD_WORDS = ("giai đoạn", "nhiệm kỳ", "năm học", "năm", "quý", "thời kỳ", "kỳ")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_DIGIT = re.compile(r"\d")
_NUMBER_AND_WORD = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")


# What a line of words.csv can be for, in the order in which names are read.
ROLES = (
    "expand",  # an abbreviation, written out
    "same",  # a variant wording, made one
    "place",  # the report's own place
    "lead",  # opens a name and says nothing
    "keep",  # one word to matching
    "light",  # says nothing wherever it stands
    "scope",  # in a whole: narrows its parts
    "group",  # in a whole: narrows even its parts' rates
    "qualifier",  # in parentheses: a part of the name
    "soft",  # opens a name in narration
    "soft_end",  # closes a name in narration
)


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name as words in order and as a bag of the words that matter (sorted, each once)."""

    words: Tokens
    bag: Tokens

    def __bool__(self) -> bool:
        return bool(self.bag)


class _Phrases:
    """Phrases to look for in a run of words, the longest first."""

    def __init__(self, phrases: dict[Tokens, Tokens]) -> None:
        self._by_first: dict[str, list[tuple[Tokens, Tokens]]] = {}
        for phrase, meaning in sorted(phrases.items(), key=lambda p: (-len(p[0]), p[0])):
            self._by_first.setdefault(phrase[0], []).append((phrase, meaning))
        self._firsts = frozenset(self._by_first)

    def replace(self, words: Tokens) -> Tokens:
        if self._firsts.isdisjoint(words):
            return words
        out: Tokens = ()
        behind = 0  # words before it are settled
        for at, word in enumerate(words):
            if word not in self._firsts or at < behind:
                continue
            for phrase, meaning in self._by_first[word]:
                if words[at : at + len(phrase)] == phrase:
                    out += words[behind:at] + meaning
                    behind = at + len(phrase)
                    break
        return out + words[behind:] if behind else words

    def strip_start(self, words: Tokens) -> Tokens:
        while words:
            for phrase, _ in self._by_first.get(words[0], ()):
                if words[: len(phrase)] == phrase:
                    words = words[len(phrase) :]
                    break
            else:
                return words
        return words


def split(text: str) -> Tokens:
    """The words of a text, folded (see `etl.vietnamese.fold`), numbers apart from letters."""
    text = fold(text)
    return tuple((_NUMBER_AND_WORD.sub(" ", text) if _DIGIT.search(text) else text).split())


class NameReader:
    """Reads names with the words of one catalogue."""

    def __init__(self, path: Path = CATALOGUE / "words.csv") -> None:
        roles: dict[str, dict[Tokens, Tokens]] = {role: {} for role in ROLES}
        for row in read_table(path, ("role", "words", "stands_for")):
            if row["role"] not in roles:
                raise row.error(
                    f"Không có vai trò {row['role']!r}.",
                    f"There is no role {row['role']!r}.",
                    f"Dùng một trong: {', '.join(roles)}.",
                    f"Use one of: {', '.join(roles)}.",
                )
            roles[row["role"]][split(row["words"])] = split(row["stands_for"])
        self._expand = _Phrases(roles["expand"])
        self._same = _Phrases(
            {self._expand.replace(k): self._expand.replace(v) for k, v in roles["same"].items()}
        )
        self._keep = _Phrases({k: ("_".join(k),) for k in roles["keep"]})
        self._place = _Phrases(dict.fromkeys(roles["place"], ()))
        self._lead = _Phrases(dict.fromkeys(roles["lead"], ()))
        self._light = _Phrases(dict.fromkeys(roles["light"], ()))
        self._scope = _Phrases({k: ("\0" + "_".join(k),) for k in roles["scope"]})
        self._group = _Phrases({k: ("\0" + "_".join(k),) for k in roles["group"]})
        self._soft = _Phrases(dict.fromkeys(roles["soft"], ()))
        self._soft_end = _Phrases({k[::-1]: () for k in roles["soft_end"]})
        self._qualifier = _Phrases(dict.fromkeys(roles["qualifier"], ("\0",)))
        self._keys: dict[tuple[str, str | None], NameKey] = {}
        self._ways: dict[str, tuple[Tokens, ...]] = {}
        self._words_of = lru_cache(maxsize=8192)(self._all_words)

    def key(self, text: str, own_place: str | None = None) -> NameKey:
        """The key of a name; `own_place` is the report's own place, which says nothing in a name."""
        found = self._keys.get((text, own_place))
        if found is None:
            found = self._keys[(text, own_place)] = self._read(text, own_place)
        return found

    def may_name(self, place: str | None, *texts: str | None) -> bool:
        """Whether all words of a place stand in these texts; else no name made of them can hold it."""
        if not place:
            return False
        words = frozenset[str]().union(*(self._words_of(text) for text in texts if text))
        return words.issuperset(split(place))

    def plain_key(self, text: str) -> NameKey:
        """The key of a name of the catalogue, which holds no markup, years, dates, documents or places."""
        return self.plain_key_of(split(text))

    def plain_key_of(self, words: Tokens) -> NameKey:
        """As `plain_key`, of a name that is split already."""
        words = self._place.replace(self._same.replace(self._expand.replace(words)))
        return self.key_of(self._lead.strip_start(words))

    def _read(self, text: str, own_place: str | None) -> NameKey:
        text = _MARKUP.sub(" ", nfc(text))
        text = _NUMBERED.sub("", text)
        text = _BELOW.sub(" dưới ", text)
        text = _SOME_UNITS.sub(" ", _DATE.sub(" ", _DOCUMENT.sub(" ", text)))
        return self._of_words(split(text), own_place)

    def _all_words(self, text: str) -> frozenset[str]:
        """The words of a text, as they are written and with abbreviations written out."""
        words = split(nfc(text))
        return frozenset((*words, *self._expand.replace(words)))

    def _of_words(self, words: Tokens, own_place: str | None) -> NameKey:
        words = self._expand.replace(words)
        if own_place:
            place = split(own_place)
            words = _Phrases(
                {("đến", *place): (), ("đến", "với", *place): (), ("của", *place): (), place: ()}
            ).replace(words)
        words = tuple(w.lstrip("0") or "0" if w.isdigit() else w for w in _without_years(words))
        words = self._lead.strip_start(self._place.replace(self._same.replace(words)))
        return self.key_of(words)

    def without_noun(self, key: NameKey, unit: str) -> NameKey | None:
        """The name without the noun that its unit counts, where it ends in it ("… cho 25 hộ": "… hộ")."""
        noun = self.expanded(split(unit))
        if not noun or key.words[-len(noun) :] != noun or len(key.words) == len(noun):
            return None
        return self.key_of(key.words[: -len(noun)])

    def says_target(self, text: str) -> bool:
        """Whether a text names a target of a plan ("Chỉ tiêu du lịch")."""
        return split(text)[:2] == _TARGET

    def key_of(self, words: Tokens) -> NameKey:
        """The key of words that are part of a key already."""
        return NameKey(words, tuple(sorted(set(self._light.replace(self._keep.replace(words))))))

    def expanded(self, words: Tokens) -> Tokens:
        """Words with abbreviations written out and variant spellings made one."""
        return self._same.replace(self._expand.replace(words))

    def without_narration(self, key: NameKey) -> NameKey | None:
        """The name without narration around it ("phấn đấu …", "… duy trì"); None if there is none."""
        words = self._soft_end.strip_start(key.words[::-1])[::-1]
        words = self._lead.strip_start(self._soft.strip_start(words))
        return self.key_of(words) if words and words != key.words else None

    def ways(self, piece: str) -> tuple[Tokens, ...]:
        """The alternatives of a pattern's `[a/b]`, without repeating those that say nothing."""
        found = self._ways.get(piece)
        if found is None:
            ways = [split(a) for a in piece[1:-1].split("/")]
            if len(ways) > 1:
                ways = list(dict.fromkeys(() if self._is_light(w) else w for w in ways))
            found = self._ways[piece] = tuple(ways)
        return found

    def _is_light(self, words: Tokens) -> bool:
        return not self._light.replace(self._keep.replace(words))

    def scopes(self, key: NameKey) -> frozenset[str]:
        """Words in a name that narrow what it is about: rural, imported, overdue …"""
        return frozenset(w for w in self._scope.replace(key.words) if w.startswith("\0")) | self.groups(key)

    def groups(self, key: NameKey) -> frozenset[str]:
        """Words in a name that say whom or which area it is about: rural, urban, women …"""
        return frozenset(w for w in self._group.replace(key.words) if w.startswith("\0"))

    def spellings(self, text: str) -> list[str]:
        """A name as written, and without its parentheses where they only explain it."""
        if "(" not in text:
            return [text]
        kept = _PARENTHESES.sub(self._note, _INNER.sub(r"\1 \2", nfc(text)))
        return [text, kept] if kept.strip() and kept != text else [text]

    def _note(self, match: re.Match[str]) -> str:
        """What is left of a note in parentheses: all of it where it says which, nothing where it explains."""
        words = self.expanded(split(match.group()))
        return match.group() if "\0" in self._qualifier.replace(words) else " "


def _without_years(words: Tokens) -> Tokens:
    """Drops years and the words that go before them ("giai đoạn 2021 2025", "năm 2022")."""
    out: list[str] = []
    for word in words:
        if _YEAR.match(word):
            for phrase in _PERIOD:
                if tuple(out[-len(phrase) :]) == phrase:
                    del out[-len(phrase) :]
                    break
        else:
            out.append(word)
    return tuple(out)


_ALTERNATIVES = re.compile(r"(\[[^\[\]]*\])")
_TARGET: Tokens = split("chỉ tiêu")
_PERIOD: list[Tokens] = [split(p) for p in _PERIOD_WORDS]


@dataclass(frozen=True)
class Pattern:
    """A name with alternatives: `[đạt/được công nhận] chuẩn` and slots `{crop}`."""

    text: str

    def expand(self, names: NameReader) -> list[Tokens]:
        """The words of every reading, without repeating those that differ in words that say nothing."""
        readings: list[Tokens] = [()]
        for piece in _ALTERNATIVES.split(self.text):
            if piece.startswith("["):
                readings = [r + w for r in readings for w in names.ways(piece)]
            elif words := split(piece):
                readings = [r + words for r in readings]
        return readings
