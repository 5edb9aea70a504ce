"""The pages that show answers, and the findings on the samples, against the warehouse built from them."""

from __future__ import annotations

import csv
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

REPO = Path(__file__).parents[2]
EXPECTED = list(csv.DictReader(Path(__file__).with_name("expected.csv").open(encoding="utf-8", newline="")))


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pages", REPO / "docs" / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_say_what_the_warehouse_says(pages: ModuleType, built_warehouse: Path) -> None:
    stale = pages.stale(built_warehouse)
    assert not stale, f"{stale} say something else; run: make warehouse pages"


def test_a_changed_answer_is_told(pages: ModuleType) -> None:
    text = (REPO / "README.md").read_text(encoding="utf-8")
    answers = text.partition(pages.BEGIN)[2].partition(pages.END)[0].strip()
    assert pages.filled(text, answers) == text
    assert pages.filled(text, answers.replace("|", "!", 1)) != text


def test_both_readmes_ask_ten_questions_in_their_own_language() -> None:
    for name in ("README.md", "README.vi.md"):
        text = (REPO / name).read_text(encoding="utf-8")
        assert len(re.findall(r"^\*\*\d+\. ", text, re.MULTILINE)) == 10
        assert text.count("```sql") == 10


def test_links_of_the_pages_lead_somewhere() -> None:
    pages = [
        REPO / "README.md",
        REPO / "README.vi.md",
        REPO / "CONTRIBUTING.md",
        *(REPO / "docs").glob("*.md"),
    ]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_rows_shown_to_contributors_fit_their_tables() -> None:
    text = (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = [next(csv.reader([block])) for block in re.findall(r"```csv\n(.*)\n```", text)]
    tables = [
        "catalogue/indicators.csv",
        "vocabulary/units.csv",
        "catalogue/units.csv",
        "vocabulary/words.csv",
        "catalogue/seeds/quality_rules.csv",
    ]
    for row, table in zip(shown, tables, strict=True):
        with (REPO / "data" / table).open(encoding="utf-8", newline="") as handle:
            header, *rows = csv.reader(handle)
        assert len(row) == len(header), table
        assert row[:2] not in [r[:2] for r in rows], f"{table} has {row[0]} already; show another example"


def keys_of(connection: duckdb.DuckDBPyConnection, row: dict[str, str]) -> list[str]:
    """The observations that an expectation describes."""
    figures = {k: row[k] for k in ("value", "target", "denominator") if row[k]}
    conditions = ["report_id = ?", "kind = ?", "year_key = ?", "? between line_start and line_end"]
    conditions += [f"{column} = ?" for column in figures]
    found = connection.execute(
        f"select observation_key from fct_indicator_observation where {' and '.join(conditions)}",
        [row["report_id"], row["kind"], int(row["year"]), int(row["line"]), *map(float, figures.values())],
    ).fetchall()
    return [key for (key,) in found]


@pytest.mark.parametrize("report_id", sorted({row["report_id"] for row in EXPECTED}))
def test_findings_stand_where_a_person_finds_them(report_id: str, built_database: Path) -> None:
    wrong = []
    with duckdb.connect(str(built_database), read_only=True) as connection:
        connection.execute("use marts")
        for row in (row for row in EXPECTED if row["report_id"] == report_id):
            keys = keys_of(connection, row)
            findings = connection.execute(
                "select severity, rule_code, message_en from fct_quality_finding"
                " where list_contains(?, observation_key) or list_contains(?, related_observation_key)",
                [keys, keys],
            ).fetchall()
            where = f"line {row['line']}, {row['indicator']} {row['value']}"
            if not keys:
                wrong.append(f"{where}: no observation")
            elif row["has_contradiction"] == "false":
                wrong += [f"{where}: sound, yet {f}" for f in findings if f[0] == "error"]
            elif " = " in row["note"] and not findings:  # a percentage against its own operands
                wrong.append(f"{where}: nothing found, though {row['note']}")
    assert not wrong, "\n".join(wrong)
