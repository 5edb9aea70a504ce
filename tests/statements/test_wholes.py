"""The wholes of parts, where several figures stand before them or a bracket does not quite add up."""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Cho phép 12 bến đò, tổng vốn 48 tỷ đồng, trong đó 09 bến đò ngang và 03 bến đò dọc.",
            [
                {"value": "12", "parent_name": None},
                {"value": "48", "parent_name": None},
                {"value": "9", "parent_name": "Cho phép bến đò"},
                {"value": "3", "parent_name": "Cho phép bến đò"},
            ],
            id="counted-in-the-unit-of-the-parts",
        ),
        pytest.param(
            "Cho phép 12 bến đò, tổng vốn 48 tỷ đồng, trong đó vốn dân góp 11 tỷ đồng.",
            [{"value": "12"}, {"value": "48", "name": "tổng vốn cho phép bến đò"},
             {"value": "11", "parent_name": "tổng vốn cho phép bến đò"}],
            id="the-last-figure",
        ),
        pytest.param(
            "Ghi nhận 512 ca sởi (148 ca ở xã, 271 ca ở phường và 95 ca ở trường).",
            [{"value": "512"}, *({"parent_name": "Ghi nhận ca sởi"} for _ in range(3))],
            id="a-bracket-that-misses-its-whole-by-a-slip",
        ),
        pytest.param(
            "Ghi nhận 512 ca sởi (14 ca ở xã, 27 ca ở phường và 95 ca ở trường).",
            [{"value": "512"}, *({"parent_name": None} for _ in range(3))],
            id="a-bracket-of-something-else",
        ),
    ],
)  # fmt: skip
def test_wholes(text: str, expected: Expected) -> None:
    check(text, expected)
