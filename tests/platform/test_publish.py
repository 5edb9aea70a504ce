"""A release holds the marts, all of them, described, and in a format that older DuckDB reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from etl.release.publish import copy_marts, write_parquet
from tests.conftest import REPOSITORY

READERS = sorted((REPOSITORY / "tests" / "platform" / "readers").glob("*.txt"))


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A small build database with a table, a view, and schemas that must not be published."""
    path = tmp_path / "build.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute("create schema intermediate")
        connection.execute("create table intermediate.int_a as select 1 as a")
        connection.execute(
            "create table marts.fct_a (report_id varchar not null, char_start integer, v decimal(28, 8),"
            ' "select" varchar, primary key (report_id, char_start))'
        )
        connection.execute(
            "insert into marts.fct_a values ('b', 2, 1.5, 'x'), ('a', 9, null, ''), ('a', 3, 2, null)"
        )
        connection.execute("comment on table marts.fct_a is 'One row per a''s \"b\".'")
        connection.execute("comment on column marts.fct_a.v is 'Giá trị, đơn vị ''tấn''.'")
        connection.execute(
            "create view marts.mart_b as select report_id, count(*) as n from marts.fct_a group by 1"
        )
        connection.execute("comment on view marts.mart_b is 'A view.'")
    return path


@pytest.fixture
def release(build: Path, tmp_path: Path) -> Path:
    target = tmp_path / "chitieu.duckdb"
    assert copy_marts(build, target) == {"fct_a": 3, "mart_b": 2}
    return target


def test_only_marts_are_published_as_tables(release: Path) -> None:
    with duckdb.connect(str(release), read_only=True) as connection:
        found = connection.execute(
            "select table_schema, table_name, table_type from information_schema.tables order by all"
        ).fetchall()
    assert found == [("marts", "fct_a", "BASE TABLE"), ("marts", "mart_b", "BASE TABLE")]


def test_rows_types_nullability_and_descriptions_go_along(release: Path) -> None:
    with duckdb.connect(str(release), read_only=True) as connection:
        columns = connection.execute(
            "select column_name, data_type, is_nullable, comment from duckdb_columns()"
            " where table_name = 'fct_a' order by column_index"
        ).fetchall()
        tables = dict(connection.execute("select table_name, comment from duckdb_tables()").fetchall())
        rows = connection.execute("select * from marts.fct_a").fetchall()
    assert columns == [
        ("report_id", "VARCHAR", False, None),
        ("char_start", "INTEGER", False, None),
        ("v", "DECIMAL(28,8)", True, "Giá trị, đơn vị 'tấn'."),
        ("select", "VARCHAR", True, None),
    ]
    assert tables == {"fct_a": 'One row per a\'s "b".', "mart_b": "A view."}
    assert [(r[0], r[1]) for r in rows] == [("a", 3), ("a", 9), ("b", 2)]  # in reading order


def test_parquet_holds_the_same_rows(release: Path, tmp_path: Path) -> None:
    write_parquet(release, tmp_path / "parquet")
    with duckdb.connect(str(release), read_only=True) as connection:
        for table in ("fct_a", "mart_b"):
            twin = tmp_path / "parquet" / f"{table}.parquet"
            assert (
                connection.execute(f"select * from '{twin}'").fetchall()
                == connection.execute(f"select * from marts.{table}").fetchall()
            )


def test_everything_published_is_described(built_database: Path) -> None:
    with duckdb.connect(str(built_database), read_only=True) as connection:
        undescribed = connection.execute(
            "select table_name, null from duckdb_tables() where comment is null"
            " union all select table_name, column_name from duckdb_columns()"
            " where schema_name = 'marts' and comment is null"
        ).fetchall()
    assert undescribed == []


ASK = """
import json, sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
tables = [r[0] for r in connection.execute(
    "select table_name from information_schema.tables where table_schema = 'marts' order by 1").fetchall()]
counts = {
    t: connection.execute(f"select count(*), count(columns(*)) from marts.{t}").fetchone()
    for t in tables
}
quotes = connection.execute(
    "select sum(length(quote)), max(value) from marts.fct_indicator_observation").fetchone()
print(json.dumps([duckdb.__version__, counts, [str(v) for v in quotes]]))
"""


def ask(database: Path, packages: Path | None) -> list[object]:
    environment = dict(os.environ)
    if packages is not None:
        environment["PYTHONPATH"] = str(packages)
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(database)],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    answer: list[object] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("version", [path.stem.removeprefix("duckdb-") for path in READERS])
def test_older_versions_of_duckdb_read_a_release(built_database: Path, version: str) -> None:
    packages = Path(sys.prefix) / "readers" / f"duckdb-{version}"
    if not packages.is_dir():
        pytest.skip(f"DuckDB {version} is not installed; `make test` installs it")
    old, new = ask(built_database, packages), ask(built_database, None)
    assert old[0] == version
    assert old[1:] == new[1:]
