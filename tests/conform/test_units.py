"""Units: what is printed, what it means, and the way to the base unit and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.conform.units import UnitBook, unit_key

CODES = sorted(UnitBook().by_code)


@pytest.mark.parametrize("code", CODES)
def test_every_unit_converts_there_and_back(units: UnitBook, code: str) -> None:
    unit = units.by_code[code]
    for value in (Decimal(0), Decimal("1"), Decimal("-2.5"), Decimal("10444.78")):
        assert unit.from_base(unit.to_base(value)) == value


@pytest.mark.parametrize("code", CODES)
def test_every_base_unit_is_its_own_base(units: UnitBook, code: str) -> None:
    unit = units.by_code[code]
    base = units.by_code.get(unit.base_code)
    if base is not None:
        assert (base.base_code, base.factor, base.quantity) == (base.code, 1, unit.quantity)


@pytest.mark.parametrize(
    ("printed", "value", "base", "expected"),
    [
        ("tỷ đồng", "1", "đồng", "1000000000"),
        ("Triệu đồng", "1000", "đồng", "1000000000"),
        ("trđ", "435", "đồng", "435000000"),
        ("tỉ", "0.5", "đồng", "500000000"),
        ("VNĐ", "7", "đồng", "7"),
        ("triệu USD", "2", "USD", "2000000"),
        ("tấn", "1.5", "kg", "1500"),
        ("tạ", "3", "kg", "300"),
        ("yến", "2", "kg", "20"),
        ("ha", "2", "m2", "20000"),
        ("km²", "1", "m2", "1000000"),
        ("m³", "4", "m3", "4"),
        ("km", "2.5", "m", "2500"),
        ("tạ /ha", "46.8", "kg/ha", "4680.0"),
        ("tấn/ha", "1", "kg/ha", "1000"),
        ("triệu đồng/ha", "90", "đồng/ha", "90000000"),
        ("triệu đồng/người/tháng", "1", "đồng/người/năm", "12000000"),
        ("‰", "4", "%", "0.4"),
        ("%o", "4", "%", "0.4"),
        ("triệu KW/h", "1", "kWh", "1000000"),
        ("nghìn con", "3", "con", "3000"),
        ("ngàn con", "3", "con", "3000"),
        ("nghìn lượt khách", "2", "lượt người", "2000"),
        ("bác sỹ/vạn dân", "15", "trên vạn dân", "15"),
        ("triệu đồng/hộ", "2", "đồng/hộ", "2000000"),
    ],
)
def test_printed_units_reach_their_base(
    units: UnitBook, printed: str, value: str, base: str, expected: str
) -> None:
    unit = units.resolve(printed)
    assert unit is not None
    assert unit.base_code == base
    assert unit.to_base(Decimal(value)) == Decimal(expected)
    assert unit.is_catalogued


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("con", "hộ"),
        ("người", "lượt người"),
        ("xã", "tiêu chí"),
        ("vụ", "người"),
        ("HTX", "dự án"),
        ("trường", "lớp"),
    ],
)
def test_counts_of_different_nouns_are_not_of_one_kind(units: UnitBook, one: str, other: str) -> None:
    first, second = units.resolve(one), units.resolve(other)
    assert first is not None
    assert second is not None
    assert first.base_code != second.base_code
    assert not first.of_same_kind(second)


@pytest.mark.parametrize(("one", "other"), [("đồng", "USD"), ("%", "điểm %"), ("tấn", "ha"), ("%", "người")])
def test_quantities_stay_apart(units: UnitBook, one: str, other: str) -> None:
    first, second = units.resolve(one), units.resolve(other)
    assert first is not None
    assert second is not None
    assert not first.of_same_kind(second)


@pytest.mark.parametrize("printed", ["tấm lợp", "tấn/ha/vụ lạ", "xyz"])
def test_an_unknown_unit_is_its_own_and_says_so(units: UnitBook, printed: str) -> None:
    unit = units.resolve(printed)
    assert unit is not None
    assert not unit.is_catalogued
    assert unit.factor == 1
    assert unit.base_code == unit.code == printed


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_unit_is_no_unit(units: UnitBook, nothing: str | None) -> None:
    assert units.resolve(nothing) is None


@given(st.sampled_from(CODES), st.booleans(), st.booleans())
def test_capitals_and_spaces_do_not_matter(units: UnitBook, code: str, upper: bool, spaced: bool) -> None:
    text = code.upper() if upper else code
    text = f"  {text.replace('/', ' / ')} " if spaced else text
    assert units.resolve(text) == units.by_code[code]


def test_no_two_units_share_a_name(units: UnitBook) -> None:
    keys = [unit_key(code) for code in units.by_code]
    assert len(keys) == len(set(keys))
