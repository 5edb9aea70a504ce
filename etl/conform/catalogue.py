"""The catalogue of indicators: those listed, those composed, and an index by what their names say.

`indicators.csv` lists indicators one by one.  `compositions.csv` makes families out of a pattern and
the members of a kind (`members/crop.csv`): area, yield and output of each crop, each kind of revenue.
`derivations.csv` says what a change or a share of another indicator is called.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from etl.conform.names import NameKey, NameReader, Pattern, Tokens, split
from etl.conform.tables import Row, read_table
from etl.conform.units import Unit, UnitBook
from etl.home import CATALOGUE

MEASURE_TYPES = ("level", "rate", "growth", "share", "index")
POLARITIES = ("higher", "lower", "neutral")
ADDITIVITIES = ("additive", "semi_additive", "non_additive")
_ANY_UNIT = "*"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; `units` are the units it is printed in besides its own."""

    code: str
    name_vi: str
    name_en: str | None
    sector_code: str | None
    unit_code: str | None
    measure_type: str | None
    polarity: str | None
    additivity: str | None
    parent_code: str | None = None
    national_code: str | None = None
    units: tuple[str, ...] = ()
    composed: bool = False
    is_catalogued: bool = True


@dataclass(frozen=True, slots=True)
class Derivation:
    """A form that makes an indicator out of another: growth of X, reduction of X, share of X."""

    form: str
    position: str  # prefix, suffix
    phrases: tuple[Tokens, ...]
    code_suffix: str
    name_vi: str
    name_en: str
    measure_type: str
    unit_rule: str  # ratio, same_or_ratio
    polarity_rule: str  # same, inverse, neutral


