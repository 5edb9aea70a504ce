"""The steps of a build, strung together: load, transform, check, publish.

Each step takes settings and events and can be run on its own; `build` runs all of them under the
build lock.  Nothing here touches a published release but the one step that moves the link.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.errors import ChitieuError, ExitCode, InputRefused
from etl.events import Event, Events, utc_now
from etl.faults import told_plainly
from etl.release.lock import BuildLock, Holder
from etl.release.store import DATABASE, DBT_DOCS, DOCS, PARQUET, Release, ReleaseStore
from etl.runlog import append_run, log_to

if TYPE_CHECKING:
    from etl.quality.checker import Checker
    from etl.quality.validate import ValidationResult
    from etl.release.diff import ReleaseDiff
    from etl.settings import Settings
    from etl.staging.load import LoadResult
    from etl.transform import TransformResult


@dataclass(slots=True)
class BuildResult:
    """What a build published."""

    release: Release
    summary: dict[str, Any]
    refusals: list[InputRefused]
    seconds: float
    diff: ReleaseDiff | None = None
    pruned: list[str] = field(default_factory=list)
    unchanged: bool = False  # nothing had changed, so the standing release was kept (`if_changed`)

    @property
    def exit_code(self) -> int:
        """0, or 2 when some inputs were refused."""
        return int(ExitCode.SOME_REFUSED if self.refusals else ExitCode.PUBLISHED)


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


def build(
    settings: Settings, events: Events | None = None, *, full: bool = False, if_changed: bool = False
) -> BuildResult:
    """Load, transform, check and publish; raises ChitieuError and leaves the last release standing."""
    from etl.quality.checker import Checker

    events = events or Events()
    started, began = utc_now(), time.monotonic()
    with run(settings, events, "build"):
        try:
            with Checker() as checker:
                loaded = load_step(settings, events, full=full)
                if if_changed and not full:
                    kept = _unchanged_release(settings, loaded)
                    if kept is not None:
                        events.emit("nothing_changed", release=kept.name)
                        summary = kept.manifest()["counts"]
                        seconds = time.monotonic() - began
                        return BuildResult(kept, summary, loaded.refusals, seconds, unchanged=True)
                transformed, results = _transform_while_checking(settings, events, checker)
                results += check_marts(settings, events, checker, results, loaded.run_id)
                return publish_step(settings, events, loaded, transformed, results, started, began)
        except BaseException:
            _remove_database(settings.build_db)
            raise


def load_step(settings: Settings, events: Events, *, full: bool = False) -> LoadResult:
    """Bring the staging database up to the reports directory; a damaged one is made anew."""
    import duckdb

    from etl.staging.load import load

    try:
        return load(settings.reports_dir, settings.staging_db, settings, events, full=full)
    except (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException) as error:
        if not _is_damage(error):
            raise
        # Everything in it derives from the reports, so nothing is lost but the time to read them.
        events.emit("staging_rebuilt", "warning", reason=str(error))
        _remove_database(settings.staging_db)
        return load(settings.reports_dir, settings.staging_db, settings, events, full=True)


def _is_damage(error: Exception) -> bool:
    words = (
        "not a valid DuckDB database",
        "Corrupt",
        "corrupt",
        "checksum",
        "Failed to deserialize",
        "WAL",
        "Could not read",
    )
    return any(word in str(error) for word in words)


def transform_step(settings: Settings, events: Events) -> TransformResult:
    """Run dbt from the staging database into a new build database."""
    from etl.project_docs import ProjectDocs
    from etl.transform import NodeResult, run_dbt

    _remove_database(settings.build_db)
    events.emit("transform_started")

    def heard(node: NodeResult) -> None:
        events.emit("node_finished", node=node.name, kind=node.resource_type, status=node.status)

    docs = ProjectDocs(settings.work_dir / DBT_DOCS)
    transformed = run_dbt(settings.staging_db, settings.build_db, on_event=heard, docs=docs)
    events.emit("transform_finished", nodes=len(transformed.nodes), seconds=round(transformed.seconds, 2))
    return transformed


def _transform_while_checking(
    settings: Settings, events: Events, checker: Checker
) -> tuple[TransformResult, list[ValidationResult]]:
    """Validate the staged tables on one core while dbt builds on the other; bad data is told first."""
    from etl.quality.results import refuse_if_critical
    from etl.quality.suites import STAGED

    staged = checker.validate(STAGED, settings.staging_db)
    try:
        transformed = transform_step(settings, events)
    except ChitieuError:
        refuse_if_critical(staged.result())
        raise
    results = staged.result()
    _tell_checks(events, STAGED, results)
    refuse_if_critical(results)
    return transformed, results


def check_staged(settings: Settings, events: Events, checker: Checker) -> list[ValidationResult]:
    """Validate the staged tables; raises ChitieuError where a critical expectation fails."""
    from etl.quality.results import refuse_if_critical
    from etl.quality.suites import STAGED

    results = checker.validate(STAGED, settings.staging_db).result()
    _tell_checks(events, STAGED, results)
    refuse_if_critical(results)
    return results


def check_marts(
    settings: Settings,
    events: Events,
    checker: Checker,
    earlier: list[ValidationResult],
    run_id: str,
) -> list[ValidationResult]:
    """Validate the marts and record all results in the build database; raises as `check_staged`."""
    from etl.quality.results import refuse_if_critical, write_results
    from etl.quality.suites import MARTS

    events.emit("check_started")
    results = checker.validate(MARTS, settings.staging_db, settings.build_db).result()
    _tell_checks(events, MARTS, results)
    write_results(settings.build_db, [*earlier, *results], run_id, utc_now())
    docs = settings.work_dir / DOCS
    shutil.rmtree(docs, ignore_errors=True)
    checker.write_docs(docs).result()
    refuse_if_critical(results)
    return results


def _tell_checks(events: Events, stage: str, results: list[ValidationResult]) -> None:
    failed = [r for r in results if r.outcome != "pass"]
    events.emit("checked", stage=stage, expectations=len(results), failed=len(failed))
    for r in failed:
        events.emit(
            "expectation_failed",
            "error" if r.severity == "critical" else "warning",
            stage=stage,
            frame=r.frame_name,
            column=r.column_name,
            severity=r.severity,
            unexpected=r.unexpected_count,
            message_vi=r.message_vi,
            message_en=r.message_en,
        )


def publish_step(
    settings: Settings,
    events: Events,
    loaded: LoadResult,
    transformed: TransformResult | None,
    results: list[ValidationResult],
    started: datetime,
    began: float,
) -> BuildResult:
    """Write a release from the checked build database, make it current, prune old ones."""
    from etl.release.diff import diff_releases
    from etl.release.history import write_history
    from etl.release.manifest import versions, write_manifest
    from etl.release.pages import add_pages
    from etl.release.publish import copy_marts, write_parquet
    from etl.release.runs import write_runs
    from etl.release.summary import summarise

    store = ReleaseStore(settings.warehouse_dir)
    before = store.current()
    events.emit("publish_started")
    write_runs(settings.staging_db, settings.build_db)
    write_history(settings.build_db, store.newest_first(), loaded.run_id, utc_now(), events)
    folder = store.new_folder()
    try:
        database = folder / DATABASE
        rows = copy_marts(settings.build_db, database)
        if settings.parquet:
            write_parquet(database, folder / PARQUET)
        add_pages(settings.work_dir, folder)
        summary = summarise(database)
        difference = None
        if before is not None:
            difference = _difference(diff_releases, before, database, events)
        write_manifest(
            folder,
            {
                "run_id": loaded.run_id,
                "started_at": started,
                "finished_at": utc_now(),
                "duration_seconds": round(time.monotonic() - began, 2),
                "time_zone_of_times": "UTC",
                "reports_dir": str(settings.reports_dir),
                "inputs": loaded.inputs,
                "inputs_fingerprint": inputs_fingerprint(loaded),
                "refused": [
                    {"path": r.path, "reason_code": r.reason_code, "message_en": r.text_en()}
                    for r in loaded.refusals
                ],
                "removed": loaded.removed,
                "versions": versions(),
                "counts": summary,
                "rows": rows,
                "checks": _check_counts(results),
                "dbt": _dbt_counts(transformed),
                "previous_release": before.name if before else None,
                "changes": difference.as_dict() if difference else None,
            },
        )
        release = store.publish(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if difference is not None:
        difference.new = release.name
    events.emit("published", release=release.name, path=str(release.database), counts=summary)
    pruned: list[str] = []
    with suppress(OSError):  # the release stands; an old one that cannot be removed is no failure
        pruned = store.prune(settings.keep_releases, before.name if before else None)
    if pruned:
        events.emit("pruned", releases=pruned)
    return BuildResult(release, summary, loaded.refusals, time.monotonic() - began, difference, pruned)


def _difference(
    diff: Callable[..., ReleaseDiff], before: Release, database: Path, events: Events
) -> ReleaseDiff | None:
    try:
        return diff(before.database, database, before.name, "new")
    except Exception as error:  # noqa: BLE001  (a release of another shape must not stop this one)
        events.emit("diff_impossible", "warning", reason=str(error))
        return None


def inputs_fingerprint(loaded: LoadResult) -> str:
    """A text that changes when anything a release is made from changes."""
    import hashlib
    import json

    from etl.home import HOME
    from etl.release.manifest import versions
    from etl.staging.version import tree_fingerprint

    told = {k: v for k, v in versions().items() if k != "git_commit"}
    running = tree_fingerprint([HOME / "etl" / "quality", HOME / "etl" / "release", HOME / "migrations"])
    refused = sorted((r.path or "", r.reason_code) for r in loaded.refusals)
    state = json.dumps([loaded.inputs, told, running, refused], sort_keys=True, default=str)
    return hashlib.sha256(state.encode()).hexdigest()


def _unchanged_release(settings: Settings, loaded: LoadResult) -> Release | None:
    """The current release, if it was made from exactly what is there now."""
    current = ReleaseStore(settings.warehouse_dir).current()
    if current is None or loaded.loaded or loaded.removed or loaded.conformed:
        return None
    same = current.manifest().get("inputs_fingerprint") == inputs_fingerprint(loaded)
    return current if same else None


def _check_counts(results: list[ValidationResult]) -> dict[str, Any]:
    failed = [r for r in results if r.outcome != "pass"]
    return {
        "expectations": len(results),
        "passed": len(results) - len(failed),
        "failed": [
            {"stage": r.stage, "frame": r.frame_name, "column": r.column_name, "severity": r.severity,
             "unexpected": r.unexpected_count, "message_en": r.message_en}
            for r in failed
        ],
    }  # fmt: skip


def _dbt_counts(transformed: TransformResult | None) -> dict[str, Any] | None:
    if transformed is None:
        return None
    counts: dict[str, int] = {}
    for node in transformed.nodes:
        counts[f"{node.resource_type}_{node.status}"] = (
            counts.get(f"{node.resource_type}_{node.status}", 0) + 1
        )
    return {"seconds": round(transformed.seconds, 2), **counts}


def _remove_database(path: Path) -> None:
    """Remove a DuckDB file with its write-ahead log and spill folder."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    shutil.rmtree(path.with_name(path.name + ".tmp"), ignore_errors=True)


