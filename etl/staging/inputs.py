"""The files of a reports directory: found, hashed, verified, refused where they cannot be used."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from etl.errors import ChitieuError, InputRefused
from etl.staging.extract import unreadable
from etl.staging.manifest import MANIFEST_NAME, Manifest, entry_fingerprint, verify
from etl.staging.version import extractor_version


@dataclass(slots=True)
class Input:
    """A document that can be used, and the fingerprint of all that its reading depends on."""

    path: Path
    source_path: str
    sha256: str
    byte_size: int
    fingerprint: str
    entry: dict[str, str] | None

    @property
    def report_id(self) -> str:
        """The name of the file without its suffix."""
        return self.path.stem


def checked(reports_dir: Path) -> Path:
    """The directory itself; raises ChitieuError where it is none, or closed to this user."""
    if not reports_dir.exists():
        raise ChitieuError(
            "Không có thư mục báo cáo này.",
            "There is no such reports directory.",
            "Kiểm tra --reports hoặc CHITIEU_REPORTS_DIR; ổ mạng đã gắn chưa?",
            "Check --reports or CHITIEU_REPORTS_DIR; is the network drive mounted?",
            path=reports_dir,
        )
    if reports_dir.is_dir() and not os.access(reports_dir, os.R_OK | os.X_OK):
        raise ChitieuError(
            "Không được phép đọc thư mục báo cáo.",
            "The reports directory may not be read.",
            "Cấp quyền đọc thư mục cho người chạy.",
            "Give this user permission to read it.",
            path=reports_dir,
        )
    if not reports_dir.is_dir():
        raise ChitieuError(
            "Đây là tệp, không phải thư mục báo cáo.",
            "This is a file, not a directory of reports.",
            "Đưa thư mục chứa tệp đó vào --reports.",
            "Give --reports the directory that holds it.",
            path=reports_dir,
        )
    return reports_dir


def report_files(reports_dir: Path) -> list[Path]:
    """The documents below a directory; raises ChitieuError where it cannot be read or holds none."""
    from etl.documents import discover

    try:
        files = [p for p in discover(reports_dir) if p.name != MANIFEST_NAME]
    except OSError as error:
        raise ChitieuError(
            f"Không đọc được thư mục báo cáo: {error.strerror}.",
            f"The reports directory cannot be read: {error.strerror}.",
            "Kiểm tra quyền đọc thư mục.",
            "Check the directory's permissions.",
            path=reports_dir,
        ) from error
    if not files:
        raise ChitieuError(
            "Thư mục không có báo cáo nào.",
            "The directory holds no report.",
            "Đặt báo cáo (.txt, .md, .docx, .pdf, .html, .xlsx) vào đó, hoặc chọn thư mục khác.",
            "Put reports (.txt, .md, .docx, .pdf, .html, .xlsx) there, or choose another directory.",
            path=reports_dir,
        )
    return files


def examine(
    reports_dir: Path, files: list[Path], manifest: Manifest, refusals: list[InputRefused]
) -> list[Input]:
    """Hash and verify every file; those that cannot be used go to `refusals`."""
    from etl.documents import appendices

    inputs: list[Input] = []
    there = set()
    by_id: dict[str, str] = {}
    by_hash: dict[str, str] = {}
    for path in files:
        source_path = path.relative_to(reports_dir).as_posix()
        entry = manifest.entry(source_path)
        try:
            digest, length = verify(path, source_path, entry)
            there.add(source_path)
            joined = []
            for appendix in appendices(path):
                name = appendix.relative_to(reports_dir).as_posix()
                there.add(name)
                joined += [name, verify(appendix, name, manifest.entry(name))[0]]
            if path.stem in by_id:
                raise _twin(source_path, by_id[path.stem], "duplicate_id", "tên trùng", "the same name")
            if digest in by_hash:
                raise _twin(
                    source_path, by_hash[digest], "duplicate_content", "nội dung trùng", "the same bytes"
                )
        except OSError as error:
            refusals.append(unreadable(source_path, error))
            continue
        except InputRefused as refusal:
            refusals.append(refusal)
            continue
        by_id[path.stem] = by_hash[digest] = source_path
        fingerprint = hashlib.sha256(
            "\n".join([source_path, digest, entry_fingerprint(entry), extractor_version(), *joined]).encode()
        ).hexdigest()
        inputs.append(Input(path, source_path, digest, length, fingerprint, dict(entry) if entry else None))
    there |= {path.relative_to(reports_dir).as_posix() for path in files}
    for name in sorted(set(manifest.entries) - there):
        refusals.append(
            InputRefused(
                "listed_but_missing",
                name,
                "Bản kê có tệp này nhưng thư mục không có.",
                "The manifest lists this file, the directory does not hold it.",
                "Khôi phục tệp, hoặc bỏ dòng của nó trong manifest.csv.",
                "Restore the file, or drop its row from manifest.csv.",
            )
        )
    return inputs


def _twin(source_path: str, other: str, code: str, why_vi: str, why_en: str) -> InputRefused:
    return InputRefused(
        code,
        source_path,
        f"Tệp này có {why_vi} với {other}; số liệu sẽ bị tính hai lần.",
        f"This file has {why_en} as {other}; its figures would count twice.",
        "Giữ lại một tệp, hoặc đổi tên nếu là hai báo cáo khác nhau.",
        "Keep one of them, or rename one if they are different reports.",
    )
