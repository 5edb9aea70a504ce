"""Suites as data: frames (a query each) and the expectations that they must meet."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from etl.errors import ChitieuError
from etl.home import CATALOGUE

RULES = CATALOGUE / "seeds" / "quality_rules.csv"
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


def rules_frame(catalogue: Path = RULES) -> Frame:
    """The rules of the catalogue as expectations: a row an observation, a column a family of rules.

    A column tells whether no rule of the family fails the observation.  More than a fifth of them failing
    means that the reader or a rule is wrong rather than the reports.
    """
    families: dict[str, list[dict[str, str]]] = {}
    with catalogue.open(encoding="utf-8", newline="") as lines:
        for rule in csv.DictReader(lines):
            families.setdefault(rule["family"], []).append(rule)
    columns = ", ".join(
        f"count(*) filter (where f.rule_code in ({', '.join(_text(r['rule_code']) for r in rules)})) = 0"
        f" as {family}"
        for family, rules in families.items()
    )
    return Frame(
        name="rules",
        grain="one observation",
        query=f"select o.observation_key, {columns} from marts.fct_indicator_observation as o"
        " left join intermediate.int_rule_outcomes as f"
        " on o.observation_key = f.observation_key and f.outcome = 'fail'"
        " group by o.observation_key order by o.observation_key",
        expectations=tuple(
            Expectation(
                "expect_column_values_to_be_in_set",
                family,
                {"value_set": [True], "mostly": 0.8},
                "warning",
                f"Hơn 20% số quan sát vi phạm: {', '.join(r['name_vi'] for r in rules)}.",
                f"More than 20% of the observations break: {', '.join(r['name_en'] for r in rules)}.",
            )
            for family, rules in families.items()
        ),
    )


def frames_of(stage: str) -> list[Frame]:
    """All frames of a stage: those of its file, and the rules where there are findings."""
    return [*read_suite(stage), *([rules_frame()] if stage == MARTS else [])]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


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
