"""Source spans made into clean, traced text: markup resolved, spaces folded, Unicode composed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from etl.documents.lines import Line
from etl.documents.model import Piece, TracedText
from etl.documents.places import Places, places_of
from etl.documents.syllables import is_broken, is_syllable

Span = tuple[int, int]

# Commands that survive when a page was typeset with LaTeX on its way here.
_COMMANDS = {
    "geq": "≥", "ge": "≥", "geqslant": "≥", "leq": "≤", "le": "≤", "leqslant": "≤",
    "times": "×", "cdot": "·", "approx": "≈", "pm": "±", "neq": "≠", "rightarrow": "→", "to": "→",
    "div": "÷", "ldots": "…", "dots": "…", "quad": " ", "permil": "‰", "textperthousand": "‰",
    "gt": ">", "lt": "<", "circ": "°", "sim": "~",
}  # fmt: skip
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "nbsp": " ", "quot": '"', "apos": "'", "ge": "≥", "le": "≤"}
_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")

# Characters of everything that is not plain text, but line ends and runs of spaces; most blocks hold none.
_MARKUP = "*_$\\<&\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff\u2028\u2029\x0b\x0c\r"
# What needs the full pattern even in a stretch whose only markup are tabs: the other blanks among it.
_NOT_TABBED = re.compile(r"[\^\[!\x00-\x08\n\x0e-\x1f\x85\u1680\u2000-\u200a\u202f\u205f\u3000\ufffe]")
_WORDS = re.compile(r"[^\t ]+(?: [^\t ]+)*")
_TO_THE_LEFT = re.compile(r"[^\W\d_]+$")
_TO_THE_RIGHT = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(
    r"(?P<space> (?=\s)\s+|[^\S ]\s*)"  # a single space is plain text
    r"|(?P<hidden>[\u00ad\u200b-\u200f\ufeff\ufffe\x00-\x08\x0e-\x1f]+)"
    r"|(?P<link>!?\[(?P<words>[^\[\]\n]{1,200})\]\((?:https?:|mailto:|/|\.|#)[^()\s]{0,300}\))"
    r"|(?P<star>\*{1,3})|(?P<under>_{1,2})"
    r"|(?P<tag></?(?:i|b|u|em|strong|sup|sub|span|font|small|p|br|td|th)(?:\s[^<>]{0,80})?/?>)"
    r"|(?P<super>\^\{?(?P<exp>[0-9]{1,2})\}?)"
    r"|\\(?P<command>[A-Za-z]{2,16})(?![A-Za-z])"
    r"|(?P<escaped>\\[%$&#_{}*~.()\[\]+|<>^-])"
    r"|(?P<thin>\\[,;:! ])"
    r"|(?P<dollar>\$)"
    r"|(?P<entity>&(?P<name>lt|gt|amp|nbsp|quot|apos|ge|le);)"
)  # fmt: skip
# Where a token may begin: a search that begins with a set of letters passes quickly over plain text.  The
# single spaces, which every text is full of, stand apart.
_TOKEN_OPENS = re.compile(
    r"[\x00-\x1f*_<^\\$&!\[\x85\u00a0\u00ad\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u3000\ufeff\ufffe]"
)
_SPACES_OPEN = re.compile(r" (?=\s)")


class Cleaned(NamedTuple):
    """Traced text with the spans of markup that were taken out of it."""

    content: TracedText
    owned: list[Span]


@dataclass(slots=True)
class _Raw:
    """Spans of the source laid end to end, a line break between them, with the way back."""

    text: str
    starts: list[int]
    sources: list[int]

    def source(self, offset: int) -> int:
        i = max(0, bisect_right(self.starts, offset) - 1)
        return self.sources[i] + offset - self.starts[i]


def _lay(source: str, spans: Sequence[Span]) -> _Raw:
    parts, starts, sources, at = [], [], [], 0
    for start, end in spans:
        parts.append(source[start:end])
        starts.append(at)
        sources.append(start)
        at += end - start + 1
    return _Raw("\n".join(parts), starts, sources)


def _emphasis(raw: str, tokens: list[re.Match[str]]) -> set[int]:
    """Offsets of the star and underscore tokens that open or close an emphasis.

    A star between spaces is a sign, not markup; so is an underscore within a word.  An opener or
    closer without its partner (the other half stands beyond a page break) is markup all the same
    when it is glued to a word on one side only.
    """
    chosen: set[int] = set()
    for token in tokens:
        before = raw[token.start() - 1] if token.start() else " "
        after = raw[token.end()] if token.end() < len(raw) else " "
        left, right = before.isspace(), after.isspace()
        if left and right:
            if len(token.group()) > 1:  # `** TỔNG **` is bold, no sign is doubled
                chosen.add(token.start())
            continue
        if token.lastgroup == "under" and before.isalnum() and after.isalnum():
            continue
        if before.isdigit() and after.isdigit() and len(token.group()) == 1:
            continue
        chosen.add(token.start())
    return chosen


class Plain:
    """Which stretches of a source are plain text, found out for all blocks in one pass."""

    def __init__(self, source: str, is_composed: bool | None = None) -> None:
        """`is_composed` where it is known whether the source is in Unicode NFC."""
        self._source = source
        self.is_composed = unicodedata.is_normalized("NFC", source) if is_composed is None else is_composed
        markup = [*places_of(source, *_MARKUP), *(places_of(source, "](") if "[" in source else ())]
        in_row = [*markup, *places_of(source, "  ")]
        self._markup = Places(markup)
        self._in_row = Places(in_row)
        self._suspects = Places([*in_row, *places_of(source, "\t")])

    def tell(self, lines: Sequence[Line], offsets: Sequence[int], also: Iterable[int] = ()) -> None:
        """Tell the lines that do not read as they are printed, or hold what stands at the offsets `also`.

        `offsets` are those at which the lines begin.
        """
        if not self.is_composed:
            for line in lines:
                line.is_plain = False
            return
        for at in (*self._suspects, *also):
            line = lines[bisect_right(offsets, at) - 1]
            if line.start <= at < line.end:
                line.is_plain = False

    def is_row(self, start: int, end: int) -> bool:
        """Whether each cell of a row, parted by tabs, reads as it is printed."""
        return self.is_composed and not self._in_row.any_in(start, end)

    def is_tabbed_row(self, start: int, end: int) -> bool:
        """Whether a line is such a row, and has no other blanks than its tabs and single spaces."""
        return (
            self.is_row(start, end)
            and self._source.find("\t", start, end) >= 0
            and not _NOT_TABBED.search(self._source, start, end)
        )

    def holds(self, spans: Sequence[Span]) -> bool:
        """Whether nothing in the spans needs more than to be joined."""
        if not spans:
            return True
        if self._suspects.any_in(spans[0][0], spans[-1][1]) and any(
            self._suspects.any_in(start, end) for start, end in spans
        ):
            return False
        # Line ends are not among the suspects: every source is full of them.  They stand between lines, but
        # also in the cells that a format states.
        if len(spans) == 1 and self._source.find("\n", *spans[0]) >= 0:
            return False
        # A part of a composed text is composed.
        return self.is_composed or unicodedata.is_normalized(
            "NFC", "\n".join([self._source[a:b] for a, b in spans])
        )

    def is_tabbed(self, spans: Sequence[Span]) -> bool:
        """Whether the spans are plain but for the tabs and spaces between their words."""
        return self.is_composed and not any(
            self._markup.any_in(start, end) or _NOT_TABBED.search(self._source, start, end)
            for start, end in spans
        )


_new = tuple.__new__  # of the many small tuples: a class's own call, which takes keywords, is twice as slow


def whole(source: str, start: int, end: int) -> TracedText:
    """A stretch of the source that reads as it is printed."""
    return _new(TracedText, (source[start:end], (_new(Piece, (0, end - start, start, end)),)))


def join_lines(lines: Sequence[Line], opening: int = 0) -> TracedText:
    """Lines that all read as they are printed, joined by single spaces; the first without its `opening`."""
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
        if parts and not _is_split(before, text):
            parts.append(" ")
            at += 1
        size = len(text)
        before = text if size > 8 or not before else f"{before}\n{text}"
        parts.append(text)
        pieces.append(_new(Piece, (at, at + size, start, start + size)))
        at += size
    return TracedText("".join(parts), tuple(pieces))


def clean(source: str, spans: Sequence[Span], plain: Plain, cut: Sequence[Span] = ()) -> Cleaned:
    """The text of `spans` as read: markup resolved, line breaks and runs of spaces as one space.

    `cut` are sub-spans (footnote marks) that are left out of the text.  The spans must be in
    reading order and not overlap.  `plain` is made from the source, once for all that is cleaned.
    """
    if cut:
        spans = _subtract(spans, cut)
    if plain.holds(spans):
        return _join_plain(source, spans, dict(cut))
    if not cut and plain.is_tabbed(spans):
        return _join_tabbed(source, spans)
    return _clean_slowly(_lay(source, spans), cut, plain.is_composed)


def _join_plain(source: str, spans: Sequence[Span], glued: dict[int, int]) -> Cleaned:
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
            if spaced or not (is_cut or _is_split(before, body)):
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


def _join_tabbed(source: str, spans: Sequence[Span]) -> Cleaned:
    """Rows of a table without markup: runs of tabs and spaces as one space, lines joined like plain ones."""
    words = [[whole(source, *m.span()) for m in _WORDS.finditer(source, start, end)] for start, end in spans]
    return join_rows(source, spans, words)


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
            if not _is_split(before, source[row_start : min(row_end, row_start + 9)]):
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


def _subtract(spans: Sequence[Span], cut: Sequence[Span]) -> list[Span]:
    result: list[Span] = []
    marks = sorted(cut)
    k = 0
    for start, end in spans:
        at = start
        while k < len(marks) and marks[k][1] <= at:
            k += 1
        while k < len(marks) and marks[k][0] < end:
            a, b = marks[k]
            if a > at:
                result.append((at, a))
            at = max(at, b)
            k += 1
        if at < end:
            result.append((at, end))
    return result


def _tokens(text: str) -> list[re.Match[str]]:
    """Everything in a text that is not plain, in order."""
    tokens: list[re.Match[str]] = []
    at = 0
    opens = [m.start() for pattern in (_TOKEN_OPENS, _SPACES_OPEN) for m in pattern.finditer(text)]
    for opening in sorted(opens):
        token = _TOKEN.match(text, opening) if opening >= at else None
        if token is not None:
            tokens.append(token)
            at = token.end()
    return tokens


def _clean_slowly(raw: _Raw, cut: Sequence[Span], is_composed: bool = False) -> Cleaned:
    """Text with markup; `is_composed` where that is known of it."""
    text = raw.text
    tokens = _tokens(text)
    emphasis = _emphasis(text, [t for t in tokens if t.lastgroup in ("star", "under")])
    dollars = [t.start() for t in tokens if t.lastgroup == "dollar"]
    paired = set(dollars[: len(dollars) // 2 * 2])
    joints = {s - 1 for s in raw.starts[1:]}
    glued = dict(cut)  # a mark's start -> its end: no space was printed at the joint it leaves behind
    builder = _Builder(raw, is_composed)
    at = 0
    for token in tokens:
        kind = token.lastgroup
        start, end = token.span()
        if kind == "space":
            builder.literal(at, start)
            # A line end within a word, or where a mark was cut out, is no space.
            if not (
                start in joints
                and end == start + 1
                and (
                    glued.get(raw.source(start)) == raw.source(end)
                    or _is_split(text[max(0, start - 9) : start], text[end : end + 9])
                )
            ):
                builder.pending_space = True
            at = end
            continue
        put: str | None = None  # what the token reads as; None leaves it as it stands
        if kind == "link":
            inner_start, inner_end = token.span("words")
            builder.literal(at, start)
            builder.token("", start, inner_start)
            builder.literal(inner_start, inner_end)
            builder.token("", inner_end, end)
            at = end
            continue
        if kind == "hidden" or (
            kind == "tag" and not token.group().lower().startswith(("<br", "<p", "<td", "<th"))
        ):
            put = ""
        elif kind == "tag" or kind == "thin":
            put = " "
        elif kind in ("star", "under"):
            if start not in emphasis:
                continue
            put = ""
        elif kind == "dollar":
            if start not in paired:
                continue
            put = ""
        elif kind in ("super", "exp"):
            put = token.group("exp").translate(_SUPERSCRIPT)
        elif kind == "command":
            put = _COMMANDS.get(token.group("command"))
            if put is None:
                continue
        elif kind == "escaped":
            put = token.group()[1:]
        else:
            put = _ENTITIES[token.group("name")]
        builder.literal(at, start)
        builder.token(put, start, end)
        at = end
    builder.literal(at, len(text))
    return builder.finish()


def _is_split(before: str, after: str) -> bool:
    """Whether a line end split something that is written without a space: `QĐ-/UBND`, `5.100//6.000`.

    `before` is the line, or its last characters, and those of the lines above where it is short; `after` the
    next line, or its first characters.
    """
    if len(before) < 2 or not after:
        return False
    last = before[-1]
    if last in "-–":
        return before[-2].isalnum() and after[0].isalnum()
    if last == "/":
        return before[-2].isdigit() and after[0].isdigit()
    if not (after[0].islower() and last.isalpha()):
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


class _Builder:
    """Collects pieces; folds spaces; keeps what was taken out."""

    def __init__(self, raw: _Raw, is_composed: bool) -> None:
        self.raw = raw
        self.is_composed = is_composed
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.owned: list[Span] = []
        self.length = 0
        self.pending_space = False

    def _put(self, text: str, source_start: int, source_end: int) -> None:
        at = self.length
        if self.pending_space and at and not self.parts[-1].endswith(" "):
            self.parts.append(" ")
            at += 1
        self.pending_space = False
        self.parts.append(text)
        self.length = at + len(text)
        self.pieces.append(_new(Piece, (at, self.length, source_start, source_end)))

    def literal(self, start: int, end: int) -> None:
        """Copy raw[start:end], which holds single spaces at most and lies in one span."""
        if start >= end:
            return
        text = body = self.raw.text[start:end]
        if text[0] == " ":
            self.pending_space = True
            body = text.lstrip(" ")
            start = end - len(body)
        body = body.rstrip(" ")
        if not body:
            return
        source = self.raw.source(start)
        if self.is_composed or body.isascii() or unicodedata.is_normalized("NFC", body):
            self._put(body, source, source + len(body))
        else:
            self._compose(body, source)
        if text[-1] == " ":
            self.pending_space = True

    def _compose(self, body: str, source: int) -> None:
        """Copy text that is not composed: a piece for each run of composed letters, one for each other."""
        for match in _CLUSTER.finditer(body):
            a, b = match.span()
            self._put(unicodedata.normalize("NFC", match.group()), source + a, source + b)

    def token(self, put: str, start: int, end: int) -> None:
        """Put what the markup raw[start:end] reads as; a space waits for what follows it."""
        source_start = self.raw.source(start)
        if put and put != " ":
            self._put(put, source_start, source_start + end - start)
            return
        self.pending_space = self.pending_space or put == " "
        self.owned.append((source_start, source_start + end - start))

    def finish(self) -> Cleaned:
        return Cleaned(TracedText("".join(self.parts), tuple(self.pieces)), self.owned)


# A base letter with its combining marks, or a run of letters without any.
_CLUSTER = re.compile(
    r"[^\u0300-\u036f](?:[\u0300-\u036f])+|[^\u0300-\u036f]+?(?=[^\u0300-\u036f][\u0300-\u036f]|$)|[\u0300-\u036f]+",
    re.S,
)
