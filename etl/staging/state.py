"""What the staging database holds now: the last load, the inputs that stand in it, a digest of all."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from etl.errors import ChitieuError, InputRefused
from etl.staging.load import REMOVED, LoadResult
from models import SCHEMA


def last_load(staging_db: Path) -> LoadResult:
    """The last finished load, as `load` returned it but for what it read; never writes.

    Raises ChitieuError (exit 1) where nothing has been loaded.
    """
    import duckdb

    if staging_db.is_file():
        with duckdb.connect(str(staging_db), read_only=True) as connection:
            row = connection.execute(
                f"select run_id, started_at from {SCHEMA}.load_runs"
                " where status in ('loaded', 'refused_some') order by started_at desc limit 1"
            ).fetchone()
            if row is not None:
                result = LoadResult(run_id=row[0], started_at=row[1])
                documents = connection.execute(
                    f"select report_id, source_path, sha256, byte_size from {SCHEMA}.documents"
                    " order by report_id"
                ).fetchall()
                names = ("report_id", "source_path", "sha256", "byte_size")
                result.inputs = [dict(zip(names, d, strict=True)) for d in documents]
                result.unchanged = [d[0] for d in documents]
                result.refusals = [
                    InputRefused(code, path, vi, en)
                    for path, code, vi, en in connection.execute(
                        f"select source_path, reason_code, message_vi, message_en from {SCHEMA}.refusals"
                        f" where run_id = ? and reason_code <> '{REMOVED}' order by refusal_id",
                        [result.run_id],
                    ).fetchall()
                ]
                return result
    raise ChitieuError(
        "Chưa nạp báo cáo nào.",
        "No report has been loaded yet.",
        "Chạy `chitieu load` hoặc `chitieu build` trước.",
        "Run `chitieu load` or `chitieu build` first.",
        path=staging_db,
    )


def staged_fingerprint(staging_db: Path) -> str:
    """A text that changes when anything changes that dbt reads from the staging database.

    Documents, readers, catalogue and revisions are told by the fingerprints kept beside what was
    made from them; the run that brought a document, and when, stand in its row alone.
    """
    import duckdb

    with duckdb.connect(str(staging_db), read_only=True) as connection:
        state = [
            connection.execute(
                f"select subject, fingerprint from {SCHEMA}.fingerprints order by subject"
            ).fetchall(),
            connection.execute(
                f"select report_id, run_id, loaded_at from {SCHEMA}.documents order by report_id"
            ).fetchall(),
        ]
    return hashlib.sha256(json.dumps(state, default=str).encode()).hexdigest()
