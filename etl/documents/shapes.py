"""The shapes that open a printed line: list markers, heading numbers, footnote marks, page numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from etl.vietnamese import CAPITALS, SMALL

SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(SUPER, "0123456789")
_MARKUP = r"(?:#{1,6}[ \t]+|>[ \t]?|\*{1,3}|_{1,2}|</?[biu]>)*"

# Style of a marker -> how deep it usually stands; only the order counts.
STYLE_RANK = {
    "part": 1, "letter": 2, "roman": 3, "n.": 4, "n.n.": 5, "n.n.n.": 6, "n.n.n.n.": 7,
    "#": 1, "n)": 8, "(n)": 8, "a)": 8, "-": 9, "+": 10, "*": 11, "o": 12,
}  # fmt: skip

_MARKER = re.compile(
    rf"(?P<lead>{_MARKUP}[ \t]*)"
    r"(?:"
    r"(?P<part>(?:phần\s+(?:thứ\s+)?(?:nhất|hai|ba|bốn|tư|năm|sáu|[ivx]{1,4}|\d{1,2})"
    r"|phụ\s+(?:lục|biểu)(?:\s+số)?(?:\s+(?:[ivx]{1,4}|\d{1,2}[a-z]?)\b)?|biểu\s+(?:số\s+)?\d{1,2}[a-z]?"
    r"|chương\s+(?:[ivx]{1,4}|\d{1,2}))(?!\w)\s*[:.\-–]?)"
    rf"(?=\W*$|\s*\n|\s*[:.\-–(]|\s+[{CAPITALS}])"
    r")",
    re.IGNORECASE,
)
# The group that matches last names the kind of the number.
_NUMBERED = re.compile(
    rf"{_MARKUP}[ \t]*(?:"
    r"(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3}\.?)(?=[ \t*_]*[^\W\d_])"
    r"|(?P<number>\d{1,2}\.)(?!\d)(?=[ \t*_]*\D)"
    r"|(?P<paren>\(\d{1,2}\))(?!\S*[-–]\d)"
    r"|(?P<half>\d{1,2}\))"
    r"|(?P<roman>(?:X{0,3})(?:IX|IV|V?I{0,3})(?<=[IVX])\s?[.\-–)])(?!\w)"
    r"|(?P<letter>[A-EGHĐ][.])(?=\s)(?!\s*[A-Z]\.)"
    rf"|(?P<alpha>\(?[a-zđ]\)|[a-hđ]\.(?=[ \t]+[{CAPITALS}]))"
    r")[ \t]*"
)
_BULLET_SIGNS = "-–—−+•▪●○◦‣⁃➢➤✓\uf0b7\uf0a7\uf02d*"
_BULLET = re.compile(
    r"(?P<lead>(?:>[ \t]?)?(?:\*{2,3}|_{1,2})?)"
    rf"(?P<marker>[{_BULLET_SIGNS}](?![*]))(?P<gap>[ \t]+|(?=[^\W\d_\s]|[*_]))"
)
_NOTE = re.compile(
    rf"(?P<marker>[⁽(]?[{SUPER}]{{1,3}}[⁾)]?|\[\^?\d{{1,3}}\]:?|<sup>\s*\(?\d{{1,3}}\)?\s*</sup>|\^\{{?\d{{1,3}}\}}?|\(\*{{1,3}}\)(?=\s*\S))\s*"
)
_NOTE_OPENS = tuple(f"⁽([<^{SUPER}")
# What every opening of a line begins with: running text, which begins with a word, is told by one look.
_OPENS = re.compile(r"[\W\d_]|[IVX]{1,8}\s?[.\-–)]|[A-Za-zĐđ][.)]|(?i:ph[ầụ]|chư|biể)")
_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_DASHES = "-–—"
_PAGE_NUMBER = re.compile(
    r"(?:(?:trang|page)\s+)?[-–—]?\s*\d{1,3}\s*[-–—]?(?:\s*/\s*\d{1,3})?", re.IGNORECASE
)
_RULE = re.compile(r"[-_=*.~─━—–\s]{3,}")


class Marker(NamedTuple):
    """What opens a line: `text` as printed, its style, its ordinal if it has one, and its length.

    `lead` is the markup before the marker, which is no part of it.
    """

    text: str
    style: str
    ordinal: int | None
    lead: int
    length: int  # from the start of the line to the first character of the text


def _alpha_ordinal(letter: str) -> int:
    return "abcdđefghijklmnopqrstuvwxyz".find(letter) + 1


_ROMAN = {"I": 1, "V": 5, "X": 10}


def _roman(text: str) -> int:
    """The value of a Roman number; what is no letter of it counts for nothing."""
    total = 0
    letters = [c for c in text if c in _ROMAN]
    for a, b in zip(letters, [*letters[1:], ""], strict=True):
        value = _ROMAN[a]
        total += -value if _ROMAN.get(b, 0) > value else value
    return total


def _style_of_bullet(sign: str) -> str:
    if sign == "+":
        return "+"
    return "*" if sign in "*•▪●\uf0b7\uf0a7" else "o" if sign in "○◦" else "-"


# What most items open with, a bullet and one space, by these two characters.
_USUAL_BULLETS = {f"{c} ": Marker(c, _style_of_bullet(c), None, 0, 2) for c in _BULLET_SIGNS}


def marker_of(line: str) -> Marker | None:
    """The marker that opens a line, or None."""
    usual = _USUAL_BULLETS.get(line[:2])
    if usual is not None and not line.startswith((" ", "\t"), 2):
        return usual
    return _marker_of_any(line) if _OPENS.match(line) else None


def _marker_of_any(line: str) -> Marker | None:
    bullet = None if line[0].isalnum() else _BULLET.match(line)
    if bullet:
        sign, gap = bullet["marker"], bullet["gap"]
        if gap or not (sign == "*" or line[bullet.end() : bullet.end() + 1].isdigit()):
            return Marker(sign, _style_of_bullet(sign), None, len(bullet["lead"]), bullet.end())
    numbered = _NUMBERED.match(line)
    if numbered:
        kind = numbered.lastgroup or ""
        found = _numbered(kind, numbered[kind], numbered.start(kind), numbered.end())
        if found:
            return found
    part = _MARKER.match(line)
    if part:
        text = part["part"].rstrip()
        return Marker(text.rstrip(" :.-–"), "part", None, len(part["lead"]), part.end("part"))
    hashes = _HASHES.match(line)
    if hashes:
        return Marker(hashes.group(1), "#", None, 0, hashes.end())
    return None


@lru_cache(maxsize=4096)  # `1.` and `a)` open many lines
def _numbered(kind: str, text: str, lead: int, length: int) -> Marker | None:
    """The marker that a number of that kind is, unless it is too large for one."""
    if kind == "decimal":
        numbers = [*map(int, text.rstrip(".").split("."))]
        if text[0] == "0" or ".0" in text or numbers[0] > 30 or max(numbers) > 40:
            return None
        return Marker(text, "n." * len(numbers), numbers[-1], lead, length)
    if kind == "number":
        number = int(text[:-1])
        return None if text[0] == "0" or number > 60 else Marker(text, "n.", number, lead, length)
    if kind == "paren":
        return Marker(text, "(n)", int(text.strip("()")), lead, length)
    if kind == "half":
        return Marker(text, "n)", int(text.strip(")")), lead, length)
    if kind == "roman":
        return Marker(text.rstrip(), "roman", _roman(text), lead, length)
    if kind == "letter":
        return Marker(text, "letter", "ABCDEFGH".find(text[0]) + 1, lead, length)
    return Marker(text, "a)", _alpha_ordinal(text.strip("().")), lead, length)


def note_mark(line: str) -> tuple[str, int] | None:
    """The footnote mark that opens a line as plain digits, and where the text begins."""
    match = _NOTE.match(line) if line.startswith(_NOTE_OPENS) else None
    if not match or match.end() >= len(line):
        return None
    mark = re.sub(r"[^\d*]", "", match["marker"].translate(_PLAIN).replace("sup", ""))
    return (mark, match.end()) if mark else None


@lru_cache(maxsize=1024)
def plain_mark(text: str) -> str:
    """A mark's digits, superscripts and brackets resolved."""
    return re.sub(r"[^\d*]", "", text.translate(_PLAIN))


