"""Source spans made into clean, traced text: markup resolved, spaces folded, Unicode composed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.documents.model import Piece, TracedText
from etl.documents.syllables import is_broken

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

# Everything that is not plain text but line ends and runs of spaces; most blocks hold none of it.
_SUSPECT = re.compile(r"[*_$\\<&\t\u00a0\u00ad\u200b-\u200f\ufeff\u2028\u2029\x0b\x0c\r]")
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
# Where a token begins: a search that begins with a set of letters passes quickly over plain text.
_TOKEN_OPENS = re.compile(
    rf"[\s*_<^\\$&!\[\u00ad\u200b-\u200f\ufeff\ufffe\x00-\x1f](?<=(?={_TOKEN.pattern}).)", re.S
)


@dataclass(slots=True)
class Cleaned:
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


class Places:
    """Offsets in a source, in order."""

    def __init__(self, offsets: list[int]) -> None:
        self._offsets = offsets

    def any_in(self, start: int, end: int) -> bool:
        """Whether one of them lies in source[start:end]."""
        i = bisect_left(self._offsets, start)
        return i < len(self._offsets) and self._offsets[i] < end


class Plain:
    """Which stretches of a source are plain text, found out for all blocks in one pass."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._is_composed = source.isascii() or unicodedata.is_normalized("NFC", source)
        found = [m.start() for m in _SUSPECT.finditer(source)]
        markup = [at for at in found if source[at] != "\t"]
        self._markup = Places(sorted([*markup, *_find_all(source, "](")]))
        self._suspects = Places(sorted([*found, *_find_all(source, "  "), *_find_all(source, "](")]))

    def holds(self, spans: Sequence[Span]) -> bool:
        """Whether nothing in the spans needs more than to be joined."""
        for start, end in spans:
            # Line ends are not among the suspects: every source is full of them, and spans are lines.
            if self._suspects.any_in(start, end) or self._source.find("\n", start, end) >= 0:
                return False
        # A part of a composed text is composed.
        return self._is_composed or unicodedata.is_normalized(
            "NFC", "\n".join([self._source[a:b] for a, b in spans])
        )

    def is_tabbed(self, spans: Sequence[Span]) -> bool:
        """Whether the spans are plain but for the tabs and spaces between their words."""
        return self._is_composed and not any(
            self._markup.any_in(start, end) or _NOT_TABBED.search(self._source, start, end)
            for start, end in spans
        )


def _find_all(source: str, pair: str) -> Iterator[int]:
    at = source.find(pair)
    while at >= 0:
        yield at
        at = source.find(pair, at + 1)


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
    return _clean_slowly(_lay(source, spans), cut)


def _join_plain(source: str, spans: Sequence[Span], glued: dict[int, int]) -> Cleaned:
    """Text without markup: its lines joined by single spaces, or by none where none was printed."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    spaced = False  # blanks stand between the last piece and here
    before = ""  # the last characters, line ends among them
    before_end = -1
    for start, end in spans:
        text = source[start:end]
        body = text.strip(" ")
        size = len(body)
        if not size:
            spaced = spaced or bool(text) or bool(parts)
            continue
        lead = 0 if size == len(text) else len(text) - len(text.lstrip(" "))
        if parts:
            is_cut = before_end >= 0 and glued.get(before_end) == start
            if spaced or lead or not (is_cut or _is_split(f"{before}\n{body[:9]}", len(before))):
                parts.append(" ")
                at += 1
            before = f"{before}\n{body}"[-9:]
        else:
            before = body[-9:]
        parts.append(body)
        pieces.append(Piece(at, at + size, start + lead, start + lead + size))
        at += size
        spaced = text[-1] == " "
        before_end = end
    return Cleaned(TracedText("".join(parts), tuple(pieces)), [])


def _join_tabbed(source: str, spans: Sequence[Span]) -> Cleaned:
    """Rows of a table without markup: runs of tabs and spaces as one space, lines joined like plain ones."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    before = ""  # the last characters, line ends among them
    for start, end in spans:
        split = bool(before) and _is_split(f"{before}\n{source[start : min(end, start + 9)]}", len(before))
        for words in _WORDS.finditer(source, start, end):
            if parts and not split:
                parts.append(" ")
                at += 1
            split = False
            a, b = words.span()
            parts.append(source[a:b])
            pieces.append(Piece(at, at + b - a, a, b))
            at += b - a
        before = f"{before}\n{source[start:end]}"[-9:] if before else source[max(start, end - 9) : end]
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
    while opening := _TOKEN_OPENS.search(text, at):
        token = _TOKEN.match(text, opening.start())
        if token is None:
            break
        tokens.append(token)
        at = token.end()
    return tokens


