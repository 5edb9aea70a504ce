"""The validator in a process of its own, started early.

Importing Great Expectations takes as long as a small dbt run; on a second core it costs the build
nothing.
"""

from __future__ import annotations

import os
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from etl.workers import start_pool

if TYPE_CHECKING:
    from etl.quality.validate import ValidationResult, Validator

_validator: Validator | None = None  # in the worker process


class Checker:
    """Runs validations one after another in one worker; a context manager."""

    def __enter__(self) -> Checker:
        self._pool = start_pool(1)
        self._pool.submit(_warm)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The worker holds nothing that is worth tidying, and tidying takes a second: it just leaves.
        self._pool.submit(os._exit, 0)
        self._pool.shutdown(wait=True)

    def validate(
        self, stage: str, staging_db: Path, build_db: Path | None = None
    ) -> Future[list[ValidationResult]]:
        """Start validating a stage; both files must stay closed to writers until the result is there."""
        return self._pool.submit(_validate, stage, staging_db, build_db)

    def write_docs(self, directory: Path) -> Future[None]:
        """Start writing the Data Docs of everything validated so far."""
        return self._pool.submit(_write_docs, directory)


def _warm() -> None:
    _the_validator()


def _the_validator() -> Validator:
    global _validator
    if _validator is None:
        from etl.quality.validate import Validator

        _validator = Validator()
    return _validator


def _validate(stage: str, staging_db: Path, build_db: Path | None) -> list[ValidationResult]:
    return _the_validator().validate(stage, staging_db, build_db)


def _write_docs(directory: Path) -> None:
    _the_validator().write_docs(directory)
