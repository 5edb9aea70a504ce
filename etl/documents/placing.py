"""Which administrative unit a report is of: by letterhead, title, closing sentence, else by its body."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, get_args

from etl.documents.model import Block
from etl.documents.places import places_of
from etl.vietnamese import CAPITALS, fold

if TYPE_CHECKING:
    from etl.gazetteer import Gazetteer, Locality


class Texts:
    """The texts of all blocks as one, to be searched at once."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        texts = [block.content.text for block in blocks]
        self.joined = "\0".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        self._types: list[int] | None = None

    @property
    def types(self) -> list[int]:
        """Where a type stands before a name, or in a longer word before one, in order."""
        if self._types is None:
            self._types = _places_of_types(self.joined)
        return self._types

    def types_in(self, place: int) -> list[int]:
        """Those of them that stand in the block at a place."""
        first, behind = (bisect_left(self.types, x) for x in self._starts[place : place + 2])
        return self.types[first:behind]

    def block_at(self, offset: int) -> int:
        """The place of the block that an offset of the joined text falls in."""
        return bisect_right(self._starts, offset) - 1


class Zone(NamedTuple):
    """A block and the part of the report it stands in."""

    name: str  # letterhead, title, preamble, heading, closing, caption, signature, body, furniture
    block: Block
    place: int  # among the blocks


class Zones:
    """The blocks of a report by the part of it that they stand in."""

    def __init__(self, names: Sequence[str], blocks: Sequence[Block]) -> None:
        """`names` are those of the parts, one a block."""
        self.names = names
        self._blocks = blocks
        self._places: dict[str, list[int]] = defaultdict(list)
        for i, name in enumerate(names):
            self._places[name].append(i)

    def of(self, *names: str) -> list[Zone]:
        """The blocks of some parts, in the order of the report."""
        places = sorted(i for name in names for i in self._places.get(name, ()))
        return [Zone(self.names[i], self._blocks[i], i) for i in places]


# How much a mention in each part of the report says; the body's mentions count together.
_WEIGHTS = {"letterhead": 5.0, "title": 5.0, "closing": 5.0, "caption": 4.0, "preamble": 2.0}
_OFFICE_WEIGHTS = {"letterhead": 4.0, "title": 6.0, "closing": 6.0}  # elsewhere 1
_BODY = ("body", "preamble", "heading", "signature")
_TYPES = (
    "tỉnh", "thành phố", "t.? ?p.?", "huyện", "quận", "thị xã", "t.?x.?", "xã", "phường", "thị trấn",
    "đặc khu",
)  # fmt: skip


def _any_case(words: str) -> str:
    """A pattern for words, `.?` and ` ?` in them for a stop and a blank that may be missing.

    Both cases are spelled out: a search without regard for case would be several times slower.
    """
    words = re.sub(r"[^\W\d_]", lambda m: f"[{m.group()}{m.group().upper()}]", words)
    return words.replace(" ?", r"\s?").replace(" ", r"\s+").replace(".?", r"\.?")


_TYPE = "|".join(map(_any_case, _TYPES))
_WORD = rf"[{CAPITALS}][\w'’-]*"
_NAMED = re.compile(rf"(?<!\w)(?P<type>{_TYPE})\s+(?P<name>{_WORD}(?:\s+{_WORD}){{0,4}})")
_NAMED_CAPITALS = re.compile(
    rf"(?<!\w)(?P<type>{_TYPE})\s+(?P<name>[{CAPITALS}]+(?:\s+[{CAPITALS}]+){{0,4}})"
)
_TYPE_ALONE = re.compile(rf"(?P<type>{_TYPE})(?!\w)")

# By what the types are found: a rare letter of each, with what stands after it and what may stand before.  A
# search that begins with one rare letter runs along the text many times faster than one for any of the types.
_ANCHORS: dict[str, dict[str, tuple[str, ...]]] = {
    "ỉ": {"nh": ("t",)}, "à": {"nh phố": ("th",)}, "ị": {" xã": ("th",), " trấn": ("th",)},
    "ệ": {"n": ("huy",)}, "ậ": {"n": ("qu",)}, "ờ": {"ng": ("phư",)}, "ặ": {"c khu": ("đ",)},
    "x": {"ã": ("",), ".?": ("t", "t.")},
    "p": {".?": ("t", "t.", "t ", "t. ")},
}  # fmt: skip


def _anchored(letter: str, ways: Mapping[str, Sequence[str]]) -> tuple[re.Pattern[str], list[int]]:
    """A pattern for the letter of a type before a name, and how far from the type's beginning it stands.

    The group that matches last tells which of the distances it is.
    """
    found: list[str] = []
    for after, befores in ways.items():
        up_to = [_any_case(x).replace(".", "[.]").replace("+", "") for x in befores]
        found.append(
            rf"(?={_any_case(after)}\s+[{CAPITALS}])(?:{'|'.join(f'(?<={x}{letter})()' for x in up_to)})"
        )
    distances = [len(x) for befores in ways.values() for x in befores]
    return re.compile(f"{letter}(?:{'|'.join(found)})"), distances


