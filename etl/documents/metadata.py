"""What a report says of itself: place, years, date, number, issuing body, kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from etl.documents.headings import names_paper
from etl.documents.model import (
    FOOTNOTE,
    FURNITURE,
    HEADING,
    LIST_ITEM,
    PARAGRAPH,
    SIGNATURE,
    TABLE,
    Block,
    Metadata,
)
from etl.documents.places import places_of
from etl.documents.placing import Texts, Zones, place_report

_DATE = re.compile(r"ngày\s*(\d{1,2})\s*(?:tháng|[/.-])\s*(\d{1,2})\s*(?:năm|[/.-])\s*(\d{4})", re.IGNORECASE)
_YEAR_OF_DATE = re.compile(
    r"ngày\s*[\d….]*\s*(?:tháng|/)\s*[\d….]*\s*(?:năm|/)\s*((?:19|20)\d\d)", re.IGNORECASE
)
_NUMBER = re.compile(r"\bsố\s*:?\s*(\d[\d./]*\s*/\s*(?:BC|TTr|KH)\s*-\s*[A-ZĐ&]+)", re.IGNORECASE)
# These begin with a set of letters, which a search passes quickly over the rest of a text with.
_YEAR = re.compile(r"[12](?:(?<=1)9|(?<=2)0)\d\d(?<![\d/\-–].{4})(?![\d%])")
_FOUR_DIGITS = re.compile(r"[12][09]\d\d")
_SPAN_OF_YEARS = re.compile(r"[12](?:(?<=1)9|(?<=2)0)\d\d\s*[-–]\s*(?:19|20)?\d\d(?:\s*\d\d)?")
_SCHOOL_YEAR = re.compile(r"[nN](?i:ăm\s+học\s+\d{4})")
_CLOSING = re.compile(r"(?is)trên\s+đây\s+là\s+(?P<title>báo\s+cáo\s+.*)")
# Where one stands, by the rarest of its letters: a search that begins with one letter runs along the text
# several times faster than one that begins with a choice.
_CLOSING_PLACES = [re.compile(rf"{e}(?<=[tT][rR]{e})(?=(?i:n\s+đây\s+là\s+báo\s+cáo\s))") for e in "êÊ"]
_CAPTION = re.compile(r"\W*(?:\(|\*)?\W*(?:biểu\s+)?kèm theo", re.IGNORECASE)
_OF_BODY = re.compile(r"\s+của\s+(?:Ủy|Uỷ|ủy|uỷ|UBND|tỉnh|thành|huyện|quận|thị|HĐND)[^;]*$")
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})\s+tháng(?:\s+đầu)?(?:\s+năm)?", re.IGNORECASE)
_QUARTER = re.compile(r"\bquý\s+(IV|I{1,3}|[1-4])\b", re.IGNORECASE)
_ONE_MONTH = re.compile(r"\btháng\s+(\d{1,2})\s*(?:/|năm)\s*(?:19|20)\d\d", re.IGNORECASE)
_PLAN_WORDS = re.compile(
    r"phương hướng|nhiệm vụ|giải pháp|mục tiêu|kế hoạch|dự kiến|phấn đấu|chỉ tiêu", re.IGNORECASE
)
_RESULT_WORDS = re.compile(r"kết quả|tình hình|thực hiện|đánh giá", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(?:[IVX]+|[A-Z]|\d+|[a-zđ])[.)]")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_OVERRIDES = (
    "title", "issuing_body", "locality_name", "locality_level", "locality_code", "province_name",
    "report_kind", "document_number",
)  # fmt: skip


class _Found(NamedTuple):
    """A value, where it was read, and how sure that is."""

    value: str | int | date
    where: str
    confidence: float


def read_metadata(blocks: Sequence[Block], entry: Mapping[str, str] | None = None) -> Metadata:
    """The metadata of a report from its letterhead, title, preamble, headings and signature.

    `entry` is the file's row of the manifest; what it states overrides the text.  `confidence` is
    that of locality and year together; both are certain where the manifest states them.
    """
    texts = Texts(blocks)
    zones = _zones(blocks, texts)
    meta = Metadata()
    title = _title(zones)
    _set(meta, "title", title)
    _set(meta, "document_number", _document_number(zones))
    _set(meta, "report_date", _report_date(zones))
    year, plan = _years(zones, str(title.value) if title else "", meta.report_date)
    _set(meta, "report_year", year)
    _set(meta, "plan_year", plan)
    _set(meta, "report_kind", _report_kind(zones, title))
    if entry:
        _override_years(meta, entry)
    day = meta.report_date or (date(meta.report_year, 12, 31) if meta.report_year else None)
    hint = (entry or {}).get("locality_name")
    place = place_report(
        zones, texts, day, hint, (entry or {}).get("locality_level"), (entry or {}).get("province_name")
    )
    place_confidence = 0.0
    if place is not None:
        unit, where, place_confidence = place
        meta.locality_name, meta.locality_level = unit.short_name, unit.level
        meta.locality_code, meta.province_name = unit.locality_code, unit.province_name
        meta.evidence["locality_name"] = where
        body = _issuing_body(zones, unit.unit_type, unit.short_name)
        _set(meta, "issuing_body", body)
    if entry:
        _override(meta, entry)
        if entry.get("locality_name"):
            place_confidence = 1.0
    year_confidence = 1.0 if entry and entry.get("report_year") else (year.confidence if year else 0.0)
    meta.confidence = round(place_confidence * year_confidence, 3)
    return meta


def _set(meta: Metadata, name: str, found: _Found | None) -> None:
    if found is not None:
        setattr(meta, name, found.value)
        meta.evidence[name] = found.where


def _zones(blocks: Sequence[Block], texts: Texts) -> Zones:
    """The blocks by the part of the report that they stand in."""
    first = _first(blocks, lambda b: b.kind is LIST_ITEM or (b.kind is HEADING and b.level > 0))
    # What stands before the first numbered heading, be it below "Phần thứ nhất", is the preamble.
    numbered = _first(
        blocks,
        lambda b: b.kind is LIST_ITEM or (b.kind is HEADING and bool(_NUMBERED.match(b.marker or ""))),
    )
    closing = {texts.block_at(m.start()) for places in _CLOSING_PLACES for m in places.finditer(texts.joined)}
    captions = {texts.block_at(at) for at in places_of(texts.joined, *"èÈ")}  # the rare letter of "kèm theo"
    names: list[str] = []
    for i, block in enumerate(blocks):
        kind = block.kind
        if kind is TABLE or kind is FOOTNOTE:
            name = "body"
        elif kind is FURNITURE:
            name = "letterhead" if i < first else "furniture"
        elif kind is SIGNATURE:
            name = "signature"
        elif kind is HEADING:
            name = "title" if block.level == 0 else "heading"
        elif i in closing and len(block.text) < 700:
            name = "closing"
        elif i in captions and _CAPTION.match(block.text):
            name = "caption"
        else:
            name = "preamble" if kind is PARAGRAPH and i < numbered else "body"
        names.append(name)
    return Zones(names, blocks)


def _first(blocks: Sequence[Block], wanted: Callable[[Block], bool]) -> int:
    return next((b.index for b in blocks if wanted(b)), len(blocks))


def _title(zones: Zones) -> _Found | None:
    lines = [z.block for z in zones.of("title") if not names_paper(z.block.text)]
    titles = [b for b in lines if not b.text.lstrip().startswith("(")]
    if titles:
        return _Found(
            " ".join(b.text for b in titles).strip(" ,;"), f"title, line {titles[0].line_start}", 1.0
        )
    for zone in zones.of("closing"):
        match = _CLOSING.search(zone.block.text)
        if match:
            text = _OF_BODY.sub("", match["title"].rstrip(" ./"))
            return _Found(text[:1].upper() + text[1:], f"closing sentence, line {zone.block.line_start}", 0.8)
    return None


def _document_number(zones: Zones) -> _Found | None:
    for zone in zones.of("letterhead", "title", "caption"):
        match = _NUMBER.search(zone.block.text)
        if match:
            return _Found(
                re.sub(r"\s", "", match.group(1)), f"{zone.name}, line {zone.block.line_start}", 0.95
            )
    return None


def _report_date(zones: Zones) -> _Found | None:
    for zone in zones.of("letterhead", "caption", "title"):
        if zone.name == "title" and "kỳ họp" in zone.block.text:
            continue
        match = _DATE.search(zone.block.text)
        if match:
            day, month, year = (int(g) for g in match.groups())
            try:
                return _Found(date(year, month, day), f"{zone.name}, line {zone.block.line_start}", 0.95)
            except ValueError:
                continue
    return None


def years_in(text: str) -> list[int]:
    """Single years that a text names, spans of years (giai đoạn 2021-2025) left out."""
    if not _FOUR_DIGITS.search(text):
        return []
    text = _SCHOOL_YEAR.sub(" ; ", text)  # the sign keeps the years on both sides from making a span
    return [int(y) for y in _YEAR.findall(_SPAN_OF_YEARS.sub(" ", text))]


def _years(zones: Zones, title: str, day: date | None) -> tuple[_Found | None, _Found | None]:
    """Report year and plan year: of the title, the headings, the date, else of most of the text."""
    sources: list[tuple[str, str, float]] = [("title", title, 0.99)]
    headings = zones.of("heading")
    sources += [(f"heading, line {z.block.line_start}", _whole(z.block), 0.93) for z in headings[:40]]
    year: _Found | None = None
    for where, text, confidence in sources:
        found = years_in(text)
        if found and (where == "title" or _RESULT_WORDS.search(text)):
            # "Kết quả năm 2023, nhiệm vụ năm 2024": what was done comes first.
            year = _Found(
                min(found) if len(set(found)) == 2 and max(found) - min(found) == 1 else found[0],
                where,
                confidence,
            )
            break
    if year is None:
        for zone in zones.of("closing", "preamble", "letterhead"):
            found = years_in(zone.block.text)
            dated = _YEAR_OF_DATE.search(zone.block.text)
            if zone.name == "letterhead" and dated:
                year = _Found(int(dated.group(1)), f"date, line {zone.block.line_start}", 0.8)
            elif found:
                year = _Found(found[0], f"{zone.name}, line {zone.block.line_start}", 0.8)
            if year:
                break
    if year is None:
        counts: dict[int, int] = {}
        for zone in zones.of("body", "heading"):
            for y in years_in(zone.block.text):
                counts[y] = counts.get(y, 0) + 1
        if counts:
            best = max(counts, key=lambda y: counts[y])
            year = _Found(
                best,
                f"body, {counts[best]} of {sum(counts.values())} years named",
                0.5 * counts[best] / sum(counts.values()) + 0.2,
            )
    if year is None:
        return None, None
    if day is not None and year.confidence < 0.9 and day.year != year.value and day.month > 2:
        year = _Found(day.year, "date", 0.8)
    following = int(str(year.value)) + 1
    for where, text, confidence in sources:
        if following in years_in(text) and (where == "title" or _PLAN_WORDS.search(text)):
            return year, _Found(following, where, confidence)
    return year, None


def _whole(block: Block) -> str:
    return f"{block.marker or ''} {block.text}"


def _report_kind(zones: Zones, title: _Found | None) -> _Found | None:
    """`year`, `6m`, `9m`, `q1`, `m05`: the stretch of time that the title names."""
    texts = [(str(title.value), title.where)] if title else []
    texts += [(z.block.text, f"heading, line {z.block.line_start}") for z in zones.of("heading")[:6]]
    for text, where in texts:
        months = _MONTHS.search(text)
        if (
            months
            and 1 < int(months.group(1)) < 12
            and "cuối năm" not in text[months.start() : months.end() + 10]
        ):
            return _Found(f"{int(months.group(1))}m", where, 0.9)
        quarter = _QUARTER.search(text)
        if quarter:
            sign = quarter.group(1).upper()
            return _Found(f"q{_ROMAN.get(sign, sign)}", where, 0.9)
        month = _ONE_MONTH.search(text)
        if month:
            return _Found(f"m{int(month.group(1)):02d}", where, 0.8)
        if years_in(text):
            return _Found("year", where, 0.9)
    return None


def _issuing_body(zones: Zones, unit_type: str, name: str) -> _Found | None:
    """The office that signs: people's committee, people's council or another, of the report's place."""
    place = f"{unit_type.lower()} {name}".strip()
    for zone in zones.of("letterhead", "closing", "caption", "title", "signature"):
        text = zone.block.text
        if zone.name == "letterhead" and re.match(r"\W*kính gửi", text, re.IGNORECASE):
            continue
        if re.search(r"[uủ][ỷỹyủ]\s+ban\s+nhân\s+dân|\bUBND\b", text, re.IGNORECASE) and (
            zone.name != "signature" or re.match(r"\W*(?:TM|KT|TUQ)\.", text)
        ):
            return _Found(f"UBND {place}", f"{zone.name}, line {zone.block.line_start}", 0.9)
    return None


def _override_years(meta: Metadata, entry: Mapping[str, str]) -> None:
    for name in ("report_year", "plan_year"):
        value = entry.get(name, "").strip()
        if value.isdigit():
            setattr(meta, name, int(value))
            meta.evidence[name] = "manifest"
    day = entry.get("report_date", "").strip()
    if day:
        try:
            meta.report_date = date.fromisoformat(day)
            meta.evidence["report_date"] = "manifest"
        except ValueError:
            pass  # the manifest's own check reports it


def _override(meta: Metadata, entry: Mapping[str, str]) -> None:
    for name in _OVERRIDES:
        value = entry.get(name, "").strip()
        if value:
            setattr(meta, name, value)
            meta.evidence[name] = "manifest"
