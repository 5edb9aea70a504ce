"""Validation results as a table of the warehouse, and the decision whether a release may go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path

from etl.errors import ChitieuError
from etl.quality.validate import ValidationResult

TABLE = "fct_validation_result"

# Column -> (DuckDB type, description); the order is the table's.
_COLUMNS: dict[str, tuple[str, str]] = {
    "validation_key": ("varchar not null", "Stage, frame, expectation and column; unique within a release."),
    "run_id": ("varchar not null", "The load run whose rows were validated."),
    "validated_at": ("timestamp not null", "When the validation ended, UTC."),
    "stage": ("varchar not null", "staged (before dbt) or marts (before publishing)."),
    "frame_name": ("varchar not null", "The validated frame, named in the suite."),
    "column_name": ("varchar", "The validated column; null where the expectation is about the whole frame."),
    "expectation": ("varchar not null", "The Great Expectations type."),
    "severity": (
        "varchar not null",
        "critical stops the publish, warning is reported, info is for the record.",
    ),
    "outcome": ("varchar not null", "pass, fail, or error (the expectation itself could not be judged)."),
    "element_count": ("bigint", "Rows judged."),
    "unexpected_count": ("bigint", "Rows that broke the expectation."),
    "unexpected_percent": ("double", "Rows that broke it, in percent of the rows that have a value."),
    "unexpected_examples": ("varchar", "Up to twenty values that broke it, as a JSON list."),
    "observed_value": ("varchar", "What was observed, for an expectation about the whole frame."),
    "message_vi": ("varchar not null", "What a failure means, in Vietnamese."),
    "message_en": ("varchar not null", "What a failure means, in English."),
}


def write_results(
    build_db: Path, results: Sequence[ValidationResult], run_id: str, validated_at: datetime
) -> None:
    """Replace `marts.fct_validation_result` in the build database."""
    import duckdb
    import pyarrow as pa

    names = [f.name for f in fields(ValidationResult)]
    rows = pa.table({name: [asdict(r)[name] for r in results] for name in names}) if results else None
    definition = ", ".join(f"{name} {kind}" for name, (kind, _) in _COLUMNS.items())
    with duckdb.connect(str(build_db)) as connection:
        connection.execute("create schema if not exists marts")
        connection.execute(f"create or replace table marts.{TABLE} ({definition})")
        if rows is not None:
            connection.register("incoming", rows)
            connection.execute(
                f"insert into marts.{TABLE} by name select *, ? as run_id, ? as validated_at,"
                " concat_ws(':', stage, frame_name, expectation, column_name) as validation_key"
                " from incoming",
                [run_id, validated_at],
            )
        connection.execute(
            f"comment on table marts.{TABLE} is"
            " 'One row per expectation that the release was validated against, with its outcome.'"
        )
        for name, (_, told) in _COLUMNS.items():
            connection.execute(
                f"comment on column marts.{TABLE}.{name} is '{told.replace(chr(39), chr(39) * 2)}'"
            )


def refuse_if_critical(results: Sequence[ValidationResult]) -> None:
    """Raise ChitieuError (exit 1) naming every critical expectation that was not met."""
    broken = [r for r in results if r.stops_publish]
    if not broken:
        return
    raise ChitieuError(
        "Dữ liệu không qua kiểm tra bắt buộc: " + " ".join(_told(r, r.message_vi) for r in broken),
        "The data fail a critical check: " + " ".join(_told(r, r.message_en) for r in broken),
        "Bản phát hành trước vẫn còn nguyên; xem lại dữ liệu hoặc bộ đọc rồi chạy lại.",
        "The earlier release stands untouched; mend the data or the reader and run again.",
    )


def _told(result: ValidationResult, message: str) -> str:
    where = f"{result.stage}.{result.frame_name}" + (f".{result.column_name}" if result.column_name else "")
    count = f", {result.unexpected_count} × {result.unexpected_examples}" if result.unexpected_count else ""
    return f"[{where}{count}] {message}"


def read_results(build_db: Path) -> tuple[str | None, list[ValidationResult]]:
    """The load run that a build was checked for, and the results; (None, []) if it was not checked."""
    import duckdb

    names = [f.name for f in fields(ValidationResult)]
    with duckdb.connect(str(build_db), read_only=True) as connection:
        try:
            rows = connection.execute(f"select run_id, {', '.join(names)} from marts.{TABLE}").fetchall()
        except duckdb.CatalogException:
            return None, []
    runs = {row[0] for row in rows}
    return (runs.pop() if len(runs) == 1 else None), [ValidationResult(*row[1:]) for row in rows]


def carry_over(build_db: Path, run_id: str) -> None:
    """Say that the results hold for the rows of this run, which are the same; `validated_at` stays."""
    import duckdb

    with duckdb.connect(str(build_db)) as connection:
        connection.execute(f"update marts.{TABLE} set run_id = ?", [run_id])