def check_step(settings: Settings, events: Events) -> list[ValidationResult]:
    """Validate staged tables and marts as they stand, and record the results in the build database."""
    from etl.quality.checker import Checker
    from etl.staging.state import last_load

    loaded = last_load(settings.staging_db)
    _require_build(settings)
    with Checker() as checker:
        results = check_staged(settings, events, checker)
        return results + check_marts(settings, events, checker, results, loaded.run_id)


def publish_checked(settings: Settings, events: Events) -> BuildResult:
    """Publish the build database if it was checked, passed, and holds the last load."""
    from etl.quality.results import read_results, refuse_if_critical
    from etl.staging.state import last_load

    started, began = utc_now(), time.monotonic()
    loaded = last_load(settings.staging_db)
    _require_build(settings)
    checked_run, results = read_results(settings.build_db)
    if checked_run != loaded.run_id:
        raise ChitieuError(
            "Bản dựng này chưa được kiểm tra sau lần nạp cuối.",
            "This build has not been checked since the last load.",
            "Chạy `chitieu transform` rồi `chitieu check` trước.",
            "Run `chitieu transform`, then `chitieu check` first.",
            path=settings.build_db,
        )
    refuse_if_critical(results)
    return publish_step(settings, events, loaded, None, results, started, began)


def rollback(
    settings: Settings, name: str | None = None, events: Events | None = None
) -> tuple[Release, Release]:
    """Make an earlier release current: the named one, or the one before; (before, after)."""
    events = events or Events()
    with run(settings, events, "rollback"):
        store = ReleaseStore(settings.warehouse_dir)
        current = store.require_current()
        target = store.find(name) if name else store.before(current)
        store.switch(target.name)
        events.emit("rolled_back", before=current.name, after=target.name)
        return current, target


def _require_build(settings: Settings) -> None:
    if not settings.build_db.is_file():
        raise ChitieuError(
            "Chưa dựng bảng nào.",
            "Nothing has been built yet.",
            "Chạy `chitieu transform` trước.",
            "Run `chitieu transform` first.",
            path=settings.build_db,
        )
