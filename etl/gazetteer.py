"""The administrative units of Việt Nam, before and since the reform of 1 July 2025.

Source: the data files of the `vietnamadminunits` package.  They hold two snapshots, the units of the
day before the reform (63 provinces, districts, communes) and those since (34 provinces, communes),
and which unit took over which.  The package itself is not imported: its geometry libraries take
seconds to load and only its data is wanted.

Versions (slowly changing dimension, type 2):

* A unit gets a new version when its name, code, parent or territory changed.  Provinces that were
  not merged keep one version throughout.
* `valid_from` of the earlier snapshot is `EARLIEST` for every unit: the source does not say when a
  unit was founded, and no date is made up.  Units abolished before 2025 are not in the source.
* The successor of a province is the province it went into; of a commune the commune that took it
  over, or for a commune that was divided the one the source names as the main part; of a district,
  a level that ended, the one commune that took all of it over, else the province that holds its
  territory now.  `Gazetteer.successors` lists all units that took over a part.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from etl.errors import ChitieuError
from etl.vietnamese import fold, nfc

Level = Literal["country", "province", "district", "commune"]

EARLIEST = date(1900, 1, 1)  # "since before the time covered": founding dates are not in the source
REFORM = date(2025, 7, 1)
LAST_DAY_BEFORE = date(2025, 6, 30)
COUNTRY_CODE = "VN"
# Former names and other spellings of units, which the source does not hold.
SPELLINGS = Path(__file__).resolve().parents[1] / "data" / "catalogue" / "place_spellings.csv"
OTHER_NAMES = Path(__file__).resolve().parents[1] / "data" / "catalogue" / "locality_names.csv"

# What a unit is called, its abbreviations in reports, and the levels it can stand on.
_TYPES: dict[str, tuple[str, tuple[Level, ...]]] = {
    "tỉnh": ("Tỉnh", ("province",)),
    "thành phố": ("Thành phố", ("province", "district")),
    "tp": ("Thành phố", ("province", "district")),
    "huyện": ("Huyện", ("district",)),
    "quận": ("Quận", ("district",)),
    "thị xã": ("Thị xã", ("district",)),
    "tx": ("Thị xã", ("district",)),
    "xã": ("Xã", ("commune",)),
    "phường": ("Phường", ("commune",)),
    "p": ("Phường", ("commune",)),
    "thị trấn": ("Thị trấn", ("commune",)),
    "tt": ("Thị trấn", ("commune",)),
    "đặc khu": ("Đặc khu", ("commune",)),
}
_PREFIX = re.compile(
    r"^\s*(" + "|".join(sorted(map(re.escape, _TYPES), key=len, reverse=True)) + r")(?:\.\s*|\s+)(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Locality:
    """One administrative unit in one period of validity (`valid_to` None while valid)."""

    locality_id: str  # locality_code || '@' || valid_from
    locality_code: str  # official code: 2 digits a province, 3 a district, 5 a commune; VN the country
    name: str  # with its type: "Thành phố Cao Bằng"
    short_name: str  # "Cao Bằng"
    unit_type: str  # "Thành phố"
    level: Level
    parent_locality_id: str | None
    province_name: str | None  # without its type: "Cao Bằng"
    district_name: str | None
    valid_from: date
    valid_to: date | None
    successor_locality_id: str | None
    latitude: float | None
    longitude: float | None


def locality_id(code: str, valid_from: date) -> str:
    """The key of a version of a unit."""
    return f"{code}@{valid_from.isoformat()}"


def _data_folder() -> Path:
    spec = find_spec("vietnamadminunits")  # finds the folder without running the package
    if spec is None or not spec.submodule_search_locations:
        raise ChitieuError(
            "Không tìm thấy gói vietnamadminunits (danh mục đơn vị hành chính).",
            "Package vietnamadminunits (the administrative units) is missing.",
            "Hãy cài lại các gói phụ thuộc.",
            "Install the dependencies again.",
        )
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def split_type(name: str) -> tuple[str | None, str]:
    """A name as (type or None, rest): "TP. Bắc Kạn" gives ("Thành phố", "Bắc Kạn")."""
    name = nfc(name).strip()
    match = _PREFIX.match(name)
    if not match:
        return None, name
    return _TYPES[match.group(1).lower()][0], name[match.end() :].strip()


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        return {fold(r["spelling"]): fold(r["stands_for"]) for r in csv.DictReader(file)}


@lru_cache(maxsize=65536)  # a name is held against those of all units that bear it
def _key(name: str) -> str:
    """`fold` of a name, with words that are spelled in several ways in one: Đăk, Đak and Đắc are Đắk."""
    folded, others = fold(name), _spellings()
    words = folded.split(" ")
    return folded if others.keys().isdisjoint(words) else " ".join([others.get(w, w) for w in words])


class Gazetteer:
    """All versions of all units, and look-ups by id, by name and by place in the hierarchy."""

    def __init__(
        self,
        localities: Iterable[Locality],
        successions: dict[str, tuple[str, ...]],
        aliases: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        self.localities: tuple[Locality, ...] = tuple(localities)
        self.by_id: dict[str, Locality] = {x.locality_id: x for x in self.localities}
        self._successions = successions
        self._predecessors: dict[str, list[str]] = defaultdict(list)
        for old, news in successions.items():
            for new in news:
                self._predecessors[new].append(old)
        self._by_name: dict[str, list[Locality]] = defaultdict(list)
        for unit in self.localities:
            self._by_name[_key(unit.short_name)].append(unit)
            if _key(unit.name) != _key(unit.short_name):
                self._by_name[_key(unit.name)].append(unit)
        self._by_code: dict[tuple[str, str], list[Locality]] = defaultdict(list)
        for unit in self.localities:
            self._by_code[(unit.level, unit.locality_code)].append(unit)
        self._aliases: set[tuple[str, str]] = set()  # (folded name with its type, locality_id)
        for level, code, name in aliases:
            for unit in self._by_code.get((level, code), []):
                self._by_name[_key(name)].append(unit)
                self._by_name[_key(split_type(name)[1])].append(unit)
                self._aliases.add((_key(" ".join(filter(None, split_type(name)))), unit.locality_id))

    def find(
        self,
        name: str,
        level: Level | None = None,
        province: str | None = None,
        district: str | None = None,
        on: date | None = None,
    ) -> list[Locality]:
        """The units that bear this name, possibly several, possibly none.

        A type in the name ("xã Hưng Đạo", "TP. Bắc Kạn") must agree.  `province` and `district` are
        names with or without their type.  `on` keeps the versions valid on that day.
        """
        unit_type, rest = split_type(name)
        found = self._by_name.get(_key(name), []) + (self._by_name.get(_key(rest), []) if unit_type else [])
        provinces = {u.province_name for u in self.find(province, level="province")} if province else set()
        districts = {u.district_name for u in self.find(district, level="district")} if district else set()
        kept: dict[str, Locality] = {}
        for unit in found:
            # "Thị xã" can be read as a type or stand inside a name; the whole name decides first.
            renamed = (_key(f"{unit_type} {rest}"), unit.locality_id) in self._aliases
            if (
                unit_type
                and not renamed
                and unit.unit_type != unit_type
                and _key(unit.short_name) != _key(name)
            ):
                continue
            if level and unit.level != level:
                continue
            if province and unit.province_name not in provinces:
                continue
            if district and unit.district_name not in districts:
                continue
            if on and not _valid(unit, on):
                continue
            kept[unit.locality_id] = unit
        return list(kept.values())

    def with_code(self, level: Level, code: str, on: date | None = None) -> Locality | None:
        """The version of an officially coded unit that is valid on a day (the latest without a day)."""
        versions = [u for u in self._by_code.get((level, code), []) if on is None or _valid(u, on)]
        return max(versions, key=lambda u: u.valid_from, default=None)

    def children(self, unit: Locality) -> list[Locality]:
        """The units directly below this version of a unit."""
        return [u for u in self.localities if u.parent_locality_id == unit.locality_id]

    def successors(self, unit: Locality) -> list[Locality]:
        """Every unit that took over this unit or a part of it, the main one first."""
        return [self.by_id[i] for i in self._successions.get(unit.locality_id, ())]

    def predecessors(self, unit: Locality) -> list[Locality]:
        """Every earlier unit that went into this one, whole or in part."""
        return [self.by_id[i] for i in self._predecessors.get(unit.locality_id, [])]


def _valid(unit: Locality, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read once a process."""
    folder = _data_folder()
    con = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    try:
        con.execute("pragma temp_store = memory")  # sorting wants no scratch file, which a full disk denies
        old_rows = con.execute(
            """select provinceCode, province, provinceShort, provinceLat, provinceLon, provinceKey,
                      districtCode, district, districtShort, districtType, districtLat, districtLon,
                      districtKey,
                      wardCode, ward, wardShort, wardType, wardLat, wardLon, wardKey
               from admin_units_legacy order by provinceCode, districtCode, wardCode"""
        ).fetchall()
        new_rows = con.execute(
            """select provinceCode, province, provinceShort, provinceLat, provinceLon, provinceKey,
                      wardCode, ward, wardShort, wardType, wardLat, wardLon, wardKey
               from admin_units order by provinceCode, wardCode"""
        ).fetchall()
    finally:
        con.close()
    converter = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    return _build(old_rows, new_rows, converter)


