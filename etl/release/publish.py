"""Copy the marts of a build into a release: tables, rows in a fixed order, descriptions, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from etl.staging.load import QUIETLY

if TYPE_CHECKING:
    import duckdb

# The oldest DuckDB whose readers must be able to open a release.
STORAGE_VERSION = "v1.0.0"
# Rows are stored in reading order where a table has one, so equal content gives equal exports.
_ORDER = ("report_id", "report_key", "line_start", "char_start", "year_key")


def copy_marts(build_db: Path, target: Path, schema: str = "marts") -> dict[str, int]:
    """Write every table and view of `schema` in `build_db` into the new file `target`; rows by table."""
    import duckdb

    counts: dict[str, int] = {}
    with duckdb.connect() as connection:
        connection.execute(QUIETLY)
        connection.execute(f"attach '{quoted(build_db)}' as build (read_only)")
        connection.execute(f"attach '{quoted(target)}' as release (storage_version '{STORAGE_VERSION}')")
        connection.execute(f"create schema release.{schema}")
        for table in _tables(connection, schema):
            counts[table] = _copy_table(connection, schema, table)
        connection.execute("checkpoint release")
        connection.execute("detach release")
    return counts


def write_parquet(
    database: Path, directory: Path, schema: str = "marts", tables: Sequence[str] | None = None
) -> None:
    """The same tables (or those named) as Parquet files, one a table, for tools without DuckDB."""
    import duckdb

    directory.mkdir()
    with duckdb.connect(str(database), read_only=True) as connection:
        if tables is None:
            found = connection.execute(
                "select table_name from duckdb_tables() where schema_name = ? order by table_name", [schema]
            )
            tables = [row[0] for row in found.fetchall()]
        for table in tables:
            target = quoted(directory / f"{table}.parquet")
            connection.execute(
                f"copy {schema}.{name_of(table)} to '{target}' (format parquet, compression zstd)"
            )


def _tables(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    return [
        row[0]
        for row in connection.execute(
            "select table_name from information_schema.tables"
            " where table_catalog = 'build' and table_schema = ? order by table_name",
            [schema],
        ).fetchall()
    ]


def _copy_table(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    source, target = f"build.{schema}.{name_of(table)}", f"release.{schema}.{name_of(table)}"
    columns = connection.execute(
        "select column_name, data_type, is_nullable, comment from duckdb_columns()"
        " where database_name = 'build' and schema_name = ? and table_name = ? order by column_index",
        [schema, table],
    ).fetchall()
    # Nullability and descriptions go along; keys do not: their indexes would only weigh on readers,
    # and dbt has tested them.
    definition = ", ".join(
        f"{name_of(name)} {kind}" + ("" if nullable else " not null") for name, kind, nullable, _ in columns
    )
    names = [name for name, *_ in columns]
    order = ", ".join(name_of(name) for name in [*(n for n in _ORDER if n in names), *names])
    connection.execute(f"create table {target} ({definition})")
    connection.execute(f"insert into {target} select * from {source} order by {order}")
    comment = connection.execute(
        "select comment from (select database_name, schema_name, table_name, comment from duckdb_tables()"
        " union all select database_name, schema_name, view_name, comment from duckdb_views())"
        " where database_name = 'build' and schema_name = ? and table_name = ?",
        [schema, table],
    ).fetchone()
    if comment and comment[0]:
        connection.execute(f"comment on table {target} is '{quoted(comment[0])}'")
    for name, _, _, told in columns:
        if told:
            connection.execute(f"comment on column {target}.{name_of(name)} is '{quoted(told)}'")
    row = connection.execute(f"select count(*) from {target}").fetchone()
    return int(row[0]) if row else 0


def quoted(text: object) -> str:
    """A text for use inside a SQL string literal."""
    return str(text).replace("'", "''")


def name_of(identifier: str) -> str:
    """An identifier, quoted."""
    return '"' + identifier.replace('"', '""') + '"'
