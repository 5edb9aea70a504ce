"""Tokens: what the reader sees of a text.

A token says what it is, not where it stands, so the tokens of one word are one object, made once a
vocabulary and shared by all texts; `Tokens` knows where each stands in its text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

NONE: frozenset[str] = frozenset()
Match = tuple[int, frozenset[str]]  # of a phrase: its number of words, the classes it stands in
# Phrases that begin with one word: the longer ones by their second word, longest first; the word alone
Begun = tuple[dict[str, list[tuple[tuple[str, ...], Match]]], Match | None]


@dataclass(slots=True, eq=False)
class Token:
    """A token; shared, so never changed: another takes its place instead.

    kind: `num`, `word`, `phrase` (of the vocabulary, with its classes), `mask` (a number that is no
    measure, or a date, with its role), `stop` (end of a sentence), `punct`.
    """

    kind: str
    text: str  # folded
    classes: frozenset[str] = NONE
    role: str = ""
    heads: Begun | None = None  # phrases of the table of heads that begin with its first word
    units: Begun | None = None  # the same of the table of units
    opening: Opening = ({}, None, {}, None)  # of a single token: the phrases and masks that may open at it
    key: str = field(init=False)  # by which masks know it: its text, `#` for a number
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.text
        self.words = tuple(self.text.split(" "))

    def has(self, *names: str) -> bool:
        """True where the token's phrase stands in one of these classes."""
        return bool(self.classes) and not self.classes.isdisjoint(names)  # most tokens stand in none


Mask = tuple[re.Pattern[str], list[str]]  # a pattern, and the role of each of its groups
Masks = dict[str, Mask]  # by the key of the token behind the opening one
# Phrases of three words or more by their third, the longest first, and the phrase of two
Longer = tuple[dict[str, list[tuple[list[str], Token]]], Token | None]
# What opens at a token: the longer phrases by their second word, the phrase of the token alone, masks by
# the key of the second token, and the mask where that may be any
Opening = tuple[dict[str, Longer], Token | None, Masks, Mask | None]


class Tokens:
    """The tokens of a text, in order, and where each begins and ends in it."""

    __slots__ = ("at", "heads", "lengths", "masks", "numbers", "phrases", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at: list[Token] = []
        self.starts: list[int] = []
        self.lengths: list[int] = []
        self.numbers: list[int] = []  # which tokens are numbers, as scanned
        self.masks: list[int] = []  # which are masks, not in order
        self.phrases: list[int] = []  # which are phrases
        self.heads: dict[int, Match | None] = {}  # head found at a token; asked for again and again

    def mask(self, i: int, role: str) -> None:
        """Make a number of which more is known now a mask."""
        self.at[i] = Token("mask", self.at[i].text, role=role)
        self.masks.append(i)

    def phrases_in(self, first: int, end: int) -> list[int]:
        """Which of the tokens from `first` to the last one before `end` are phrases."""
        low = bisect_left(self.phrases, first)
        return self.phrases[low : bisect_left(self.phrases, end, low)]

    def end(self, i: int) -> int:
        """Where token `i` ends in the text."""
        return self.starts[i] + self.lengths[i]

    def shown(self, i: int) -> str:
        """Token `i` as printed."""
        return self.text[self.starts[i] : self.end(i)]

    def printed(self, first: int, end: int) -> str:
        """The text from token `first` to the last one before `end`, as printed."""
        return self.text[self.starts[first] : self.starts[end - 1] + self.lengths[end - 1]]
