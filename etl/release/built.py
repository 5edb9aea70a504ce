"""What a build database was made from, told in the database itself.

The marts are a function of the staged tables and of the code and tables of knowledge that shape
them.  A build that finds a database made and checked from exactly what is there now publishes it
anew instead of making it again, and so exports the same bytes as a full one.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from etl.home import DBT_PROJECT, HOME
from etl.release.manifest import shaping_versions
from etl.staging.load import LoadResult
from etl.staging.state import staged_fingerprint
from etl.staging.version import tree_fingerprint

# In the schema that is never published.
_TABLE = "main.made_from"


def inputs_fingerprint(staging_db: Path, loaded: LoadResult) -> str:
    """A text that changes when anything changes that a release is made from, the refusals included."""
    running = tree_fingerprint(
        [
            *(HOME / "etl" / step for step in ("quality", "release", "staging")),
            *(HOME / "etl" / name for name in ("pipeline.py", "transform.py")),
            DBT_PROJECT / "profiles.yml",
            HOME / "migrations",
            HOME / "models",
        ]
    )
    refused = sorted((r.path or "", r.reason_code) for r in loaded.refusals)
    state = [staged_fingerprint(staging_db), loaded.inputs, shaping_versions(), running, refused]
    return hashlib.sha256(json.dumps(state, sort_keys=True, default=str).encode()).hexdigest()


def remember(build_db: Path, fingerprint: str) -> None:
    """Write into a database that has passed its checks what it was made from; the last step of making it."""
    import duckdb

    with duckdb.connect(str(build_db)) as connection:
        connection.execute(f"create or replace table {_TABLE} as select ? as fingerprint", [fingerprint])


def was_made_from(build_db: Path, fingerprint: str) -> bool:
    """Whether the database is whole, was checked, and was made from just this."""
    import duckdb

    if not build_db.is_file():
        return False
    try:
        with duckdb.connect(str(build_db), read_only=True) as connection:
            return connection.execute(f"select fingerprint from {_TABLE}").fetchall() == [(fingerprint,)]
    except duckdb.Error:  # another's, an unchecked one, or a damaged one: it is made again
        return False
