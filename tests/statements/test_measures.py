from __future__ import annotations

from decimal import Decimal

import pytest

from etl.statements.measures import Measure, find_measures
from etl.statements.scan import scan
from etl.statements.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def measures_of(text: str) -> list[Measure]:
    return find_measures(scan(text, VOCABULARY), text, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind"),
    [
        pytest.param("38,37ha", "38.37", "ha", "measure", id="glued"),
        pytest.param("435trđ", "435", "trđ", "money", id="glued-abbreviation"),
        pytest.param("480GCN", "480", "GCN", "count", id="glued-capitals"),
        pytest.param("12 tấn", "12", "tấn", "measure", id="plain"),
        pytest.param("12 km2", "12", "km2", "measure", id="digit-in-the-unit"),
        pytest.param("54,6 tạ/ha", "54.6", "tạ/ha", "compound", id="per-hectare"),
        pytest.param("15 bác sĩ/vạn dân", "15", "bác sĩ/vạn dân", "compound", id="per-ten-thousand"),
        pytest.param("12 người/1.000 dân", "12", "người/1.000 dân", "compound", id="per-thousand"),
        pytest.param("16 tiêu chí/xã", "16", "tiêu chí/xã", "compound", id="per-commune"),
        pytest.param(
            "43,5 triệu đồng/người/năm", "43.5", "triệu đồng/người/năm", "compound", id="two-divisors"
        ),
        pytest.param("200 m3/ngày đêm", "200", "m3/ngày đêm", "measure", id="a-day-and-night"),
        pytest.param("2.350 nghìn lượt", "2350", "nghìn lượt", "count", id="thousand-visits"),
        pytest.param("6.448 triệu", "6448", "triệu", "money", id="million"),
        pytest.param("87,9 tỷ triệu đồng", "87.9", "tỷ triệu đồng", "money", id="impossible"),
        pytest.param("91,5%", "91.5", "%", "ratio", id="percent"),
        pytest.param("0,04‰", "0.04", "‰", "ratio", id="per-mille"),
        pytest.param("1,5%o", "1.5", "%o", "ratio", id="per-mille-as-scanned"),
        pytest.param("1,5 điểm phần trăm", "1.5", "điểm phần trăm", "points", id="points"),
        pytest.param("15 chỉ tiêu", "15", "chỉ tiêu", "tally", id="targets-are-counted"),
        pytest.param("25 sọt", "25", "sọt", "count", id="unit-nobody-listed"),
        pytest.param(
            "468 tổ chức, hộ gia đình, cá nhân",
            "468",
            "tổ chức, hộ gia đình, cá nhân",
            "count",
            id="three-nouns-counted",
        ),
        pytest.param("được 1.141.", "1141", None, "", id="missing"),
        pytest.param("447 tỷ 671 triệu đồng", "447.671", "tỷ đồng", "money", id="compound-money"),
        pytest.param("2 tỷ 5 triệu đồng", "2.005", "tỷ đồng", "money", id="compound-money-small-rest"),
        pytest.param(
            "2.350 nghìn hộ",
            "2350",
            "nghìn hộ",
            "count",
            id="thousand-households",
        ),
    ],
)
def test_units(text: str, value: str, unit: str | None, kind: str) -> None:
    (measure,) = measures_of(text)
    assert (measure.left.value, measure.unit, measure.unit_kind) == (Decimal(value), unit, kind)
    assert measure.right is None
    assert measure.high is None


@pytest.mark.parametrize(
    ("text", "left", "right", "unit"),
    [
        pytest.param("10,15 tỷ/190,8 tỷ đồng", "10.15", "190.8", "tỷ đồng", id="unit-on-both"),
        pytest.param("172,86ha/160 ha", "172.86", "160", "ha", id="glued-on-the-left"),
        pytest.param("62.004/150.000 lượt", "62004", "150000", "lượt", id="unit-on-the-right"),
        pytest.param("5 tấn/ 6 tấn", "5", "6", "tấn", id="space-behind-the-slash"),
        pytest.param("1752/1600 ha", "1752", "1600", "ha", id="grouping-left-out"),
        pytest.param("62.004/150.000.", "62004", "150000", None, id="no-unit-at-all"),
        pytest.param("14 hố sai mẫu/tổng số 129 hố", "14", "129", "hố", id="of-a-total"),
    ],
)
def test_pairs(text: str, left: str, right: str, unit: str | None) -> None:
    (measure,) = measures_of(text)
    assert measure.right is not None
    assert (measure.left.value, measure.right.value, measure.unit) == (Decimal(left), Decimal(right), unit)
    assert len(measure.numbers) == 2


@pytest.mark.parametrize(
    ("text", "units"),
    [
        pytest.param("10 vụ/14 đối tượng", ["vụ", "đối tượng"], id="cases-and-persons"),
        pytest.param("1.234 lượt/341 hộ", ["lượt", "hộ"], id="visits-and-households"),
    ],
)
def test_two_counts_are_no_pair(text: str, units: list[str]) -> None:
    found = measures_of(text)
    assert [m.unit for m in found] == units
    assert all(m.right is None for m in found)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        pytest.param("0,8% - 0,9%", "0.8", "0.9", "%", id="sign-on-both"),
        pytest.param("10-11%", "10", "11", "%", id="sign-at-the-end"),
        pytest.param("3-4 triệu", "3", "4", "triệu", id="money"),
        pytest.param("từ 3 - 4 triệu đồng", "3", "4", "triệu đồng", id="from-to"),
        pytest.param("từ 60% đến 65%", "60", "65", "%", id="spelled"),
    ],
)
def test_ranges(text: str, low: str, high: str, unit: str) -> None:
    (measure,) = measures_of(text)
    assert measure.high is not None
    assert (measure.left.value, measure.high.value, measure.unit) == (Decimal(low), Decimal(high), unit)
    assert measure.bound is None


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        pytest.param("trên 95%", ">", id="over"),
        pytest.param("hơn 40 ha", ">", id="more-than"),
        pytest.param("> 94%", ">", id="sign"),
        pytest.param("≥ 94%", ">=", id="sign-or-equal"),
        pytest.param(">= 94%", ">=", id="two-signs"),
        pytest.param("tối thiểu 20 người", ">=", id="at-least"),
        pytest.param("300 lao động trở lên", ">=", id="and-more"),
        pytest.param("dưới 3%", "<", id="under"),
        pytest.param("không quá 5%", "<=", id="at-most"),
        pytest.param("hạng 3 trở lên", "<=", id="ranks-count-downwards"),
        pytest.param("khoảng 40 ha", None, id="about-bounds-nothing"),
        pytest.param("gần 40 ha", None, id="nearly-bounds-nothing"),
        pytest.param("xấp xỉ 40 ha", None, id="roughly-bounds-nothing"),
    ],
)
def test_bounds(text: str, bound: str | None) -> None:
    (measure,) = measures_of(text)
    assert measure.bound == bound


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        pytest.param("93,% diện tích", "cut_decimals", id="decimals-cut"),
        pytest.param("96.43%", "english_decimal", id="english-mark"),
        pytest.param("1.23.456 đồng", "mixed_marks", id="uneven"),
        pytest.param("96,43%", None, id="right"),
    ],
)
def test_slips_are_kept(text: str, slip: str | None) -> None:
    (measure,) = measures_of(text)
    assert measure.slip == slip


@pytest.mark.parametrize("text", ["Tân Sửu 2021", "tầm nhìn 2030", "không có gì"])
def test_no_measure(text: str) -> None:
    assert measures_of(text) == []
