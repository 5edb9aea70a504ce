"""What an analyst settled by hand: a reported name and the indicator it means (`corrections.csv`).

A correction has to match: its indicator has to be in the catalogue, and its name in some report.
One that matches nothing fails the build with its line, so that no correction outlives its cause
unnoticed.
"""

from __future__ import annotations

from pathlib import Path

from etl.conform.catalogue import Catalogue
from etl.conform.names import NameKey, Tokens
from etl.conform.tables import Row, read_table
from etl.conform.units import Unit
from etl.home import CATALOGUE

_Key = tuple[Tokens, Tokens | None, str | None]


class Corrections:
    """Corrections by name, by name and whole, each for all units or for one."""

    def __init__(self, catalogue: Catalogue, path: Path = CATALOGUE / "corrections.csv") -> None:
        self._codes: dict[_Key, str] = {}
        self._rows: dict[_Key, Row] = {}
        self._used: set[_Key] = set()
        columns = ("reported_name", "parent_name", "unit", "indicator_code", "reason")
        for row in read_table(path, columns):
            if row["indicator_code"] not in catalogue.indicators:
                raise row.error(
                    f"Mã chỉ tiêu {row['indicator_code']!r} không có trong danh mục.",
                    f"Indicator {row['indicator_code']!r} is not in the catalogue.",
                    "Hãy sửa mã, hoặc thêm chỉ tiêu vào indicators.csv.",
                    "Mend the code, or add the indicator to indicators.csv.",
                )
            if not row["reason"]:
                raise row.error(
                    "Chưa ghi lý do sửa.",
                    "The correction gives no reason.",
                    "Hãy ghi cột reason.",
                    "Fill in reason.",
                )
            unit = catalogue.units.resolve(row["unit"])
            parent = catalogue.names.key(row["parent_name"]).words if row["parent_name"] else None
            key = (catalogue.names.key(row["reported_name"]).words, parent, unit.code if unit else None)
            if not key[0]:
                raise row.error(
                    "Tên trong báo cáo không có chữ nào để so.",
                    "The reported name holds no word to compare.",
                    "Hãy ghi cột reported_name.",
                    "Fill in reported_name.",
                )
            self._codes[key] = row["indicator_code"]
            self._rows[key] = row

    def find(self, name: NameKey, parent: NameKey | None, unit: Unit | None) -> str | None:
        """The indicator that a correction names, the most specific correction first."""
        if not self._codes:
            return None
        parents = [parent.words, None] if parent else [None]
        for whole in parents:
            for code in [unit.code, None] if unit else [None]:
                key = (name.words, whole, code)
                if key in self._codes:
                    self._used.add(key)
                    return self._codes[key]
        return None

    def check_used(self) -> None:
        """Fails on the first correction that no statement answered to."""
        for key, row in self._rows.items():
            if key not in self._used:
                raise row.error(
                    f"Không có số liệu nào mang tên {row['reported_name']!r}.",
                    f"No statement bears the name {row['reported_name']!r}.",
                    "Báo cáo có thể đã được sửa; hãy xóa dòng này.",
                    "The report may have been mended; remove the line.",
                )
