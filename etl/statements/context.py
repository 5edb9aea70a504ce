"""What a block inherits: year and kind from the headings, head and period from the list it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from etl.documents.model import Block, BlockKind, Document
from etl.statements.periods import Period, read_mask, span_of, years_in
from etl.statements.scan import mask_spans
from etl.statements.vocabulary import Vocabulary, fold

_PLAN_HEADING = re.compile(
    r"mục tiêu|phương hướng|nhiệm vụ|giải pháp|kế hoạch (?:năm|phát triển)|dự kiến|chỉ tiêu|phấn đấu"
)
_RESULT_HEADING = re.compile(
    r"kết quả|tình hình|đánh giá|thực hiện các chỉ tiêu|kiểm điểm|đạt được|tồn tại|hạn chế"
)
_PLAN_PAPER = re.compile(
    r"^(?:nghị quyết|quyết định|tờ trình)?\s*(?:về\s+)?(?:việc\s+)?"
    r"(?:(?:ban hành|giao|phê duyệt|thông qua|phân bổ|điều chỉnh)\s+)*"
    r"(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|nhiệm vụ|phương án phân bổ)\b"
)
_NATIONAL = re.compile(r"(?:chương trình\s+)?mục tiêu quốc gia|mtqg")  # a programme's name, no plan
_MARKER = re.compile(r"^(?:phần\s+\w+(?:\s+\w+)?\s*[:.]?|[ivxlc]+[.)]|\(?\w{1,2}[.)]|\d+(?:\.\d+)*\.?)\s+")
_FUTURE = re.compile(r"phương hướng|mục tiêu|nhiệm vụ|giải pháp")
_STILL_TO_COME = re.compile(
    r"(?:tháng|quý|thời gian|năm) (?:cuối|còn lại|tới|tiếp theo|sau)\b|(?:đến|tới) (?:cuối|hết) năm\b"
)
_ASSIGNED = re.compile(r"(?:giao|phân bổ)\s+(?:các\s+)?(?:chỉ tiêu|kế hoạch|dự toán|nhiệm vụ)")
_FIRST_MONTHS = re.compile(r"(?<![\d/])0?(\d{1,2}) tháng(?! (?:cuối|còn lại|\d))")
_QUARTER = re.compile(r"\bquý (iv|i{1,3}|[1-4])\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_ONE_MONTH = re.compile(r"\btháng (\d{1,2})(?: năm|/)\s*(?:19|20)\d\d")
_LIST_OF_TARGETS = re.compile(
    r"^(?:(?:các|những|một số)\s+)?(?:chỉ tiêu|mục tiêu)"
    r"|(?:chỉ tiêu|mục tiêu)[^.]{0,30}(?:bao gồm|như sau|chủ yếu)"
)


class Context(NamedTuple):
    """What holds where a block begins."""

    year: int | None
    kind: str = "result"  # result, or target in a plan section
    period: Period | None = None
    head: str | None = None  # the indicator that a list's opening names
    estimate: bool = False
    targets_list: bool = False  # a list of "các chỉ tiêu": goal sentence, then its result
    title: str = ""  # nearest heading
    anchored: str = ""  # of a footnote: the words before its mark
    places: frozenset[str] = frozenset()  # folded names of places that the document calls xã, phường …


def document_years(document: Document) -> tuple[int | None, int | None]:
    """(report year, plan year): of the metadata, else of the opening lines."""
    year, plan = document.metadata.report_year, document.metadata.plan_year
    if year is None:
        for block in document.blocks[:12]:
            found = years_in(block.text) if "năm" in fold(block.text) else []
            if found:
                year = found[0]
                later = [y for y in found if y == year + 1]
                plan = plan or (later[0] if later else None)
                break
    if year is not None and plan is None:
        plan = year + 1
    return year, plan


@dataclass(frozen=True, slots=True)
class _Heading:
    """What the words of one heading say, whatever year the report is of."""

    years: list[int]
    plan: bool
    result: bool
    future: bool
    remaining: bool  # what is to be done in the months that are left
    assigned: bool
    targets: bool
    span: str | None  # "9 tháng đầu năm", "quý I", "tháng 5 năm 2023": 9m, q1, m05


def _span(text: str) -> str | None:
    """The code of the part of a year that a heading names."""
    first, quarter, month = (p.search(text) for p in (_FIRST_MONTHS, _QUARTER, _ONE_MONTH))
    if first is not None:
        return f"{int(first.group(1))}m"
    if quarter is not None:
        return f"q{_ROMAN.get(quarter.group(1), quarter.group(1))}"
    return f"m{int(month.group(1)):02d}" if month is not None else None


@lru_cache(maxsize=2_000)
def _heading(heading: str) -> _Heading:
    text = _NATIONAL.sub(" ", _MARKER.sub("", fold(heading)))
    return _Heading(
        years_in(text),
        _PLAN_HEADING.search(text) is not None,
        _RESULT_HEADING.search(text) is not None,
        _FUTURE.search(text) is not None,
        _STILL_TO_COME.search(text) is not None,
        _ASSIGNED.search(text) is not None,
        _LIST_OF_TARGETS.search(text) is not None,
        _span(text),
    )


def goal_year(text: str, year: int | None) -> int | None:
    """The later year whose goals a heading or an opening announces ("Mục tiêu năm 2024:")."""
    said = _heading(text)
    future = [y for y in said.years if year is not None and y > year]
    return future[-1] if future and said.plan and not (year in said.years and said.result) else None


def is_plan_paper(title: str) -> bool:
    """True for the title of a paper that lays down plans: "Về dự toán thu, chi ngân sách năm 2023"."""
    text = fold(title)
    return _PLAN_PAPER.search(text) is not None and _RESULT_HEADING.search(text) is None


def section_context(
    section: tuple[str, ...],
    year: int | None,
    plan_year: int | None,
    span: str | None = None,
    kind: str = "result",
) -> Context:
    """Year, kind and time as the headings above say, the innermost that says anything winning.

    `span` is the report's own time where it is shorter than a year ("9m", "q1", "m05"), `kind` what its
    figures are where no heading says.
    """
    at, targets = year, False
    for heading in section:
        said = _heading(heading)
        years = said.years
        future = [y for y in years if year is not None and y > year]
        goal = goal_year(heading, year)
        ahead = said.future and not said.result
        if goal is not None:
            kind, at = "target", goal
        elif ahead and not future and (said.remaining or _is_later(said.span, span)):
            kind, at = "target", year  # "Nhiệm vụ 6 tháng cuối năm", "Nhiệm vụ quý III năm 2024"
        elif ahead and not years:
            at = at if kind == "target" else plan_year  # "1. Mục tiêu" below "Kế hoạch năm 2025"
            kind = "target"
        elif said.assigned and not said.result and not future:
            kind, at = "target", years[-1] if years else at  # "Giao chỉ tiêu cho các xã"
        elif (said.result and not future) or (said.result and year in years):
            kind, at = "result", year
        if said.span or said.years:
            span = said.span  # "II. Ước thực hiện năm 2022" is of the year again
        targets = said.targets
    period = span_of(at, span) if span and kind == "result" else None
    return Context(at, kind, period, targets_list=targets, title=section[-1] if section else "")


def _is_later(span: str | None, report: str | None) -> bool:
    """True for a part of a year that ends behind the report's own: quarter III, where six months are told."""
    told, own = (span_of(2000, code) if code else None for code in (span, report))
    return told is not None and own is not None and bool(told.end and own.end and told.end > own.end)


