"""Which indicator a reported name means.

Tried in this order, and the first that holds wins: the name of an indicator (`exact`), another of its
names (`alias`), the name together with its whole or its heading, or a form made of another indicator
(`composed`), a name that differs in one misspelt word (`fuzzy`).  A name that is none of these gets
an indicator of its own (`own`) and forces nothing: what is uncatalogued is counted and listed.

Each match has to agree with the printed unit: a rate is not a count, a sum of money no number of
households.  Between several indicators of one name the unit decides, then the sector of the heading.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from etl.conform.catalogue import Catalogue, Derivation, Indicator
from etl.conform.corrections import Corrections
from etl.conform.names import NameKey, Tokens
from etl.conform.sectors import Sectors
from etl.conform.units import Unit
from etl.vietnamese import ascii_slug

FUZZY_BAR = 90.0  # of 100, rapidfuzz's ratio over the words in order of the alphabet
_FUZZY_WORDS = 4  # a shorter name leaves too little to tell a slip of the pen from another word
_TELLING_WORDS = 3  # a name of fewer words says what it is about only together with its heading
_RATE_WORDS = ("tỷ lệ", "tỷ trọng", "tỷ suất", "tốc độ", "cơ cấu")
_GROWTH_WORDS = ("tốc độ tăng", "tăng trưởng", "giảm", "tăng")
_COUNTED = ("count", "per_population", "criteria_per_commune")  # quantities whose unit names a thing
_CLAUSE = re.compile(r"\s*[,;]\s+")
_INVERSE = {"higher": "lower", "lower": "higher"}


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of a statement when its indicator is asked for."""

    name: str
    parent_name: str | None
    unit: str | None
    section_path: str
    own_place: str | None  # the report's own locality, as it is named in running text
    only_change: bool = False  # no value and no target is printed, only how it changed


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator, and how it was found: method, score of 100."""

    indicator: Indicator
    method: str
    score: float


class IndicatorMatcher:
    """Answers questions about names with one catalogue; equal questions are answered once."""

    def __init__(self, catalogue: Catalogue, sectors: Sectors, corrections: Corrections) -> None:
        self.catalogue = catalogue
        self.names = catalogue.names
        self.sectors = sectors
        self.corrections = corrections
        self.made: dict[str, Indicator] = {}  # derived and own indicators, by code
        self._only_change = False
        self._answers: dict[Question, Match] = {}
        self._rate_words = tuple(self.names.plain_key(w).words for w in _RATE_WORDS)
        self._growth_words = tuple(self.names.plain_key(w).words for w in _GROWTH_WORDS)

    def match(self, question: Question) -> Match:
        """The indicator a statement is about; never none."""
        answer = self._answers.get(question)
        if answer is None:
            answer = self._answers[question] = self._match(question)
        return answer

    def _match(self, question: Question) -> Match:
        self._only_change = question.only_change
        unit = self.catalogue.units.resolve(question.unit)
        key = self.names.key(question.name, question.own_place)
        parent = self.names.key(question.parent_name, question.own_place) if question.parent_name else None
        corrected = self.corrections.find(key, parent, unit)
        if corrected is not None:
            return Match(self.catalogue.indicators[corrected], "alias", 100.0)
        sector = self.sectors.of_heading(question.section_path)
        return (
            self._by_name(question, unit, sector)
            or self._by_form(question, unit, sector)
            or self._by_reading(question, unit, sector)
            or self._by_heading(question, unit, sector)
            or self._by_slip(question, unit, sector)
            or self._own(question, key, parent, unit, sector)
        )

    # --- the name itself, or with its whole -------------------------------------------------------

    def _by_name(self, question: Question, unit: Unit | None, sector: str | None) -> Match | None:
        spellings = self.names.spellings(question.name)
        if question.parent_name:
            for whole in self.names.spellings(question.parent_name):
                for name in spellings:
                    key = self.names.key(f"{whole} {name}", question.own_place)
                    found = self._pick(key, unit, sector)
                    if found and not self._is_whole(found, question, unit, sector):
                        return Match(found, "composed", 100.0)
        for at, name in enumerate(spellings):
            key = self.names.key(name, question.own_place)
            found = self._pick(key, unit, sector)
            if found is None or not self._holds(question, key, found, unit, sector):
                continue
            if found.composed:
                return Match(found, "composed", 100.0)
            if found.code in self.catalogue.own_names.get(key.words, ()):
                return Match(found, "exact", 100.0)
            return Match(found, "alias", 100.0 if at == 0 else 98.0)
        return None

    def _is_whole(self, found: Indicator, question: Question, unit: Unit | None, sector: str | None) -> bool:
        """Whether name and whole together say no more than the whole: then the part is not that."""
        whole = self._pick(self.names.key(question.parent_name or "", question.own_place), unit, sector)
        if found.composed or whole is None or whole.code != found.code:
            return False
        own = self._pick(self.names.key(question.name, question.own_place), unit, sector)
        return own is None or own.code != found.code

    def _holds(
        self, question: Question, key: NameKey, found: Indicator, unit: Unit | None, sector: str | None
    ) -> bool:
        """Whether a name by itself means what was found, in sight of its whole and its heading."""
        return not (
            self._narrowed(question, key, found, unit, sector) or self._too_bare(key, found, unit, sector)
        )

    def _narrowed(
        self, question: Question, key: NameKey, found: Indicator, unit: Unit | None, sector: str | None
    ) -> bool:
        """Whether the whole says something that the name alone leaves out (rural, imported, overdue)."""
        if not question.parent_name:
            return False
        whole_key = self.names.key(question.parent_name, question.own_place)
        said = self.names.groups if self._says_rate(key) else self.names.scopes
        if not said(whole_key) - said(key):
            return False
        # a whole that the catalogue knows as the parent of what was found narrows nothing, nor does a
        # change of the very thing ("hộ nghèo giảm …, còn … hộ nghèo")
        whole = self._pick(whole_key, None, sector)
        if whole is None and (told := self.names.without_narration(whole_key)):
            whole = self._pick(told, None, sector)
        return whole is None or (whole.code not in self._ancestors(found) and whole.parent_code != found.code)

    def _too_bare(self, key: NameKey, found: Indicator, unit: Unit | None, sector: str | None) -> bool:
        """Whether a name of a word or two ("cá nhân", "vụ cháy") stands under a heading of another matter."""
        if len(key.bag) >= _TELLING_WORDS or (found.composed and len(key.bag) > 1):
            return False
        if len(key.bag) == 1:
            return not self.sectors.covers(sector, found.sector_code)
        counted = unit is None or unit.quantity == "count"
        return counted and self.sectors.foreign(sector, found.sector_code)

    def _ancestors(self, indicator: Indicator) -> set[str]:
        codes: set[str] = set()
        code: str | None = indicator.code
        while code and code not in codes:
            codes.add(code)
            code = self.catalogue.indicators[code].parent_code
        return codes

    def _pick(self, key: NameKey, unit: Unit | None, sector: str | None) -> Indicator | None:
        """The one indicator of this name that a value in this unit can be of."""
        codes = self.catalogue.by_bag.get(key.bag, ())
        found = [self.catalogue.indicators[c] for c in codes]
        if not found and unit is not None and unit.quantity == "ratio" and not self._says_rate(key):
            # "Che phủ rừng 57%": in per cent a name is a rate without saying so
            rate = tuple(sorted({*key.bag, *self._rate_words[0]}))
            rates = [self.catalogue.indicators[c] for c in self.catalogue.by_bag.get(rate, ())]
            found = [i for i in rates if i.measure_type in ("rate", "share")]
        if self._says_rate(key):  # a count printed beside its rate lends it the unit, not the meaning
            rates = [i for i in found if i.measure_type != "level"]
            fitting = [i for i in rates if self.catalogue.accepts(i, unit)] or rates
        else:
            fitting = [i for i in found if self.catalogue.accepts(i, unit)]
        if len(fitting) > 1:
            named = self.catalogue.own_names.get(key.words, set())
            fitting = [i for i in fitting if i.code in named] or fitting
        if len(fitting) > 1:
            fitting = [i for i in fitting if self.sectors.akin(i.sector_code, sector)] or fitting
        if len(fitting) > 1 and unit is not None:
            fitting = [i for i in fitting if i.unit_code == unit.code] or fitting
        if len(fitting) > 1 and unit is None:
            # Without a unit a name is taken for what it counts; a bare change ("GRDP tăng 5,55%") is
            # the change itself where the catalogue knows it under the same name.
            wanted = "growth" if self._only_change else "level"
            fitting = [i for i in fitting if i.measure_type == wanted]
        return fitting[0] if len(fitting) == 1 else None

    def _says_rate(self, key: NameKey) -> bool:
        return any(key.words[: len(w)] == w for w in self._rate_words)

    # --- a form made of another indicator ---------------------------------------------------------

    def _by_form(self, question: Question, unit: Unit | None, sector: str | None) -> Match | None:
        for name in self.names.spellings(question.name):
            key = self.names.key(name, question.own_place)
            for derivation in self.catalogue.derivations:
                rest = _without(key.words, derivation)
                if not rest:
                    continue
                base = self._base(rest, derivation, unit, sector)
                if base is not None and not self._narrowed(question, key, base, unit, sector):
                    return Match(self._derive(base, derivation, unit), "composed", 100.0)
        return None

    def _base(
        self, words: Tokens, derivation: Derivation, unit: Unit | None, sector: str | None
    ) -> Indicator | None:
        key = self.names.key_of(words)
        is_ratio = unit is not None and unit.quantity in ("ratio", "points")
        if derivation.unit_rule == "ratio":
            if unit is not None and not is_ratio:
                return None
            codes = self.catalogue.by_bag.get(key.bag, ())
            levels = [self.catalogue.indicators[c] for c in codes]
            levels = [i for i in levels if i.measure_type == "level"]
            if len(levels) > 1:
                levels = [i for i in levels if self.sectors.akin(i.sector_code, sector)]
            return levels[0] if len(levels) == 1 else None
        if is_ratio:
            return self._pick(key, None, sector) or self._pick(key, unit, sector)
        return self._pick(key, unit, sector)

    def _derive(self, base: Indicator, derivation: Derivation, unit: Unit | None) -> Indicator:
        code = base.code + derivation.code_suffix
        listed = self.catalogue.indicators.get(code) or self.made.get(code)
        if listed is not None:
            return listed
        name = base.name_vi[:1].lower() + base.name_vi[1:]
        name_en = (base.name_en or "")[:1].lower() + (base.name_en or "")[1:]
        polarity = base.polarity
        if derivation.polarity_rule == "inverse":
            polarity = _INVERSE.get(base.polarity or "", base.polarity)
        elif derivation.polarity_rule == "neutral":
            polarity = "neutral"
        same_unit = derivation.unit_rule != "ratio" and unit is not None and unit.quantity != "ratio"
        made = Indicator(
            code=code,
            name_vi=derivation.name_vi.format(name=name),
            name_en=derivation.name_en.format(name=name_en) if base.name_en else None,
            sector_code=base.sector_code,
            unit_code=base.unit_code if same_unit else "%",
            measure_type=derivation.measure_type,
            polarity=polarity,
            additivity="non_additive",
            parent_code=base.code,
            composed=True,
        )
        self.made[code] = made
        return made

    # --- the name without its narration, or with the noun that its unit counts ---------------------

    def _by_reading(self, question: Question, unit: Unit | None, sector: str | None) -> Match | None:
        subject = _predicate_of(question)
        if subject:
            found = self._by_name(replace(question, name=subject, parent_name=None), unit, sector)
            if found:
                return Match(found.indicator, "composed", 95.0)
        head, colon, rest = question.name.partition(":")
        if colon and rest.strip() and not question.parent_name:
            found = self._by_name(replace(question, name=rest, parent_name=head), unit, sector)
            if found:
                return Match(found.indicator, "composed", 95.0)
            # "Chỉ tiêu du lịch: phấn đấu đón …": the head names the target
            found = self._by_name(replace(question, name=head), unit, sector)
            if found and self.names.says_target(head):
                return Match(found.indicator, "alias", 95.0)
        clause = _CLAUSE.split(question.name)[-1]
        for name in dict.fromkeys((*self.names.spellings(question.name), clause)):
            key = self.names.without_narration(self.names.key(name, question.own_place))
            if key is None:
                continue
            found_here = self._pick(key, unit, sector)
            if found_here and self._holds(question, key, found_here, unit, sector):
                return Match(found_here, "composed" if found_here.composed else "alias", 95.0)
        if unit is not None and unit.quantity in _COUNTED and question.unit:
            # "Thành lập mới 04 hợp tác xã": what is counted stands only in the unit
            key = self.names.key(f"{question.name} {question.unit}", question.own_place)
            counted = self._pick(key, unit, sector)
            bare = self.names.without_noun(self.names.key(question.name, question.own_place), question.unit)
            said = self._pick(bare, unit, sector) if bare else None
            if bare and said and self._holds(question, bare, said, unit, sector):
                return Match(said, "composed" if said.composed else "alias", 95.0)
            if counted and len(key.bag) > 1 and self._holds(question, key, counted, unit, sector):
                return Match(counted, "composed", 95.0)
        return None

    # --- the name with the heading above it -------------------------------------------------------

    def _by_heading(self, question: Question, unit: Unit | None, sector: str | None) -> Match | None:
        names = [question.name]
        if question.parent_name:
            names.append(f"{question.parent_name} {question.name}")
        for heading in self.sectors.headings(question.section_path)[:2]:
            for name in names:
                key = self.names.key(f"{heading} {name}", question.own_place)
                found = self._pick(key, unit, sector)
                if found is None or not found.composed:
                    continue
                alone = self.names.key(heading, question.own_place)
                if alone.bag == key.bag:  # the heading says it all: the name may be anything below it
                    continue
                return Match(found, "composed", 95.0)
        return None

    # --- one misspelt word ------------------------------------------------------------------------

    def _by_slip(self, question: Question, unit: Unit | None, sector: str | None) -> Match | None:
        best: Match | None = None
        for name in self.names.spellings(question.name):
            key = self.names.key(name, question.own_place)
            if len(key.bag) < _FUZZY_WORDS:
                continue
            for word, bag, instead in self.catalogue.one_word_unknown(key.bag):
                if not _is_slip(word, instead):
                    continue
                found = self._pick(replace(key, bag=bag), unit, sector)
                if found is None or not self.sectors.akin(found.sector_code, sector):
                    continue
                if self._narrowed(question, key, found, unit, sector):
                    continue
                score = fuzz.ratio(" ".join(key.bag), " ".join(bag))
                if score >= FUZZY_BAR and (best is None or score > best.score):
                    best = Match(found, "fuzzy", round(score, 1))
        return best

    # --- an indicator of its own ------------------------------------------------------------------

    def _own(
        self, question: Question, key: NameKey, parent: NameKey | None, unit: Unit | None, sector: str | None
    ) -> Match:
        kind = ""
        if unit is not None:
            kind = (unit.counted or unit.code) if unit.quantity == "count" else unit.quantity
        if self._says_rate(key):
            kind = "ratio"
        sector = self.sectors.of_statement(question.section_path, question.name, question.parent_name)
        bag = key.bag or key.words or (question.name,)
        identity = [" ".join(bag), kind, sector or "", " ".join(parent.bag) if parent else ""]
        headings = self.sectors.headings(question.section_path)
        if len(bag) < _TELLING_WORDS and headings:
            identity.append(" ".join(self.names.key(headings[0], question.own_place).bag))
        digest = hashlib.sha256("\x1f".join(identity).encode()).hexdigest()[:10]
        code = f"own_{ascii_slug(question.name)[:48].strip('_') or 'x'}_{digest}"
        # the slug is only for reading, the digest is the identity: another spelling finds the first
        for made in (self.made.get(digest),):
            if made is not None:
                return Match(made, "own", 0.0)
        near = self._pick(key, None, sector)
        own = Indicator(
            code=code,
            name_vi=" ".join(question.name.split()),
            name_en=None,
            sector_code=sector,
            unit_code=unit.code if unit else None,
            measure_type=self._measure_type(key, unit),
            polarity="neutral",
            additivity=None,
            parent_code=near.code if near else None,
            is_catalogued=False,
        )
        self.made[digest] = own
        return Match(own, "own", 0.0)

    def _measure_type(self, key: NameKey, unit: Unit | None) -> str:
        if any(key.words[: len(w)] == w for w in self._growth_words):
            return "growth"
        if self._says_rate(key) or (unit is not None and unit.quantity in ("ratio", "per_population")):
            return "rate"
        if unit is not None and unit.quantity in ("rank", "score"):
            return "index"
        return "level"


def _predicate_of(question: Question) -> str | None:
    """A name that opens with "được" says something more of what its whole is about: the two as one name."""
    subject, passive, _ = (question.parent_name or "").partition(" được ")
    if not passive or not question.name.lower().startswith("được "):
        return None
    return f"{subject} {question.name}"


def _without(words: Tokens, derivation: Derivation) -> Tokens:
    """The words that are left when the derivation's phrase is taken away; none if it is not there."""
    for phrase in derivation.phrases:
        size = len(phrase)
        if derivation.position == "prefix" and words[:size] == phrase:
            return words[size:]
        if derivation.position == "suffix" and words[-size:] == phrase:
            return words[:-size]
    return ()


def _is_slip(word: str, instead: str) -> bool:
    """Whether one word can be the other misspelt: a diacritic, or one letter of several."""
    if ascii_slug(word) == ascii_slug(instead):
        return True
    return min(len(word), len(instead)) >= 4 and Levenshtein.distance(word, instead) <= 1
