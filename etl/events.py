"""What a run tells the world while it works: named events with plain fields.

Steps emit; who listens (a terminal, a log file, a test) is the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


def utc_now() -> datetime:
    """The time now in UTC, without zone, as the warehouse stores it."""
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `name` is a stable snake_case word, `fields` are JSON-able."""

    name: str
    level: str  # info, warning, error
    time: datetime
    fields: dict[str, Any]


Listener = Callable[[Event], None]


@dataclass(slots=True)
class Events:
    """A run's events, passed to every listener in turn."""

    listeners: list[Listener] = field(default_factory=list)

    def emit(self, name: str, level: str = "info", **fields: Any) -> None:
        """Tell every listener that `name` happened."""
        event = Event(name, level, utc_now(), fields)
        for listener in self.listeners:
            listener(event)
