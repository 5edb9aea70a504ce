"""Footnotes tied to the text that bears their mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etl.documents.model import FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH, Span
from etl.documents.notes import Mark, glued_mark
from etl.documents.structure import Node

_PAGE = 200  # blocks within which the mark of a footnote stands
_BODY = (PARAGRAPH, LIST_ITEM, HEADING)


@dataclass(slots=True)
class Ties:
    """Which footnote each mark points to, and which node bears each footnote's mark.

    `anchor_of` gives the node and the mark; the mark is None where none is printed and the node is
    the running text that the footnote stands below.
    """

    note_of: dict[tuple[int, int], int] = field(default_factory=dict)  # (node, place in its marks) -> note
    anchor_of: dict[int, tuple[int, Mark | None]] = field(default_factory=dict)
    owner_of: dict[int, int] = field(default_factory=dict)  # item of a footnote's list -> the footnote


class _Waiting:
    """The raised marks of one number, in order, and which of them still wait for their footnote."""

    def __init__(self) -> None:
        self.places: list[tuple[int, Mark]] = []
        self.ahead = 0  # first place that no footnote has passed yet
        self.passed: list[tuple[int, Mark]] = []

    def add(self, node: int, mark: Mark) -> None:
        self.places.append((node, mark))

    def take(self, start: int, note: int) -> tuple[int, Mark] | None:
        """The nearest waiting mark before a footnote, else the first after it; none of its own text."""
        if self.ahead == 0:
            self.places.sort(key=lambda p: p[1].start)
        while self.ahead < len(self.places) and self.places[self.ahead][1].start < start:
            self.passed.append(self.places[self.ahead])
            self.ahead += 1
        if self.passed:
            return self.passed.pop()
        while self.ahead < len(self.places):
            place = self.places[self.ahead]
            self.ahead += 1
            if place[0] != note:
                return place
        return None


def tie(
    source: str,
    nodes: Sequence[Node],
    marks: defaultdict[int, list[Mark]],
    spans_of: Callable[[int], Sequence[Span]],
) -> Ties:
    """Tie every footnote; adds to `marks` those that are found glued to a word.

    `marks` are the raised ones, by node, `spans_of` gives the spans of a node's text.

    A raised mark with the footnote's number is looked for first: the nearest before the footnote
    that is not taken yet, so that numbers may begin anew on every page.  Then one printed in plain
    digits between the mark before and the footnote.  A number that two footnotes bear ties both to
    the one mark.  Where no mark is printed the text above the footnote is taken.
    """
    ties = Ties()
    raised: dict[str, _Waiting] = defaultdict(_Waiting)
    for i, found in marks.items():
        for mark in found:
            raised[mark.digits].add(i, mark)
    by_para = {id(node.para): i for i, node in enumerate(nodes) if node.kind is FOOTNOTE}
    last: tuple[str, int, Mark | None] | None = None  # number and anchor of the footnote before
    reached = 0  # source offset of the last anchor
    for i, node in enumerate(nodes):
        if node.kind is not FOOTNOTE:
            continue
        if node.para.owner is not None:
            ties.owner_of[i] = by_para[id(node.para.owner)]
            continue
        number = node.para.mark or ""
        start = node.para.start
        own = _own_copy(source, number, marks[i], i, spans_of)
        chosen: tuple[int, Mark | None] | None = raised[number].take(start, i) if number in raised else None
        if chosen is None:
            chosen = _glued(source, nodes, i, number, reached, spans_of, marks)
        if chosen is None and last is not None and last[0] == number:
            chosen = (last[1], last[2])
        if chosen is None:
            above = next(
                (n for n in range(i - 1, max(-1, i - _PAGE), -1) if nodes[n].kind in _BODY[:2]), None
            )
            chosen = (above, None) if above is not None else None
        if chosen is None:
            continue
        ties.anchor_of[i] = chosen
        borne = chosen[1]
        if borne is not None:
            reached = max(reached, borne.end)
            for copy in own:
                marks[i].append(copy)
            marks[i].sort(key=lambda m: m.start)
        last = (number, *chosen)
    for i, (bearer, borne) in ties.anchor_of.items():
        if borne is not None:
            ties.note_of.setdefault((bearer, marks[bearer].index(borne)), i)
        for k, copy in enumerate(marks[i]):
            if copy.digits == nodes[i].para.mark:
                ties.note_of.setdefault((i, k), i)
    for item, owner in ties.owner_of.items():
        if owner in ties.anchor_of:
            ties.anchor_of[item] = ties.anchor_of[owner]
    return ties


def _glued(
    source: str,
    nodes: Sequence[Node],
    note: int,
    number: str,
    after: int,
    spans_of: Callable[[int], Sequence[Span]],
    marks: defaultdict[int, list[Mark]],
) -> tuple[int, Mark | None] | None:
    """The mark in plain digits that stands between the mark before and the footnote, added to `marks`."""
    best: tuple[int, int, Mark] | None = None
    before = nodes[note].para.start
    if source.find(number, after, before) < 0:
        return None
    for n in range(max(0, note - _PAGE), note):
        node = nodes[n]
        if node.para.lines[-1].end <= after or node.kind not in _BODY:
            continue
        between = [
            (max(a, after), min(b, before))
            for a, b in spans_of(n)
            if b > after and a < before and source.find(number, a, b) >= 0
        ]
        found = glued_mark(source, between, number) if between else None
        if found is not None and (best is None or found[0] >= best[0]):
            best = (found[0], n, found[1])
    if best is None:
        return None
    marks[best[1]].append(best[2])
    marks[best[1]].sort(key=lambda m: m.start)
    return best[1], best[2]


def _own_copy(
    source: str, number: str, found: Sequence[Mark], note: int, spans_of: Callable[[int], Sequence[Span]]
) -> list[Mark]:
    """A copy of the footnote's own mark that stands inside its text, glued to a word."""
    if len(number) < 2 or not number.isdigit() or any(m.digits == number for m in found):
        return []
    copy = glued_mark(source, spans_of(note), number)
    return [copy[1]] if copy is not None and copy[0] == 3 else []
