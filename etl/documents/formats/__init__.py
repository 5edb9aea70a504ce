"""Readers of the formats: each gives the extracted text and the structure that the format states."""

from __future__ import annotations

from pathlib import Path

from etl.documents import guard
from etl.documents.extraction import Extraction


def extract(path: Path, data: bytes) -> Extraction:
    """The extracted text of a file; raises InputRefused for one that cannot be read.

    The libraries of the formats are loaded only when one is met: a folder of plain text needs none.
    """
    kind = guard.check_kind(path, data)
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
