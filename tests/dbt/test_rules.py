"""Every rule of the catalogue has a unit test in which it passes, fails and does not know."""

from __future__ import annotations

import csv
import io

import pytest
import yaml

from etl.home import CATALOGUE, DBT_PROJECT

RULES = [
    row["rule_code"]
    for row in csv.DictReader(
        (CATALOGUE / "seeds" / "quality_rules.csv").read_text(encoding="utf-8").splitlines()
    )
]
TESTS = {
    test["model"]: test
    for path in sorted((DBT_PROJECT / "models").rglob("_unit_tests.yml"))
    for test in yaml.safe_load(path.read_text(encoding="utf-8"))["unit_tests"]
}
# What has no decimals to round: words, counts of rows, digits compared as digits.
WITHOUT_ROUNDING = {
    "implied_base",
    "implied_jump",
    "missing_indicator",
    "notation_scale",  # a thousandfold lies beyond every rounding
    "notation_slip",
    "notation_unit",
    "table_gap",
    "time_spans",
    "verdict_count",
    "verdict_differs",
    "verdict_unlisted",
}


def expected(rule: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(TESTS[f"rule_{rule}"]["expect"]["rows"])))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_tested_with_each_outcome(rule: str) -> None:
    assert {row["outcome"] for row in expected(rule)} == {"pass", "fail", "unknown"}


@pytest.mark.parametrize("rule", sorted(set(RULES) - WITHOUT_ROUNDING))
def test_a_rule_of_figures_is_tested_at_the_edge_of_their_rounding(rule: str) -> None:
    rows = "\n".join(given["rows"] for given in TESTS[f"rule_{rule}"]["given"])
    assert "edge" in rows, "name the case that only rounding saves, or lets fail, an edge"
