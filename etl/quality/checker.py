"""The validator in a process of its own, started early.

Importing Great Expectations takes as long as a small dbt run; on a second core it costs the build
nothing.
"""

from __future__ import annotations

import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from etl.errors import ChitieuError

if TYPE_CHECKING:
    from etl.quality.validate import ValidationResult

Answer = TypeVar("Answer")


class Pending(Generic[Answer]):
    """An answer of the checker that may still be on its way; answers come in the order of the questions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def result(self) -> Answer:
        """Wait for the answer; raises what the checker raised."""
        try:
            failed, answer = self._connection.recv()
        except (EOFError, ConnectionError) as error:
            raise ChitieuError(
                "Tiến trình kiểm tra bị dừng giữa chừng (thường do thiếu bộ nhớ).",
                "The checking process was stopped half-way (most often for want of memory).",
                "Thêm bộ nhớ rồi chạy lại.",
                "Add memory and run again.",
            ) from error
        if failed:
            raise answer
        return cast("Answer", answer)


class Checker:
    """Answers one question after another in its process; a context manager."""

    def __enter__(self) -> Checker:
        # Spawned: a forked child would inherit open databases and the hold on the warehouse.
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        # It holds nothing worth tidying, and tidying takes a second.
        self._process.kill()
        self._process.join()
        self._connection.close()

    def validate(
        self, stage: str, staging_db: Path, build_db: Path | None = None
    ) -> Pending[list[ValidationResult]]:
        """Start validating a stage; both files must stay closed to writers until the result is there."""
        return self._ask("validate", stage, staging_db, build_db)

    def write_docs(self, directory: Path) -> Pending[None]:
        """Start writing the Data Docs of everything validated so far."""
        return self._ask("write_docs", directory)

    def _ask(self, method: str, *arguments: object) -> Pending[Any]:
        self._connection.send((method, arguments))
        return Pending(self._connection)


def _serve(connection: Connection) -> None:
    """In the checker's process: answer until the other end is closed, or its process gone."""
    from etl.quality.validate import Validator

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build, which ends this process
    validator = Validator()
    while True:
        try:
            method, arguments = connection.recv()
        except EOFError:
            return
        try:
            answer = (False, getattr(validator, method)(*arguments))
        except Exception as error:  # noqa: BLE001  (raised again where the answer is awaited)
            answer = (True, error)
        connection.send(answer)
