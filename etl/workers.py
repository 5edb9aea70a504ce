"""Worker processes that never outlive the build that started them."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def start_pool(processes: int) -> ProcessPoolExecutor:
    """A pool of fresh interpreters.

    Spawned, not forked: a forked child would inherit the locks of the parent's threads, its open
    databases and its hold on the warehouse.
    """
    return ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_initialise, initargs=(os.getpid(),)
    )


def _initialise(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build, which ends its workers
    die_with(lambda: os.getppid() == parent)


def die_with(parent_lives: Callable[[], bool]) -> None:
    """Leave when the parent is gone: a worker waiting for tasks would otherwise wait for ever."""

    def watch() -> None:
        while parent_lives():
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
