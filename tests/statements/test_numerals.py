from __future__ import annotations

import re
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.statements.numerals import NUMBER, find_numbers, has_digit, numbers_in, parse


@pytest.mark.parametrize(
    ("printed", "value", "decimals", "slip"),
    [
        pytest.param("7", "7", 0, None, id="digit"),
        pytest.param("05", "5", 0, None, id="leading-zero"),
        pytest.param("11.230", "11230", 0, None, id="grouped"),
        pytest.param("11.230,2", "11230.2", 1, None, id="grouped-with-decimals"),
        pytest.param("1.234.567", "1234567", 0, None, id="two-groups"),
        pytest.param("1752", "1752", 0, None, id="grouping-left-out"),
        pytest.param("0,04", "0.04", 2, None, id="below-one"),
        pytest.param("41.654,449", "41654.449", 3, None, id="both-marks"),
        pytest.param("215,331", "215.331", 3, None, id="three-decimals-are-decimals"),
        pytest.param("10.5", "10.5", 1, "english_decimal", id="dot-as-decimal-mark"),
        pytest.param("96.43", "96.43", 2, "english_decimal", id="dot-before-two-digits"),
        pytest.param("41,654.449", "41654.449", 3, "english_decimal", id="english-both-marks"),
        pytest.param("1,234,567", "1234567", 0, "english_grouping", id="english-groups"),
        pytest.param("1.23.456", "123456", 0, "mixed_marks", id="uneven-groups"),
        pytest.param("0.234", "0234", 0, None, id="zero-group"),
    ],
)
def test_what_is_printed(printed: str, value: str, decimals: int, slip: str | None) -> None:
    numeral = parse(printed)
    assert numeral is not None
    assert (numeral.value, numeral.decimals, numeral.slip) == (Decimal(value), decimals, slip)


@pytest.mark.parametrize(
    "printed",
    [
        pytest.param("", id="nothing"),
        pytest.param("1" * 19, id="longer-than-any-amount"),
        pytest.param("1" * 41, id="a-wall-of-digits"),
        pytest.param("1,5,7", id="two-decimal-marks"),
        pytest.param("12,3456.7", id="groups-of-four"),
        pytest.param("0,123456789", id="nine-decimals"),
    ],
)
def test_no_amount(printed: str) -> None:
    assert parse(printed) is None


def vietnamese(value: Decimal, decimals: int, *, grouped: bool) -> str:
    shown = f"{value:,.{decimals}f}" if grouped else f"{value:.{decimals}f}"
    return shown.translate(str.maketrans(",.", ".,"))


@given(st.data(), st.integers(0, 8), st.booleans())
def test_notation_there_and_back(data: st.DataObject, decimals: int, grouped: bool) -> None:
    digits = data.draw(st.integers(0, 10 ** (18 + decimals) - 1))
    value = Decimal(digits).scaleb(-decimals)
    numeral = parse(vietnamese(value, decimals, grouped=grouped))
    assert numeral is not None
    assert (numeral.value, numeral.decimals, numeral.slip) == (value, decimals, None)


@given(st.from_regex(NUMBER, fullmatch=True))
def test_any_run_of_digits_and_marks(printed: str) -> None:
    numeral = parse(printed)
    if numeral is not None:
        assert numeral.value >= 0
        assert 0 <= numeral.decimals <= 8
        assert numeral.value.as_tuple().exponent == -numeral.decimals


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    parse(text)


@given(st.text(alphabet="09,. aư²٣੩９𝟗"))
def test_numbers_are_found_in_the_digits_of_any_script(text: str) -> None:
    assert [m.span() for m in find_numbers(text)] == [m.span() for m in re.finditer(NUMBER, text)]
    assert list(numbers_in(text)) == [m.span() for m in re.finditer(NUMBER, text)]


@given(st.text(alphabet="0/:9 ư²٣੩ꙁ９\u065f\u1dff𝟗"), st.integers(0, 6), st.integers(0, 6))
def test_a_digit_of_any_script_is_seen_between_two_offsets(text: str, start: int, end: int) -> None:
    assert has_digit(text) == any(c.isdecimal() for c in text)
    assert has_digit(text, start, end) == any(c.isdecimal() for c in text[start:end])


def test_every_digit_of_another_script_is_known_as_one() -> None:
    digits = (c for c in map(chr, range(0x80, sys.maxunicode + 1)) if c.isdecimal())
    assert [c for c in digits if not list(find_numbers(c))] == []
