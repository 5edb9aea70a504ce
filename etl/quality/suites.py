"""Suites as data: frames (a query each) and the expectations that they must meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from etl.errors import ChitieuError

SUITES = Path(__file__).with_name("suites")
STAGED = "staged"
MARTS = "marts"
SEVERITIES = ("critical", "warning", "info")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation: a Great Expectations type with its arguments, and what a failure means."""

    kind: str
    column: str | None
    arguments: dict[str, Any]
    severity: str
    message_vi: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A query whose result is validated, and what must hold of it."""

    name: str
    grain: str
    query: str
    expectations: tuple[Expectation, ...] = field(default_factory=tuple)


def read_suite(name: str, directory: Path = SUITES) -> list[Frame]:
    """The frames of one suite; raises ChitieuError naming the expectation that is not understood."""
    path = directory / f"{name}.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Frame(
            name=frame,
            grain=told["grain"],
            query=told["query"],
            expectations=tuple(_expectation(path, frame, entry) for entry in told["expectations"]),
        )
        for frame, told in content["frames"].items()
    ]


def _expectation(path: Path, frame: str, entry: dict[str, Any]) -> Expectation:
    lacking = [key for key in ("expect", "severity", "vi", "en") if key not in entry]
    strange = sorted(set(entry) - {"expect", "column", "with", "severity", "vi", "en"})
    if lacking or strange or entry["severity"] not in SEVERITIES:
        what = f"{frame}: lacking {lacking}, unknown {strange}, severity {entry.get('severity')!r}"
        raise ChitieuError(
            f"Kỳ vọng không hợp lệ ({what}).",
            f"An expectation is malformed ({what}).",
            f"Xem dạng ở đầu {STAGED}.yml.",
            f"The head of {STAGED}.yml shows the form.",
            path=path,
        )
    return Expectation(
        entry["expect"],
        entry.get("column"),
        entry.get("with", {}),
        entry["severity"],
        entry["vi"],
        entry["en"],
    )
