"""What a release says of itself: inputs, versions, counts, checks, duration."""

from __future__ import annotations

import json
import platform
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

from etl.home import HOME
from etl.staging.version import conformance_version, extractor_version, product_version, tree_fingerprint

_LIBRARIES = ("duckdb", "dbt-core", "dbt-duckdb", "great-expectations", "sqlalchemy", "alembic", "pandas")


def versions() -> dict[str, str | None]:
    """Versions of everything that shapes a release, and the commit that it was built from."""
    return {**shaping_versions(), "git_commit": git_commit()}


def shaping_versions() -> dict[str, str]:
    """Versions of everything that shapes a release."""
    return {
        "chitieu": product_version(),
        "extractor": extractor_version(),
        "conformance": conformance_version(),
        "dbt_project": tree_fingerprint(
            [HOME / "dbt_project" / part for part in ("models", "macros", "tests", "dbt_project.yml")]
        ),
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in _LIBRARIES},
    }


def git_commit() -> str | None:
    """The commit the product runs from, with `+changes` where files differ; None outside a clone."""
    if not (HOME / ".git").exists():
        return None
    try:
        head = _git("rev-parse", "HEAD")
        return head + ("+changes" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.SubprocessError):
        return None


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(HOME), "--no-optional-locks", *arguments],
        check=True,
        capture_output=True,
        text=True,
        timeout=10,
    )
    return done.stdout.strip()


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write `manifest.json` into a release folder."""
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