def opening_period(text: str, year: int | None, vocabulary: Vocabulary) -> Period | None:
    """The last period that a list's opening names ("Tính đến 30/11/2021, …:")."""
    found: Period | None = None
    if _DIGIT.search(text) is None:
        return None
    for start, end, role in mask_spans(text, vocabulary):
        if role == "date":
            period = read_mask(text[start:end], text[:start], year)
            if period is not None and period.code != "year":
                found = period
    return found


def opening_head(text: str) -> str | None:
    """The words that open a list and name what its items are about: `Cây lúa:` -> Cây lúa."""
    text = text.strip().rstrip(":").strip()
    if not text or len(text) > 120 or any(c.isdigit() for c in text):
        return None
    tail = re.split(r"[.;:]\s+", text)[-1].strip()
    return tail or None


_PLACE_KINDS = (
    "xã", "Xã", "phường", "Phường", "thị trấn", "Thị trấn", "huyện", "Huyện",
    "thôn", "Thôn", "xóm", "Xóm", "bản", "Bản",
)  # fmt: skip
_PLACE_NAME = re.compile(r"\s+((?:(?![\d_])[\w])+(?:\s+(?![\d_])\w+){0,3})")


def place_names(text: str) -> frozenset[str]:
    """Folded proper names that stand behind "xã", "phường" … anywhere in a document."""
    found: set[str] = set()
    for kind in _PLACE_KINDS:
        at = text.find(kind)
        while at >= 0:
            at += len(kind)
            behind = text[at : at + 2]
            if not (behind[:1].isspace() and (behind[1:].isupper() or behind[1:].isspace())):
                at = text.find(kind, at)  # most are no names: "xã hội", "bản đồ"
                continue
            match = _PLACE_NAME.match(text, at)
            words = []
            for word in match.group(1).split() if match is not None else ():
                if not word[0].isupper() or (word.isupper() and len(word) > 3):
                    break
                words.append(word)
            if 1 <= len(words) <= 4:
                found.add(fold(" ".join(words)))
            at = text.find(kind, at)
    return frozenset(found)


