"""The manifest is verified, and a line that cannot be used is named."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from etl.errors import ChitieuError, InputRefused
from etl.staging.manifest import entry_fingerprint, read_manifest, verify

PAYLOAD = "Tổng đàn lợn 3.250 con".encode()
DIGEST = hashlib.sha256(PAYLOAD).hexdigest()


def test_a_directory_without_manifest_has_an_empty_one(tmp_path: Path) -> None:
    assert read_manifest(tmp_path).entries == {}


def test_cells_are_stripped_and_empty_ones_left_out(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("\ufefffile,report_year,notes\na.txt, 2023 ,\n", encoding="utf-8")
    assert read_manifest(tmp_path).entry("a.txt") == {"file": "a.txt", "report_year": "2023"}


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"name,sha256\na.txt,\n", 1, "no column"),
        (b"file,sha256\na.txt,x\n,x\n", 3, "empty"),
        (b"file,sha256\na.txt,x\na.txt,y\n", 3, "twice"),
        (b"file,sha256\na.txt,x,y\n", 2, "more or fewer"),
        (b"file,sha256\na.txt\n", 2, "more or fewer"),
        (b"file\n\xff\xfe.txt\n", None, "cannot be read"),
    ],
)
def test_unusable_lines_are_named(tmp_path: Path, content: bytes, line: int | None, words: str) -> None:
    (tmp_path / "manifest.csv").write_bytes(content)
    with pytest.raises(ChitieuError, match=words) as caught:
        read_manifest(tmp_path)
    assert caught.value.line == line
    assert str(caught.value.path).endswith("manifest.csv")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (None, None),
        ({"file": "a.txt"}, None),
        ({"sha256": DIGEST}, None),
        ({"sha256": DIGEST.upper(), "byte_size": str(len(PAYLOAD))}, None),
        ({"sha256": "0" * 64}, "hash_mismatch"),
        ({"byte_size": "1"}, "size_mismatch"),
    ],
)
def test_bytes_are_verified(tmp_path: Path, entry: dict[str, str] | None, reason: str | None) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(PAYLOAD)
    if reason is None:
        assert verify(path, "a.txt", entry) == (DIGEST, len(PAYLOAD))
        return
    with pytest.raises(InputRefused) as caught:
        verify(path, "a.txt", entry)
    assert caught.value.reason_code == reason
    assert caught.value.path == "a.txt"


def test_the_fingerprint_of_an_entry_does_not_hang_on_column_order() -> None:
    assert entry_fingerprint({"a": "1", "b": "2"}) == entry_fingerprint({"b": "2", "a": "1"})
    assert entry_fingerprint({"a": "1"}) != entry_fingerprint({"a": "2"})
    assert entry_fingerprint(None) == entry_fingerprint({})
