"""Superset's settings for a desk of one's own: loopback, SQLite, no secrets in here.

For a Superset that already stands, only `read_newest_release` matters: name it `DB_CONNECTION_MUTATOR` there.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

HOME = Path(os.environ.get("SUPERSET_HOME", ".superset")).resolve()
HOME.mkdir(parents=True, exist_ok=True)


def _secret() -> str:
    """The key that signs sessions, made at the first start and kept beside Superset's own database."""
    kept = HOME / "secret_key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        made = secrets.token_urlsafe(42)
        handle.write(made)
    return made


def read_newest_release(
    uri: Any, params: dict[str, Any], username: str | None, security_manager: Any, source: Any
) -> tuple[Any, dict[str, Any]]:
    """Open the release that `current` names now, whatever this process still has open.

    DuckDB keeps one instance of a file for each path in a process.  Up to 1.1 at least, a new connection by
    the path through the link is given the release that an open one holds; 1.5 follows the link.  The path
    behind the link is another for each release, so it is right with all.  An instance also takes one
    configuration only, and Superset names the purpose of a query in it: without one name for all, SQL Lab
    fails while a chart is being drawn ("different configuration than existing connections").
    """
    if uri.drivername.startswith("duckdb") and uri.database and not uri.database.startswith((":", "md:")):
        uri = uri.set(database=os.path.realpath(uri.database))
        params.setdefault("connect_args", {}).setdefault("config", {})["custom_user_agent"] = "superset"
    return uri, params


DB_CONNECTION_MUTATOR = read_newest_release

SECRET_KEY = _secret()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}?check_same_thread=false"

# Figures as they are written in Vietnamese: 1.234,5.
D3_FORMAT = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0₫"]}
APP_NAME = "Chỉ tiêu"
