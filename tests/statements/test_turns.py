"""Comparisons told one behind the other, each of the figure in its place."""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Hàng xuất 42 triệu USD và hàng nhập 18 triệu USD, lần lượt bằng 105% và 91,5% KH.",
            [
                {"name": "Hàng xuất", "comparisons": ["plan percent_of 105"]},
                {"name": "hàng nhập", "comparisons": ["plan percent_of 91.5"]},
            ],
            id="percentages-of-plan",
        ),
        pytest.param(
            "Đàn cừu 4.100 con và đàn dê 6.200 con, so với cùng kỳ giảm tương ứng 3,5% và 1,2%.",
            [
                {"name": "Đàn cừu", "comparisons": ["prior growth -3.5"]},
                {"name": "đàn dê", "comparisons": ["prior growth -1.2"]},
            ],
            id="changes-since-one-time",
        ),
        pytest.param(
            "Cháy 14 vụ, chết 02 người, bị thương 05 người; so với cùng kỳ lần lượt giảm 3 vụ, "
            "tăng 1 người và giảm 4 người.",
            [
                {"value": "14", "comparisons": ["prior delta -3 vụ"]},
                {"value": "2", "comparisons": ["prior delta 1 người"]},
                {"value": "5", "comparisons": ["prior delta -4 người"]},
            ],
            id="differences-each-with-its-own-sign",
        ),
        pytest.param(
            "Khách đến đảo 12.000 lượt, tương ứng 40% khách của tỉnh.",
            [{"value": "12000"}],
            id="one-figure-alone-is-told-in-no-turn",
        ),
        pytest.param(
            "Đàn cừu 4.100 con. Tỷ lệ tiêm phòng lần lượt đạt 81% và 92%.",
            [{"value": "4100", "comparisons": []}, {"value": "81"}, {"value": "92"}],
            id="another-sentence-is-not-compared",
        ),
    ],
)
def test_figures_told_in_turn(text: str, expected: Expected) -> None:
    check(text, expected)
