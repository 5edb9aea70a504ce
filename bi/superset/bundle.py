"""Zip the bundle for import into Superset: `bundle.py WAREHOUSE_DIR OUT.zip [--type dashboard]`.

The one thing that differs from place to place, the path of the warehouse, is filled in here, and so are the
queries of the charts as Superset stores them beside the form they are made from.  Type `assets` (the default)
is for `/api/v1/assets/import/` and replaces what an earlier import made; `dashboard` is for *Dashboards →
Import* in the menu.  Needs PyYAML only.
"""

from __future__ import annotations

import argparse
import json
import zipfile
from pathlib import Path
from typing import Any

import yaml

BUNDLE = Path(__file__).resolve().parent / "bundle"
ROOT = "chitieu"


def uri_of(warehouse: Path) -> str:
    """The database's address: the path through `current`, read-only."""
    return f"duckdb:///{warehouse.absolute()}/current/chitieu.duckdb?access_mode=read_only"


def query_of(params: dict[str, Any]) -> dict[str, Any]:
    """The query that a chart's form asks, as Superset's API takes it."""
    grouped = params.get("groupby") or []
    columns = [params["x_axis"]] if "x_axis" in params else []
    columns += [grouped] if isinstance(grouped, str) else grouped
    columns += params.get("all_columns", [])
    metrics = params.get("metrics") or [params[name] for name in ("metric",) if name in params]
    where = [f"({f['sqlExpression']})" for f in params["adhoc_filters"]]
    query: dict[str, Any] = {
        "columns": columns,
        "metrics": metrics or None,
        "filters": [],
        "extras": {"having": "", "where": " AND ".join(where)},
        "orderby": [json.loads(by) for by in params.get("order_by_cols", [])],
        "row_limit": params.get("row_limit", 1),
        "annotation_layers": [],
        "applied_time_extras": {},
        "url_params": {},
        "custom_params": {},
        "custom_form_data": {},
    }
    if (by := params.get("timeseries_limit_metric")) is not None:
        query["orderby"] = [[by, not params.get("order_desc", True)]]
    return query


def contents(warehouse: Path, kind: str = "assets") -> dict[str, str]:
    """Name in the archive -> text, for a warehouse directory; `kind` is `assets` or `dashboard`."""
    made = {}
    for path in sorted(BUNDLE.rglob("*.yaml")):
        name = path.relative_to(BUNDLE).as_posix()
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if name == "metadata.yaml":
            content["type"] = {"assets": "assets", "dashboard": "Dashboard"}[kind]
        elif name.startswith("databases/"):
            content["sqlalchemy_uri"] = uri_of(warehouse)
        elif name.startswith("charts/"):
            context = {
                "datasource": {"id": 0, "type": "table"},
                "force": False,
                "queries": [query_of(content["params"])],
                "form_data": content["params"],
                "result_format": "json",
                "result_type": "full",
            }
            content["query_context"] = json.dumps(context, ensure_ascii=False)
        made[f"{ROOT}/{name}"] = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    return made


def write(warehouse: Path, target: Path, kind: str = "assets") -> Path:
    """Write the archive; its path."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents(warehouse, kind).items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return target


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("warehouse", type=Path, help="the warehouse directory, which holds `current`")
    asked.add_argument("target", type=Path, help="the archive to write")
    asked.add_argument("--type", choices=("assets", "dashboard"), default="assets")
    given = asked.parse_args()
    print(write(given.warehouse, given.target, given.type))
