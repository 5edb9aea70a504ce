"""Plain text put together: lines, spans and cells joined to traced text by single spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from etl.documents.lines import Line
from etl.documents.model import Piece, Span, TracedText
from etl.documents.syllables import is_broken, is_syllable

_GAPS = re.compile(r"\t[\t ]*| (?=[\t ])[\t ]+")
_TO_THE_LEFT = re.compile(r"[^\W\d_]+$")
_TO_THE_RIGHT = re.compile(r"[^\W\d_]+")


class Cleaned(NamedTuple):
    """Traced text with the spans of markup that were taken out of it."""

    content: TracedText
    owned: list[Span]


_new = tuple.__new__  # of the many small tuples: a class's own call, which takes keywords, is twice as slow


def whole(source: str, start: int, end: int) -> TracedText:
    """A stretch of the source that reads as it is printed."""
    return _new(TracedText, (source[start:end], (_new(Piece, (0, end - start, start, end)),)))


def join_lines(lines: Sequence[Line], opening: int = 0) -> Cleaned:
    """Lines that all read as they are printed, joined by single spaces; the first without its `opening`."""
    if len(lines) == 1:  # as most paragraphs are printed
        line = lines[0]
        text = line.text[opening:]
        piece = _new(Piece, (0, len(text), line.start + opening, line.end))
        return _new(Cleaned, (_new(TracedText, (text, (piece,) if text else ())), []))
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    before = ""  # the last line, and what stands above it where it is short
    for line in lines:
        text, start = line.text, line.start
        if opening:
            text, start, opening = text[opening:], start + opening, 0
            if not text:
                continue
        if parts and not is_split(before, text):
            parts.append(" ")
            at += 1
        size = len(text)
        before = text if size > 8 or not before else f"{before}\n{text}"
        parts.append(text)
        pieces.append(_new(Piece, (at, at + size, start, start + size)))
        at += size
    return Cleaned(TracedText("".join(parts), tuple(pieces)), [])


def join_plain(source: str, spans: Sequence[Span], glued: dict[int, int]) -> Cleaned:
    """Text without markup: its lines joined by single spaces, or by none where none was printed."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    spaced = False  # blanks stand between the last piece and here
    before = ""  # the last line, and what stands above it where it is short
    before_end = -1
    for start, end in spans:
        text = body = source[start:end]
        if not text or text[0] == " " or text[-1] == " ":
            body = text.strip(" ")
            if not body:
                spaced = spaced or bool(text) or bool(parts)
                continue
            if text[0] == " ":
                spaced = True
                start += len(text) - len(text.lstrip(" "))
        if parts:
            is_cut = bool(glued) and before_end >= 0 and glued.get(before_end) == start
            if spaced or not (is_cut or is_split(before, body)):
                parts.append(" ")
                at += 1
        size = len(body)
        before = body if size > 8 or not before else f"{before}\n{body}"
        parts.append(body)
        pieces.append(_new(Piece, (at, at + size, start, start + size)))
        at += size
        spaced = text[-1] == " "
        before_end = end
    return Cleaned(TracedText("".join(parts), tuple(pieces)), [])


def join_tabbed(source: str, spans: Sequence[Span]) -> Cleaned:
    """Rows of a table without markup: runs of tabs and spaces as one space, lines joined like plain ones."""
    return join_rows(source, spans, [_words(source, start, end) for start, end in spans])


def _words(source: str, start: int, end: int) -> list[TracedText]:
    """What stands between the tabs and runs of spaces of a line."""
    text = source[start:end]
    start, end = end - len(text.lstrip("\t ")), start + len(text.rstrip("\t "))
    words: list[TracedText] = []
    if "\t" in text or "  " in text:
        for gap in _GAPS.finditer(source, start, end):
            words.append(whole(source, start, gap.start()))
            start = gap.end()
    return [*words, whole(source, start, end)] if start < end else words


def join_rows(source: str, spans: Sequence[Span], rows: Sequence[Sequence[TracedText]]) -> Cleaned:
    """Rows of a table as one text, of the cells on each of the lines `spans`, each as printed or empty."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    before = ""  # the last characters, line ends among them
    for (row_start, row_end), cells in zip(spans, rows, strict=True):
        text = " ".join([cell.text for cell in cells if cell.text])
        if not text:
            continue
        if before:
            if not is_split(before, source[row_start : min(row_end, row_start + 9)]):
                parts.append(" ")
                at += 1
            before += "\n"
        parts.append(text)
        for cell in cells:
            if cell.text:
                _, size, start, end = cell.pieces[0]
                pieces.append(_new(Piece, (at, at + size, start, end)))
                at += size + 1
        at -= 1
        before = f"{before}{source[max(row_start, row_end - 9) : row_end]}"[-9:]
    return Cleaned(TracedText("".join(parts), tuple(pieces)), [])


def is_split(before: str, after: str) -> bool:
    """Whether a line end split something that is written without a space: `QĐ-/UBND`, `5.100//6.000`.

    `before` is the line, or its last characters, and those of the lines above where it is short; `after` the
    next line, or its first characters.
    """
    if len(before) < 2 or not after:
        return False
    last, first = before[-1], after[0]
    if not last.isalpha():
        if last == "/":
            return before[-2].isdigit() and first.isdigit()
        return last in "-–" and before[-2].isalnum() and first.isalnum()
    if not first.islower():
        return False
    # A syllable that was broken: `xâ/y`, `đ/ồng`.
    left, right = before[-8:].rpartition(" ")[2], after[:9].partition(" ")[0]
    if left.isalpha() and right.isalpha():
        if is_syllable(left) and is_syllable(right):
            return False  # as nearly always
    else:
        to_the_left, to_the_right = _TO_THE_LEFT.search(left), _TO_THE_RIGHT.match(right)
        if to_the_left is None or to_the_right is None:
            return False
        left, right = to_the_left.group(), to_the_right.group()
    # A single letter after a figure is a unit: `5 m` / `ở đó`.
    is_unit = len(left) == 1 and before[-6:-1].rstrip()[-1:].isdigit()
    return not is_unit and is_broken(left, right)
