"""The record of runs: a JSON-line log of events, and one short history that `status` reads at once."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from etl.events import Event, Listener

HISTORY = "runs.jsonl"
_KEPT_RUNS = 500


def json_line(event: Event) -> str:
    """One event as one line of JSON; times are UTC."""
    return json.dumps(
        {
            "time": event.time.isoformat(timespec="milliseconds") + "Z",
            "level": event.level,
            "event": event.name,
            **event.fields,
        },
        ensure_ascii=False,
        default=str,
    )


@contextmanager
def log_to(path: Path, max_bytes: int, backups: int) -> Iterator[Listener]:
    """A listener that appends to a rotated JSON-line log.

    A log that cannot be written must not stop a build: events are then dropped.
    """
    handler: RotatingFileHandler | None = None
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=max_bytes, backupCount=backups, encoding="utf-8")
        handler.handleError = lambda record: None  # type: ignore[method-assign]

    def listen(event: Event) -> None:
        if handler is not None:
            handler.emit(logging.makeLogRecord({"msg": json_line(event)}))

    try:
        yield listen
    finally:
        if handler is not None:
            handler.close()


def append_run(work_dir: Path, record: dict[str, Any]) -> None:
    """Add a run's beginning or end to the history, and keep the history short."""
    path = work_dir / HISTORY
    with suppress(OSError):
        work_dir.mkdir(parents=True, exist_ok=True)
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        if len(lines) > 2 * _KEPT_RUNS:
            path.write_text("\n".join(lines[-_KEPT_RUNS:]) + "\n", encoding="utf-8")
        # A line that a killed run left half-written must not swallow this one.
        start = "\n" if lines and not path.read_bytes().endswith(b"\n") else ""
        with path.open("a", encoding="utf-8") as handle:
            handle.write(start + json.dumps(record, ensure_ascii=False, default=str) + "\n")


def read_runs(work_dir: Path, count: int, *, holder_pid: int | None = None) -> list[dict[str, Any]]:
    """The last runs, newest first; one that began and never ended is `killed`, or `running`."""
    runs: dict[str, dict[str, Any]] = {}
    with suppress(OSError):
        for line in (work_dir / HISTORY).read_text(encoding="utf-8").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                record = json.loads(line)
                runs.setdefault(record["run"], {"outcome": None}).update(record)
    for run in runs.values():
        if run["outcome"] is None:
            run["outcome"] = (
                "running" if holder_pid is not None and run.get("pid") == holder_pid else "killed"
            )
    return list(runs.values())[::-1][:count]
