"""Files that cannot be taken in are refused with file, reason and remedy in both languages."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import docx
import openpyxl
import pytest
from fpdf import FPDF
from PIL import Image

from etl.documents import discover, guard, read_document
from etl.errors import InputRefused


def _pdf(text: str = "Thu 5 ty dong.", **protect: str) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    if text:
        pdf.cell(text=text)
    if protect:
        pdf.set_encryption(**protect)
    return bytes(pdf.output())


def _scan() -> bytes:
    picture = io.BytesIO()
    Image.new("L", (300, 400), 200).save(picture, "PNG")
    pdf = FPDF()
    for _ in range(2):
        pdf.add_page()
        picture.seek(0)
        pdf.image(picture, x=0, y=0, w=200)
    return bytes(pdf.output())


def _docx() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Thu 5 tỷ đồng.")
    document.save(out)
    return out.getvalue()


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()


def _bomb() -> bytes:
    return _with_part(_docx(), "word/document.xml", b" " * 120_000_000)


def _entities() -> bytes:
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    return _with_part(_docx(), "word/document.xml", evil)


def _workbook() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["STT", "Chỉ tiêu", "KH"])
    book.active.append([1, "Thu", 5])
    book.save(out)
    return out.getvalue()


def _xlsx_empty() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def _encrypted_office() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    )


CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.txt", lambda: b"", "empty"),
    "blank": ("a.txt", lambda: b" \n\t\n  \n", "empty"),
    "binary junk": ("a.txt", lambda: bytes(range(256)) * 40, "binary"),
    "legacy bytes that nothing explains": ("a.txt", lambda: bytes(range(160, 256)) * 40, "encoding"),
    "cut in a letter": ("a.txt", lambda: "Thu ngân sách đạ".encode()[:-1], "damaged"),
    "odd utf-16": ("a.txt", lambda: "Thu 5 tỷ đồng".encode("utf-16") + b"\x00", "damaged"),
    "pdf named txt": ("a.txt", _pdf, "wrong_suffix"),
    "word named pdf": ("a.pdf", _docx, "wrong_suffix"),
    "word named xlsx": ("a.xlsx", _docx, "wrong_suffix"),
    "picture named docx": ("a.docx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "wrong_suffix"),
    "text named docx": ("a.docx", lambda: "Thu 5 tỷ đồng.".encode(), "damaged"),
    "text named pdf": ("a.pdf", lambda: b"Thu 5 ty dong.", "damaged"),
    "old word": ("a.doc", lambda: b"\xd0\xcf\x11\xe0", "unsupported"),
    "no suffix": ("a", lambda: b"Thu", "unsupported"),
    "truncated pdf": ("a.pdf", lambda: _pdf()[:300], "damaged"),
    "encrypted pdf": ("a.pdf", lambda: _pdf(owner_password="a", user_password="b"), "encrypted"),  # noqa: S106
    "scanned pdf": ("a.pdf", _scan, "no_text_layer"),
    "pdf without text": ("a.pdf", lambda: _pdf(""), "no_text_layer"),
    "truncated docx": ("a.docx", lambda: _docx()[:2000], "damaged"),
    "encrypted docx": ("a.docx", _encrypted_office, "encrypted"),
    "zip bomb": ("a.docx", _bomb, "zip_bomb"),
    "external entity": ("a.docx", _entities, "external_entities"),
    "broken xml": ("a.docx", lambda: _with_part(_docx(), "word/document.xml", b"<w:document"), "damaged"),
    "empty workbook": ("a.xlsx", _xlsx_empty, "empty"),
    "empty page": ("a.html", lambda: b"<html><body><script>x</script></body></html>", "empty"),
    "entity in a page": (
        "a.html",
        lambda: b'<!DOCTYPE x [<!ENTITY a "b">]><p>Thu &a;</p>',
        "external_entities",
    ),
    "letterhead alone": ("a.txt", lambda: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n".encode(), "no_report"),
}


@pytest.mark.parametrize("name", CASES)
def test_refused_with_reason_and_remedy(name: str, tmp_path: Path) -> None:
    file, make, code = CASES[name]
    path = tmp_path / file
    path.write_bytes(make())
    with pytest.raises(InputRefused) as caught:
        read_document(path)
    error = caught.value
    assert error.reason_code == code, error
    assert error.path == str(path)
    for text in (error.message_vi, error.message_en, error.remedy_vi, error.remedy_en):
        assert text
        assert "{}" not in text


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_damage_anywhere_is_refused_or_read(kind: str, tmp_path: Path) -> None:
    """Whatever bytes are broken, the reader refuses the file or reads on; nothing else escapes."""
    whole = {"docx": _docx(), "pdf": _pdf(), "xlsx": _workbook()}[kind]
    random = Random(7)
    path = tmp_path / f"a.{kind}"
    for _ in range(40):
        data = bytearray(whole)
        at = random.randrange(len(data))
        how = random.choice(("flip", "cut", "zeros", "twice"))
        if how == "flip":
            for _ in range(20):
                data[random.randrange(len(data))] = random.randrange(256)
        elif how == "cut":
            del data[at:]
        elif how == "zeros":
            data[at : at + 200] = bytes(200)
        else:
            data[at:at] = data[at : at + 500]
        path.write_bytes(bytes(data) or b" ")
        with contextlib.suppress(InputRefused):
            read_document(path)


def test_large_text_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as handle:
        handle.seek(50_000_000)
        handle.write(b".")
    with pytest.raises(InputRefused) as caught:
        read_document(path)
    assert caught.value.reason_code == "too_large"


def test_part_that_lies_about_its_size(tmp_path: Path) -> None:
    """The ratio is judged by what an archive declares; a part that declares less is no office file."""
    data = bytearray(_bomb())
    at = data.find(b"PK\x01\x02", data.rfind(b"word/document.xml") - 60)
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path = tmp_path / "a.docx"
    path.write_bytes(bytes(data))
    with pytest.raises(InputRefused) as caught:
        read_document(path)
    assert caught.value.reason_code in ("damaged", "zip_bomb")


def test_unknown_files_are_found_and_refused_by_name(tmp_path: Path) -> None:
    for name in (
        "b.doc",
        "a.txt",
        ".hidden.txt",
        "~$a.docx",
        "manifest.csv",
        "README.vi.md",
        "sub/c.pdf",
        "x.phu-luc.xlsx",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [p.relative_to(tmp_path).as_posix() for p in discover(tmp_path)] == [
        "a.txt",
        "b.doc",
        "sub/c.pdf",
        "x.phu-luc.xlsx",
    ]


def test_every_reason_speaks_both_languages() -> None:
    from etl.documents.refusals import REASON_CODES, refuse

    for code in REASON_CODES:
        error = refuse(code, Path("a.txt"), "chi tiết", "detail")
        assert error.message_vi != error.message_en
        assert error.remedy_vi != error.remedy_en
    assert set(guard.SUFFIXES.values()) == {"txt", "md", "docx", "pdf", "html", "xlsx"}
