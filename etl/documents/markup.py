"""Markup resolved: text that is not plain as it reads, with the way back to what was printed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from etl.documents.joining import Cleaned, is_split
from etl.documents.model import Piece, Span, TracedText
from etl.documents.places import places_of

_new = tuple.__new__  # as in `joining`: pieces are many
# Commands that survive when a page was typeset with LaTeX on its way here.
_COMMANDS = {
    "geq": "≥", "ge": "≥", "geqslant": "≥", "leq": "≤", "le": "≤", "leqslant": "≤",
    "times": "×", "cdot": "·", "approx": "≈", "pm": "±", "neq": "≠", "rightarrow": "→", "to": "→",
    "div": "÷", "ldots": "…", "dots": "…", "quad": " ", "permil": "‰", "textperthousand": "‰",
    "gt": ">", "lt": "<", "circ": "°", "sim": "~",
}  # fmt: skip
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "nbsp": " ", "quot": '"', "apos": "'", "ge": "≥", "le": "≤"}
_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


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
# spaces, which every text is full of, stand apart.
_TOKEN_OPENS = re.compile(
    r"[\x00-\x1f*_<^\\$&!\[\x85\u00a0\u00ad\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u3000\ufeff\ufffe]"
)


@dataclass(slots=True)
class Laid:
    """Spans of the source laid end to end, a line break between them, with the way back."""

    text: str
    starts: list[int]
    sources: list[int]

    def source(self, offset: int) -> int:
        """The offset in the source of an offset in the text."""
        if len(self.starts) == 1:
            return self.sources[0] + offset
        i = max(0, bisect_right(self.starts, offset) - 1)
        return self.sources[i] + offset - self.starts[i]


def lay(source: str, spans: Sequence[Span]) -> Laid:
    """The spans as one text to be resolved."""
    parts, starts, sources, at = [], [], [], 0
    for start, end in spans:
        parts.append(source[start:end])
        starts.append(at)
        sources.append(start)
        at += end - start + 1
    return Laid("\n".join(parts), starts, sources)


def _is_emphasis(text: str, token: re.Match[str]) -> bool:
    """Whether a star or underscore token opens or closes an emphasis.

    A star between spaces is a sign, not markup; so is an underscore within a word.  An opener or
    closer without its partner (the other half stands beyond a page break) is markup all the same
    when it is glued to a word on one side only.
    """
    start, end = token.span()
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    if before.isspace() and after.isspace():
        return end - start > 1  # `** TỔNG **` is bold, no sign is doubled
    if token.lastgroup == "under" and before.isalnum() and after.isalnum():
        return False
    return not (end - start == 1 and before.isdigit() and after.isdigit())


def _tokens(text: str) -> list[re.Match[str]]:
    """Everything in a text that is not plain, in order."""
    tokens: list[re.Match[str]] = []
    at = 0
    opens = places_of(text, "  ")
    for match in _TOKEN_OPENS.finditer(text):
        opening = match.start()
        is_behind = opening > 0 and text[opening - 1] == " " and text[opening].isspace()
        opens.append(opening - is_behind)  # a blank behind a space: the space opens the token
    opens.sort()
    for opening in opens:
        token = _TOKEN.match(text, opening) if opening >= at else None
        if token is not None:
            tokens.append(token)
            at = token.end()
    return tokens


def resolve(raw: Laid, cut: Sequence[Span], is_composed: bool = False) -> Cleaned:
    """Text with markup; `is_composed` where that is known of it."""
    text = raw.text
    tokens = _tokens(text)
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
                    (bool(glued) and glued.get(raw.source(start)) == raw.source(end))
                    or is_split(text[max(0, start - 9) : start], text[end : end + 9])
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
            if not _is_emphasis(text, token):
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


class _Builder:
    """Collects pieces; folds spaces; keeps what was taken out."""

    def __init__(self, raw: Laid, is_composed: bool) -> None:
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
