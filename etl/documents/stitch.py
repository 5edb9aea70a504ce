"""Sentences that a footnote or the end of a page cut in two, put together again.

Pasted pages come in the order of print: body text up to the page's end, the page's footnotes, the
body of the next page.  A footnote that is too long for its page goes on at the foot of the next,
before that page's own footnotes or before the body goes on, and bears no mark there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from etl.documents import shapes
from etl.documents.paragraphs import Opening, Para

# A text that ends in one of these cannot be at its end; the next paragraph goes on with it.
_HANGING = re.compile(
    r"(?:,|[-–/(“]|\b(?:của|và|với|tại|các|những|cho|là|trong|được|số|do|từ|đến|về|theo|trên|bằng|cùng|hoặc|như|gồm|"
    r"thành phố|tỉnh|huyện|xã|phường|thị xã|thị trấn|năm|ngày|tháng|quý|đạt|trung tâm|công tác|ban|sở|nhà|"
    r"một|hai|không|đã|đang|sẽ|có|để|khi|nếu|bởi|sự|việc|giai đoạn|quyết định|nghị quyết|kế hoạch số|"
    r"ước|tổng|mức|thuộc|"
    r"UBND|HĐND|[Kk]ết quả|dự án|đường|Thành phố|Tỉnh|Ban|Sở|Trung tâm))\s*$"
)
_ENDS_IN_WORD = re.compile(r"[^\W\d_]*[^\W\d_A-ZĐ]$")  # a word, no acronym, no figure, no bracket
_RANGE_END = re.compile(r"\d{4}\s*$")
_RANGE_START = re.compile(r"[-–]\s*\d{4}\b")
_DIGIT = re.compile(r"\d")
_LONG = 60  # a line shorter than this that stops without a full stop may be a heading
_PARAGRAPH = 120  # a line this long is running text
_LOOK_AHEAD = 60
_SHORT_NOTE = 600
_FAR = 25  # paragraphs after which a footnote is not gone on with
_AROUND = 120_000  # characters of the report that tell which words go together
_LAST_WORD = re.compile(r"([^\W_]+)[*_\s]*$")
_FIRST_WORD = re.compile(r"[*_\s]*([^\W_]+)")


@dataclass(slots=True)
class _Text:
    """A text paragraph as the stitcher sees it."""

    text: str
    marker: shapes.Marker | None
    is_heading: bool
    is_low: bool
    is_open: bool

    @property
    def is_bullet(self) -> bool:
        return self.marker is not None and self.marker.ordinal is None and not self.is_heading


def _is_open(opening: Opening) -> bool:
    """Whether a text stops in the middle of a sentence."""
    return not (shapes.is_closed(opening.text) or opening.heads or opening.capitals)


def _look(opening: Opening) -> _Text:
    text, marker = opening.text, opening.marker
    low = marker is None and shapes.starts_low(text)
    return _Text(text, marker, opening.heads or opening.capitals, low, _is_open(opening))


def _goes_on(before: str, after: _Text, fits: Callable[[str, str], bool]) -> bool:
    """Whether a paragraph can be the rest of the open text `before`.

    `fits` tells whether the report has the words at the joint next to each other elsewhere.
    """
    marker, text = after.marker, after.text
    before = before.rstrip(f" *_{shapes.SUPER}⁽⁾")  # re counts raised digits among the letters
    end = before[-40:]
    in_bracket = before.count("(") > before.count(")")
    if marker is not None:
        return bool(_RANGE_END.search(end) and _RANGE_START.match(text)) or (
            marker.style == "n." and in_bracket
        )
    if after.is_low:
        return True
    if after.is_heading:
        return False
    if _DIGIT.match(text) and (in_bracket or len(before) >= _LONG):
        return True
    if len(before) >= _LONG and _HANGING.search(end):
        return True
    return (
        len(before) >= _PARAGRAPH
        and bool(_ENDS_IN_WORD.search(end))
        and not after.is_open
        and not text.rstrip().endswith(":")
        and len(text) >= 40
        and fits(before, text)
    )


class _Stitcher:
    """Walks the paragraphs in order of print and gives each to the text that it belongs to."""

    def __init__(self, source: str, paras: list[Para]) -> None:
        self.source = source
        self.paras = paras
        self._looks: list[_Text | None] = [None] * len(paras)  # of those that were asked for
        self.result: list[Para] = []
        self.body: Para | None = None
        self.body_text = ""
        self.body_open = False
        self.note: Para | None = None  # the last footnote
        self.tail: Para | None = None  # its last paragraph
        self.in_notes = False  # the paragraph before this one is a footnote's
        self.since_note = 0  # text paragraphs since the last footnote
        self._tail_of: Para | None = None
        self._tail_lines = 0
        self._tail: tuple[str, bool] = ("", False)
        self._lower: str | None = None
        self._stands: dict[tuple[str, int, int], bool] = {}  # joints looked for
        self.at = 0  # where the paragraph stands that is being placed

    def run(self) -> list[Para]:
        for i, para in enumerate(self.paras):
            if para.kind == "text":
                self._place(i, para)
            elif para.kind == "note":
                self.result.append(para)
                self.note = self.tail = para
                self.in_notes, self.since_note = True, 0
            else:
                self.result.append(para)
                if para.kind == "table":
                    self.body, self.body_open, self.in_notes = None, False, False
        return self.result

    def _look(self, i: int) -> _Text:
        """The text paragraph at a place; most stand below a closed one and are not looked at closely."""
        look = self._looks[i]
        if look is None:
            look = self._looks[i] = _look(self.paras[i].opening())
        return look

    def _place(self, i: int, para: Para) -> None:
        tail_text, note_open = self._tail_text() if self.tail is not None else ("", False)
        self.since_note += 1
        note_open = note_open and self.since_note <= _FAR
        if not (self.body_open or note_open or self.in_notes):
            self._begin(para)
            return
        self.at = para.start
        look = self._look(i)
        before_note = self._next_kind(i) == "note"
        in_body = self.body_open and _goes_on(self.body_text, look, self._fits)
        in_note = (
            note_open
            and (in_body or (not self.body_open and (before_note or look.is_low)))  # else it is not asked for
            and not look.is_heading
            and _goes_on(tail_text, look, self._fits)
        )
        cut = self.body_open and len(self.body_text) >= _LONG
        # Whether the body's rest may follow is asked for near a footnote only, and only where it decides.
        decides = (in_note or (self.in_notes and not look.is_low)) if in_body else cut and not look.is_heading
        orphan = decides and (self.in_notes or note_open) and self._orphan_follows(i + 1)
        if in_body and in_note:
            if self._fits_better(tail_text, self.body_text, look.text, or_as_well=orphan):
                self._to_note(para, joined=True)
            else:
                self._to_body(para)
        elif in_body and not orphan:
            self._to_body(para)
        elif cut and orphan and not look.is_heading:
            self._to_note(para, joined=False)
        elif cut and self.in_notes and look.marker is None and not look.is_heading:
            self._to_body(para)
        elif self.in_notes and not self.body_open and look.is_bullet and self._heads_list(tail_text):
            self._to_note(para, joined=False)
        elif in_note and not self.body_open:
            self._to_note(para, joined=True)
        elif (
            self.in_notes
            and before_note
            and not self.body_open
            and look.marker is None
            and not look.is_heading
            and len(look.text) < _SHORT_NOTE
        ):
            self._to_note(para, joined=False)
        else:
            self._begin(para)

    def _begin(self, para: Para) -> None:
        """Take a paragraph as one of the body's own."""
        self.result.append(para)
        opening = para.opening()
        self.body, self.body_text, self.body_open = para, opening.text, _is_open(opening)
        self.in_notes = False

    def _tail_text(self) -> tuple[str, bool]:
        """The last paragraph of the last footnote, and whether more of it may follow."""
        if self.tail is None:
            return "", False
        if self._tail_of is not self.tail or self._tail_lines != len(self.tail.lines):
            text = self.tail.tail()
            self._tail = text, not shapes.is_closed(text) or text.rstrip(" *_").endswith(":")
            self._tail_of, self._tail_lines = self.tail, len(self.tail.lines)
        return self._tail

    def _heads_list(self, tail_text: str) -> bool:
        """Whether the last footnote opens a list, or an item of its list was the last thing read."""
        return tail_text.rstrip(" *_").endswith(":") or self.tail is not self.note

    def _to_body(self, para: Para) -> None:
        if self.body is None:
            return
        self.body.lines.extend(para.lines)
        self.body_text = self.body.tail()
        self.body_open = not shapes.is_closed(self.body_text)
        self.in_notes = False

    def _to_note(self, para: Para, joined: bool) -> None:
        if self.note is None or self.tail is None:
            return
        if joined:
            self.tail.lines.extend(para.lines)
        else:
            self.tail = Para("note", para.lines, owner=self.note)
            self.result.append(self.tail)
        self.in_notes = True

    def _fits(self, before: str, after: str) -> bool:
        """Whether the report has the last word of one text right before the first of the other."""
        joint = self._joint(before, after)
        found = self._stands.get(joint)  # the same paragraphs are held against each other again and again
        if found is None:
            found = self._stands[joint] = bool(joint[0]) and self.lower.find(*joint) >= 0
        return found

    def _fits_better(self, one: str, other: str, after: str, or_as_well: bool = False) -> bool:
        """Whether the report has the last word of `one` oftener right before the first of `after`.

        Words are cut at the ends of pages: "tổ" goes on with "chức", not with "công tác".
        """
        # To find that one stands nowhere takes the whole report, so no more is asked than decides.
        if not self._fits(*((other, after) if or_as_well else (one, after))):
            return or_as_well
        if not self._fits(*((one, after) if or_as_well else (other, after))):
            return not or_as_well
        times, others = (self.lower.count(*self._joint(x, after)) for x in (one, other))
        return times > others or (or_as_well and times == others)

    def _joint(self, before: str, after: str) -> tuple[str, int, int]:
        """The words at a joint, and the bounds of what lies around it in the source; no words where none."""
        last = _LAST_WORD.search(before.rstrip(f" *_{shapes.SUPER}⁽⁾")[-40:])
        first = _FIRST_WORD.match(after)
        words = f"{last.group(1)} {first.group(1)}".lower() if last and first else ""
        return words, max(0, self.at - _AROUND), min(len(self.lower), self.at + _AROUND)

    @property
    def lower(self) -> str:
        """The source in lower case."""
        if self._lower is None:
            self._lower = self.source.lower()
        return self._lower

    def _next_kind(self, i: int) -> str | None:
        for para in self.paras[i + 1 : i + 4]:
            if para.kind != "furniture":
                return para.kind
        return None

    def _orphan_follows(self, at: int) -> bool:
        """Whether the rest of the cut body stands further down.

        A paragraph in between that is cut itself has the first claim on the next rest, unless the
        words tell that it is the body's.
        """
        cut: str | None = None  # a text in between that waits for its rest
        for j in range(at, min(len(self.paras), at + _LOOK_AHEAD)):
            kind = self.paras[j].kind
            if kind == "table":
                return False
            if kind != "text":
                continue
            look = self._look(j)
            if look.is_heading:
                return False
            if look.is_low:
                if cut is None or self._fits_better(self.body_text, cut, look.text):
                    return True
                cut = look.text if look.is_open else None
            elif look.is_open and not look.is_bullet:
                cut = look.text
        return False


def stitch(source: str, paras: list[Para]) -> list[Para]:
    """Join each paragraph that goes on after a footnote or a page end with its beginning."""
    return _Stitcher(source, paras).run()
