"""The catalogue holds together: nothing means two things, everything stands somewhere."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from etl.conform.catalogue import Catalogue
from etl.conform.names import NameReader
from etl.conform.sectors import Sectors
from etl.conform.units import UnitBook
from etl.errors import ChitieuError
from etl.home import CATALOGUE

from .conftest import Ask

with (CATALOGUE / "indicators.csv").open(encoding="utf-8", newline="") as file:
    LISTED = list(csv.DictReader(file))


def test_there_are_three_hundred_indicators_over_all_sectors(sectors: Sectors) -> None:
    assert len(LISTED) >= 300
    covered = {row["sector_code"] for row in LISTED}
    detailed = {code for code, parent in sectors.parents.items() if parent}
    assert detailed <= covered


def test_no_name_means_two_indicators_of_one_kind_of_unit(catalogue: Catalogue) -> None:
    assert catalogue.clashes() == []


def test_every_sector_of_an_indicator_is_in_the_classification(
    catalogue: Catalogue, sectors: Sectors
) -> None:
    assert {i.sector_code for i in catalogue.indicators.values()} <= set(sectors.parents)


def test_every_indicator_has_a_name_in_both_languages(catalogue: Catalogue) -> None:
    assert [i.code for i in catalogue.indicators.values() if not i.name_vi or not i.name_en] == []


@pytest.mark.parametrize("row", LISTED, ids=lambda row: row["indicator_code"])
def test_every_indicator_is_found_by_its_own_name(ask: Ask, row: dict[str, str]) -> None:
    match = ask(row["name_vi"], row["unit_code"])
    assert match.indicator.code == row["indicator_code"]
    assert match.method == "exact"


def test_a_rate_is_printed_in_per_cent_or_per_mille(catalogue: Catalogue, units: UnitBook) -> None:
    ratios = [
        i.code
        for i in catalogue.indicators.values()
        if i.measure_type == "share" and units.by_code[i.unit_code or ""].quantity != "ratio"
    ]
    assert ratios == []


def test_codes_are_plain_words(catalogue: Catalogue) -> None:
    assert [c for c in catalogue.indicators if not c.replace("_", "").isalnum() or c != c.lower()] == []


def _copy(folder: Path, changed: str, text: str) -> Path:
    for source in CATALOGUE.rglob("*.csv"):
        target = folder / source.relative_to(CATALOGUE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    with (folder / changed).open("a", encoding="utf-8") as file:
        file.write(text)
    return folder


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("poverty_rate,Tên,Name,poverty,%,rate,lower,non_additive,,,,\n", "poverty_rate"),
        ("new_one,Tên,Name,poverty,thước,rate,lower,non_additive,,,,\n", "thước"),
        ("new_one,Tên,Name,poverty,%,ratio,lower,non_additive,,,,\n", "ratio"),
        ("new_one,Tên,Name,poverty,%,rate,lower,non_additive,nothing,,,\n", "nothing"),
        ("new_one,Tên,Name\n", "cells"),
    ],
)
def test_a_wrong_line_is_named_with_file_and_line(tmp_path: Path, line: str, wrong: str) -> None:
    folder = _copy(tmp_path, "indicators.csv", line)
    lines = (folder / "indicators.csv").read_text(encoding="utf-8").count("\n")
    with pytest.raises(ChitieuError) as caught:
        Catalogue(NameReader(folder / "words.csv"), UnitBook(folder / "units.csv"), folder)
    assert wrong in caught.value.text_en()
    assert caught.value.place == f"{folder / 'indicators.csv'}:{lines}"
