"""Versions that change by themselves: fingerprints of the code and tables that a step consists of.

A number bumped by hand is forgotten some day, and then a mended reader leaves old readings standing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

from etl.home import CATALOGUE, DATA, HOME, VOCABULARY

_IGNORED = {"__pycache__"}
_SUFFIXES = {".py", ".sql", ".md", ".csv", ".yml", ".yaml", ".json", ".toml", ".txt"}


def product_version() -> str:
    """The version of the installed package."""
    try:
        return metadata.version("chitieu")
    except metadata.PackageNotFoundError:
        return "0"


def reader_is_compiled() -> bool:
    """True where `etl.documents` and `etl.statements` run as compiled modules, not from their sources."""
    from etl.statements import reader

    return Path(reader.__file__).suffix != ".py"


def tree_fingerprint(roots: Iterable[Path]) -> str:
    """sha256 over names and bytes of all code and tables below `roots` (12 hex digits)."""
    digest = hashlib.sha256()
    for root in roots:
        files = [root] if root.is_file() else sorted(root.rglob("*"))
        for path in files:
            if path.suffix not in _SUFFIXES or _IGNORED.intersection(path.parts) or not path.is_file():
                continue
            digest.update(path.relative_to(HOME).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def extractor_version() -> str:
    """The version of all that turns bytes into statements: documents, statements, vocabulary."""
    etl = HOME / "etl"
    shared = sorted(p for p in etl.glob("*.py") if p.name in _SHARED_BY_READERS)
    names = [CATALOGUE / "locality_names.csv", CATALOGUE / "place_spellings.csv"]  # place the report
    roots = [etl / "documents", etl / "statements", VOCABULARY, *names, *shared]
    return f"{product_version()}+{tree_fingerprint(roots)}"


@cache
def conformance_version() -> str:
    """The version of all that matches statements to indicators, units and places."""
    etl = HOME / "etl"
    shared = sorted(p for p in etl.glob("*.py") if p.name in _SHARED_BY_READERS)
    return tree_fingerprint([etl / "conform", CATALOGUE, *_data_beside_vocabulary(), *shared])


# Modules at the top of `etl/` that readers use; all others belong to running, not to reading.
_RUNNING = {
    "errors.py",
    "events.py",
    "faults.py",
    "home.py",
    "pipeline.py",
    "project_docs.py",
    "runlog.py",
    "running.py",
    "schedule.py",
    "settings.py",
    "status.py",
    "transform.py",
    "workers.py",
}
_SHARED_BY_READERS = {p.name for p in (HOME / "etl").glob("*.py")} - _RUNNING


def _data_beside_vocabulary() -> list[Path]:
    apart = {VOCABULARY, CATALOGUE, DATA / "reports"}
    return sorted(p for p in DATA.iterdir() if p not in apart) if DATA.is_dir() else []
