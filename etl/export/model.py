"""What an export reads and what it leaves: tables with their columns and keys, and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ExportFormat(StrEnum):
    """The formats of an export, in the order in which they are written."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"
    sdmx = "sdmx"


class Kind(StrEnum):
    """What the values of a column are, by the names of Frictionless Table Schema."""

    string = "string"
    integer = "integer"
    number = "number"
    boolean = "boolean"
    date = "date"
    datetime = "datetime"  # UTC


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `type` as DuckDB names it, `description` as the published file carries it."""

    name: str
    type: str
    kind: Kind
    nullable: bool
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a release: `rows` is their number, `key` the columns that tell a row from the others.

    `refers_to` gives for a column the table and column that its values stand in.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: int
    key: tuple[str, ...] = ()
    refers_to: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a format could not carry as it is, and what was done instead."""

    vi: str
    en: str


@dataclass(slots=True)
class WrittenFile:
    """One file of an export.  `path` is relative to its folder, with forward slashes.

    `rows` is None for a file that is no table; `bytes` and `sha256` are those of the file on disk.
    """

    path: str
    form: ExportFormat
    table: str | None
    rows: int | None
    notes: list[Note] = field(default_factory=list)
    bytes: int = 0
    sha256: str = ""


@dataclass(slots=True)
class Exported:
    """One export: the release it shows, the folder it lies in and its files."""

    release: str
    folder: str
    files: list[WrittenFile]
    replaced: list[str]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "release": self.release,
            "output": self.folder,
            "files": [
                {
                    "path": f.path,
                    "format": f.form.value,
                    "table": f.table,
                    "rows": f.rows,
                    "bytes": f.bytes,
                    "sha256": f.sha256,
                    "notes": [{"vi": n.vi, "en": n.en} for n in f.notes],
                }
                for f in self.files
            ],
            "replaced": self.replaced,
        }