def without_marker(heading: str) -> str:
    """A heading without its number: `I. Chỉ tiêu kinh tế` -> Chỉ tiêu kinh tế."""
    found = _MARKER.match(fold(heading))
    return heading[found.end() :] if found else heading


_OPENING = re.compile(r"^(?:(?:tuy nhiên|nhưng|đồng thời|và|vẫn|đã|đang|có|một số|các|những)\s+)+")
_SHORT = 200  # characters of an opening that is no paragraph of its own
_ANCHOR_WORDS = 200  # characters
_SENTENCE = re.compile(r"(?s).*[.;]\s+")  # up to where the last one begins
_DIGIT = re.compile(r"\d")
_LAST_PHRASE = re.compile(r"[,;:.(]\s+")


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a block says of the list that it opens."""

    period: Period | None
    head: str | None
    targets: bool
    goal: int | None = None  # the later year whose goals it announces


class Inheritance:
    """Contexts of a document's blocks, worked out from headings, list openings and anchors."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.year, self.plan_year = document_years(document)
        told = document.metadata.report_kind
        self.span = told if told != "year" else None
        if self.span is not None and document.metadata.plan_year is None:
            self.plan_year = self.year  # what a report of six months has in view is the rest of its year
        self.kind = "target" if is_plan_paper(document.metadata.title or "") else "result"
        self.places = place_names(document.text)
        self._sections: dict[tuple[str, ...], Context] = {}
        self._openings: dict[int, _Opening] = {}  # by block
        self._contexts: dict[tuple[tuple[str, ...], int | None], Context] = {}

    def section(self, block: Block) -> Context:
        """Of the headings above a block."""
        found = self._sections.get(block.section)
        if found is None:
            found = section_context(block.section, self.year, self.plan_year, self.span, self.kind)
            self._sections[block.section] = found
        return found

    def _opening(self, opener: Block) -> _Opening:
        text = opener.text
        return _Opening(
            opening_period(text[-400:], self.year, self.vocabulary),
            opening_head(text) if text.rstrip().endswith(":") else None,
            len(text) < _SHORT and _LIST_OF_TARGETS.search(fold(text)) is not None,
            goal_year(text, self.year) if len(text) < _SHORT and text.rstrip().endswith(":") else None,
        )

    def _anchored(self, block: Block) -> str:
        """The words that a footnote's mark stands behind, back to the last full stop, comma or colon."""
        if block.anchor_index is None or block.anchor_offset is None:
            return ""
        before = self.document.blocks[block.anchor_index].text[: block.anchor_offset]
        if len(before) > _ANCHOR_WORDS:
            before = before[-_ANCHOR_WORDS:].partition(" ")[2]  # no word is cut
        return _OPENING.sub("", _LAST_PHRASE.split(before.rstrip(" ,;.:"))[-1].strip())

    def _anchor_period(self, block: Block) -> Period | None:
        """The time of the sentence that bears a footnote's mark, so far as it is told before the mark."""
        if block.anchor_index is None or block.anchor_offset is None:
            return None
        before = self.document.blocks[block.anchor_index].text[: block.anchor_offset]
        ended = _SENTENCE.match(before)
        return opening_period(before[ended.end() :] if ended else before, self.year, self.vocabulary)

    def of(self, block: Block) -> Context:
        """What holds where `block` begins."""
        if block.anchor_index is not None:
            return self._of(block)
        place = block.section, block.parent_index  # the items of a list share them
        found = self._contexts.get(place)
        if found is None:
            found = self._contexts[place] = self._of(block)
        return found

    def _of(self, block: Block) -> Context:
        above = self.section(block)
        period: Period | None = None
        head, targets = above.head, above.targets_list
        year, kind, goal = above.year, above.kind, None
        seen = 0
        at = block
        if block.kind is BlockKind.FOOTNOTE and block.anchor_index is not None:
            at = self.document.blocks[block.anchor_index]
            period = self._anchor_period(block)
        parent = at.parent_index
        while parent is not None and seen < 8:
            opener = self.document.blocks[parent]
            if opener.kind is not BlockKind.HEADING:
                opening = self._openings.get(parent)
                if opening is None:
                    opening = self._openings[parent] = self._opening(opener)
                period = period or opening.period
                head = head or opening.head
                targets = targets or opening.targets
                goal = goal or opening.goal
            parent = opener.parent_index
            seen += 1
        if goal is not None:
            year, kind = goal, "target"
        elif period is None:
            period = above.period
        return Context(
            year, kind, period, head, above.estimate, targets,
            above.title, self._anchored(block), self.places,
        )  # fmt: skip
