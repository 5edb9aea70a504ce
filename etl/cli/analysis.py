"""Commands that look into what was read: uncatalogued indicators, the audit of a single file."""

from __future__ import annotations

import typer

from etl.cli.options import Config, Format, Warehouse


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command()(indicators)


def indicators(
    warehouse: Warehouse = None,
    config: Config = None,
    form: Format = Format.table,
) -> None:
    """Chỉ tiêu chưa có trong danh mục, thường gặp nhất trước. / Indicators the catalogue lacks yet."""
    from etl.cli.show import write_rows
    from etl.release.query import query_release
    from etl.release.store import ReleaseStore
    from etl.settings import load_settings

    settings = load_settings(config, warehouse_dir=warehouse)
    release = ReleaseStore(settings.warehouse_dir).require_current()
    names, rows = query_release(release, _UNCATALOGUED)
    write_rows(names, rows, form.value)


_UNCATALOGUED = """
select i.name_vi, count(*) as observations, count(distinct o.report_id) as reports,
  min(o.report_id || ':' || o.line_start) as first_place
from marts.dim_indicator as i
join marts.fct_indicator_observation as o on i.indicator_key = o.indicator_key
where not i.is_catalogued
group by i.name_vi
order by reports desc, observations desc, i.name_vi
"""
