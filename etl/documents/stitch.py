"""Sentences that a footnote or the end of a page cut in two, put together again."""

from __future__ import annotations

import re

from etl.documents import shapes
from etl.documents.paragraphs import Para

# A text that ends in one of these cannot be at its end; the next paragraph goes on with it.
_HANGING = re.compile(
    r"(?:,|[-–/(“]|\b(?:của|và|với|tại|các|những|cho|là|trong|được|số|do|từ|đến|về|theo|trên|bằng|cùng|hoặc|như|gồm|"
    r"thành phố|tỉnh|huyện|xã|phường|thị xã|thị trấn|năm|ngày|tháng|quý|đạt|trung tâm|công tác|ban|sở|nhà|một|hai|"
    r"không|đã|đang|sẽ|có|để|khi|nếu|bởi|sự|việc|giai đoạn|quyết định|nghị quyết|kế hoạch số|ước|tổng|mức|thuộc|"
    r"UBND|HĐND|kết quả|dự án|đường))\s*$",
    re.IGNORECASE,
)
_RANGE_END = re.compile(r"\d{4}\s*$")
_RANGE_START = re.compile(r"[-–]\s*\d{4}\b")
_OPENS_DIGIT = re.compile(r"\d")
_LONG = 60  # a line shorter than this that stops without a full stop may be a heading


def _open(text: str) -> bool:
    """Whether a text stops before its sentence does."""
    return not shapes.is_closed(text)


def _goes_on(before: str, text: str, marker: shapes.Marker | None) -> bool:
    """Whether `text` can be the rest of the open text `before`, nothing standing between them."""
    if marker is not None:
        return bool(_RANGE_END.search(before) and _RANGE_START.match(text)) or (
            marker.style == "n." and before.count("(") > before.count(")")
        )
    if shapes.starts_low(text):
        return True
    if before.count("(") > before.count(")") and _OPENS_DIGIT.match(text):
        return True
    if len(before) >= _LONG and _OPENS_DIGIT.match(text):
        return True
    return len(before) >= _LONG and bool(_HANGING.search(before))


def stitch(source: str, paras: list[Para]) -> list[Para]:
    """Join each paragraph that goes on after a footnote or a page end with its beginning."""
    result: list[Para] = []
    body: Para | None = None  # the running text
    notes: list[Para] = []  # the footnotes since then
    last_note: Para | None = None
    for i, para in enumerate(paras):
        if para.kind != "text":
            result.append(para)
            if para.kind == "note":
                notes.append(para)
                last_note = para
            elif para.kind == "table":
                body, notes = None, []
            continue
        text = para.text(source)
        marker = shapes.marker_of(text)
        body_text = body.text(source) if body else ""
        body_open = body is not None and _open(body_text) and not _is_title(body_text)
        if notes:
            note_open = last_note is not None and _open(last_note.text(source))
            cut = body_open and len(body_text) >= _LONG
            if body is not None and body_open and _goes_on(body_text, text, marker):
                body.lines.extend(para.lines)
            elif cut and body is not None and marker is None and not _is_title(text):
                # Body text was cut here.  If its rest comes further down, this is the footnote's.
                if last_note is not None and _rest_follows(source, paras, i + 1):
                    last_note.lines.extend(para.lines)
                    continue
                body.lines.extend(para.lines)
            elif note_open and last_note is not None and marker is None and shapes.starts_low(text):
                last_note.lines.extend(para.lines)
                continue
            else:
                result.append(para)
                body = para
            notes = []
            continue
        before_note = i + 1 < len(paras) and paras[i + 1].kind == "note"
        if (
            before_note
            and last_note is not None
            and marker is None
            and not body_open
            and _open(last_note.text(source))
            and (shapes.starts_low(text) or _OPENS_DIGIT.match(text))
        ):
            last_note.lines.extend(para.lines)
        elif body is not None and body_open and _goes_on(body_text, text, marker):
            body.lines.extend(para.lines)
        else:
            result.append(para)
            body = para
    return result


def _is_title(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _rest_follows(source: str, paras: list[Para], at: int) -> bool:
    """Whether a paragraph that begins in mid-sentence stands further down, before the next item."""
    for para in paras[at : at + 12]:
        if para.kind != "text":
            continue
        text = para.text(source)
        if shapes.marker_of(text) is not None or _is_title(text):
            return False
        if shapes.starts_low(text):
            return True
    return False
