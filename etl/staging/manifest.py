"""The manifest of a reports directory: what each file should be, and who wrote it.

`manifest.csv` stands in the directory, one row a file.  `file` is required, all else optional:
`sha256` and `byte_size` are verified against the bytes, the rest tells the reader of documents what
the document may not say of itself.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.errors import ChitieuError, InputRefused

MANIFEST_NAME = "manifest.csv"

Entry = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Entries by file name (relative to the reports directory, `/` between folders)."""

    path: Path | None
    entries: dict[str, Entry]

    def entry(self, source_path: str) -> Entry | None:
        """The row of one file, None where the manifest does not list it."""
        return self.entries.get(source_path)


def read_manifest(reports_dir: Path) -> Manifest:
    """Read `manifest.csv`; a directory without one has an empty manifest.

    Raises ChitieuError naming the line that cannot be used.
    """
    path = reports_dir / MANIFEST_NAME
    if not path.is_file():
        return Manifest(None, {})
    entries: dict[str, Entry] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            if "file" not in (reader.fieldnames or []):
                raise _unusable(path, 1, "thiếu cột “file”", "there is no column “file”")
            for row in reader:
                name = (row.get("file") or "").strip()
                if not name:
                    raise _unusable(path, reader.line_num, "ô “file” trống", "the cell “file” is empty")
                if name in entries:
                    raise _unusable(path, reader.line_num, f"{name} ghi hai lần", f"{name} is listed twice")
                if None in row or None in row.values():
                    raise _unusable(
                        path,
                        reader.line_num,
                        "số ô khác số cột",
                        "the row has more or fewer cells than columns",
                    )
                entries[name] = {key: value.strip() for key, value in row.items() if value.strip()}
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unusable(path, None, f"không đọc được: {error}", f"cannot be read: {error}") from error
    return Manifest(path, entries)


def verify(path: Path, source_path: str, entry: Entry | None) -> tuple[str, int]:
    """The sha256 and the length of a file, verified against its entry.

    Raises InputRefused where they differ, OSError where the file cannot be read.
    """
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        length = handle.tell()
    expected = (entry or {}).get("sha256", "").lower()
    if expected and expected != digest:
        raise InputRefused(
            "hash_mismatch",
            source_path,
            f"Mã sha256 của tệp là {digest[:12]}…, bản kê ghi {expected[:12]}….",
            f"The file's sha256 is {digest[:12]}…, its manifest says {expected[:12]}….",
            "Khôi phục tệp gốc, hoặc sửa dòng của nó trong manifest.csv nếu đã đổi có chủ ý.",
            "Restore the original file, or mend its row in manifest.csv if the change was meant.",
        )
    size = (entry or {}).get("byte_size", "")
    if size and size != str(length):
        raise InputRefused(
            "size_mismatch",
            source_path,
            f"Tệp dài {length} byte, bản kê ghi {size}.",
            f"The file has {length} bytes, its manifest says {size}.",
            "Khôi phục tệp gốc, hoặc sửa dòng của nó trong manifest.csv nếu đã đổi có chủ ý.",
            "Restore the original file, or mend its row in manifest.csv if the change was meant.",
        )
    return digest, length


def entry_fingerprint(entry: Entry | None) -> str:
    """A text that changes exactly when an entry does."""
    return json.dumps(dict(sorted((entry or {}).items())), ensure_ascii=False)


def _unusable(path: Path, line: int | None, why_vi: str, why_en: str) -> ChitieuError:
    return ChitieuError(
        f"Bản kê không dùng được: {why_vi}.",
        f"The manifest cannot be used: {why_en}.",
        "Sửa dòng đó rồi chạy lại.",
        "Mend that line and run again.",
        path=path,
        line=line,
    )
