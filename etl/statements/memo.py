"""What was worked out before is not worked out again: reports repeat their words and figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


class _Kept(dict[str, Value]):
    """Results by text; a miss is worked out, and kept while there is room: hostile text fills no memory."""

    def __init__(self, work: Callable[[str], Value], most: int) -> None:
        super().__init__()
        self._work, self._most = work, most

    def __missing__(self, text: str) -> Value:
        value = self._work(text)
        if len(self) < self._most:
            self[text] = value
        return value


def kept(most: int) -> Callable[[Callable[[str], Value]], Callable[[str], Value]]:
    """Make a function of a text remember up to `most` results.

    As `functools.lru_cache`, but a look-up is that of a dictionary and nothing else: what is asked for
    several times a figure costs half as much.
    """

    def remembering(work: Callable[[str], Value]) -> Callable[[str], Value]:
        return _Kept(work, most).__getitem__

    return remembering