def _clean_slowly(raw: _Raw, cut: Sequence[Span]) -> Cleaned:
    text = raw.text
    tokens = _tokens(text)
    emphasis = _emphasis(text, [t for t in tokens if t.lastgroup in ("star", "under")])
    dollars = [t.start() for t in tokens if t.lastgroup == "dollar"]
    paired = set(dollars[: len(dollars) // 2 * 2])
    joints = {s - 1 for s in raw.starts[1:]}
    glued = dict(cut)  # a mark's start -> its end: no space was printed at the joint it leaves behind
    builder = _Builder(raw)
    at = 0
    for token in tokens:
        kind = token.lastgroup
        start, end = token.span()
        put: str | None = None  # what the token reads as; None leaves it as it stands
        if kind == "space":
            if (
                start in joints
                and end == start + 1
                and (glued.get(raw.source(start)) == raw.source(end) or _is_split(text, start))
            ):
                put = ""
            else:
                put = " "
        elif kind == "link":
            inner_start, inner_end = token.span("words")
            builder.literal(at, start)
            builder.token("", start, inner_start, is_space=False)
            builder.literal(inner_start, inner_end)
            builder.token("", inner_end, end, is_space=False)
            at = end
            continue
        elif kind == "hidden" or (
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
        builder.token(put, start, end, is_space=kind == "space")
        at = end
    builder.literal(at, len(text))
    return builder.finish()


def _is_split(text: str, joint: int) -> bool:
    """Whether a line end split something that is written without a space: `QĐ-/UBND`, `5.100//6.000`."""
    if joint < 2 or joint + 1 >= len(text):
        return False
    before, last, after = text[joint - 2], text[joint - 1], text[joint + 1]
    if last in "-–":
        return before.isalnum() and after.isalnum()
    if last == "/":
        return before.isdigit() and after.isdigit()
    if not (last.isalpha() and after.islower()):
        return False
    left, right = _TO_THE_LEFT.search(text, max(0, joint - 8), joint), _TO_THE_RIGHT.match(text, joint + 1)
    if left is None or right is None:
        return False
    # A single letter after a figure is a unit: `5 m` / `ở đó`.
    is_unit = len(left.group()) == 1 and text[max(0, joint - 6) : joint - 1].rstrip()[-1:].isdigit()
    return not is_unit and is_broken(left.group(), right.group())


class _Builder:
    """Collects pieces; folds spaces; keeps what was taken out."""

    def __init__(self, raw: _Raw) -> None:
        self.raw = raw
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.owned: list[Span] = []
        self.length = 0
        self.pending_space = False

    def _put(self, text: str, source_start: int, source_end: int) -> None:
        if self.pending_space and self.length and not self._ends_in_space():
            self.parts.append(" ")
            self.length += 1
        self.pending_space = False
        self.parts.append(text)
        self.pieces.append(Piece(self.length, self.length + len(text), source_start, source_end))
        self.length += len(text)

    def _ends_in_space(self) -> bool:
        return bool(self.parts) and self.parts[-1].endswith(" ")

    def literal(self, start: int, end: int) -> None:
        """Copy raw[start:end], which holds single spaces at most and lies in one span."""
        if start >= end:
            return
        text = self.raw.text[start:end]
        if text[0] == " ":
            self.pending_space = True
        body = text.strip(" ")
        if not body:
            return
        lead = len(text) - len(text.lstrip(" "))
        source = self.raw.source(start + lead)
        if body.isascii() or unicodedata.is_normalized("NFC", body):
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

    def token(self, put: str, start: int, end: int, is_space: bool) -> None:
        source_start = self.raw.source(start)
        if put == " ":
            self.pending_space = True
            if not is_space:
                self.owned.append((source_start, source_start + end - start))
        elif put == "":
            if not is_space:
                self.owned.append((source_start, source_start + end - start))
        else:
            self._put(put, source_start, source_start + end - start)

    def finish(self) -> Cleaned:
        return Cleaned(TracedText("".join(self.parts), tuple(self.pieces)), self.owned)


# A base letter with its combining marks, or a run of letters without any.
_CLUSTER = re.compile(
    r"[^\u0300-\u036f](?:[\u0300-\u036f])+|[^\u0300-\u036f]+?(?=[^\u0300-\u036f][\u0300-\u036f]|$)|[\u0300-\u036f]+",
    re.S,
)


def join(parts: Sequence[Cleaned]) -> Cleaned:
    """Several cleaned texts as one, a space between them."""
    texts: list[str] = []
    pieces: list[Piece] = []
    owned: list[Span] = []
    at = 0
    for part in parts:
        if texts and part.content.text:
            texts.append(" ")
            at += 1
        for p in part.content.pieces:
            pieces.append(Piece(p.text_start + at, p.text_end + at, p.source_start, p.source_end))
        texts.append(part.content.text)
        at += len(part.content.text)
        owned.extend(part.owned)
    return Cleaned(TracedText("".join(texts), tuple(pieces)), owned)
