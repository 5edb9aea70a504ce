"""Alembic's implementation class for DuckDB, which Alembic does not bring itself."""

from __future__ import annotations

from alembic.ddl.impl import DefaultImpl


class DuckDBImpl(DefaultImpl):
    """Plain DDL in a transaction; importing this module registers it for the dialect `duckdb`."""

    __dialect__ = "duckdb"
    transactional_ddl = True
