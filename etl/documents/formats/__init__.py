"""Readers of the formats: each gives the extracted text and the structure that the format states."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

from etl.documents import guard
from etl.documents.extraction import Extraction
from etl.documents.refusals import refuse

# What the libraries raise on damaged files beside their own errors.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, AssertionError, RecursionError, ArithmeticError,
)  # fmt: skip


def extract(path: Path, data: bytes) -> Extraction:
    """The extracted text of a file; raises InputRefused for one that cannot be read."""
    kind = guard.check_kind(path, data)
    try:
        return _read(kind, path, data)
    except _DAMAGE as error:
        why = f"{type(error).__name__}: {error}"
        raise refuse("damaged", path, why) from error


def _read(kind: str, path: Path, data: bytes) -> Extraction:
    """Hand a file to the reader of its format.

    The libraries of the formats are loaded only when one is met: a folder of plain text needs none.
    """
    if kind == "docx":
        from etl.documents.formats.docx import read_docx

        return read_docx(path, data)
    if kind == "pdf":
        from etl.documents.formats.pdf import read_pdf

        return read_pdf(path, data)
    if kind == "xlsx":
        from etl.documents.formats.xlsx import read_xlsx

        return read_xlsx(path, data)
    if kind == "html":
        from etl.documents.formats.html import read_html

        return read_html(path, data)
    from etl.documents.encodings import decode

    text, encoding = decode(path, data)
    return Extraction(text, kind, encoding)
