"""Everything around a step that writes: lock, log, history, healing, stopping in good order."""

from __future__ import annotations

import os
import signal
import threading
import time
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from etl.errors import ChitieuError
from etl.events import Event, Events, utc_now
from etl.faults import told_plainly
from etl.release.lock import BuildLock, Holder
from etl.release.store import ReleaseStore
from etl.runlog import append_run, log_to

if TYPE_CHECKING:
    from etl.settings import Settings


@contextmanager
def run(settings: Settings, events: Events, command: str) -> Iterator[None]:
    """Everything around a step that writes: lock, log, history, healing, and plain words for faults."""
    work = settings.work_dir
    with (
        told_plainly(settings.warehouse_dir),
        log_to(settings.log_path, settings.log_max_bytes, settings.log_backups) as log,
    ):
        events.listeners.append(log)

        def waiting(holder: Holder | None) -> None:
            events.emit("lock_waited_for", holder=asdict(holder) if holder else None)

        try:
            with (
                BuildLock(work, command, settings.wait_seconds, waiting) as lock,
                _stopped_in_good_order(events),
            ):
                if lock.taken_over:
                    events.emit("lock_taken_over", "warning", holder=asdict(lock.taken_over))
                swept = ReleaseStore(settings.warehouse_dir).sweep()
                if swept:
                    events.emit("leftovers_removed", "warning", names=swept)
                with _in_history(settings, events, command):
                    yield
        except KeyboardInterrupt as error:
            raise ChitieuError(
                "Đã dừng theo yêu cầu; bản phát hành trước vẫn còn nguyên.",
                "Stopped as asked; the earlier release stands untouched.",
            ) from error
        finally:
            events.listeners.remove(log)


@contextmanager
def _in_history(settings: Settings, events: Events, command: str) -> Iterator[None]:
    run_name = f"{utc_now():%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:6]}"
    started = time.monotonic()
    begun = {"run": run_name, "command": command, "pid": os.getpid(), "started_at": utc_now()}
    append_run(settings.work_dir, begun)
    events.emit("run_started", run=run_name, command=command)
    told: dict[str, Any] = {"outcome": "done", "message_vi": None, "message_en": None}
    try:
        yield
    except ChitieuError as error:
        told = {"outcome": "failed", "message_vi": error.text_vi(), "message_en": error.text_en()}
        raise
    except KeyboardInterrupt:
        told = {"outcome": "interrupted", "message_vi": "Bị dừng.", "message_en": "It was stopped."}
        raise
    except BaseException as error:
        told = {"outcome": "failed", "message_vi": repr(error), "message_en": repr(error)}
        events.emit("fault", "error", trace=traceback.format_exc())
        raise
    finally:
        seconds = round(time.monotonic() - started, 2)
        release = ReleaseStore(settings.warehouse_dir).current()
        end = {"run": run_name, "finished_at": utc_now(), "seconds": seconds, **told}
        append_run(settings.work_dir, {**end, "release": release.name if release else None})
        level = "info" if told["outcome"] == "done" else "error"
        events.emit("run_finished", level, seconds=seconds, **told)


# Once these are told, what a run was to do is done.
_TOO_LATE_TO_STOP = {"published", "rolled_back", "pruned", "run_finished"}


@contextmanager
def _stopped_in_good_order(events: Events) -> Iterator[None]:
    """SIGTERM (systemd's stop, a time limit) ends a run at its next event, so that temporary files go.

    Not at once, as Ctrl-C does: an exception out of nowhere in the midst of a library's start can
    bring the interpreter down.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = told = False

    def stop(number: int, frame: object) -> None:
        nonlocal asked
        asked = True

    def heed(event: Event) -> None:
        nonlocal told
        here = threading.current_thread() is threading.main_thread()
        if asked and not told and here and event.name not in _TOO_LATE_TO_STOP:
            told = True
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    events.listeners.insert(0, heed)
    try:
        yield
    except Exception as error:
        if asked:  # a library made something else of the interrupt
            raise KeyboardInterrupt from error
        raise
    finally:
        events.listeners.remove(heed)
        signal.signal(signal.SIGTERM, before)
