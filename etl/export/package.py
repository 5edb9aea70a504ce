"""`datapackage.json`: what an export holds, as a Frictionless Data Package (version 2).

Each CSV file is a table with its types, keys and descriptions; the other files are named with
their hashes.  Nothing in it depends on when or where the export was made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.export.delimited import MARK, Dialect
from etl.export.model import Column, ExportFormat, Kind, Table, WrittenFile
from etl.export.place import PACKAGE, PACKAGE_NAME

if TYPE_CHECKING:
    import duckdb

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/vnd.sdmx.structure+xml;version=3.0.0",
}
_SDMX_CSV = "application/vnd.sdmx.data+csv;version=2.0.0"
_DESCRIPTIONS = {
    ExportFormat.xlsx: "The tables as one workbook; its first sheet tells what each sheet and column is.",
    ExportFormat.sdmx: "The observations as SDMX-CSV 2.0, and the SDMX-ML 3.0 structure they follow.",
}
_INERT = (
    f"A text that a spreadsheet could take for a formula has an apostrophe ({MARK}) before it, and so has a"
    " text that begins with one: take one leading apostrophe off a text to have it to the letter."
)


def write_package(
    folder: Path,
    files: Sequence[WrittenFile],
    tables: Mapping[str, Table],
    *,
    release: str,
    published_at: datetime,
    sources: Sequence[dict[str, Any]],
    licence: str | None,
    dialect: Dialect,
) -> None:
    """Write the descriptor of `files`; `tables` by name, `published_at` in UTC."""
    in_csv = {f.table for f in files if f.form is ExportFormat.csv and f.table}
    descriptor: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": PACKAGE_NAME,
        "title": "Chỉ tiêu: số liệu từ báo cáo kinh tế – xã hội / figures of socio-economic reports",
        "version": release,
        "created": published_at.isoformat(timespec="seconds") + "Z",
    }
    if licence is not None:
        descriptor["licenses"] = [{"name": licence}]
    if sources:
        descriptor["sources"] = list(sources)
    descriptor["resources"] = [_resource(f, tables, in_csv, dialect) for f in files]
    text = json.dumps(descriptor, ensure_ascii=False, indent=1)
    (folder / PACKAGE).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_sources(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The reports behind a release, in the order of their ids: title as printed, number, hash."""
    rows = connection.execute(
        "select report_id, title, issuing_body, document_number, sha256 from marts.dim_report"
        " where sha256 is not null order by report_id"
    ).fetchall()
    return [
        {
            "title": " – ".join(part for part in (body, number, title) if part) or report_id,
            "reportId": report_id,
            "hash": f"sha256:{sha256}",
        }
        for report_id, title, body, number, sha256 in rows
    ]


def _resource(
    file: WrittenFile, tables: Mapping[str, Table], in_csv: set[str], dialect: Dialect
) -> dict[str, Any]:
    path = Path(file.path)
    is_table = file.form is ExportFormat.csv and file.table is not None
    resource: dict[str, Any] = {
        "name": file.table if is_table else path.name.lower().replace(".", "-"),
        "path": file.path,
        "type": "table" if is_table else "file",
        "format": path.suffix[1:],
        "mediatype": _SDMX_CSV
        if file.form is ExportFormat.sdmx and path.suffix == ".csv"
        else _MEDIA_TYPES[path.suffix],
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if file.rows is not None:
        resource["rowCount"] = file.rows
    if file.table is None:
        resource["description"] = " ".join([_DESCRIPTIONS[file.form], *(n.en for n in file.notes)])
        return resource
    table = tables[file.table]
    resource["description"] = f"{table.description} {_INERT}" if is_table else table.description
    if is_table:
        resource["encoding"] = "utf-8"
        resource["dialect"] = {"delimiter": dialect.delimiter, "lineTerminator": "\r\n"}
        resource["schema"] = _schema(table, in_csv, dialect)
    return resource


def _schema(table: Table, in_csv: set[str], dialect: Dialect) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(c, dialect) for c in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    foreign = [
        {
            "fields": [column],
            "reference": {"resource": "" if other == table.name else other, "fields": [field]},
        }
        for column, (other, field) in table.refers_to.items()
        if other in in_csv
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def _field(column: Column, dialect: Dialect) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.kind.value,
        "description": column.description,
    }
    if column.kind is Kind.number and dialect.decimal != ".":
        field["decimalChar"] = dialect.decimal
    if not column.nullable:
        field["constraints"] = {"required": True}
        if column.kind is Kind.string:
            field["missingValues"] = []  # an empty cell is then an empty text
    return field
