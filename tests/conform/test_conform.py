"""The whole step: frames of the staging tables' shape, and corrections that must match."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import models.staging as staging
from etl.conform import Conformed, conform, uncatalogued
from etl.conform.sectors import Sectors
from etl.errors import ChitieuError
from etl.home import CATALOGUE

from .conftest import documents, statements

ROWS = statements(
    {"name": "Tổng đàn lợn", "unit": "con", "section_path": "I. KINH TẾ > 1. Chăn nuôi"},
    {
        "name": "Đàn đà điểu",
        "unit": "nghìn con",
        "section_path": "I. KINH TẾ > 1. Chăn nuôi",
        "place": "xã Hưng Đạo",
    },
    {"name": "Tổng đàn đà điểu", "unit": "con", "section_path": "1. Chăn nuôi", "place": "xã Không Có"},
    {"name": "Lúa xuân", "parent_name": "Diện tích gieo trồng", "unit": "ha"},
    {"name": "Sổ tay phát ra", "unit": "cuốn sổ"},
    {"name": "Giảm tai nạn giao thông", "unit": None},
)


@pytest.fixture(scope="module")
def conformed() -> Conformed:
    return conform(ROWS, documents())


@pytest.mark.parametrize(
    ("frame", "table"),
    [
        ("indicators", staging.Indicator),
        ("units", staging.Unit),
        ("localities", staging.Locality),
        ("statement_conformance", staging.StatementConformance),
    ],
)
def test_each_frame_has_the_columns_of_its_table(
    conformed: Conformed, frame: str, table: type[staging.Base]
) -> None:
    made: pd.DataFrame = getattr(conformed, frame)
    columns = table.__table__.columns
    assert list(made.columns) == [c.name for c in columns]
    for column in columns:
        if not column.nullable:
            assert made[column.name].notna().all(), column.name
        if column.primary_key:
            assert made[column.name].is_unique


def test_no_statement_is_lost_and_every_key_leads_somewhere(conformed: Conformed) -> None:
    matched: pd.DataFrame = conformed.statement_conformance
    indicators: pd.DataFrame = conformed.indicators
    codes = set(indicators["indicator_code"])
    assert list(matched["statement_id"]) == list(ROWS["statement_id"])
    assert set(matched["indicator_code"]) <= codes
    assert set(indicators["parent_indicator_code"].dropna()) <= codes
    assert set(matched["unit_code"].dropna()) <= set(conformed.units["unit_code"])
    assert set(conformed.units["base_unit_code"]) <= set(conformed.units["unit_code"])
    assert set(matched["locality_id"].dropna()) <= set(conformed.localities["locality_id"])
    assert set(indicators["unit_code"].dropna()) <= set(conformed.units["unit_code"])


def test_statements_are_matched_and_say_how(conformed: Conformed) -> None:
    matched = conformed.statement_conformance.set_index("statement_id")
    assert list(matched["name_match_method"]) == ["composed", "own", "own", "composed", "own", "exact"]
    assert matched.loc["s1", "indicator_code"] == matched.loc["s2", "indicator_code"]
    assert matched.loc["s1", "sector_code"] == "agriculture"
    assert matched.loc["s1", "sector_match_method"] == "heading"
    assert matched.loc["s0", "sector_match_method"] == "indicator"
    assert matched.loc["s3", "indicator_code"] == "rice_spring_area"
    assert list(matched["locality_match_method"]) == [
        "report",
        "name",
        "unresolved",
        "report",
        "report",
        "report",
    ]


def test_an_unknown_unit_is_reported_as_its_own(conformed: Conformed) -> None:
    units = conformed.units.set_index("unit_code")
    assert not units.loc["cuốn sổ", "is_catalogued"]
    assert units.loc["cuốn sổ", "factor_to_base"] == Decimal(1)
    assert units.loc["tỷ đồng", "factor_to_base"] == Decimal(10**9)


def test_a_part_never_stands_without_its_whole(conformed: Conformed) -> None:
    codes = set(conformed.indicators["indicator_code"])
    assert {"rice_spring_area", "rice_area"} <= codes
    assert "maize_area" not in codes  # composed, and nothing was matched to it
    assert "poverty_rate" in codes  # listed, whether a report speaks of it or not


def test_missing_text_in_frames_may_be_none_or_nan() -> None:
    frame = ROWS.copy()
    frame["unit"] = frame["unit"].where(frame["unit"].notna(), math.nan)
    again = conform(frame, documents(report_date=pd.NaT, report_year=2021.0))
    assert again.statement_conformance.loc[0, "locality_match_method"] == "report"


def test_nothing_read_gives_empty_conformance_and_full_dimensions() -> None:
    made = conform(ROWS.head(0), documents().head(0))
    assert made.statement_conformance.empty
    assert len(made.indicators) >= 300
    assert len(made.localities) > 14000


def _corrected(folder: Path, line: str) -> Path:
    for source in CATALOGUE.rglob("*.csv"):
        target = folder / source.relative_to(CATALOGUE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    head = "reported_name,parent_name,unit,indicator_code,reason\n"
    (folder / "corrections.csv").write_text(head + line, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "line",
    [
        "Đàn đà điểu,,,livestock_total,counted as livestock here\n",
        "Tổng đàn đà điểu,,con,livestock_total,counted as livestock here\n",
    ],
)
def test_a_correction_gives_a_name_its_indicator(tmp_path: Path, line: str) -> None:
    made = conform(ROWS, documents(), _corrected(tmp_path, line)).statement_conformance.set_index(
        "statement_id"
    )
    assert made.loc["s2", "indicator_code"] == "livestock_total"
    assert made.loc["s2", "name_match_method"] == "alias"


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Đàn đà điểu,,,no_such_indicator,why\n", "no_such_indicator"),
        ("Đàn lạc đà,,,livestock_total,why\n", "Đàn lạc đà"),
        ("Đàn đà điểu,,ha,livestock_total,why\n", "Đàn đà điểu"),
        ("Đàn đà điểu,,,livestock_total,\n", "reason"),
    ],
)
def test_a_correction_that_matches_nothing_fails_with_its_line(tmp_path: Path, line: str, wrong: str) -> None:
    with pytest.raises(ChitieuError) as caught:
        conform(ROWS, documents(), _corrected(tmp_path, line))
    assert caught.value.place == f"{tmp_path / 'corrections.csv'}:2"
    assert wrong in caught.value.text_en()


def test_uncatalogued_names_come_by_frequency_with_what_is_nearest(conformed: Conformed) -> None:
    listed = uncatalogued(ROWS, conformed.statement_conformance)
    assert [u.statements for u in listed] == [2, 1]
    assert listed[0].name == "Đàn đà điểu"
    assert listed[0].nearest
    assert all(a.score >= b.score for a, b in zip(listed[0].nearest, listed[0].nearest[1:], strict=False))
    assert uncatalogued(ROWS, conformed.statement_conformance, limit=1) == listed[:1]


@pytest.mark.parametrize(
    ("path", "sector"),
    [
        ("B. KẾT QUẢ > I. KINH TẾ > 1. Nông nghiệp", "agriculture"),
        ("I. KINH TẾ > 2.1. Công tác lâm nghiệp:", "forestry"),
        ("II. VĂN HÓA - XÃ HỘI > b) Y tế", "health"),
        ("I. Chỉ tiêu kinh tế", "economy"),
        ("II. Chỉ tiêu văn hóa - xã hội", "social"),
        ("3. GD&ĐT", "education"),
        ("Phần thứ nhất > 4.2. Công tác CCHC", "administration"),
        ("1. Ưu điểm", None),
        ("", None),
    ],
)
def test_headings_lead_to_sectors(sectors: Sectors, path: str, sector: str | None) -> None:
    assert sectors.of_heading(path) == sector


def test_the_classification_has_two_levels(sectors: Sectors) -> None:
    tops = {code for code, parent in sectors.parents.items() if parent is None}
    assert len(tops) >= 4
    assert {parent for parent in sectors.parents.values() if parent} == tops
