"""One export: a release read once, written in the formats asked for, put in place when whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from etl.export.delimited import POINT, Dialect, write_csv
from etl.export.model import Exported, ExportFormat, Note, Table, WrittenFile
from etl.export.package import read_sources, write_package
from etl.export.place import beside, digest, put, unwritable
from etl.export.tables import choose, read_rows, read_tables
from etl.release.publish import write_parquet
from etl.release.store import Release

if TYPE_CHECKING:
    import duckdb

WORKBOOK = "chitieu.xlsx"
# In the workbook what is read first stands first.
_READING_ORDER = ("mart_", "fct_", "dim_")


def export_release(
    release: Release,
    folder: Path,
    *,
    formats: Iterable[ExportFormat] = tuple(ExportFormat),
    tables: Sequence[str] = (),
    force: bool = False,
    dialect: Dialect = POINT,
    licence: str | None = None,
) -> Exported:
    """Export `release`, opened read-only, into `folder`.

    `tables` are shell patterns; without them Parquet has every table, CSV and XLSX those for
    analysts.  SDMX always has the observations.  One release gives the same bytes each time.  Raises
    WrongUsage (64) for a table that is not there or a file in the way, ChitieuError where the folder
    cannot be written.
    """
    import duckdb

    wanted = set(formats)
    writers: dict[ExportFormat, Callable[[_Job], list[WrittenFile]]] = {
        ExportFormat.parquet: _parquet,
        ExportFormat.csv: _csv,
        ExportFormat.xlsx: _xlsx,
        ExportFormat.sdmx: _sdmx,
    }
    with duckdb.connect(str(release.database.resolve()), read_only=True) as connection:
        known = read_tables(connection)
        chosen = {form: choose(known, tables, form is ExportFormat.parquet) for form in ExportFormat}
        with beside(folder) as staged:
            try:
                files = []
                for form in ExportFormat:
                    if form in wanted:
                        files += writers[form](_Job(connection, release, staged, chosen[form], dialect))
                for file in files:
                    file.bytes = (staged / file.path).stat().st_size
                    file.sha256 = digest(staged / file.path)
                write_package(
                    staged,
                    files,
                    {t.name: t for t in known},
                    release=release.name,
                    published_at=release.published_at,
                    sources=read_sources(connection),
                    licence=licence,
                    dialect=dialect,
                )
            except OSError as error:
                raise unwritable(folder, error) from error
            replaced = put(staged, folder, force)
    return Exported(release.name, str(folder), files, replaced)


class _Job:
    """What each writer needs."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        release: Release,
        folder: Path,
        tables: list[Table],
        dialect: Dialect,
    ) -> None:
        self.connection = connection
        self.release = release
        self.folder = folder
        self.tables = tables
        self.dialect = dialect

    def subfolder(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir()
        return path


def _parquet(job: _Job) -> list[WrittenFile]:
    write_parquet(job.release.database.resolve(), job.folder / "parquet", tables=[t.name for t in job.tables])
    return [
        WrittenFile(f"parquet/{t.name}.parquet", ExportFormat.parquet, t.name, t.rows) for t in job.tables
    ]


def _csv(job: _Job) -> list[WrittenFile]:
    directory = job.subfolder("csv")
    for table in job.tables:
        rows = read_rows(job.connection, table)
        write_csv(directory / f"{table.name}.csv", table.columns, rows, job.dialect)
    return [WrittenFile(f"csv/{t.name}.csv", ExportFormat.csv, t.name, t.rows) for t in job.tables]


def _xlsx(job: _Job) -> list[WrittenFile]:
    from etl.export.workbook import write_workbook

    notes = write_workbook(
        job.folder / WORKBOOK,
        sorted(job.tables, key=lambda t: (_standing(t.name), t.name)),
        lambda table: read_rows(job.connection, table),
        release=job.release.name,
        published_at=job.release.published_at,
    )
    return [WrittenFile(WORKBOOK, ExportFormat.xlsx, None, sum(t.rows for t in job.tables), notes)]


def _sdmx(job: _Job) -> list[WrittenFile]:
    from etl.export.sdmx import DATA, STRUCTURE, write_sdmx

    rows, notes = write_sdmx(
        job.subfolder("sdmx"), job.connection, job.release.name, job.release.published_at
    )
    return [
        WrittenFile(f"sdmx/{STRUCTURE}", ExportFormat.sdmx, None, None, []),
        WrittenFile(f"sdmx/{DATA}", ExportFormat.sdmx, None, rows, list[Note](notes)),
    ]


def _standing(name: str) -> int:
    return next(
        (i for i, prefix in enumerate(_READING_ORDER) if name.startswith(prefix)), len(_READING_ORDER)
    )
