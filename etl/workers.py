"""Worker processes that never outlive the build that started them."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

from etl.errors import ChitieuError

Answer = TypeVar("Answer")


def start_pool(processes: int) -> ProcessPoolExecutor:
    """A pool of fresh interpreters.

    Spawned, not forked: a forked child would inherit the locks of the parent's threads, its open
    databases and its hold on the warehouse.
    """
    return ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_initialise, initargs=(os.getpid(),)
    )


def _initialise(parent: int) -> None:
    gc.set_threshold(50_000, 20, 20)  # as in `etl.cli`
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build, which ends its workers
    die_with(lambda: os.getppid() == parent)


def die_with(parent_lives: Callable[[], bool]) -> None:
    """Leave when the parent is gone: a worker waiting for tasks would otherwise wait for ever."""

    def watch() -> None:
        while parent_lives():
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Pending(Generic[Answer]):
    """An answer of an `Aside` that may still be on its way; answers come in the order of the questions."""

    def __init__(self, connection: Connection, heard: Callable[[Any], None] | None = None) -> None:
        self._connection = connection
        self._heard = heard

    def result(self) -> Answer:
        """Wait for the answer, passing on what is told on the way; raises what the other process raised."""
        while True:
            try:
                kind, told = self._connection.recv()
            except (EOFError, ConnectionError) as error:
                raise ChitieuError(
                    "Một tiến trình phụ bị dừng giữa chừng (thường do thiếu bộ nhớ).",
                    "A helping process was stopped half-way (most often for want of memory).",
                    "Thêm bộ nhớ rồi chạy lại.",
                    "Add memory and run again.",
                ) from error
            if kind == "told":
                if self._heard is not None:
                    self._heard(told)
            elif kind == "failed":
                raise told
            else:
                return cast("Answer", told)


class Aside:
    """A process of its own for a library that takes seconds to load; a context manager.

    `prepare()` is called there once and gives the object whose methods answer the questions, one
    after another.  The process starts with `start` or with the first question, and is gone with the
    context, whatever it is doing.
    """

    def __init__(self, prepare: Callable[[], object]) -> None:
        self._prepare = prepare
        self._process: BaseProcess | None = None

    def start(self) -> None:
        """Start loading, if that has not begun."""
        if self._process is not None:
            return
        # Spawned: a forked child would inherit open databases and the hold on the warehouse.
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._prepare, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()

    def ask(
        self, method: str, *arguments: object, heard: Callable[[Any], None] | None = None
    ) -> Pending[Any]:
        """Call a method there; with `heard` it gets one argument more, a function that tells `heard`."""
        self.start()
        with suppress(BrokenPipeError):  # that it is gone is told where the answer is awaited
            self._connection.send((method, arguments, heard is not None))
        return Pending(self._connection, heard)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is None:
            return
        # It holds nothing worth tidying, and tidying takes a second.
        self._process.kill()
        self._process.join()
        self._connection.close()


def _serve(connection: Connection, prepare: Callable[[], object], parent: int) -> None:
    """In the process aside: answer until the other end is closed, or its process gone."""
    _initialise(parent)
    # Hundreds of modules are made to stay: looking through them for garbage is an eighth of the time.
    gc.disable()
    served = prepare()
    gc.freeze()
    gc.enable()

    def tell(what: object) -> None:
        connection.send(("told", what))

    while True:
        try:
            method, arguments, told = connection.recv()
        except EOFError:
            return
        try:
            answer = ("answer", getattr(served, method)(*arguments, *([tell] if told else [])))
        except Exception as error:  # noqa: BLE001  (raised again where the answer is awaited)
            answer = ("failed", error)
        connection.send(answer)
