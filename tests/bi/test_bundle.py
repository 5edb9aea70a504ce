"""Superset's bundle, held to the warehouse it shows; a real Superset is in test_superset_live.py."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from bi.superset.bundle import BUNDLE, contents, query_of, write
from tests.conftest import REPOSITORY
from tests.dbt.test_semantics import metric_sql


def assets(folder: str) -> dict[str, dict[str, Any]]:
    """File stem -> content, of one kind of asset."""
    found = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((BUNDLE / folder).rglob("*.yaml"))
    }
    assert found
    return found


DATASETS = assets("datasets")
CHARTS = assets("charts")
BY_UUID = {d["uuid"]: d for d in DATASETS.values()}


def relation(dataset: dict[str, Any]) -> str:
    """What stands after `from` to read a dataset, its calculated columns included."""
    base = f"({dataset['sql']})" if dataset.get("sql") else f"{dataset['schema']}.{dataset['table_name']}"
    calculated = "".join(
        f", ({c['expression']}) as {c['column_name']}" for c in dataset["columns"] if c.get("expression")
    )
    return f"(select *{calculated} from {base})"


@pytest.fixture(scope="module")
def marts(built_database: Path) -> Any:
    with duckdb.connect(str(built_database), read_only=True) as connection:
        yield connection


def test_uuids_name_one_thing_each_and_lead_somewhere() -> None:
    everything = [*assets("databases").values(), *DATASETS.values(), *CHARTS.values()]
    everything += assets("dashboards").values()
    uuids = [asset["uuid"] for asset in everything]
    assert len(uuids) == len(set(uuids))
    (database,) = assets("databases").values()
    assert {d["database_uuid"] for d in DATASETS.values()} == {database["uuid"]}
    assert {c["dataset_uuid"] for c in CHARTS.values()} == set(BY_UUID)
    (dashboard,) = assets("dashboards").values()
    shown = [
        p["meta"]["uuid"]
        for p in dashboard["position"].values()
        if isinstance(p, dict) and p["type"] == "CHART"
    ]
    assert sorted(shown) == sorted(c["uuid"] for c in CHARTS.values())
    for place in dashboard["position"].values():
        if isinstance(place, dict):
            assert set(place.get("children", [])) <= set(dashboard["position"])


def test_filters_are_columns_that_the_charts_share() -> None:
    (dashboard,) = assets("dashboards").values()
    filters = dashboard["metadata"]["native_filter_configuration"]
    assert {f["name"] for f in filters} == {"Địa bàn", "Lĩnh vực", "Năm"}
    for one in filters:
        (target,) = one["targets"]
        column = target["column"]["name"]
        assert column in {c["column_name"] for c in BY_UUID[target["datasetUuid"]]["columns"]}
        having = [d for d in DATASETS.values() if column in {c["column_name"] for c in d["columns"]}]
        # A report is of no sector; all else answers to each filter.
        assert {d["table_name"] for d in DATASETS.values()} - {d["table_name"] for d in having} <= {
            "report_quality"
        }


@pytest.mark.parametrize("name", DATASETS)
def test_a_dataset_has_the_columns_of_the_warehouse(marts: duckdb.DuckDBPyConnection, name: str) -> None:
    dataset = DATASETS[name]
    there = [row[0] for row in marts.sql(f"describe select * from {relation(dataset)}").fetchall()]
    assert sorted(c["column_name"] for c in dataset["columns"]) == sorted(there)
    for column in dataset["columns"]:
        assert column["verbose_name"], column["column_name"]


METRICS = [(name, m["metric_name"]) for name, d in DATASETS.items() for m in d["metrics"]]


def expression(dataset: str, metric: str) -> str:
    return next(m["expression"] for m in DATASETS[dataset]["metrics"] if m["metric_name"] == metric)


@pytest.mark.parametrize(("dataset", "metric"), METRICS)
def test_a_metric_counts_and_sums_and_never_averages(
    marts: duckdb.DuckDBPyConnection, dataset: str, metric: str
) -> None:
    sql = expression(dataset, metric)
    assert not re.search(r"\b(avg|mean|median|quantile\w*|mode)\s*\(", sql, re.IGNORECASE)
    assert not re.search(r"\bsum\([^)]*(percent|share|growth|rate)", sql), "a sum of percentages"
    told = next(m for m in DATASETS[dataset]["metrics"] if m["metric_name"] == metric)
    if "%" in (told["d3format"] or "") or "%" in told["verbose_name"]:
        divided = r"(sum\(\w+\)|count\(.*\)) / (nullif\()?(sum|count)\("
        assert re.search(divided, sql), f"a percentage that is no sum over a sum: {sql}"
    by = {"report_quality": "report_id"}.get(dataset, "indicator_name_vi, locality_name, year_key")
    by = "rule_code" if dataset == "findings" else by
    values = marts.sql(f"select {sql} from {relation(DATASETS[dataset])} group by {by}").fetchall()
    assert any(value is not None for (value,) in values)


@pytest.mark.parametrize("metric", ["share_met", "percent_of_plan", "year_on_year"])
@pytest.mark.parametrize(
    "by", ["()", "sector_key", "locality_name, year_key", "indicator_key", "additive_group"]
)
def test_metrics_are_those_of_dbt(built_warehouse: Path, marts: Any, metric: str, by: str) -> None:
    manifest = built_warehouse / "work" / "dbt" / "target" / "semantic_manifest.json"
    semantic = {"semantic": json.loads(manifest.read_text(encoding="utf-8"))}
    ours, dbts = expression("mart_plan_attainment", metric), metric_sql(semantic, metric)
    rows = marts.sql(f"select {ours}, {dbts} from marts.mart_plan_attainment group by {by}").fetchall()
    for here, there in rows:
        # Nothing judged is nothing over nothing, which dbt's ratio gives as NaN.
        there = None if there is not None and there != there else there
        assert here == (None if there is None else pytest.approx(there))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_asks_for_what_its_dataset_has_and_gets_rows(
    marts: duckdb.DuckDBPyConnection, name: str
) -> None:
    chart = CHARTS[name]
    dataset = BY_UUID[chart["dataset_uuid"]]
    assert chart["viz_type"] == chart["params"]["viz_type"]
    query = query_of(chart["params"])
    metrics = [f"{expression(dataset['table_name'], m)} as {m}" for m in query["metrics"] or []]
    grouped = f" group by {', '.join(query['columns'])}" if metrics and query["columns"] else ""
    sql = f"select {', '.join([*query['columns'], *metrics])} from {relation(dataset)}"
    where = f" where {query['extras']['where']}" if query["extras"]["where"] else ""
    ordered = ", ".join(f"{by} {'asc' if up else 'desc'}" for by, up in query["orderby"])
    order = f" order by {ordered}" if ordered else ""
    assert marts.sql(f"{sql}{where}{grouped}{order}").fetchall()


def test_the_archive_names_the_warehouse_and_no_secret(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, REPOSITORY / "bi" / "superset" / "bundle.py", tmp_path / "kho", tmp_path / "a.zip"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert made.stdout.strip() == str(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        texts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert yaml.safe_load(texts["chitieu/metadata.yaml"])["type"] == "assets"
    database = yaml.safe_load(texts["chitieu/databases/Chi_tieu.yaml"])
    path = tmp_path / "kho" / "current" / "chitieu.duckdb"
    assert database["sqlalchemy_uri"] == f"duckdb:///{path}?access_mode=read_only"
    assert {database[f"allow_{what}"] for what in ("dml", "csv_upload", "ctas", "cvas")} == {False}
    for name in (n for n in texts if "/charts/" in n):
        assert json.loads(yaml.safe_load(texts[name])["query_context"])["queries"]
    assert "password" not in "".join(texts.values())
    assert contents(tmp_path / "kho", "dashboard")["chitieu/metadata.yaml"].count("type: Dashboard") == 1
    again = write(tmp_path / "kho", tmp_path / "b.zip")
    assert again.read_bytes() == (tmp_path / "a.zip").read_bytes()
