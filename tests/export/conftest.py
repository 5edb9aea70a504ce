"""The samples exported once, and a small release of awkward values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from etl.export import Exported, export_release
from etl.release.store import Release, ReleaseStore

AWKWARD = [
    "=1+1", "+84 26", "-5 ha", "@SUM(A1)", "'quoted", "''", "\t=1", "\r=1", "\n-1", "  =2", "＝1", "plain",
    "xã Ấm Hạ; \"tổ\" 3, phố\nhai dòng", "_x0041_ stays", "a\x0bb", "trailing ", "ễ", "#N/A", "",
]  # fmt: skip


@pytest.fixture(scope="session")
def release(built_warehouse: Path) -> Release:
    """The release built from the samples."""
    return ReleaseStore(built_warehouse).require_current()


@pytest.fixture(scope="session")
def exported(release: Release, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Exported]:
    """Everything of it, exported: the folder, and what the export told."""
    folder = tmp_path_factory.mktemp("exported") / "export"
    return folder, export_release(release, folder)


@pytest.fixture
def make_release(tmp_path: Path) -> Callable[[str], Release]:
    """A release whose tables are what a script of SQL makes in schema `marts`."""

    def make(script: str) -> Release:
        path = tmp_path / "releases" / "20260102T030405Z"
        path.mkdir(parents=True)
        with duckdb.connect(str(path / "chitieu.duckdb")) as connection:
            connection.execute("create schema marts")
            connection.execute("use marts")
            connection.execute(script)
            sources = "report_id, title, issuing_body, document_number, sha256"
            connection.execute(
                "create table if not exists dim_report as select"
                f" {', '.join(f'cast(null as varchar) as {s}' for s in sources.split(', '))} where false"
            )
        return Release(path.name, path, True)

    return make


@pytest.fixture
def awkward(make_release: Callable[[str], Release]) -> Release:
    """One table `fct_awkward` with a row for each text of `AWKWARD`, and values of every type."""
    made = make_release(
        "create table fct_awkward (n integer not null, told varchar not null, maybe varchar, amount"
        ' decimal(28, 8), ratio double, yes boolean, day date, "at" timestamp);'
        "comment on table fct_awkward is 'One row per awkward text.';"
        "comment on column fct_awkward.told is 'Lời nói.';"
    )
    then = datetime(2023, 9, 2, 8, 30)  # noqa: DTZ001  (UTC, as the warehouse holds it)
    values = (Decimal("-12.50000000"), 0.0000001, True, date(2023, 9, 2), then)
    with duckdb.connect(str(made.database)) as connection:
        connection.executemany(
            "insert into marts.fct_awkward values (?, ?, ?, ?, ?, ?, ?, ?)",
            [(n, text, None, *(values if n else (None,) * 5)) for n, text in enumerate(AWKWARD)],
        )
    return made
