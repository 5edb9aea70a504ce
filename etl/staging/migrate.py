"""Bring a staging database to the newest revision, in this process.

Never writes anything but the schema `staging` of the file it is given.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from etl.home import MIGRATIONS
from etl.staging.version import tree_fingerprint
from models import SCHEMA

if TYPE_CHECKING:
    import duckdb
    from alembic.config import Config

VERSION_TABLE = "alembic_version"


def alembic_config() -> Config:
    """Alembic's configuration, made in code: there is no ini file to lose."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def head_revision() -> str:
    """The newest revision; raises alembic's MultipleHeads if history has forked."""
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise RuntimeError(f"No revision found in {MIGRATIONS}")
    return head


def current_revision(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The revision a database stands at, None for a new one."""
    there = connection.execute(
        "select count(*) from information_schema.tables"
        f" where table_schema = '{SCHEMA}' and table_name = '{VERSION_TABLE}'"
    ).fetchone()
    if not there or not there[0]:
        return None
    row = connection.execute(f"select version_num from {SCHEMA}.{VERSION_TABLE}").fetchone()
    return row[0] if row else None


def ensure_head(database: Path) -> None:
    """Bring `database` to the newest revision, at no cost where it stands there already.

    Starting Alembic takes longer than loading a report, so the database remembers the fingerprint
    of the revisions that it was brought to.
    """
    import duckdb

    revisions = tree_fingerprint([MIGRATIONS])
    if database.is_file():
        with duckdb.connect(str(database), read_only=True) as connection:
            if current_revision(connection) is not None and _remembered(connection) == revisions:
                return
    upgrade(database)
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            f"insert or replace into {SCHEMA}.fingerprints values ('revisions', ?)", [revisions]
        )


def _remembered(connection: duckdb.DuckDBPyConnection) -> str | None:
    row = connection.execute(
        f"select fingerprint from {SCHEMA}.fingerprints where subject = 'revisions'"
    ).fetchone()
    return str(row[0]) if row else None


def upgrade(database: Path, revision: str = "head") -> None:
    """Create `database` if need be and bring it to `revision`; the file is closed afterwards."""
    from alembic import command
    from sqlalchemy import create_engine, text
    from sqlalchemy.pool import NullPool

    engine = create_engine(f"duckdb:///{database}", poolclass=NullPool)
    config = alembic_config()
    try:
        with engine.connect() as connection:
            connection.execute(text(f"create schema if not exists {SCHEMA}"))
            connection.commit()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
    finally:
        engine.dispose()
