"""The tables of a release: which there are, what they hold, how their rows are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from etl.errors import WrongUsage
from etl.export.model import Column, Kind, Table
from etl.home import DBT_PROJECT
from etl.release.publish import name_of

if TYPE_CHECKING:
    import duckdb

SCHEMA = "marts"
EVERYTHING = "all"
# How the warehouse was loaded and checked over time.  All other tables are a function of the reports, so
# that any two builds of the same reports export them alike, but for when each report came in.
OF_RUNS = frozenset({"fct_load_run", "fct_load_refusal", "fct_validation_result", "fct_finding_history"})
OF_ARRIVAL = frozenset({"loaded_at", "run_id", "load_run_id"})
# The reports' own text, too, is of use to pages that show a report, not to whoever reads figures.
_NO_FIGURES = OF_RUNS | {"fct_report_block"}
_OF_ANALYSTS = ("dim_", "fct_", "mart_")
_FETCHED = 5_000  # rows held at once

_KINDS = {
    "BOOLEAN": Kind.boolean,
    "DATE": Kind.date,
    "TIMESTAMP": Kind.datetime,
    "DOUBLE": Kind.number,
    "FLOAT": Kind.number,
    "TINYINT": Kind.integer,
    "SMALLINT": Kind.integer,
    "INTEGER": Kind.integer,
    "BIGINT": Kind.integer,
    "HUGEINT": Kind.integer,
}


def read_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """Every table of the release, by name, with its columns in their order."""
    tables = connection.execute(
        "select table_name, coalesce(comment, '') from duckdb_tables() where schema_name = ? order by 1",
        [SCHEMA],
    ).fetchall()
    columns = connection.execute(
        "select table_name, column_name, data_type, is_nullable, coalesce(comment, '')"
        " from duckdb_columns() where schema_name = ? order by table_name, column_index",
        [SCHEMA],
    ).fetchall()
    read = []
    for name, description in tables:
        mine = tuple(
            Column(column, kind, _kind(kind), nullable, told)
            for table, column, kind, nullable, told in columns
            if table == name
        )
        counted = connection.execute(f"select count(*) from {SCHEMA}.{name_of(name)}").fetchone()
        read.append(Table(name, description, mine, int(counted[0]) if counted else 0))
    return [_keyed(table, read) for table in read]


def choose(tables: Sequence[Table], patterns: Sequence[str], whole: bool) -> list[Table]:
    """The tables that `patterns` name (shell patterns, or `all`).

    Without patterns: all of them if `whole`, else dimensions, facts and marts for analysts.  Raises
    WrongUsage (64) for a pattern that names none.
    """
    if not patterns:
        return [t for t in tables if whole or _for_analysts(t.name)]
    for pattern in patterns:
        if pattern != EVERYTHING and not any(fnmatchcase(t.name, pattern) for t in tables):
            known = ", ".join(t.name for t in tables)
            raise WrongUsage(
                f"Bản phát hành không có bảng nào tên “{pattern}”. Các bảng: {known}.",
                f"The release has no table “{pattern}”. It has: {known}.",
                "Sửa --tables; dùng được dấu *, ví dụ 'mart_*', hoặc all.",
                "Mend --tables; a * will do, as in 'mart_*', or all.",
            )
    return [t for t in tables if any(p == EVERYTHING or fnmatchcase(t.name, p) for p in patterns)]


def read_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table in the order in which the release holds them.

    Columns of types that no format here knows arrive as text.
    """
    shown = ", ".join(
        name_of(c.name) if c.type in _KINDS or c.type.startswith("DECIMAL") else f"{name_of(c.name)}::varchar"
        for c in table.columns
    )
    # A cursor of its own: a second statement on the same one would end this reading.
    cursor = connection.cursor().execute(f"select {shown} from {SCHEMA}.{name_of(table.name)}")
    while rows := cursor.fetchmany(_FETCHED):
        yield from rows


def _kind(type_: str) -> Kind:
    return Kind.number if type_.startswith("DECIMAL") else _KINDS.get(type_, Kind.string)


def _for_analysts(name: str) -> bool:
    return name.startswith(_OF_ANALYSTS) and name not in _NO_FIGURES


def _keyed(table: Table, tables: Sequence[Table]) -> Table:
    """A table with those of its keys that this release, which may be an older one, has the columns of."""
    there = {t.name: {c.name for c in t.columns} for t in tables}
    mine = there[table.name]
    key, refers_to = _keys().get(table.name, ((), {}))
    return Table(
        table.name,
        table.description,
        table.columns,
        table.rows,
        key if mine.issuperset(key) else (),
        {
            column: (other, field)
            for column, (other, field) in refers_to.items()
            if column in mine and field in there.get(other, ())
        },
    )


@cache
def _keys() -> dict[str, tuple[tuple[str, ...], dict[str, tuple[str, str]]]]:
    """Keys and references by table, from the dbt tests that hold the marts to them."""
    found: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, str]]]] = {}
    for path in sorted((DBT_PROJECT / "models" / "marts").rglob("*.yml")):
        for model in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models", []):
            for test in model.get("data_tests", []):
                told = test.get("is_sound", {}).get("arguments") if isinstance(test, dict) else None
                if told:
                    found[model["name"]] = (
                        tuple(told["key"]),
                        {c: (other, field) for c, (other, field) in told.get("refers_to", {}).items()},
                    )
    return found
