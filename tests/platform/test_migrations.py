"""The migrated schema, `models/` and dbt's sources are one and the same schema."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml
from alembic.script import ScriptDirectory
from duckdb_engine import Dialect

from etl.home import DBT_PROJECT
from etl.staging.migrate import alembic_config, current_revision, head_revision, upgrade
from models import SCHEMA
from models.staging import metadata

# What only the loader reads; dbt has no source for it.
LOADERS_OWN = {"fingerprints", "alembic_version"}

Column = tuple[str, str, bool]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("migrations") / "loader.duckdb"
    upgrade(database)
    return database


def columns_in(database: Path) -> dict[str, list[Column]]:
    """Table -> (name, type, nullable) in order, as DuckDB itself describes them."""
    tables: dict[str, list[Column]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select table_name, column_name, data_type, is_nullable from duckdb_columns()"
            " where schema_name = ? order by table_name, column_index",
            [SCHEMA],
        ).fetchall()
    for table, name, kind, nullable in rows:
        tables.setdefault(table, []).append((name, kind, bool(nullable)))
    return tables


def columns_of_models() -> dict[str, list[Column]]:
    """The same for `models/`, in the names DuckDB gives its types."""
    with duckdb.connect() as connection:

        def duckdb_type(kind: str) -> str:
            row = connection.execute(f"select typeof(cast(null as {kind}))").fetchone()
            assert row is not None
            return str(row[0])

        return {
            table.name: [
                (c.name, duckdb_type(c.type.compile(dialect=Dialect())), bool(c.nullable))
                for c in table.columns
            ]
            for table in metadata.sorted_tables
        }


def test_one_head() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_upgrade_from_empty_reaches_head(migrated: Path) -> None:
    with duckdb.connect(str(migrated), read_only=True) as connection:
        assert current_revision(connection) == head_revision()


def test_upgrade_twice_changes_nothing(tmp_path: Path) -> None:
    database = tmp_path / "loader.duckdb"
    upgrade(database)
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"insert into {SCHEMA}.fingerprints values ('a', 'b')")
    upgrade(database)
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.execute(f"select * from {SCHEMA}.fingerprints").fetchall() == [("a", "b")]


def test_migrated_schema_is_that_of_the_models(migrated: Path) -> None:
    there = columns_in(migrated)
    there.pop("alembic_version")
    assert there == columns_of_models()


def test_keys_of_the_models_are_keys_in_the_database(migrated: Path) -> None:
    with duckdb.connect(str(migrated), read_only=True) as connection:
        rows = connection.execute(
            "select table_name, constraint_column_names from duckdb_constraints()"
            " where constraint_type = 'PRIMARY KEY' and schema_name = ?",
            [SCHEMA],
        ).fetchall()
    keys = {table: list(columns) for table, columns in rows if table != "alembic_version"}
    assert keys == {t.name: [c.name for c in t.primary_key.columns] for t in metadata.sorted_tables}


def dbt_sources() -> dict[str, set[str]]:
    """Table -> column names, of every source that dbt reads from the staging schema."""
    tables: dict[str, set[str]] = {}
    for path in sorted((DBT_PROJECT / "models").rglob("*.yml")):
        for source in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("sources", []):
            if source.get("schema", source["name"]) != SCHEMA:
                continue
            for table in source["tables"]:
                name = table.get("identifier", table["name"])
                tables[name] = {column["name"] for column in table.get("columns", [])}
    return tables


def test_dbt_sources_are_the_models() -> None:
    sources = dbt_sources()
    assert sources, "dbt declares no source in the staging schema"
    assert sources == {
        t.name: {c.name for c in t.columns} for t in metadata.sorted_tables if t.name not in LOADERS_OWN
    }
