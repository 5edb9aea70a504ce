"""Units of the state before and since July 2025, and the places that reports name."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.conform.localities import Localities
from etl.gazetteer import (
    EARLIEST,
    LAST_DAY_BEFORE,
    REFORM,
    Locality,
    find,
    gazetteer,
    load_localities,
    split_type,
)

BEFORE, SINCE = date(2021, 11, 30), date(2026, 1, 15)
ALL = load_localities()


def test_the_units_before_and_since_the_reform_are_all_there() -> None:
    before = [u for u in ALL if u.valid_from <= BEFORE and (u.valid_to is None or u.valid_to >= BEFORE)]
    since = [u for u in ALL if u.valid_from <= SINCE and (u.valid_to is None or u.valid_to >= SINCE)]
    levels = ("country", "province", "district", "commune")
    assert [sum(u.level == x for u in before) for x in levels] == [1, 63, 696, 10035]
    assert [sum(u.level == x for u in since) for x in levels] == [1, 34, 0, 3321]


def test_versions_of_a_code_follow_each_other_without_gap_or_overlap() -> None:
    seen: dict[tuple[str, str], list[tuple[date, date | None]]] = {}
    for unit in ALL:
        seen.setdefault((unit.level, unit.locality_code), []).append((unit.valid_from, unit.valid_to))
    for versions in seen.values():
        versions.sort(key=lambda v: v[0])
        for (_, end), (start, _) in itertools.pairwise(versions):
            assert end is not None
            assert start == end + timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "official"),
    [("Đắk Glong", "Huyện Đăk Glong"), ("huyện Đắk Pơ", "Huyện Đăk Pơ"), ("tỉnh Đắc Lắc", "Tỉnh Đắk Lắk")],
)
def test_a_name_is_found_in_each_of_its_spellings(written: str, official: str) -> None:
    assert {u.name for u in find(written, on=BEFORE)} == {official}


def test_every_unit_stands_in_a_known_unit_and_whatever_ended_has_a_successor() -> None:
    ids = {u.locality_id for u in ALL}
    assert len(ids) == len(ALL)
    for unit in ALL:
        assert unit.parent_locality_id in ids if unit.level != "country" else unit.parent_locality_id is None
        assert unit.valid_from in (EARLIEST, REFORM)
        assert unit.valid_to in (None, LAST_DAY_BEFORE)
        assert (unit.successor_locality_id is None) == (unit.valid_to is None)
        assert unit.successor_locality_id is None or unit.successor_locality_id in ids


def test_what_became_of_cao_bang_and_bac_kan() -> None:
    places = gazetteer()
    (city,) = find("thành phố Cao Bằng", on=BEFORE)
    assert (city.locality_code, city.province_name, city.valid_to) == ("040", "Cao Bằng", LAST_DAY_BEFORE)
    assert {u.name for u in places.successors(city)} == {
        "Phường Thục Phán",
        "Phường Nùng Trí Cao",
        "Phường Tân Giang",
    }
    (province,) = find("tỉnh Bắc Kạn", on=BEFORE)
    (successor,) = places.successors(province)
    assert (successor.name, successor.valid_from) == ("Tỉnh Thái Nguyên", REFORM)
    assert province in places.predecessors(successor)
    assert find("tỉnh Bắc Kạn", on=SINCE) == []
    assert [u.valid_to for u in find("tỉnh Cao Bằng")] == [None]  # not merged: one version throughout


@pytest.mark.parametrize(
    ("words", "on", "names"),
    [
        ("TP. Bắc Kạn", BEFORE, ["Thành phố Bắc Kạn"]),
        ("Tp Lạng Sơn", BEFORE, ["Thành phố Lạng Sơn"]),
        ("phường Hoà Chung", BEFORE, ["Phường Hòa Chung"]),
        ("P. Sông Hiến", BEFORE, ["Phường Sông Hiến"]),
        ("Cao Bằng", BEFORE, ["Tỉnh Cao Bằng", "Thành phố Cao Bằng"]),
        ("tỉnh Thừa Thiên Huế", BEFORE, ["Thành phố Huế"]),
        ("tỉnh Bắc Cạn", BEFORE, ["Tỉnh Bắc Kạn"]),
        ("huyện Cao Bằng", BEFORE, []),
        ("Cao Bang", BEFORE, []),
        ("phường Thục Phán", BEFORE, []),
        ("phường Thục Phán", SINCE, ["Phường Thục Phán"]),
    ],
)
def test_units_are_found_by_name_on_a_day(words: str, on: date, names: list[str]) -> None:
    assert [u.name for u in find(words, on=on)] == names


def test_a_name_is_looked_for_within_a_province_and_a_district() -> None:
    assert len(find("xã Hưng Đạo", on=BEFORE)) > 5
    assert len(find("xã Hưng Đạo", on=BEFORE, province="tỉnh Cao Bằng")) == 3
    (commune,) = find("xã Hưng Đạo", on=BEFORE, province="Cao Bằng", district="TP Cao Bằng")
    assert commune.locality_code == "01705"
    assert find("xã Hưng Đạo", province="tỉnh Không Có") == []


@given(st.sampled_from(ALL))
def test_every_unit_is_found_by_its_own_name(unit: Locality) -> None:
    assert unit in find(unit.name, on=unit.valid_from)


@given(st.sampled_from([u for u in ALL if u.level != "country"]))
def test_a_name_is_its_type_and_the_rest(unit: Locality) -> None:
    kind, rest = split_type(unit.name)
    assert kind == unit.unit_type
    assert unit.short_name.endswith(rest)


@pytest.fixture(scope="module")
def localities() -> Localities:
    return Localities()


@pytest.mark.parametrize(
    ("place", "code", "method"),
    [
        (None, "040", "report"),
        ("xã Hưng Đạo", "01705", "name"),
        ("Hưng Đạo", "01705", "name"),
        ("Phường Sông Hiến", "01267", "name"),
        ("xã Hưng Đạo, thành phố Cao Bằng", "01705", "name"),
        ("thành phố Cao Bằng", "040", "report"),
        ("Cao Bằng", "040", "report"),
        ("khu vực nông thôn (03 xã)", "040", "report"),
        ("toàn thành phố", "040", "report"),
        ("xã Hưng Đạo, huyện Bảo Lạc", None, "unresolved"),  # not within this city
        ("thôn Nà A, xã Hưng Đạo", None, "unresolved"),  # a part of a commune is not the commune
        ("xã Cẩm Giàng", None, "unresolved"),
        ("xã Hưng Đạo, Vĩnh Quang", None, "unresolved"),
        ("đường QL34", None, "unresolved"),
        ("Hung Đạo", None, "unresolved"),
    ],
)
def test_a_place_is_looked_for_within_the_reports_own_unit(
    localities: Localities, place: str | None, code: str | None, method: str
) -> None:
    reporter = localities.reporter("040", "district", "Cao Bằng", "Cao Bằng", BEFORE, 2021)
    found = localities.place(reporter, place)
    assert found.method == method
    assert found.locality_id == (f"{code}@1900-01-01" if code else None)


def test_a_province_does_not_choose_between_its_communes_of_one_name(localities: Localities) -> None:
    reporter = localities.reporter("04", "province", "Cao Bằng", "Cao Bằng", BEFORE, 2021)
    assert localities.place(reporter, "xã Hưng Đạo").method == "unresolved"
    found = localities.place(reporter, "xã Hưng Đạo, huyện Bảo Lạc")
    assert (found.locality_id, found.method) == ("01351@1900-01-01", "name")


def test_the_reports_unit_is_the_version_of_its_day(localities: Localities) -> None:
    before = localities.reporter("19", "province", None, None, date(2024, 12, 1), 2024)
    since = localities.reporter("19", "province", None, None, date(2025, 12, 1), 2025)
    assert before.locality is not None
    assert since.locality is not None
    assert (before.locality.valid_to, since.locality.valid_from) == (LAST_DAY_BEFORE, REFORM)
    assert before.locality.successor_locality_id == since.locality.locality_id


@pytest.mark.parametrize("report_date", [None, date(2023, 12, 20)])
def test_the_reports_unit_is_known_by_year_alone_and_by_name(
    localities: Localities, report_date: date | None
) -> None:
    by_code = localities.reporter("058", "district", None, None, report_date, 2023)
    by_name = localities.reporter(None, "district", "Bắc Kạn", "Bắc Kạn", report_date, 2023)
    assert by_code.locality is not None
    assert by_code.locality == by_name.locality
    assert by_code.name_in_text == "thành phố bắc kạn"


def test_a_report_of_nowhere_stays_unresolved(localities: Localities) -> None:
    reporter = localities.reporter(None, None, "Cao Bằng", None, BEFORE, 2021)  # city or province?
    assert localities.place(reporter, None).method == "unresolved"
    assert localities.place(reporter, "xã Hưng Đạo").locality_id is None