class Catalogue:
    """All catalogued indicators, found by the key of a name."""

    def __init__(self, names: NameReader, units: UnitBook, folder: Path = CATALOGUE) -> None:
        self.names = names
        self.units = units
        self.indicators: dict[str, Indicator] = {}
        self.by_bag: dict[Tokens, list[str]] = defaultdict(list)
        self.own_names: dict[Tokens, set[str]] = defaultdict(set)  # words of the name itself, not an alias
        self._rows: dict[str, Row] = {}
        self._load_listed(folder / "indicators.csv")
        self._load_composed(folder)
        self._check_parents()
        self.derivations = _load_derivations(folder / "derivations.csv")
        self._bags_with: dict[str, list[Tokens]] = defaultdict(list)
        for bag in self.by_bag:
            for word in bag:
                self._bags_with[word].append(bag)

    def one_word_unknown(self, bag: Tokens) -> list[tuple[str, Tokens, str]]:
        """Bags that differ in one word, which no bag of the catalogue holds: (it, the other bag, its word).

        For bags of two words and more: to a word alone every other is near.
        """
        unknown = [word for word in bag if word not in self._bags_with]
        if len(unknown) != 1 or len(bag) < 2:
            return []
        known = set(bag).difference(unknown)
        rarest = min((self._bags_with[word] for word in known), key=len)
        near = [other for other in rarest if len(other) == len(bag) and known.issubset(other)]
        return [(unknown[0], other, next(w for w in other if w not in known)) for other in near]

    def accepts(self, indicator: Indicator, unit: Unit | None) -> bool:
        """Whether a value in this unit can be a value of the indicator."""
        if unit is None or indicator.unit_code is None or _ANY_UNIT in indicator.units:
            return True
        own = self.units.by_code[indicator.unit_code]
        return own.of_same_kind(unit) or any(
            self.units.by_code[u].of_same_kind(unit) for u in indicator.units
        )

    def _add(self, row: Row, indicator: Indicator, patterns: list[str]) -> None:
        if indicator.code in self.indicators:
            raise row.error(
                f"Mã chỉ tiêu {indicator.code!r} đã có ở dòng {self._rows[indicator.code].line}.",
                f"Indicator code {indicator.code!r} is already on line {self._rows[indicator.code].line}.",
                "Mỗi mã chỉ dùng một lần.",
                "Use each code once.",
            )
        for code in filter(None, (indicator.unit_code, *indicator.units)):
            if code != _ANY_UNIT and code not in self.units.by_code:
                raise row.error(
                    f"Đơn vị {code!r} không có trong units.csv.",
                    f"Unit {code!r} is not in units.csv.",
                    "Hãy thêm đơn vị này vào units.csv.",
                    "Add the unit to units.csv.",
                )
        for value, allowed in (
            (indicator.measure_type, MEASURE_TYPES),
            (indicator.polarity, POLARITIES),
            (indicator.additivity, ADDITIVITIES),
        ):
            if value not in allowed:
                raise row.error(
                    f"{value!r} không hợp lệ.",
                    f"{value!r} is not allowed.",
                    f"Dùng một trong: {', '.join(allowed)}.",
                    f"Use one of: {', '.join(allowed)}.",
                )
        self.indicators[indicator.code] = indicator
        self._rows[indicator.code] = row
        for spelling in self.names.spellings(indicator.name_vi):
            key = self.names.key(spelling)
            self.own_names[key.words].add(indicator.code)
            self._index(key, indicator.code)
        for pattern in patterns:
            for reading in Pattern(pattern).expand(self.names):
                self._index(self.names.plain_key_of(reading), indicator.code)

    def _index(self, key: NameKey, code: str) -> None:
        if key and code not in self.by_bag[key.bag]:
            self.by_bag[key.bag].append(code)

    def _load_listed(self, path: Path) -> None:
        columns = (
            "indicator_code",
            "name_vi",
            "name_en",
            "sector_code",
            "unit_code",
            "measure_type",
            "polarity",
        )
        more = ("additivity", "parent_indicator_code", "aliases", "also_units", "national_code")
        for row in read_table(path, columns + more):
            indicator = _indicator(row, row["indicator_code"], row["name_vi"], row["name_en"])
            self._add(row, indicator, row.list("aliases"))

    def _load_composed(self, folder: Path) -> None:
        columns = ("slots", "indicator_code", "name_vi", "name_en", "sector_code", "unit_code", "patterns")
        members: dict[str, list[Row]] = {}
        for row in read_table(folder / "compositions.csv", columns):
            slots = [s.strip("{}") for s in row["slots"].split()]
            for slot in slots:
                if slot not in members:
                    members[slot] = read_table(
                        folder / "members" / f"{slot}.csv",
                        ("member_code", "name_vi", "name_en", "aliases", "parent_code"),
                    )
            for chosen in product(*(members[s] for s in slots)):
                self._compose(row, dict(zip(slots, chosen, strict=True)))

    def _compose(self, row: Row, chosen: dict[str, Row]) -> None:
        codes = {slot: member["member_code"] for slot, member in chosen.items()}
        code = row["indicator_code"].format(**codes)
        indicator = _indicator(
            row,
            code,
            _sentence(row["name_vi"].format(**{s: m["name_vi"] for s, m in chosen.items()})),
            _sentence(row["name_en"].format(**{s: m["name_en"] for s, m in chosen.items()})),
        )
        parent = row["parent_indicator_code"].format(**codes)
        if len(chosen) == 1:
            ((slot, member),) = chosen.items()
            if member["parent_code"]:  # spring rice is a part of rice, whatever of it is measured
                parent = row["indicator_code"].format(**{slot: member["parent_code"]})
        spellings = [
            dict(zip(chosen, words, strict=True))
            for words in product(*([m["name_vi"], *m.list("aliases")] for m in chosen.values()))
        ]
        readings = [pattern.format(**words) for pattern in row.list("patterns") for words in spellings]
        self._add(row, replace(indicator, parent_code=parent or None, composed=True), readings)

    def _check_parents(self) -> None:
        for indicator in self.indicators.values():
            if indicator.parent_code and indicator.parent_code not in self.indicators:
                raise self._rows[indicator.code].error(
                    f"Chỉ tiêu cha {indicator.parent_code!r} của {indicator.code!r} không có trong danh mục.",
                    f"Parent {indicator.parent_code!r} of {indicator.code!r} is not in the catalogue.",
                    "Hãy sửa mã hoặc thêm chỉ tiêu cha.",
                    "Mend the code, or add the parent.",
                )

    def clashes(self) -> list[tuple[Tokens, list[str]]]:
        """Names that mean several indicators of one kind of unit, which no unit can tell apart."""
        found = []
        for bag, codes in self.by_bag.items():
            kinds: dict[tuple[str, str], list[str]] = defaultdict(list)
            for code in codes:
                unit = self.units.by_code[self.indicators[code].unit_code or "%"]
                kinds[(unit.quantity, unit.counted)].append(code)
            found += [(bag, same) for same in kinds.values() if len(same) > 1]
        return found


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _indicator(row: Row, code: str, name_vi: str, name_en: str) -> Indicator:
    return Indicator(
        code=code,
        name_vi=name_vi,
        name_en=name_en or None,
        sector_code=row["sector_code"] or None,
        unit_code=row["unit_code"] or None,
        measure_type=row["measure_type"],
        polarity=row["polarity"],
        additivity=row["additivity"],
        parent_code=row["parent_indicator_code"] or None,
        national_code=row.cells.get("national_code") or None,
        units=tuple(row.list("also_units")),
    )


def _load_derivations(path: Path) -> list[Derivation]:
    columns = (
        "form",
        "position",
        "words",
        "code_suffix",
        "name_vi",
        "name_en",
        "measure_type",
        "unit_rule",
        "polarity_rule",
    )
    return [
        Derivation(
            row["form"],
            row["position"],
            tuple(sorted((split(w) for w in row.list("words")), key=len, reverse=True)),
            *(row[c] for c in columns[3:]),
        )
        for row in read_table(path, columns)
    ]
