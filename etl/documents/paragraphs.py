"""Printed lines put together to paragraphs, footnotes and table rows, in the order of the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from etl.documents import shapes
from etl.documents.extraction import Grid
from etl.documents.headings import heading_like, names_paper
from etl.documents.lines import Line
from etl.documents.model import Span

_SHORT = 60  # characters of a heading that no margin has broken

_FIGURE = re.compile(r"\s*(?!(?:19|20)\d\d\s*$)[<>≥≤~-]*\s*\d[\d.,]*\s*[%‰]?\s*")
_DRAWN = re.compile(r"[|:\-\s]+")  # the rule that Markdown draws below the titles of a table


class Opening:
    """The text of a paragraph and what opens it."""

    __slots__ = ("_capitals", "heads", "marker", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.marker = marker = shapes.marker_of(text)
        self.heads = marker is not None and heading_like(text, marker)  # the marker is a heading's
        self._capitals: bool | None = None

    @property
    def capitals(self) -> bool:
        """Whether the text is set in capitals; most paragraphs are never asked."""
        if self._capitals is None:
            self._capitals = shapes.is_capitals(self.text)
        return self._capitals


@dataclass(slots=True)
class Para:
    """Lines that belong together.  `kind` is text, note, table, furniture or heading."""

    kind: str
    lines: list[Line]
    mark: str | None = None  # notes: the mark in plain digits
    mark_span: Span | None = None
    owner: Para | None = None  # items of a footnote's list: the footnote
    grids: Sequence[Grid] = ()  # tables: the cells, where the format states them
    _opening: Opening | None = None
    _opened: int = 0  # of so many lines

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.lines[0].start

    def tail(self, least: int = 2000) -> str:
        """The end of the text, `least` characters of it or all, whole lines."""
        if len(self.lines) == 1:
            return self.lines[0].text
        parts: list[str] = []
        length = 0
        for line in reversed(self.lines):
            parts.append(line.text)
            length += len(line.text)
            if length >= least:
                break
        return " ".join(reversed(parts))

    def text(self) -> str:
        """The lines as printed, joined by single spaces."""
        if len(self.lines) == 1:
            return self.lines[0].text
        return " ".join([x.text for x in self.lines])

    def opening(self) -> Opening:
        """The text and what opens it, read once for all the steps that ask (lines are only ever added)."""
        if self._opening is None or self._opened != len(self.lines):
            self._opening = Opening(self.text())
            self._opened = len(self.lines)
        return self._opening


class Grids:
    """The tables that the format states, found by offset."""

    def __init__(self, grids: list[Grid]) -> None:
        self.grids = sorted(grids, key=lambda g: g.start)
        self.starts = [g.start for g in self.grids]

    def at(self, line: Line) -> Grid | None:
        """The table that a line is part of."""
        if not self.grids:
            return None
        i = bisect_right(self.starts, line.start) - 1
        return self.grids[i] if i >= 0 and line.start < self.grids[i].end else None


def is_table_line(text: str) -> bool:
    """Whether a line is a row of a table printed with tabs or pipes."""
    return "\t" in text or (text.startswith("|") and text.count("|") > 1)


def group_plain(source: str, lines: list[Line], grids: Grids, note_lines: Container[int] = ()) -> list[Para]:
    """Paragraphs of a text that prints one paragraph a line, or breaks it between blank lines.

    A line follows on in the same paragraph when no blank stands before it, it opens no item, and
    the line before is not closed.  `note_lines` are those that the format gives to the footnote above.
    """
    paras: list[Para] = []
    last: Para | None = None
    note: Para | None = None
    previous_blank = True
    has_tables = "\t" in source or "|" in source
    for line in lines:
        text = line.text
        if not text:
            previous_blank = True
            continue
        grid = grids.at(line) if grids.grids else None
        if grid is not None:
            if last is not None and last.grids[-1:] == [grid]:
                last.lines.append(line)
            else:
                paras.append(Para("table", [line], grids=[grid]))
        elif has_tables and is_table_line(text) and not (last is None and text.count("\t") == 1):
            if last is not None and last.kind == "table":
                last.lines.append(line)
            else:
                paras.append(Para("table", [line]))
        elif note is not None and line.start in note_lines:
            paras.append(Para("note", [line], owner=note))
        elif not (is_word := text[0].isalpha()) and (mark := shapes.note_mark(text)):
            note = Para("note", [line], mark[0], (line.start, line.start + mark[1]))
            paras.append(note)
        elif shapes.is_page_number(text) or (not is_word and shapes.is_rule(text)):
            paras.append(Para("furniture", [line]))
        elif (
            not previous_blank
            and last is not None
            and last.kind in ("text", "note")
            and _same_paragraph(last, text)
        ):
            last.lines.append(line)
        else:
            paras.append(Para("text", [line]))
        last = paras[-1]
        previous_blank = False
    return join_tables(paras)


def give_lists(paras: list[Para]) -> list[Para]:
    """Give the bullets below a footnote that announces a list to the footnote."""
    result: list[Para] = []
    note: Para | None = None  # the footnote whose list goes on
    for para in paras:
        if para.kind == "note":
            note = para if para.text().rstrip(" *_").endswith(":") else None
        elif note is not None and para.kind == "text":
            opening = para.opening()
            marker = opening.marker
            if marker is None or marker.ordinal is not None or opening.heads or marker.style == "part":
                note = None
            else:
                para = Para("note", para.lines, owner=note)
        elif para.kind != "furniture":
            note = None
        result.append(para)
    return result


def join_tables(paras: list[Para]) -> list[Para]:
    """Join each table that a page end cut in two: parts of one width with nothing but furniture between."""
    result: list[Para] = []
    table: Para | None = None
    for para in chain.from_iterable([_titled_parts(p) if p.kind == "table" else (p,) for p in paras]):
        if para.kind == "table" and table is not None and _goes_on(table, para):
            table.lines.extend(para.lines)
            table.grids = [*table.grids, *para.grids]
            continue
        result.append(para)
        if para.kind == "table":
            table = para
        elif para.kind != "furniture":
            table = None
    return result


def _titled_parts(table: Para) -> list[Para]:
    """Tables that only blank lines part, cut where titles with a rule below them begin another."""
    lines = table.lines
    if table.grids or not lines[0].text.startswith("|"):
        return [table]
    starts = [
        i for i in range(1, len(lines) - 1)
        if lines[i].number - lines[i - 1].number > 1 and _is_ruled(lines, i + 1)
    ]  # fmt: skip
    if not starts:
        return [table]
    return [Para("table", lines[a:b]) for a, b in pairwise([0, *starts, len(lines)])]


def _is_ruled(lines: Sequence[Line], i: int) -> bool:
    """Whether a rule is drawn in line `i`, below titles; a part cut by a page end has none, or figures."""
    ruled = i < len(lines) and lines[i].text.startswith("|") and _DRAWN.fullmatch(lines[i].text) is not None
    titles = [cell for cell in lines[i - 1].text.split("|") if cell.strip()] if ruled else []
    return len(titles) > 1 and not any(_FIGURE.fullmatch(cell) for cell in titles)


def _goes_on(table: Para, part: Para) -> bool:
    """Whether a part goes on with the table above it: of its width, and with no other titles."""
    anew = _is_ruled(part.lines, 1) and part.lines[0].text != table.lines[0].text
    return not anew and _one_width(table, part)


def _one_width(a: Para, b: Para) -> bool:
    if bool(a.grids) != bool(b.grids):
        return False
    if a.grids:
        return len(a.grids[-1].rows[-1]) == len(b.grids[0].rows[0])
    one, other = a.lines[-1].text, b.lines[0].text
    mark = "\t" if "\t" in other else "|"
    return one.count(mark) == other.count(mark)


def _same_paragraph(para: Para, text: str) -> bool:
    """Whether a line right below belongs to the paragraph above it."""
    above = para.tail()
    if "**" in above:
        if above.count("**") % 2:
            return True  # bold goes on
        if above.endswith("**") and not text.startswith("**"):
            return False
    if shapes.marker_of(text) is not None or shapes.is_closed(above):
        return False
    if (shapes.is_capitals(text) and names_paper(text)) or (shapes.is_capitals(above) and names_paper(above)):
        return False  # "BÁO CÁO" and, right below, what it is about
    # "1. Nông nghiệp" and, right below, a line of prose; a heading that goes on is not longer than its start
    prose = len(above) <= _SHORT < len(text) and text[0].isupper() and not shapes.is_capitals(text)
    return not (prose and len(para.lines) == 1 and para.opening().heads)
