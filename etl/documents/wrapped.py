"""Paragraphs and footnotes of a text whose lines are broken at the right margin, as copied from a PDF.

Such a text knows no paragraphs: a blank line may follow every printed line, page ends show as a
missing blank line, a form feed or a lone number, and footnotes stand wherever a page ended.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from etl.documents import shapes
from etl.documents.headings import heading_like, names_paper
from etl.documents.lines import Line
from etl.documents.paragraphs import Grids, Para, is_table_line, join_tables
from etl.vietnamese import CAPITALS

_SEPARATOR_BLANKS = 20  # a blank line this long is the drawn rule above footnotes
_SAMPLE = 3000  # lines that tell the width of the page
# Widths of the letters of Times, the typeface that Vietnamese offices must use, per 1000 of its size.
_ADVANCES = {
    **dict.fromkeys("ijlt:;/\\\u0131", 278),
    **dict.fromkeys(" .,", 250),
    **dict.fromkeys("fr()-[]I\u2010", 333),
    **dict.fromkeys("acez\u201c\u201d", 444),
    **dict.fromkeys("sJ", 389),
    **dict.fromkeys("m", 778),
    **dict.fromkeys("wADGHKNOQUVXYĐ", 722),
    **dict.fromkeys("BCR", 667),
    **dict.fromkeys("ELTZ", 611),
    **dict.fromkeys("FPS", 556),
    **dict.fromkeys("M", 889),
    **dict.fromkeys("W", 944),
    **dict.fromkeys("%", 833),
    **dict.fromkeys("+=<>", 564),
    **dict.fromkeys("'’‘", 250),
    **dict.fromkeys('"', 408),
    **dict.fromkeys("—…", 1000),
    **dict.fromkeys("&", 778),
}
_PLAIN_NOTE = re.compile(rf"(\d{{1,3}})(?:\s*$|\s+(?=[{CAPITALS}\"“*(+\-\d])|(?=[{CAPITALS}]))")
_FIRST_WORD = re.compile(r"\S+")


class _Advances(dict[str, int]):
    """The width of each letter in thousandths of the type size, accents aside; filled as letters are met."""

    def __missing__(self, char: str) -> int:
        base = unicodedata.normalize("NFD", char)[0]
        return self.setdefault(char, _ADVANCES.get(base, 722 if base.isupper() else 500))


_ADVANCE_OF = _Advances()


@lru_cache(maxsize=4096)  # a line is measured several times over
def _width(text: str) -> int:
    """The width that a text takes on paper before it is spread to the margin."""
    return sum(map(_ADVANCE_OF.__getitem__, text))


@dataclass(slots=True)
class _Measure:
    """How wide the lines of an area (body or footnotes) are set."""

    full: float

    def had_room(self, text: str, next_text: str, is_first: bool, slack: float = 0.015) -> bool:
        """Whether the next line's first word would have fit, so that the break was wanted."""
        word = _FIRST_WORD.match(next_text)
        need = _width(text) + (_width(word.group()) + 250 if word else 0)
        return need < self.full * (1.0 - slack - (0.07 if is_first else 0.0))

    def is_short(self, text: str, is_first: bool) -> bool:
        """Whether a line stops well before the margin."""
        return _width(text) < self.full * (0.78 if is_first else 0.86)


