"""The steps of a build, strung together: load, transform, check, publish.

Each step takes settings and events and can be run on its own; `build` runs all of them under the
build lock.  Nothing here touches a published release but the one step that moves the link.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.errors import ChitieuError, ExitCode, InputRefused
from etl.events import Event, Events, utc_now
from etl.release.store import DATABASE, DBT_DOCS, DOCS, PARQUET, Release, ReleaseStore
from etl.running import run

if TYPE_CHECKING:
    from etl.quality.checker import Checker
    from etl.quality.validate import ValidationResult
    from etl.release.diff import ReleaseDiff
    from etl.settings import Settings
    from etl.staging.load import LoadResult
    from etl.transform import Transformer, TransformResult
    from etl.workers import Aside, Pending


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


def build(
    settings: Settings, events: Events | None = None, *, full: bool = False, if_changed: bool = False
) -> BuildResult:
    """Load, transform, check and publish; raises ChitieuError and leaves the last release standing.

    What stands in the work directory is used again where it was made from just what is there now,
    unless `full`.  With `if_changed` nothing is published then, if the current release was, too.
    """
    from etl.quality.checker import Checker
    from etl.release.built import inputs_fingerprint, remember
    from etl.transform import Transformer

    events = events or Events()
    started, began = utc_now(), time.monotonic()
    with run(settings, events, "build"):
        try:
            with Transformer(settings.staging_db, settings.build_db) as transformer, Checker() as checker:
                with _started_beside_reading(events, transformer, checker):
                    loaded = load_step(settings, events, full=full)
                fingerprint = inputs_fingerprint(settings.staging_db, loaded)
                if not full:
                    kept = _unchanged_release(settings, fingerprint) if if_changed else None
                    if kept is not None:
                        events.emit("nothing_changed", release=kept.name)
                        seconds = time.monotonic() - began
                        counts = kept.manifest()["counts"]
                        return BuildResult(kept, counts, loaded.refusals, seconds, unchanged=True)
                    published = _publish_again(settings, events, loaded, fingerprint, started, began)
                    if published is not None:
                        return published
                transformed, results = _transform_while_checking(settings, events, transformer, checker)
                of_marts, pages = check_marts(settings, events, checker, results, loaded.run_id)
                results += of_marts
                remember(settings.build_db, fingerprint)
                return publish_step(
                    settings, events, loaded, transformed, results, started, began, fingerprint, pages
                )
        except BaseException:
            _remove_database(settings.build_db)
            raise


@contextmanager
def _started_beside_reading(events: Events, *asides: Aside) -> Iterator[None]:
    """Have the slow libraries loaded in their processes while reports are read, if any is to be read."""

    def heed(event: Event) -> None:
        if event.name == "load_started" and event.fields["to_read"]:
            for aside in asides:
                aside.start()

    events.listeners.append(heed)
    try:
        yield
    finally:
        events.listeners.remove(heed)


def _publish_again(
    settings: Settings,
    events: Events,
    loaded: LoadResult,
    fingerprint: str,
    started: datetime,
    began: float,
) -> BuildResult | None:
    """Publish what the last build made and checked, if that was from exactly what is there now."""
    import duckdb

    from etl.project_docs import ProjectDocs
    from etl.quality.results import carry_over, read_results
    from etl.release.built import was_made_from

    pages = (settings.work_dir / DOCS / "index.html", ProjectDocs(settings.work_dir / DBT_DOCS).page)
    if not all(page.is_file() for page in pages) or not was_made_from(settings.build_db, fingerprint):
        return None
    try:
        checked_run, results = read_results(settings.build_db)
        events.emit("build_kept", checked_run=checked_run)
        carry_over(settings.build_db, loaded.run_id)
        return publish_step(settings, events, loaded, None, results, started, began, fingerprint)
    except duckdb.Error as error:
        if not _is_damage(error):
            raise
        events.emit("build_damaged", "warning", reason=str(error))
        return None


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


def transform_step(
    settings: Settings, events: Events, transformer: Transformer | None = None
) -> TransformResult:
    """Run dbt from the staging database into a new build database, in this process or the transformer's."""
    from etl.project_docs import ProjectDocs
    from etl.transform import NodeResult, run_dbt

    _remove_database(settings.build_db)
    events.emit("transform_started")

    def heard(node: NodeResult) -> None:
        events.emit("node_finished", node=node.name, kind=node.resource_type, status=node.status)

    docs = ProjectDocs(settings.work_dir / DBT_DOCS)
    if transformer is not None:
        transformed = transformer.run(docs=docs, on_event=heard)
    else:
        transformed = run_dbt(settings.staging_db, settings.build_db, docs=docs, on_event=heard)
    events.emit("transform_finished", nodes=len(transformed.nodes), seconds=round(transformed.seconds, 2))
    return transformed


def _transform_while_checking(
    settings: Settings, events: Events, transformer: Transformer, checker: Checker
) -> tuple[TransformResult, list[ValidationResult]]:
    """Validate the staged tables on one core while dbt builds on the other; bad data is told first."""
    from etl.quality.results import refuse_if_critical
    from etl.quality.suites import STAGED

    staged = checker.validate(STAGED, settings.staging_db)
    try:
        transformed = transform_step(settings, events, transformer)
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
) -> tuple[list[ValidationResult], Pending[None]]:
    """Validate the marts and record all results in the build database; raises as `check_staged`.

    The pages that tell the results may still be on their way when this returns.
    """
    from etl.quality.results import refuse_if_critical, write_results
    from etl.quality.suites import MARTS

    events.emit("check_started")
    results = checker.validate(MARTS, settings.staging_db, settings.build_db).result()
    _tell_checks(events, MARTS, results)
    pages = checker.write_docs(settings.work_dir / DOCS)
    write_results(settings.build_db, [*earlier, *results], run_id, utc_now())
    try:
        refuse_if_critical(results)
    except ChitieuError:
        pages.result()  # where it can be looked up what failed
        raise
    return results, pages


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
    fingerprint: str,
    pages: Pending[None] | None = None,
) -> BuildResult:
    """Write a release from the checked build database, make it current, prune old ones.

    `pages` are the Data Docs where they are still being written.
    """
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
        summary = summarise(database)
        difference = None
        if before is not None:
            difference = _difference(diff_releases, before, database, events)
        if pages is not None:
            pages.result()
        add_pages(settings.work_dir, folder)
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
                "inputs_fingerprint": fingerprint,
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


def _unchanged_release(settings: Settings, fingerprint: str) -> Release | None:
    """The current release, if it was made from exactly what is there now.

    Or if one was that has been rolled back from since: what was withdrawn does not come back by itself
    as long as nothing has changed.
    """
    store = ReleaseStore(settings.warehouse_dir)
    current = store.current()
    if current is None:
        return None
    since = [r for r in store.releases() if r.name >= current.name]
    same = any(r.manifest().get("inputs_fingerprint") == fingerprint for r in since)
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
    if transformed is None:  # built and tested by an earlier run
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
        of_marts, pages = check_marts(settings, events, checker, results, loaded.run_id)
        pages.result()
        return results + of_marts


def publish_checked(settings: Settings, events: Events) -> BuildResult:
    """Publish the build database if it was checked, passed, and holds the last load."""
    from etl.quality.results import read_results, refuse_if_critical
    from etl.release.built import inputs_fingerprint
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
    fingerprint = inputs_fingerprint(settings.staging_db, loaded)
    return publish_step(settings, events, loaded, None, results, started, began, fingerprint)


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
