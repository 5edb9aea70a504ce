"""Commands that use what was read: uncatalogued indicators, an audit, exports, the reading room."""

from __future__ import annotations

from typing import Annotated

import typer

from etl.cli.options import Config, Format, Warehouse


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    from etl.cli.audit import audit
    from etl.cli.export import export
    from etl.cli.site import site

    app.command()(indicators)
    app.command()(audit)
    app.command()(export)
    app.command()(site)


def indicators(
    warehouse: Warehouse = None,
    config: Config = None,
    limit: Annotated[int, typer.Option(min=1, help="Số dòng. / Rows shown.")] = 50,
    form: Annotated[Format, typer.Option("--format", "-f", help="table, csv, json, markdown")] = Format.table,
) -> None:
    """Chỉ tiêu chưa có trong danh mục, thường gặp nhất trước. / Indicators the catalogue lacks yet."""
    import pandas as pd

    from etl.cli.show import write_rows
    from etl.conform import uncatalogued
    from etl.release.query import query_release
    from etl.release.store import ReleaseStore
    from etl.settings import load_settings

    settings = load_settings(config, warehouse_dir=warehouse)
    release = ReleaseStore(settings.warehouse_dir).require_current()
    names, rows = query_release(release, _OBSERVATIONS)
    frame = pd.DataFrame(rows, columns=names)
    found = uncatalogued(frame, frame, limit=limit)
    titles = ["name", "whole", "unit", "sector", "observations", "reports", "nearest in the catalogue"]
    write_rows(
        titles,
        [
            [
                u.name,
                u.parent_name,
                u.unit,
                u.sector_code,
                u.statements,
                u.reports,
                "; ".join(f"{n.name_vi} [{n.indicator_code}] {n.score:g}" for n in u.nearest),
            ]
            for u in found
        ],
        form.value,
    )


# Observations under the names that staging gives statements.
_OBSERVATIONS = """
select o.observation_key as statement_id, o.report_id, o.reported_name as name,
  o.reported_parent_name as parent_name, o.reported_unit as unit, o.name_match_method,
  i.indicator_code, s.sector_code
from marts.fct_indicator_observation as o
left join marts.dim_indicator as i on o.indicator_key = i.indicator_key
left join marts.dim_sector as s on o.sector_key = s.sector_key
order by o.report_id, o.char_start, o.observation_key
"""