def _other_names() -> list[tuple[str, str, str]]:
    with OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        return [(r["level"], r["locality_code"], r["name"]) for r in csv.DictReader(file)]


def _build(
    old_rows: list[tuple[Any, ...]], new_rows: list[tuple[Any, ...]], converter: dict[str, Any]
) -> Gazetteer:
    country = locality_id(COUNTRY_CODE, EARLIEST)
    # The fields of each unit but its successor, which is known last.
    units: dict[str, dict[str, Any]] = {
        country: {
            "locality_id": country, "locality_code": COUNTRY_CODE, "name": "Việt Nam",
            "short_name": "Việt Nam", "unit_type": "", "level": "country", "parent_locality_id": None,
            "province_name": None, "district_name": None, "valid_from": EARLIEST, "valid_to": None,
            "latitude": None, "longitude": None,
        },
    }  # fmt: skip

    merged = {old: new for new, olds in converter["DICT_PROVINCE"].items() for old in olds}
    unmerged = {new for new, olds in converter["DICT_PROVINCE"].items() if olds == [new]}

    def add(
        code: str, name: str, short: str, kind: str, level: Level, parent: str, province: str,
        district: str | None, since: date, until: date | None, lat: float | None, lon: float | None,
    ) -> str:  # fmt: skip
        key = locality_id(code, since)
        if key not in units:
            # The type is read off the name: the source prints "Thành Phố" too, and a few of its types
            # contradict the name beside them.
            kind = split_type(name)[0] or kind
            short = short.partition(" (")[0]  # "Chi Lăng (Thị trấn)" beside "Chi Lăng (Xã)"
            name = f"{kind} {short}" if name.lower() == f"{kind} {short}".lower() else name
            units[key] = {
                "locality_id": key, "locality_code": code, "name": nfc(name), "short_name": nfc(short),
                "unit_type": nfc(kind), "level": level, "parent_locality_id": parent,
                "province_name": nfc(province), "district_name": nfc(district) if district else None,
                "valid_from": since, "valid_to": until, "latitude": lat, "longitude": lon,
            }  # fmt: skip
        return key

    old_province: dict[str, str] = {}
    old_district: dict[str, str] = {}
    old_commune: dict[str, str] = {}
    below: dict[str, list[str]] = defaultdict(list)
    for row in old_rows:
        (
            pcode,
            pname,
            pshort,
            plat,
            plon,
            pkey,
            dcode,
            dname,
            dshort,
            dtype,
            dlat,
            dlon,
            dkey,
        ) = row[:13]
        # A row is a commune, so province and district stand in it again and again.
        if pkey not in old_province:
            until = None if pkey in unmerged else LAST_DAY_BEFORE
            old_province[pkey] = add(
                pcode, pname, pshort, pname.removesuffix(pshort).strip(), "province", country,
                pshort, None, EARLIEST, until, plat, plon,
            )  # fmt: skip
        both = f"{pkey}_{dkey}"
        if both not in old_district:
            old_district[both] = add(
                dcode, dname, dshort, dtype, "district", old_province[pkey], pshort, dname,
                EARLIEST, LAST_DAY_BEFORE, dlat, dlon,
            )  # fmt: skip
        district = old_district[both]
        wcode, wname, wshort, wtype, wlat, wlon, wkey = row[13:]
        commune = district  # five island districts have no communes
        if wcode:
            commune = add(
                wcode, wname, wshort, wtype, "commune", district, pshort, dname,
                EARLIEST, LAST_DAY_BEFORE, wlat, wlon,
            )  # fmt: skip
        old_commune[f"{pkey}_{dkey}_{wkey or ''}"] = commune
        below[district].append(commune)

    new_province: dict[str, str] = {}
    new_commune: dict[tuple[str, str], str] = {}
    for (
        pcode,
        pname,
        pshort,
        plat,
        plon,
        pkey,
        wcode,
        wname,
        wshort,
        wtype,
        wlat,
        wlon,
        wkey,
    ) in new_rows:
        if pkey in unmerged:
            new_province[pkey] = old_province[pkey]
        elif pkey not in new_province:
            new_province[pkey] = add(
                pcode, pname, pshort, pname.removesuffix(pshort).strip(), "province", country,
                pshort, None, REFORM, None, plat, plon,
            )  # fmt: skip
        new_commune[(pkey, wkey)] = add(
            wcode,
            wname,
            wshort,
            wtype,
            "commune",
            new_province[pkey],
            pshort,
            None,
            REFORM,
            None,
            wlat,
            wlon,
        )

    successions: dict[str, tuple[str, ...]] = {}
    for pkey, key in old_province.items():
        if pkey not in unmerged:
            successions[key] = (new_province[merged[pkey]],)
    for pkey, taken in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for wkey, olds in taken.items():
            for old in olds:
                successions[old_commune[old]] = (new_commune[(pkey, wkey)],)
    for pkey, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            main_first = sorted(parts, key=lambda p: not p["isDefaultNewWard"])
            successions[old_commune[old]] = tuple(new_commune[(pkey, p["newWardKey"])] for p in main_first)
    main: dict[str, str] = {old: news[0] for old, news in successions.items()}
    for dkey, district in old_district.items():
        if district in successions:  # an island district, taken over whole
            continue
        parts = [n for commune in below[district] for n in successions.get(commune, ())]
        distinct = tuple(dict.fromkeys(parts))
        successions[district] = distinct
        province_key = dkey.split("_")[0]
        main[district] = distinct[0] if len(distinct) == 1 else new_province[merged[province_key]]

    versions = (Locality(**fields, successor_locality_id=main.get(key)) for key, fields in units.items())
    return Gazetteer(versions, successions, _other_names())


def load_localities() -> tuple[Locality, ...]:
    """Every version of every unit: the country, provinces, districts, communes."""
    return gazetteer().localities


def find(
    name: str,
    level: Level | None = None,
    province: str | None = None,
    district: str | None = None,
    on: date | None = None,
) -> list[Locality]:
    """`Gazetteer.find` on the loaded gazetteer."""
    return gazetteer().find(name, level=level, province=province, district=district, on=on)
