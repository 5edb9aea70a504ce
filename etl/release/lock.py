"""One build at a time: a lock that the system itself drops when its holder dies.

The lock is the kernel's (`flock` on `work/build.lock`), so a killed holder never leaves it behind;
what the file says about its holder is for people.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from etl.errors import ChitieuError
from etl.events import utc_now

LOCK_NAME = "build.lock"
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds, or last held, the lock; `since` is UTC, ISO 8601."""

    pid: int
    host: str
    since: str
    command: str

    @property
    def since_time(self) -> datetime:
        """`since` as a time."""
        return datetime.fromisoformat(self.since)


class BuildLock:
    """A context manager; `taken_over` names the dead holder it was taken over from, if any.

    Raises ChitieuError (exit 1) naming the holder when it is still held after `wait_seconds`.
    `on_wait` is called once, with the holder, when waiting begins.
    """

    def __init__(
        self,
        work_dir: Path,
        command: str,
        wait_seconds: float = 0.0,
        on_wait: Callable[[Holder | None], None] | None = None,
    ) -> None:
        self.path = work_dir / LOCK_NAME
        self.command = command
        self.wait_seconds = wait_seconds
        self.on_wait = on_wait
        self.taken_over: Holder | None = None
        self._handle: IO[str] | None = None

    def __enter__(self) -> BuildLock:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = self.path.open("a+", encoding="utf-8")
        try:
            self._acquire(handle)
        except BaseException:
            handle.close()
            raise
        # A holder that left in good order emptied the file; one that is still named there died.
        self.taken_over = read_holder(self.path)
        handle.truncate(0)
        mine = Holder(
            os.getpid(), socket.gethostname(), utc_now().isoformat(timespec="seconds"), self.command
        )
        handle.write(json.dumps(asdict(mine), ensure_ascii=False))
        handle.flush()
        self._handle = handle
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            self._handle.truncate(0)
            self._handle.close()  # closing drops the lock
            self._handle = None

    def _acquire(self, handle: IO[str]) -> None:
        deadline = time.monotonic() + self.wait_seconds
        waiting = False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError as error:
                holder = self._holder()
                if time.monotonic() >= deadline:
                    raise _held(self.path, holder, self.wait_seconds) from error
                if not waiting and self.on_wait is not None:
                    self.on_wait(holder)
                waiting = True
                time.sleep(_POLL_SECONDS)

    def _holder(self) -> Holder | None:
        """Who holds the lock; a holder that has it only just now is given a moment to write its name."""
        for _ in range(10):
            holder = read_holder(self.path)
            if holder is not None:
                return holder
            time.sleep(_POLL_SECONDS / 2)
        return None


def read_holder(path: Path) -> Holder | None:
    """The holder that a lock file names, None where it names nobody."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def current_holder(work_dir: Path) -> Holder | None:
    """The holder of a lock that is held right now; never waits, never writes."""
    path = work_dir / LOCK_NAME
    try:
        with path.open("r", encoding="utf-8") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return read_holder(path) or Holder(0, "?", utc_now().isoformat(timespec="seconds"), "?")
    except OSError:
        pass
    return None


def _held(path: Path, holder: Holder | None, waited: float) -> ChitieuError:
    who = f"{holder.command} (pid {holder.pid}, {holder.host})" if holder else "?"
    since = holder.since if holder else "?"
    after_vi = f", đã chờ {waited:g} giây" if waited else ""
    after_en = f", after waiting {waited:g} seconds" if waited else ""
    return ChitieuError(
        f"Một lần dựng khác đang giữ kho: {who}, từ {since} UTC{after_vi}.",
        f"Another build holds the warehouse: {who}, since {since} UTC{after_en}.",
        "Chờ nó xong, hoặc dùng --wait SỐ_GIÂY.",
        "Let it finish, or use --wait SECONDS.",
        path=path,
    )
