"""The catalogue's files, read with their line numbers so that an error can point at its line."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from etl.errors import ChitieuError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a catalogue file: its cells by column name, stripped, and where it stands."""

    path: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def list(self, column: str) -> list[str]:
        """A cell that holds several values, separated by `|`."""
        return [part.strip() for part in self.cells[column].split("|") if part.strip()]

    def error(self, vi: str, en: str, remedy_vi: str = "", remedy_en: str = "") -> ChitieuError:
        """An error that points at this line."""
        return ChitieuError(vi, en, remedy_vi, remedy_en, path=self.path, line=self.line)


def read_table(path: Path, columns: Iterable[str]) -> list[Row]:
    """The rows of a CSV file that has at least these columns."""
    if not path.is_file():
        raise ChitieuError(
            "Không tìm thấy tệp danh mục.",
            "A file of the catalogue is missing.",
            "Hãy khôi phục tệp này.",
            "Restore the file.",
            path=path,
        )
    rows: list[Row] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [c for c in columns if c not in (reader.fieldnames or [])]
        if missing:
            raise ChitieuError(
                f"Thiếu cột {', '.join(missing)}; tệp có các cột {', '.join(reader.fieldnames or [])}.",
                f"Columns missing: {', '.join(missing)}; the file has {', '.join(reader.fieldnames or [])}.",
                "Hãy thêm các cột này vào dòng đầu.",
                "Add them to the first line.",
                path=path,
                line=1,
            )
        for cells in reader:
            if None in cells.values() or None in cells:
                raise ChitieuError(
                    "Dòng này không có đúng số cột của tệp.",
                    "This line has not as many cells as the file has columns.",
                    "Hãy đặt ô có dấu phẩy trong dấu ngoặc kép.",
                    "Put a cell that holds a comma in double quotes.",
                    path=path,
                    line=reader.line_num,
                )
            rows.append(Row(path, reader.line_num, {k: (v or "").strip() for k, v in cells.items()}))
    return rows
