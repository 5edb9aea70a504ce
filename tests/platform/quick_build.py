"""`python quick_build.py <reports> <warehouse> <template> [wait]`: a build without the slow parts.

Loading, publishing, locking, healing and pruning are the real ones; the seconds of dbt, of Great
Expectations and of matching names are spared by taking a build database and conformed frames made
before, so that many builds fit into one test.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pandas as pd

import etl.conform
import etl.quality.checker
import etl.transform
from etl.cli.show import report_error
from etl.errors import ChitieuError
from etl.pipeline import build
from etl.settings import load_settings
from etl.transform import TransformResult


class NoChecker:
    """Stands in for the checker: everything passes."""

    def __enter__(self) -> NoChecker:
        return self

    def __exit__(self, *trace: object) -> None:
        return None

    def start(self) -> None:
        return None

    def validate(self, *arguments: object) -> Future[list[Any]]:
        return done([])

    def write_docs(self, directory: Path) -> Future[None]:
        directory.mkdir(exist_ok=True)
        (directory / "index.html").write_text("checks", encoding="utf-8")
        return done(None)


class InThisProcess:
    """Stands in for the transformer: runs, in this process, what stands in for dbt."""

    def __init__(self, staging_db: Path, build_db: Path) -> None:
        self.databases = staging_db, build_db

    def __enter__(self) -> InThisProcess:
        return self

    def __exit__(self, *trace: object) -> None:
        return None

    def start(self) -> None:
        return None

    def run(self, **options: Any) -> TransformResult:
        return etl.transform.run_dbt(*self.databases, **options)


def done(value: Any) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(value)
    return future


def stand_ins(template: Path) -> list[tuple[Any, str, Any]]:
    """(module, name, stand-in) for the slow parts; `template` is a build database made before."""
    conform = etl.conform.conform

    def conform_once(statements: pd.DataFrame, documents: pd.DataFrame) -> Any:
        kept = template.with_suffix(".conformed")
        if kept.exists():
            conformed = pickle.loads(kept.read_bytes())  # noqa: S301  (our own bytes)
            if list(conformed.statement_conformance.statement_id) == list(statements.statement_id):
                return conformed
        conformed = conform(statements, documents)
        # Whole or not at all: this process may be killed, or its disk full.
        fresh = kept.with_suffix(".fresh")
        fresh.write_bytes(pickle.dumps(conformed))
        fresh.replace(kept)
        return conformed

    def copy_template(staging_db: Path, build_db: Path, **options: object) -> TransformResult:
        time.sleep(float(os.environ.get("QUICK_BUILD_PAUSE", "0")))
        shutil.copy(template, build_db)
        return TransformResult(build_db, 0.0)

    return [
        (etl.conform, "conform", conform_once),
        (etl.transform, "run_dbt", copy_template),
        (etl.transform, "Transformer", InThisProcess),
        (etl.quality.checker, "Checker", NoChecker),
    ]


def run(reports: Path, warehouse: Path, template: Path, wait: float = 0.0) -> int:
    """Build with stand-ins; the exit code of the command line."""
    for module, name, stand_in in stand_ins(template):
        setattr(module, name, stand_in)
    settings = load_settings(
        reports_dir=reports, warehouse_dir=warehouse, processes=1, keep_releases=3, wait_seconds=wait
    )
    try:
        return build(settings).exit_code
    except ChitieuError as error:
        report_error(error)
        return error.exit_code


def warm_up() -> None:
    """Import and read what every build needs, so that processes forked from this one need not."""
    import etl.documents
    import etl.quality.results
    import etl.release.diff
    import etl.release.manifest
    import etl.staging.load
    import etl.statements  # noqa: F401
    from etl.gazetteer import gazetteer

    gazetteer()


if __name__ == "__main__":
    sys.exit(run(*map(Path, sys.argv[1:4]), *map(float, sys.argv[4:])))
