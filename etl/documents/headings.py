"""Whether a line names what follows instead of saying something itself."""

from __future__ import annotations

import re

from etl.documents import shapes
from etl.vietnamese import CAPITALS

_LONGEST = 220
_QUANTITY = re.compile(
    r"\d[\d.,]*\s*(?:%|‰|tấn|tạ|tỷ|triệu|nghìn|ha\b|km|m[²³]|hộ\b|người|con\b|lượt|HTX|đồng|lao động"
    r"|trường\b|sản phẩm)"
)
_TWO_SENTENCES = re.compile(rf"[.;](?<![\dA-ZĐ].)\s+[{CAPITALS}]")
_ENDS = (".", ";", ",")
_HEAD_STYLES = ("roman", "letter", "part")


def heading_like(text: str, marker: shapes.Marker) -> bool:
    """Whether a numbered line is a heading: short, no full stop, no figure, one clause."""
    if marker.style == "#":
        return True
    if marker.style in ("-", "+", "*", "o", "(n)"):
        return False
    body = text[marker.length :].strip(" *_")
    if not body or len(body) > _LONGEST:
        return marker.style == "part"
    if marker.style == "part" or shapes.is_capitals(body):
        return True
    if shapes.starts_low(body) and not marker.style.startswith("n.n."):
        return False
    if marker.style in _HEAD_STYLES:
        return not _TWO_SENTENCES.search(body) or len(body) < 120
    if _QUANTITY.search(body) and not body.endswith(":"):
        return False
    if body.endswith(_ENDS) and not body.endswith((")", ").")):
        return False
    if _TWO_SENTENCES.search(body):
        return False
    inner = body[:-1]
    if ":" in inner and len(inner) - inner.find(":") > 60:
        return False
    return len(body) < (160 if marker.style in ("a)", "n)") else _LONGEST)


def could_be_heading(text: str, marker: shapes.Marker) -> bool:
    """A weaker test for a line whose siblings are headings: it must not end as a sentence."""
    body = text[marker.length :].strip(" *_")
    return 0 < len(body) <= _LONGEST and not body.endswith(_ENDS) and not _QUANTITY.search(body)


# What a line begins with that can be the name of a kind of paper: a mark, or the first letters of a kind.
_PAPER_OPENS = re.compile(r"[*_#\s]|d[ựỰ]|b[áÁ]|t[ờỜ]|k[ếẾ]|ng|ch", re.IGNORECASE)
_KIND_OF_PAPER = re.compile(
    r"[*_#\s]*(?:dự\s+thảo\s+)?(?:báo\s+cáo|tờ\s+trình|kế\s+hoạch|nghị\s+quyết|chương\s+trình)"
    r"(?:\s+(?:tóm\s+tắt|tổng\s+kết|sơ\s+kết|tổng\s+hợp|chuyên\s+đề|nhanh|bổ\s+sung))?\W*$",
    re.IGNORECASE,
)


def names_paper(text: str) -> bool:
    """Whether a line only says what kind of paper follows: `BÁO CÁO`, `BÁO CÁO TÓM TẮT`, `TỜ TRÌNH`."""
    return bool(_PAPER_OPENS.match(text) and _KIND_OF_PAPER.match(text))
