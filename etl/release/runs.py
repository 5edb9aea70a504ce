"""The record of load runs and refused files, as tables of the warehouse."""

from __future__ import annotations

from pathlib import Path

from etl.release.publish import quoted

# Table -> (query, description, description by column).
_TABLES: dict[str, tuple[str, str, dict[str, str]]] = {
    "fct_load_run": (
        "select run_id, started_at, finished_at, status, extractor_version, files_found, files_loaded,"
        " files_unchanged, files_refused, files_removed from staging_db.staging.load_runs",
        "One row per run of the loader, up to the one this release was built from.",
        {
            "run_id": "The run; dim_report and fct_load_refusal refer to it.",
            "started_at": "When it began, UTC.",
            "finished_at": "When it ended, UTC; null where it was killed.",
            "status": "loaded, refused_some (some files were refused) or failed (nothing was loaded).",
            "extractor_version": "Version of the readers, which changes with their code and vocabulary.",
            "files_found": "Files in the reports directory.",
            "files_loaded": "Files read in this run.",
            "files_unchanged": "Files kept as read earlier.",
            "files_refused": "Files refused.",
            "files_removed": "Reports that left the warehouse because their file was gone.",
        },
    ),
    "fct_load_refusal": (
        "select refusal_id, run_id, source_path, reason_code, message_vi, message_en"
        " from staging_db.staging.refusals",
        "One row per file that a run could not take in, or found gone, and why.",
        {
            "refusal_id": "The refusal.",
            "run_id": "The run that could not take it in.",
            "source_path": "The file, relative to the reports directory.",
            "reason_code": "Short stable reason, such as hash_mismatch, unreadable, no_report, removed.",
            "message_vi": "What was wrong and what to do, in Vietnamese.",
            "message_en": "What was wrong and what to do, in English.",
        },
    ),
}


def write_runs(staging_db: Path, build_db: Path) -> None:
    """Replace `marts.fct_load_run` and `marts.fct_load_refusal` in the build database."""
    import duckdb

    with duckdb.connect(str(build_db)) as connection:
        connection.execute(f"attach '{quoted(staging_db)}' as staging_db (read_only)")
        connection.execute("create schema if not exists marts")
        for table, (query, description, columns) in _TABLES.items():
            connection.execute(f"create or replace table marts.{table} as {query} order by all")
            connection.execute(f"comment on table marts.{table} is '{quoted(description)}'")
            for column, told in columns.items():
                connection.execute(f"comment on column marts.{table}.{column} is '{quoted(told)}'")
