"""Read-only questions to a release."""

from __future__ import annotations

from typing import Any

from etl.errors import ChitieuError, ExitCode
from etl.release.store import Release


def query_release(release: Release, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of `query` on a release opened read-only; schema `marts` is the default.

    Raises ChitieuError (64) with DuckDB's words where the query cannot be run.
    """
    import duckdb

    with duckdb.connect(str(release.database.resolve()), read_only=True) as connection:
        connection.execute("use marts")
        try:
            cursor = connection.execute(query)
            return [column[0] for column in cursor.description or []], cursor.fetchall()
        except duckdb.Error as error:
            raise ChitieuError(
                f"Không chạy được câu lệnh: {error}.",
                f"The query cannot be run: {error}.",
                'Các bảng: `chitieu sql "show tables"`; kho chỉ cho đọc.',
                'The tables: `chitieu sql "show tables"`; the warehouse is read-only.',
                exit_code=ExitCode.WRONG_USAGE,
            ) from error