_ANCHORED = [_anchored(c, ways) for lower, ways in _ANCHORS.items() for c in (lower, lower.upper())]
# Where a type stands behind an office.
_OFFICE_PLACES = [
    re.compile(rf"D(?:(?<=ND)|ÂN)\s+(?=(?:{_TYPE})(?!\w))"),
    re.compile(rf"â(?<=dâ)n\s+(?=(?:{_TYPE})(?!\w))"),
]
_OFFICE_BEFORE = re.compile(
    r"(?:UBND|HĐND|[UỦuủ][ỶYỷyỹỦủ]\s+ban\s+[Nn]hân\s+dân|ỦY\s+BAN\s+NHÂN\s+DÂN|UỶ\s+BAN\s+NHÂN\s+DÂN"
    r"|[Hh]ội\s+đồng\s+nhân\s+dân)\s+\Z"
)
_LONGEST_OFFICE = 40  # characters with the blank before the type
_PLACE_OF_DATE = re.compile(r"^\W*(?P<place>[^\d,]{2,40}?),\s*ngày", re.IGNORECASE)
_RECIPIENT = re.compile(r"\W*kính\s+gửi", re.IGNORECASE)
_LEVEL_OF_TYPE = {
    "tỉnh": "province", "huyện": "district", "quận": "district", "thị xã": "district", "tx": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip


def place_report(
    zones: Zones,
    texts: Texts,
    day: date | None,
    stated_name: str | None = None,
    stated_level: str | None = None,
    stated_province: str | None = None,
) -> tuple[Locality, str, float] | None:
    """The unit a report is of, where that was read, and the confidence; None where nothing tells.

    `texts` are those of the zones.  `day` picks the units that stood then.  `stated_*` is what
    the manifest says.
    """
    from etl.gazetteer import Level, gazetteer

    units = gazetteer()
    if stated_name:
        level = next((x for x in get_args(Level) if x == stated_level), None)
        found = units.find(stated_name, level=level, province=stated_province or None, on=day)
        if found:
            return found[0], "manifest", 1.0
    score: dict[str, float] = defaultdict(float)
    where: dict[str, str] = {}
    own_level, named_in_body = _types_named(zones, texts)
    for zone in zones.of(*_WEIGHTS):
        weight = _WEIGHTS[zone.name]
        text = zone.block.text
        if _RECIPIENT.match(text):
            weight = 3.0
        for rank, unit in enumerate(_mentions(units, texts, zone, day)):
            # The first place named in a title is its subject; later ones may be parts of it.
            gain = weight / (1 + rank)
            if own_level and unit.level != own_level:
                gain *= 0.4
            score[unit.locality_id] += gain
            where.setdefault(unit.locality_id, f"{zone.name}, line {zone.block.line_start}")
        for unit in _of_date_line(units, text, own_level, day):
            score[unit.locality_id] += weight * 0.6
            where.setdefault(unit.locality_id, f"{zone.name}, line {zone.block.line_start}")
    head = dict(score)  # what letterhead, title, preamble and closing say
    body = _body_counts(units, named_in_body, day, own_level)
    total = sum(body.values())
    for key, count in body.items():
        score[key] += 3.0 * count / total
        where.setdefault(key, f"body, {count:g} of {total:g} mentions")
    if not score:
        return None
    unit = units.by_id[max(score, key=lambda k: score[k])]
    unit = _at_level(units, unit, own_level, score, day)
    key = unit.locality_id
    named = head.get(key, 0.0)
    rival = max((v for k, v in score.items() if k != key and not _within(units, k, unit)), default=0.0)
    if named >= _WEIGHTS["preamble"]:
        sure = min(0.98, 0.75 + 0.06 * named) * (1.0 - 0.5 * min(1.0, rival / max(score[key], 0.1)))
    else:
        # Placed by its body: most of the mentions, and enough of them.
        share = body.get(key, 0.0) / total if total else 0.0
        sure = (0.4 + 0.45 * share) * min(1.0, 0.6 + 0.1 * body.get(key, 0.0))
    return unit, where.get(key, "level of the offices named"), round(sure, 3)


@lru_cache(maxsize=256)
def _type_word(text: str) -> str:
    text = re.sub(r"[\s.]+", " ", text.lower()).strip()
    return {"t p": "tp", "tp": "tp", "t x": "tx"}.get(text, text)


def _mentions(units: Gazetteer, texts: Texts, zone: Zone, day: date | None) -> Iterator[Locality]:
    """The units that a block names with their type, in order, each once."""
    seen: set[str] = set()
    pattern = _NAMED_CAPITALS if zone.block.text.isupper() else _NAMED
    for match in _matches(pattern, texts.joined, texts.types_in(zone.place)):
        unit = _resolve(units, match["type"], match["name"], day)
        if unit is not None and unit.locality_id not in seen:
            seen.add(unit.locality_id)
            yield unit


def _matches(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """The names with their types that a pattern finds at some places, not overlapping."""
    reached = 0
    for at in places:
        match = pattern.match(text, at) if at >= reached else None
        if match:
            yield match
            reached = match.end()


def _resolve(units: Gazetteer, unit_type: str, name: str, day: date | None) -> Locality | None:
    """The one unit of that type and name; the longest run of words that names one wins."""
    kind = _type_word(unit_type)
    words = name.split()
    for length in range(len(words), 0, -1):
        wanted = f"{kind} {' '.join(words[:length])}"
        found = units.find(wanted)
        if found:
            found = units.find(wanted, on=day) or found
            return found[-1] if len({u.locality_code for u in found}) == 1 else None
    return None


def _types_named(zones: Zones, texts: Texts) -> tuple[str | None, Counter[tuple[str, str]]]:
    """What the words for types of units (`tỉnh`, `TP.`) stand beside, read in one pass.

    First the level of the offices that the report speaks of without naming the place: `UBND thành phố`.
    Then the names that the body gives with their type, counted.
    """
    offices: dict[str, float] = defaultdict(float)
    names: Counter[tuple[str, str]] = Counter()
    text = texts.joined
    for at in sorted(m.end() for pattern in _OFFICE_PLACES for m in pattern.finditer(text)):
        zone = zones.names[texts.block_at(at)]
        if zone != "signature" and _OFFICE_BEFORE.search(text, max(0, at - _LONGEST_OFFICE), at):
            word = _TYPE_ALONE.match(text, at)
            if word:
                offices[_type_word(word["type"])] += _OFFICE_WEIGHTS.get(zone, 1.0)
    in_body = [at for at in texts.types if zones.names[texts.block_at(at)] in _BODY]
    for match in _matches(_NAMED, text, in_body):
        names[(_type_word(match["type"]), match["name"])] += 1
    if not offices:
        return None, names
    best = max(offices, key=lambda k: offices[k])
    return "district" if best in ("thành phố", "tp") else _LEVEL_OF_TYPE.get(best), names


def _places_of_types(text: str) -> list[int]:
    """Where a type stands before a name, or in a longer word before one, in order."""
    found: list[int] = []
    for anchor, distances in _ANCHORED:
        letter = anchor.pattern[0]
        if letter.islower():
            matches = anchor.finditer(text)
        else:  # the capitals are rare: to look for one after the other is faster than to search
            matches = filter(None, (anchor.match(text, at) for at in places_of(text, letter)))
        found += [m.start() - distances[(m.lastindex or 1) - 1] for m in matches]
    return sorted(found)


def _of_date_line(units: Gazetteer, text: str, level: str | None, day: date | None) -> list[Locality]:
    """The units that bear the name before the date: `Cao Bằng, ngày 30 tháng 11 năm 2021`."""
    match = _PLACE_OF_DATE.match(text)
    if not match:
        return []
    found = units.find(match["place"].strip(), on=day)
    if level:
        found = [u for u in found if u.level == level] or found
    return found if len({u.locality_code for u in found}) <= 2 else []


def _body_counts(
    units: Gazetteer, names: Counter[tuple[str, str]], day: date | None, own_level: str | None
) -> dict[str, float]:
    """How often the body names each unit of the report's level (and the provinces), with its type."""
    counts: dict[str, float] = defaultdict(float)
    for (kind, name), count in names.items():
        if kind in ("xã", "phường", "thị trấn") and own_level != "commune":
            continue
        unit = _resolve(units, kind, name, day)
        if unit is not None and (own_level is None or unit.level in (own_level, "province")):
            counts[unit.locality_id] += count if unit.level == own_level or own_level is None else 0.3 * count
    return counts


def _at_level(
    units: Gazetteer, unit: Locality, own_level: str | None, score: dict[str, float], day: date | None
) -> Locality:
    """Prefer the unit of the report's own level that bears the name or lies in the unit found."""
    if own_level is None or unit.level == own_level:
        return unit
    same_name = [
        u
        for u in units.find(unit.short_name, on=day)
        if u.level == own_level and u.province_name == unit.province_name
    ]
    if len(same_name) == 1:
        return same_name[0]
    inside = [
        (points, key)
        for key, points in score.items()
        if units.by_id[key].level == own_level
        and fold(units.by_id[key].province_name or "") == fold(unit.province_name or "")
    ]
    return units.by_id[max(inside)[1]] if inside else unit


def _within(units: Gazetteer, key: str, unit: Locality) -> bool:
    """Whether the unit of `key` holds `unit` or lies in it, so that naming it speaks for, not against."""
    other = units.by_id[key]
    return other.province_name == unit.province_name
