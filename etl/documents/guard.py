"""Checks on a file's bytes before any library opens it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from etl.documents.refusals import refuse

SUFFIXES = {
    ".txt": "txt", ".md": "md", ".markdown": "md", ".docx": "docx", ".pdf": "pdf",
    ".html": "html", ".htm": "html", ".xlsx": "xlsx",
}  # fmt: skip

_MEGABYTE = 1_000_000
_LARGEST = {"txt": 20, "md": 20, "html": 20, "docx": 100, "xlsx": 50, "pdf": 200}  # megabytes
_LARGEST_UNPACKED = 250 * _MEGABYTE
_LARGEST_RATIO = 150  # office XML shrinks to a tenth, never to a hundredth
_MAGIC: tuple[tuple[bytes, str, str, str], ...] = (
    (b"%PDF-", "pdf", "PDF", "PDF"),
    (b"PK\x03\x04", "zip", "tệp nén (ZIP, Word hoặc Excel)", "a ZIP archive (Word, Excel)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "tệp Word/Excel kiểu cũ", "an old Word or Excel file"),
    (b"{\\rtf", "rtf", "RTF", "RTF"),
    (b"\x89PNG", "image", "ảnh PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "image", "ảnh JPEG", "a JPEG picture"),
    (b"GIF8", "image", "ảnh GIF", "a GIF picture"),
    (b"Rar!", "archive", "tệp nén RAR", "a RAR archive"),
    (b"7z\xbc\xaf", "archive", "tệp nén 7z", "a 7z archive"),
    (b"\x1f\x8b", "archive", "tệp nén gzip", "a gzip archive"),
    (b"\x7fELF", "program", "chương trình", "a program"),
    (b"MZ\x90", "program", "chương trình", "a program"),
)
_DECLARATION = re.compile(
    rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)"
)


def format_of(path: Path) -> str:
    """The format that the suffix names; refuses one that is not read."""
    try:
        return SUFFIXES[path.suffix.lower()]
    except KeyError:
        raise refuse(
            "unsupported", path, path.suffix or "không có đuôi", path.suffix or "without a suffix"
        ) from None


def check_size(path: Path, size: int) -> None:
    """Refuse an empty file, or one larger than a report can be, before it is read into memory."""
    if size == 0:
        raise refuse("empty", path)
    limit = _LARGEST[format_of(path)]
    if size > limit * _MEGABYTE:
        raise refuse(
            "too_large",
            path,
            f"{size / _MEGABYTE:.0f} MB, giới hạn {limit} MB",
            f"{size / _MEGABYTE:.0f} MB, limit {limit} MB",
        )


def check_kind(path: Path, data: bytes) -> str:
    """The format of a file, after its bytes were held against its suffix."""
    kind = format_of(path)
    head = data[:1024].lstrip(b"\x00 \t\r\n") if kind == "pdf" else data[:1024]
    found = next(((k, vi, en) for magic, k, vi, en in _MAGIC if head.startswith(magic)), None)
    if kind in ("docx", "xlsx"):
        if found is not None and found[0] == "ole":
            if _is_encrypted_office(data):
                raise refuse("encrypted", path)
            raise refuse("wrong_suffix", path, found[1], found[2])
        if found is not None and found[0] != "zip":
            raise refuse("wrong_suffix", path, found[1], found[2])
        _check_archive(path, data, kind)
        return kind
    if kind == "pdf":
        if b"%PDF-" not in data[:1024]:
            if found is not None:
                raise refuse("wrong_suffix", path, found[1], found[2])
            raise refuse("damaged", path, "không có dấu mở đầu của PDF", "no PDF header")
        return kind
    if found is not None:
        raise refuse("wrong_suffix", path, found[1], found[2])
    if kind == "html" and re.search(rb"<!ENTITY", data[:65536], re.IGNORECASE):
        raise refuse("external_entities", path, "HTML")
    return kind


def _is_encrypted_office(data: bytes) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in data


def _check_archive(path: Path, data: bytes, kind: str) -> None:
    """Refuse an office file that is no archive, unpacks to too much, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(m.file_size for m in members)
            packed = max(1, sum(m.compress_size for m in members))
            # The sizes that an archive declares may lie; the parts read below are held to them.
            if unpacked > _LARGEST_UNPACKED or (
                unpacked > 10 * _MEGABYTE and unpacked > _LARGEST_RATIO * packed
            ):
                raise refuse("zip_bomb", path, f"{unpacked / _MEGABYTE:.0f} MB")
            names = {m.filename for m in members}
            main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
            if main not in names:
                other = (
                    "Excel"
                    if "xl/workbook.xml" in names
                    else "Word"
                    if "word/document.xml" in names
                    else "ZIP"
                )
                raise refuse("wrong_suffix", path, other)
            for member in members:
                if member.flag_bits & 0x1:
                    raise refuse("encrypted", path)
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as part:
                        if _DECLARATION.search(part.read(65536)):
                            raise refuse("external_entities", path, member.filename)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError) as error:
        raise refuse(
            "damaged", path, f"không mở được như tệp nén ({error})", f"not a readable archive ({error})"
        ) from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise refuse("damaged", path, "phần nén bị hỏng", "a compressed part is broken") from error
        raise
