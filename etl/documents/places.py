"""Where characters stand in a text, found for all steps that ask in one pass."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator


def places_of(text: str, *strings: str) -> list[int]:
    """The offsets of each of some strings, one after the other; those of a string may overlap.

    To look for one character after the other takes a tenth of the time that a search for any of them
    takes, where few stand in the text.
    """
    found: list[int] = []
    for string in strings:
        at = text.find(string)
        while at >= 0:
            found.append(at)
            at = text.find(string, at + 1)
    return found


class Places:
    """Offsets in a text, to be asked for by stretch."""

    def __init__(self, offsets: Iterable[int]) -> None:
        self._offsets = sorted(offsets)

    def __iter__(self) -> Iterator[int]:
        return iter(self._offsets)

    def within(self, start: int, end: int) -> list[int]:
        """Those in text[start:end]."""
        return self._offsets[bisect_left(self._offsets, start) : bisect_left(self._offsets, end)]

    def any_in(self, start: int, end: int) -> bool:
        """Whether one of them lies in text[start:end]."""
        i = bisect_left(self._offsets, start)
        return i < len(self._offsets) and self._offsets[i] < end