def is_page_number(line: str) -> bool:
    """Whether a line holds a page number and nothing else."""
    last = line[-1:]
    return (last.isdecimal() or last in _DASHES or last.isspace()) and bool(_PAGE_NUMBER.fullmatch(line))


def is_rule(line: str) -> bool:
    """Whether a line is a drawn rule."""
    return not line[:1].isalnum() and bool(_RULE.fullmatch(line))


_STARTS_LOW = re.compile(rf"[\s*_\"“‘'(]*[{SMALL}]")
_LOW_WORD = re.compile(rf"[{SMALL}]{{4}}")
_SMALL = ascii_lowercase.encode()
_TRAILING = f" *_{SUPER}⁽⁾"
_STOPS = tuple(".;!?…:")
_ENDS = re.compile(r"(?:[.;!?…:]|\./\.)[\"”’')\]*_\s]*$")


def starts_low(text: str) -> bool:
    """Whether a text begins in lower case, as the middle of a sentence does."""
    first = text[:1]
    if first.isupper():
        return False
    if "a" <= first <= "z":
        return True
    match = _STARTS_LOW.match(text)
    return bool(match) and match is not None and text[match.end() - 1].islower()


# What begins with two small letters and is no `phần`, `phụ lục`, `chương` or `biểu`, as most such texts.
_LOW_WORD_OPENS = re.compile(rf"(?!ph[ầụẦỤ]|ch[ưƯ]|bi[ểỂ])[{SMALL}]{{2}}")


def runs_on(text: str) -> bool:
    """Whether a text begins as the middle of a sentence does: in lower case, and with no marker."""
    return bool(_LOW_WORD_OPENS.match(text)) or (starts_low(text) and marker_of(text) is None)


def is_closed(text: str) -> bool:
    """Whether a text ends as a sentence or list item does."""
    if text[-1:] in _TRAILING:
        text = text.rstrip(_TRAILING)
    last = text[-1:]
    if last.isalnum() or not (last in _STOPS or _ENDS.search(text[-8:])):
        return False
    return "(" not in text or text.count("(") <= text.count(")") + 1


def is_capitals(text: str) -> bool:
    """Whether a line is set in capitals, as titles are; its first words decide."""
    if _LOW_WORD.search(text, 0, 30):
        return False
    head = text[:120]
    # A fifth of small letters is too many; those without an accent, counted at once, are mostly enough.
    plain = head.encode("ascii", "ignore")
    if 5 * (len(plain) - len(plain.translate(None, _SMALL))) >= len(head):
        return False
    letters = sum(map(str.isalpha, head))
    return letters >= 4 and sum(map(str.isupper, head)) > 0.8 * letters


def all_capitals(text: str) -> bool:
    """Whether a line has letters and all of them are capitals, be it as short as `NĂM 2023`."""
    return text.isupper()
