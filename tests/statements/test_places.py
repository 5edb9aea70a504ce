"""Places that a sentence names for its figures."""

from __future__ import annotations

import pytest

from tests.statements.helpers import Expected, check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Trồng mới 3 ha tại xã Bình Lâm.",
            [{"value": "3", "place": "xã Bình Lâm"}],
            id="behind-the-figure",
        ),
        pytest.param(
            "Bình quân của huyện đạt 12 tiêu chí (trong đó xã Đông Đạo đạt 16/19 tiêu chí).",
            [{"place": None}, {"name": "Bình quân của huyện", "place": "xã Đông Đạo", "value": "16"}],
            id="names-with-every-capital",
        ),
        pytest.param(
            "Tỷ lệ hộ nghèo: xã An Phú 2,1%; xã Bình Lâm 3,4%.",
            [
                {"name": "Tỷ lệ hộ nghèo", "place": "xã An Phú", "value": "2.1"},
                {"name": "Tỷ lệ hộ nghèo", "place": "xã Bình Lâm", "value": "3.4"},
            ],
            id="list-of-places",
        ),
    ],
)
def test_places(text: str, expected: Expected) -> None:
    check(text, expected)