def _measure(lines: list[Line]) -> _Measure:
    """The measure that most lines are set to; footnotes in smaller type run longer and are left out."""
    step = max(1, len(lines) // _SAMPLE)
    widths = sorted([_width(x.text) for x in lines[::step]])
    if not widths:
        return _Measure(40_000.0)
    usual = widths[int(len(widths) * 0.8)]
    return _Measure(float(max(w for w in widths[: int(len(widths) * 0.97) + 1] if w <= 1.15 * usual)))


def is_interleaved(lines: list[Line]) -> bool:
    """Whether a blank line follows nearly every printed one, so that blank lines say nothing."""
    printed = alone = 0
    for a, b in pairwise(lines):
        if a.text:
            printed += 1
            alone += not b.text
    return printed > 0 and alone > 0.7 * printed


def group_wrapped(source: str, lines: list[Line], grids: Grids, blanks_tell: bool) -> list[Para]:
    """Paragraphs, footnotes, tables and page furniture of a wrapped text, in source order.

    `blanks_tell`: the blank lines are known to part paragraphs, all of them.
    """
    interleaved = not blanks_tell and is_interleaved(lines)
    body, notes, paras = _part(source, lines, interleaved, grids)
    paras += _paragraphs(body, not interleaved, blanks_tell)
    for note in notes:
        paras += _split_note(note)
    paras.sort(key=lambda p: p.start)
    return join_tables(paras)


def _part(
    source: str, lines: list[Line], interleaved: bool, grids: Grids
) -> tuple[list[Line | None], list[Para], list[Para]]:
    """Tell body lines (None for a blank one) from footnotes, tables and page numbers."""
    body: list[Line | None] = []
    notes: list[Para] = []
    other: list[Para] = []
    in_note = False
    separated = False  # the rule above the footnotes was just passed
    next_note = 1
    # Without page ends in the text, the footnotes themselves must tell where they stop.
    paged = interleaved or any(x.page_break for x in lines)
    measure = _measure([x for x in lines if x.text]) if not paged else _Measure(0.0)
    heads = _running_heads(lines)
    has_tables = "\t" in source or "|" in source
    previous: Line | None = None
    blank_before = True
    for line in lines:
        text = line.text
        was_blank, blank_before = blank_before, not text
        if not text:
            separated = separated or line.indent >= _SEPARATOR_BLANKS
            if not in_note and line.indent < _SEPARATOR_BLANKS:
                body.append(None)
            previous = None
            continue
        grid = grids.at(line) if grids.grids else None
        if grid is not None:
            if other and other[-1].grids[-1:] == [grid]:
                other[-1].lines.append(line)
            else:
                other.append(Para("table", [line], grids=[grid]))
            in_note = separated = False
            body.append(None)
            previous = line
            continue
        if line.page_break or (interleaved and previous is not None and line.indent > 0):
            if in_note and was_blank and not interleaved:
                body.append(None)  # the page says that its first line begins a paragraph
            in_note = in_note and _note_goes_on(notes, body, text)
            separated = False
        elif in_note and was_blank and not interleaved:
            # Paragraphs are set apart, so the footnote ends with its own, unless a sentence goes on.
            in_note = not shapes.is_closed(_last_text(notes[-1])) and _is_rest(text)
        elif in_note and not paged:
            in_note = not _note_ended(notes[-1], body, text, measure)
        previous = line
        is_word = text[0].isalpha()  # as on most lines: no rule, and no footnote's mark
        if not is_word and shapes.is_rule(text) and not text.startswith("|"):
            other.append(Para("furniture", [line]))
            separated = True
            continue
        if line.number in heads:
            other.append(Para("furniture", [line]))
            in_note = False
            continue
        mark = None if is_word else _note_opening(text, next_note, separated, in_note, body)
        if mark is not None:
            number, length = mark
            notes.append(Para("note", [line], str(number), (line.start, line.start + length)))
            next_note = number + 1
            in_note, separated = True, False
            continue
        if len(text) <= 14 and shapes.is_page_number(text):
            other.append(Para("furniture", [line]))
            in_note = separated = False
            continue
        if separated and notes:  # a rule, then no mark: the last footnote goes on
            in_note, separated = True, False
        if in_note:
            notes[-1].lines.append(line)
        elif has_tables and is_table_line(text):
            if (
                other
                and other[-1].kind == "table"
                and not any(b and b.number > other[-1].lines[0].number for b in body[-3:])
            ):
                other[-1].lines.append(line)
            else:
                other.append(Para("table", [line]))
            body.append(None)
        else:
            body.append(line)
        separated = False
    return body, notes, other


def _last_text(para: Para) -> str:
    return para.lines[-1].text


def _note_goes_on(notes: list[Para], body: list[Line | None], text: str) -> bool:
    """Whether the first line of a page goes on with the footnote that the page before ended with."""
    above = next((x for x in reversed(body) if x is not None), None)
    body_closed = above is None or shapes.is_closed(above.text)
    return body_closed and _is_rest(text) and not shapes.is_closed(_last_text(notes[-1]))


def _note_ended(note: Para, body: list[Line | None], text: str, measure: _Measure) -> bool:
    """Whether the page's body goes on with `text` after a footnote, in a text that shows no page ends.

    The footnote must be closed; then a short last line ends it, and so does a line in the body's
    measure below lines of the footnotes' longer one.
    """
    last = _last_text(note)
    if not shapes.is_closed(last):
        return False
    above = next((x for x in reversed(body) if x is not None), None)
    if above is not None and not shapes.is_closed(above.text) and _is_rest(text):
        return True
    longest = max(_width(x.text) for x in note.lines)
    full = longest if len(note.lines) > 1 else max(longest, 1.2 * measure.full)
    return _width(last) < 0.86 * full or (longest > 1.1 * measure.full and _width(text) <= measure.full)


def _is_rest(text: str) -> bool:
    """Whether a line begins as the middle of a sentence does: in lower case, with a figure or a bracket."""
    return (shapes.starts_low(text) or text[0].isdigit() or text[0] == "(") and shapes.marker_of(text) is None


def _note_opening(
    text: str, expected: int, separated: bool, in_note: bool, body: list[Line | None]
) -> tuple[int, int] | None:
    """The number of the footnote that a line opens and the length of its mark, or None.

    A mark in plain digits counts only in sequence, and outside the foot of a page only where the
    same number stands glued to a word of the lines before.
    """
    raised = shapes.note_mark(text)
    if raised and raised[0].isdigit():
        return int(raised[0]), raised[1]
    match = _PLAIN_NOTE.match(text) if text[0].isdigit() else None
    if not match or match.group(1).startswith("0"):
        return None
    number = int(match.group(1))
    in_foot = separated or in_note
    if not expected <= number <= expected + (1 if in_foot else 2):
        return None
    if match.end() == len(text) and not separated:
        return None  # a page number; a mark stands alone only right below the rule
    if in_foot:
        return number, match.end()
    recent = [x for x in body[-160:] if x is not None][-70:]
    glued = re.compile(rf"(?:[^\W\d_]{{2}}|[)”\"%²³]|20\d\d){number}(?!\d|[.,]\d)")
    if any(glued.search(x.text) for x in recent):
        return number, match.end()
    return None


def _running_heads(lines: list[Line]) -> set[int]:
    """Numbers of the lines that print the same short text again at page after page."""
    seen: dict[str, list[int]] = {}
    printed = [x for x in lines if x.text]
    numbers = {i for i, x in enumerate(printed) if len(x.text) <= 14 and shapes.is_page_number(x.text)}
    near_break = [x for i, x in enumerate(printed) if x.page_break or i - 1 in numbers or i + 1 in numbers]
    for line in near_break:
        text = re.sub(r"\d+", "#", line.text).lower()
        if 3 < len(text) < 120:
            seen.setdefault(text, []).append(line.number)
    return {n for numbers in seen.values() if len(numbers) >= 3 for n in numbers}


def _paragraphs(body: list[Line | None], blanks_matter: bool, blanks_tell: bool) -> list[Para]:
    measure = _measure([x for x in body if x is not None])
    paras: list[Para] = []
    blank = True
    for i, line in enumerate(body):
        if line is None:
            blank = True
            continue
        last = paras[-1] if paras else None
        if last is None:
            begins = True
        elif not blanks_tell and shapes.runs_on(line.text):
            begins = blank and blanks_matter and _stops_short(last, measure)
        elif blanks_tell:
            begins = _begins_by_blank(last, line, blank)
        else:
            begins = _breaks(last, line, body[i + 1 : i + 4], measure, blank and blanks_matter)
        if last is None or begins:
            paras.append(Para("text", [line]))
        else:
            last.lines.append(line)
        blank = False
    return paras


def _begins_by_blank(para: Para, line: Line, blank: bool) -> bool:
    """Whether a new paragraph begins with `line`, where blank lines part all paragraphs of a page.

    Only the end of a page leaves it open: there an open sentence goes on.
    """
    before, text = para.lines[-1].text, line.text
    if not blank:
        return shapes.is_closed(before) and shapes.marker_of(text) is not None
    if shapes.is_closed(before) or shapes.is_capitals(before) or names_paper(before):
        return True
    marker = shapes.marker_of(text)
    if not line.page_break:
        return marker is not None or not shapes.starts_low(text)
    opening = _opening(para)
    if marker is not None or (opening is not None and heading_like(para.tail(), opening)):
        return True
    return not (shapes.starts_low(text) or text[0].isdigit() or len(para.lines) > 1)


def _stops_short(para: Para, measure: _Measure) -> bool:
    """Whether a paragraph ends in a closed, short line: what begins in lower case goes on with any other."""
    before = para.lines[-1].text
    return before[-1] in ".;" and measure.is_short(before, len(para.lines) == 1)


def _breaks(para: Para, line: Line, below: Sequence[Line | None], measure: _Measure, blank: bool) -> bool:
    """Whether a new paragraph begins with `line`, which does not begin in the middle of a sentence.

    `below` are the lines below it; `blank` where a blank line that counts stands above it.
    """
    before, text = para.lines[-1].text, line.text
    is_first = len(para.lines) == 1  # set in from the margin, so it looks shorter than it is
    marker = shapes.marker_of(text)
    if marker is not None and marker.style == "part":
        return True
    closed = shapes.is_closed(before)
    if names_paper(text) or names_paper(before):
        return True
    before_capitals = shapes.is_capitals(before)
    if before_capitals:
        if marker is None and shapes.all_capitals(text):
            opening = _opening(para)
            return closed or blank or (opening is not None and opening.length >= len(before))
        if not shapes.is_capitals(text):
            return True
    if marker is None and _in_bracket(para):
        return False
    if marker is not None and (closed or blank or (marker.ordinal is not None and before_capitals)):
        return True
    if marker is not None:
        return measure.had_room(before, text, is_first)
    if text[0].isdigit() and (not closed or before.endswith(":")):
        return False  # "năm / 2023", or the figure that a colon announces
    if closed and blank:
        return True
    if shapes.is_capitals(text):
        return blank or measure.had_room(before, text, is_first)
    if closed or blank:
        return measure.had_room(before, text, is_first) or (closed and _set_in(text, below, measure))
    opening = _opening(para) if is_first else None
    if opening is not None and opening.style in _HEADS and heading_like(before, opening):
        return measure.had_room(before, text, False)
    return measure.had_room(before, text, is_first, slack=0.025)


def _opening(para: Para) -> shapes.Marker | None:
    """What the first line of a paragraph opens with."""
    return shapes.marker_of(para.lines[0].text)


_HEADS = ("n.", "n.n.", "n.n.n.", "roman", "letter")


def _set_in(text: str, below: Sequence[Line | None], measure: _Measure) -> bool:
    """Whether a line that goes on in the next left room for its first word: it is set in, a first line."""
    after = next((x for x in below if x is not None), None)
    if after is None:
        return False
    follow = after.text
    goes_on = shapes.starts_low(follow) or (follow[0].isdigit() and shapes.marker_of(follow) is None)
    return goes_on and measure.had_room(text, follow, False, slack=0.02)


def _in_bracket(para: Para) -> bool:
    """Whether a bracket opened in the last lines is not closed yet."""
    for line in para.lines[:-5:-1]:
        opened, closed = line.text.rfind("("), line.text.rfind(")")
        if opened != closed:  # one of them stands there
            return opened > closed
    return False


def _split_note(note: Para) -> list[Para]:
    """A footnote with a list in it as the footnote and its items."""
    result = [note]
    lines = note.lines
    note.lines = [lines[0]]
    for line in lines[1:]:
        before = result[-1].lines[-1].text
        marker = shapes.marker_of(line.text)
        if marker is not None and marker.ordinal is None and shapes.is_closed(before):
            result.append(Para("note", [line], owner=note))
        else:
            result[-1].lines.append(line)
    return result
