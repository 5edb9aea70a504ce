"""Alembic's environment: always on the connection that `etl.staging.migrate` hands over.

Autogenerate does not work on DuckDB (its reflection asks PostgreSQL's catalogue), so revisions are
written by hand and a test compares the migrated schema with `models/`.
"""

from __future__ import annotations

from alembic import context

from etl.staging import duckdb_alembic  # noqa: F401  (registers the DuckDB implementation)
from models import SCHEMA
from models.staging import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("Run migrations through etl.staging.migrate.upgrade, which opens the database.")

context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table="alembic_version",
    version_table_schema=SCHEMA,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
