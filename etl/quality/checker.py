"""The validator in a process of its own, started early.

Importing Great Expectations takes as long as a small dbt run; on a second core it costs the build
nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from etl.workers import Aside, Pending

if TYPE_CHECKING:
    from etl.quality.validate import ValidationResult, Validator


class Checker(Aside):
    """Answers one question after another in its process; a context manager."""

    def __init__(self) -> None:
        super().__init__(_prepare)

    def validate(
        self, stage: str, staging_db: Path, build_db: Path | None = None
    ) -> Pending[list[ValidationResult]]:
        """Start validating a stage; both files must stay closed to writers until the result is there."""
        return self.ask("validate", stage, staging_db, build_db)

    def write_docs(self, directory: Path) -> Pending[None]:
        """Start writing the Data Docs of everything validated so far."""
        return self.ask("write_docs", directory)


def _prepare() -> Validator:
    from etl.quality.validate import Validator

    return Validator()
