"""A synthetic staging file, and dbt built from it once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.types import Boolean, Integer, Numeric

from models.staging import metadata

Row = Mapping[str, Any]

LOADED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
# What a column holds where a test does not say: null where it may, else something of its type.
BLANKS: dict[type, Any] = {Boolean: False, Integer: 0, Numeric: 0}


def write_staging(path: Path, tables: Mapping[str, Iterable[Row]]) -> Path:
    """Create a staging database at `path` from `models/` and load `tables` (name -> rows) into it.

    Columns a row leaves out are null, or a blank of their type where null is not allowed.
    """
    engine = create_engine(f"duckdb:///{path}")
    with engine.begin() as connection:
        connection.execute(text("create schema if not exists staging"))
        metadata.create_all(connection)
    engine.dispose()
    with duckdb.connect(str(path)) as connection:
        for name, rows in tables.items():
            table = metadata.tables[f"staging.{name}"]
            filled = [
                {column.name: _cell(row.get(column.name), column) for column in table.columns} for row in rows
            ]
            if not filled:
                continue
            frame = pd.DataFrame(filled).astype(object).where(lambda f: f.notna(), None)
            connection.register("frame", frame)
            columns = ", ".join(f'cast("{c.name}" as {_type(c)})' for c in table.columns)
            connection.execute(f"insert into staging.{name} select {columns} from frame")
            connection.unregister("frame")
    return path


def _type(column: Any) -> str:
    compiled = str(column.type)
    return {"TEXT": "varchar", "DATETIME": "timestamp", "FLOAT": "double"}.get(compiled, compiled)


def _cell(value: Any, column: Any) -> Any:
    if value is not None or column.nullable:
        return None if value is None else str(value)
    for kind, blank in BLANKS.items():
        if isinstance(column.type, kind):
            return str(blank)
    return str(LOADED) if "DATE" in str(column.type) else ""


def statement(key: str, report: str = "r1", **fields: Any) -> dict[str, Any]:
    """A statement row with the defaults of a plain printed result."""
    number = int("".join(c for c in key if c.isdigit()) or 0)
    row: dict[str, Any] = {
        "statement_id": key,
        "report_id": report,
        "block_index": number,
        "kind": "result",
        "name": "Sản lượng",
        "period_code": "year",
        "year": 2023,
        "section_path": "I. Kinh tế",
        "source_kind": "prose",
        "line_start": number + 1,
        "line_end": number + 1,
        "char_start": number * 100,
        "char_end": number * 100 + 50,
        "quote": "…",
        "unit": "tấn",
        "rule": "test",
    }
    row.update(fields)
    for slot in ("value", "target", "denominator"):
        printed = row.get(slot)
        if printed is not None and f"{slot}_decimals" not in fields:
            row[f"{slot}_decimals"] = len(str(printed).partition(".")[2])
    return row


def comparison(key: str, of: str, printed: str, report: str = "r1", **fields: Any) -> dict[str, Any]:
    """A comparison row; `printed` is the figure as digits with a decimal point."""
    return {
        "comparison_id": key,
        "statement_id": of,
        "report_id": report,
        "comparison_type": "plan",
        "form": "percent_of",
        "reported_value": printed,
        "reported_decimals": len(printed.partition(".")[2]),
        "char_start": 0,
        "char_end": 1,
        "rule": "test",
    } | fields


def conformed(key: str, indicator: str, report: str = "r1", **fields: Any) -> dict[str, Any]:
    """The conformance row of a statement."""
    return {
        "statement_id": key,
        "report_id": report,
        "indicator_code": indicator,
        "name_match_method": "exact",
        "name_match_score": 100,
        "unit_code": "tan",
        "sector_code": "economy",
        "locality_id": "04040@2012-09-25",
        "locality_match_method": "report",
    } | fields


def small_warehouse() -> dict[str, list[dict[str, Any]]]:
    """Two reports of one city, with one sound and one broken statement of the common kinds."""
    statements = [
        statement("s1", value="11230.2", target="10860.1"),
        statement("s2", value="30000", target="65000", unit="liều"),
        statement("s3", value="3.5", target="0", unit="tấn"),
        statement("s4", value="120.5", source_kind="table", row_id="t1"),
        statement("s5", value="100", year=2022, source_kind="table", row_id="t1"),
        statement("s6", kind="target", target="130", year=2024, source_kind="table", row_id="t1"),
        statement("s7", report="r2", value="131", target="130", year=2024, verdict="vượt"),
        statement(
            "s8", report="r2", value="92", unit="%", year=2024, name="Tỷ lệ che phủ rừng", place="xã A"
        ),
        statement("s9", report="r2", value="1100", unit="tấn", year=2024, name="Thóc", period_code="11m"),
    ]
    comparisons = [
        comparison("c1", "s1", "103.4"),
        comparison("c2", "s2", "47.24"),
        comparison("c3", "s3", "100"),
        comparison("c4", "s4", "20.5", comparison_type="prior", form="growth", base_year=2022),
        comparison("c5", "s7", "100.8", report="r2"),
    ]
    conformance = [
        conformed("s1", "grain_output"),
        conformed("s2", "vaccination", unit_code="lieu"),
        conformed("s3", "pork_output"),
        conformed("s4", "beef_output"),
        conformed("s5", "beef_output"),
        conformed("s6", "beef_output"),
        conformed("s7", "beef_output", report="r2"),
        conformed("s8", "own:forest", report="r2", unit_code="percent", locality_id=None, sector_code=None),
        conformed("s9", "rice_output", report="r2"),
    ]
    return {
        "documents": [
            {
                "report_id": report,
                "run_id": "run1",
                "loaded_at": LOADED,
                "extractor_version": "1",
                "source_path": f"{report}.txt",
                "format": "txt",
                "sha256": report * 32,
                "title": "Báo cáo",
                "issuing_body": "UBND thành phố",
                "locality_code": "04040",
                "report_year": year,
                "plan_year": year + 1,
                "report_date": date(year, 12, 1),
                "text": "…",
            }
            for report, year in (("r1", 2023), ("r2", 2024))
        ],
        "statements": statements,
        "comparisons": comparisons,
        "statement_conformance": conformance,
        "numbers": [
            {
                "number_id": f"n{i}",
                "report_id": "r1",
                "char_start": i * 10,
                "char_end": i * 10 + 3,
                "text": "1,5",
                "role": role,
                "statement_id": key,
                "rule": "test",
            }
            for i, (role, key) in enumerate(
                [("value", "s1"), ("target", "s1"), ("date", None), ("unclassified", None)]
            )
        ],
        "indicators": [
            {
                "indicator_code": code,
                "name_vi": code,
                "sector_code": "economy",
                "unit_code": unit,
                "measure_type": measure,
                "polarity": "higher",
                "additivity": "additive",
                "is_catalogued": not code.startswith("own:"),
            }
            for code, unit, measure in (
                ("grain_output", "tan", "level"),
                ("vaccination", "lieu", "level"),
                ("pork_output", "tan", "level"),
                ("beef_output", "tan", "level"),
                ("own:forest", "percent", "rate"),
                ("rice_output", "tan", "level"),
            )
        ],
        "units": [
            {
                "unit_code": "tan",
                "name_vi": "tấn",
                "quantity": "mass",
                "base_unit_code": "kg",
                "factor_to_base": 1000,
            },
            {
                "unit_code": "kg",
                "name_vi": "kg",
                "quantity": "mass",
                "base_unit_code": "kg",
                "factor_to_base": 1,
            },
            {
                "unit_code": "lieu",
                "name_vi": "liều",
                "quantity": "count",
                "base_unit_code": "lieu",
                "factor_to_base": 1,
            },
            {
                "unit_code": "percent",
                "name_vi": "%",
                "quantity": "ratio",
                "base_unit_code": "percent",
                "factor_to_base": 1,
            },
        ],
        "localities": [
            {
                "locality_id": "04@1900-01-01",
                "locality_code": "04",
                "name": "Tỉnh Cao Bằng",
                "level": "province",
                "province_name": "Cao Bằng",
                "valid_from": date(1900, 1, 1),
            },
            {
                "locality_id": "04040@2012-09-25",
                "locality_code": "04040",
                "name": "Thành phố Cao Bằng",
                "level": "district",
                "parent_locality_id": "04@1900-01-01",
                "province_name": "Cao Bằng",
                "valid_from": date(2012, 9, 25),
                "valid_to": date(2025, 7, 1),
            },
        ],
    }


@pytest.fixture(scope="session")
def staging_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The staging file of `small_warehouse`."""
    return write_staging(tmp_path_factory.mktemp("staging") / "load.duckdb", small_warehouse())


@pytest.fixture(scope="session")
def build_db(staging_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database dbt builds from it, with every data test and unit test run."""
    from etl.transform import run_dbt

    path = tmp_path_factory.mktemp("build") / "build.duckdb"
    run_dbt(staging_db, path, unit_tests=True)
    return path
