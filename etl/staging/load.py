"""Load a reports directory into the staging database.

What stands in the database afterwards is a function of the directory, the readers and the tables of
knowledge alone: a file that is gone or refused leaves it, whatever stood there before.  Everything
is written in one transaction; killed before its end, the database is as it was.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import ChitieuError, InputRefused
from etl.events import Events, utc_now
from etl.staging.extract import Extracted, Task, extract_all
from etl.staging.inputs import Input, checked, examine, report_files
from etl.staging.manifest import Manifest, read_manifest
from etl.staging.version import conformance_version, extractor_version
from models import SCHEMA

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from etl.settings import Settings

# DuckDB draws a bar on standard output, terminal or not, once a query takes two seconds.
QUIETLY = "set enable_progress_bar = false"
# Tables that hold what one document says; a document's rows are replaced together.
DOCUMENT_TABLES = ("documents", "blocks", "statements", "comparisons", "numbers")
# The reason under which `refusals` records a file that was taken in once and is gone now.
REMOVED = "removed"
# Tables that conforming derives from all documents together.
CONFORMED_TABLES = ("indicators", "units", "localities", "statement_conformance")


@dataclass(slots=True)
class LoadResult:
    """What a load did."""

    run_id: str
    started_at: datetime
    loaded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refusals: list[InputRefused] = field(default_factory=list)
    conformed: bool = False
    inputs: list[dict[str, object]] = field(default_factory=list)  # report_id, source_path, sha256, bytes


@dataclass(frozen=True, slots=True)
class _Found:
    """What a directory holds beside what is staged."""

    reports_dir: Path
    files: int
    inputs: list[Input]
    changed: list[Input]  # those of the inputs that are to be read
    staged: set[str]  # report ids


def load(
    reports_dir: Path,
    staging_db: Path,
    settings: Settings,
    events: Events | None = None,
    *,
    full: bool = False,
) -> LoadResult:
    """Bring `staging_db` (created and migrated if need be) up to `reports_dir`.

    A document is read again only if its bytes, its manifest entry or the extractor's version
    changed, or when `full`.  Raises ChitieuError (exit 1) when there is nothing to load; the
    documents staged before then stay as they were.
    """
    import duckdb

    from etl.staging.migrate import ensure_head

    events = events or Events()
    manifest = read_manifest(checked(reports_dir))
    files = report_files(reports_dir)
    staging_db.parent.mkdir(parents=True, exist_ok=True)
    ensure_head(staging_db)
    result = LoadResult(f"{utc_now():%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:6]}", utc_now())
    with duckdb.connect(str(staging_db)) as connection:
        connection.execute(QUIETLY)
        _close_dead_runs(connection)
        found = _compare(connection, reports_dir, files, manifest, result.refusals, full=full)
        # Told before anything is written: to pass DuckDB a value loads pandas, and whoever is to help
        # with what has changed can start meanwhile.
        events.emit(
            "load_started", files=len(files), to_read=len(found.changed), refused=len(result.refusals)
        )
        _write_run(connection, result, reports_dir, "running", len(files))
        try:
            _load(connection, found, settings, events, result, full=full)
        except BaseException:
            # A database that cannot take this note leaves the run as running, and the next run says so.
            with suppress(duckdb.Error):
                _write_run(connection, result, reports_dir, "failed", len(files))
            raise
        connection.execute("checkpoint")
    return result


def stage(staging_db: Path, documents: Iterable[Mapping[str, pa.Table]]) -> None:
    """Put documents that were read already into a new staging database, and conform them.

    For a passing look at a few files (tables as `document_tables` gives them): no directory, no
    manifest, and no memory of what was derived from what.
    """
    import duckdb

    from etl.staging.migrate import ensure_head

    ensure_head(staging_db)
    with duckdb.connect(str(staging_db)) as connection:
        connection.execute(QUIETLY)
        for tables in documents:
            for table in DOCUMENT_TABLES:
                _insert(connection, table, tables[table])
        _conform_staged(connection)
        connection.execute("checkpoint")


def _compare(
    connection: duckdb.DuckDBPyConnection,
    reports_dir: Path,
    files: list[Path],
    manifest: Manifest,
    refusals: list[InputRefused],
    *,
    full: bool,
) -> _Found:
    """The usable files, and which of them are not staged as they are now; the others go to `refusals`."""
    inputs = examine(reports_dir, files, manifest, refusals)
    staged = dict(
        connection.execute(
            f"select subject[len('document:') + 1:], fingerprint from {SCHEMA}.fingerprints"
            " where starts_with(subject, 'document:')"
        ).fetchall()
    )
    changed = [i for i in inputs if full or staged.get(i.report_id) != i.fingerprint]
    return _Found(reports_dir, len(files), inputs, changed, set(staged))


def _load(
    connection: duckdb.DuckDBPyConnection,
    found: _Found,
    settings: Settings,
    events: Events,
    result: LoadResult,
    *,
    full: bool,
) -> None:
    import duckdb

    # The bytes' first arrival stays their arrival when only the reader changed.
    arrivals = {
        (report_id, sha256): (run_id, loaded_at)
        for report_id, sha256, run_id, loaded_at in connection.execute(
            f"select report_id, sha256, run_id, loaded_at from {SCHEMA}.documents"
        ).fetchall()
    }
    tasks = []
    for item in found.changed:
        run_id, loaded_at = arrivals.get((item.report_id, item.sha256), (result.run_id, result.started_at))
        tasks.append(
            Task(
                item.path,
                found.reports_dir,
                item.source_path,
                item.entry,
                item.byte_size,
                run_id,
                loaded_at,
                extractor_version(),
            )
        )
    by_id = {i.report_id: i for i in found.inputs}
    connection.execute("begin transaction")
    try:
        for done, extracted in enumerate(extract_all(tasks, settings.worker_count), start=1):
            _take_in(connection, extracted, by_id, result)
            events.emit(
                "document_read",
                path=extracted.task.source_path,
                done=done,
                total=len(tasks),
                seconds=round(extracted.seconds, 3),
                refused=extracted.refusal is not None,
                statements=extracted.tables["statements"].num_rows if extracted.tables else 0,
                fault=extracted.fault,
            )
        _record_refusals(connection, result)
        if not by_id:
            raise _nothing_to_load(found.reports_dir, result.refusals)
        result.unchanged = sorted(set(by_id) - set(result.loaded))
        result.removed = sorted(found.staged - set(by_id))
        _record_removals(connection, result)
        _forget(connection, result.removed)
        _conform(connection, events, result, full=full)
        status = "refused_some" if result.refusals else "loaded"
        _write_run(connection, result, found.reports_dir, status, found.files)
        connection.execute("commit")
    except BaseException:
        with suppress(duckdb.Error):  # a commit that failed has rolled back already
            connection.execute("rollback")
        with suppress(duckdb.Error):
            _record_refusals(connection, result)
        raise
    result.inputs = [
        {"report_id": i.report_id, "source_path": i.source_path, "sha256": i.sha256, "byte_size": i.byte_size}
        for i in sorted(by_id.values(), key=lambda i: i.report_id)
    ]
    events.emit(
        "load_finished",
        loaded=len(result.loaded),
        unchanged=len(result.unchanged),
        removed=result.removed,
        refused=len(result.refusals),
    )


def _take_in(
    connection: duckdb.DuckDBPyConnection, extracted: Extracted, by_id: dict[str, Input], result: LoadResult
) -> None:
    report_id = extracted.task.path.stem
    if extracted.refusal is not None:
        result.refusals.append(extracted.refusal)
        del by_id[report_id]
        return
    _forget(connection, [report_id])
    for table in DOCUMENT_TABLES:
        _insert(connection, table, extracted.tables[table])
    connection.execute(
        f"insert into {SCHEMA}.fingerprints values (?, ?)",
        [f"document:{report_id}", by_id[report_id].fingerprint],
    )
    result.loaded.append(report_id)


def _forget(connection: duckdb.DuckDBPyConnection, report_ids: Iterable[str]) -> None:
    for report_id in report_ids:
        for table in DOCUMENT_TABLES:
            connection.execute(f"delete from {SCHEMA}.{table} where report_id = ?", [report_id])
        connection.execute(f"delete from {SCHEMA}.fingerprints where subject = ?", [f"document:{report_id}"])


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: object) -> None:
    connection.register("incoming", rows)
    try:
        connection.execute(f"insert into {SCHEMA}.{table} by name select * from incoming")
    finally:
        connection.unregister("incoming")


def _conform(
    connection: duckdb.DuckDBPyConnection, events: Events, result: LoadResult, *, full: bool
) -> None:
    """Match all staged statements to the catalogue, unless neither they nor it changed."""
    documents = connection.execute(
        f"select subject, fingerprint from {SCHEMA}.fingerprints"
        " where starts_with(subject, 'document:') order by subject"
    ).fetchall()
    fingerprint = hashlib.sha256(json.dumps([documents, conformance_version()]).encode()).hexdigest()
    known = connection.execute(
        f"select fingerprint from {SCHEMA}.fingerprints where subject = 'conformance'"
    ).fetchone()
    if not full and known == (fingerprint,):
        return
    events.emit("conform_started")
    _conform_staged(connection)
    connection.execute(f"delete from {SCHEMA}.fingerprints where subject = 'conformance'")
    connection.execute(f"insert into {SCHEMA}.fingerprints values ('conformance', ?)", [fingerprint])
    result.conformed = True
    events.emit("conform_finished")


def _conform_staged(connection: duckdb.DuckDBPyConnection) -> None:
    """Replace the conformed tables by what all staged statements are matched to."""
    from etl.conform import conform
    from etl.conform.conform import DOCUMENT_COLUMNS, STATEMENT_COLUMNS
    from etl.staging.rows import arrow_from_frame

    # Ordered, so that conforming sees the same frames however the rows came in.
    frames = conform(
        connection.execute(
            f"select {', '.join(STATEMENT_COLUMNS)} from {SCHEMA}.statements order by report_id, statement_id"
        ).df(),
        connection.execute(
            f"select {', '.join(DOCUMENT_COLUMNS)} from {SCHEMA}.documents order by report_id"
        ).df(),
    )
    for table in CONFORMED_TABLES:
        connection.execute(f"delete from {SCHEMA}.{table}")
        _insert(connection, table, arrow_from_frame(table, getattr(frames, table)))


def _record_refusals(connection: duckdb.DuckDBPyConnection, result: LoadResult) -> None:
    for number, refusal in enumerate(result.refusals):
        connection.execute(
            f"insert or replace into {SCHEMA}.refusals values (?, ?, ?, ?, ?, ?)",
            [
                f"{result.run_id}:{number}",
                result.run_id,
                refusal.path,
                refusal.reason_code,
                f"{refusal.message_vi} {refusal.remedy_vi}".strip(),
                f"{refusal.message_en} {refusal.remedy_en}".strip(),
            ],
        )


def _record_removals(connection: duckdb.DuckDBPyConnection, result: LoadResult) -> None:
    """A report that leaves because its file is gone leaves a row that says so."""
    refused = {refusal.path for refusal in result.refusals}
    for report_id in result.removed:
        row = connection.execute(
            f"select source_path from {SCHEMA}.documents where report_id = ?", [report_id]
        ).fetchone()
        if row is None or row[0] in refused:
            continue
        connection.execute(
            f"insert into {SCHEMA}.refusals values (?, ?, ?, '{REMOVED}', ?, ?)",
            [
                f"{result.run_id}:{report_id}",
                result.run_id,
                row[0],
                "Tệp không còn trong thư mục; số liệu của nó đã rời kho.",
                "The file is no longer in the directory; its figures have left the warehouse.",
            ],
        )


def _nothing_to_load(reports_dir: Path, refusals: list[InputRefused]) -> ChitieuError:
    vi = "; ".join(r.text_vi() for r in refusals[:5])
    en = "; ".join(r.text_en() for r in refusals[:5])
    return ChitieuError(
        f"Không tệp nào dùng được ({len(refusals)} tệp bị từ chối): {vi}",
        f"No file can be used ({len(refusals)} refused): {en}",
        "Sửa các tệp đó rồi chạy lại; bản phát hành trước vẫn còn nguyên.",
        "Mend those files and run again; the earlier release stands untouched.",
        path=reports_dir,
    )


def _close_dead_runs(connection: duckdb.DuckDBPyConnection) -> None:
    """A run that is still `running` when another holds the file was killed; say so."""
    connection.execute(f"update {SCHEMA}.load_runs set status = 'failed' where status = 'running'")


def _write_run(
    connection: duckdb.DuckDBPyConnection, result: LoadResult, reports_dir: Path, status: str, found: int
) -> None:
    connection.execute(
        f"insert or replace into {SCHEMA}.load_runs values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            result.run_id,
            result.started_at,
            None if status == "running" else utc_now(),
            status,
            str(reports_dir),
            extractor_version(),
            found,
            len(result.loaded),
            len(result.unchanged),
            len(result.refusals),
            len(result.removed),
        ],
    )
