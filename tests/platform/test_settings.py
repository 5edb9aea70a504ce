"""Flags win over the environment, that over the file, that over defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import ChitieuError
from etl.settings import load_settings, origins


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("CHITIEU_KEEP_RELEASES", "CHITIEU_CONFIG", "CHITIEU_PARQUET"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("flag", "environment", "file", "value", "origin"),
    [
        (2, "3", "4", 2, "flag"),
        (None, "3", "4", 3, "environment"),
        (None, None, "4", 4, "chitieu.toml"),
        (None, None, None, 5, "default"),
        (2, None, "4", 2, "flag"),
    ],
)
def test_precedence(
    monkeypatch: pytest.MonkeyPatch,
    flag: int | None,
    environment: str | None,
    file: str | None,
    value: int,
    origin: str,
) -> None:
    if environment:
        monkeypatch.setenv("CHITIEU_KEEP_RELEASES", environment)
    if file:
        Path("chitieu.toml").write_text(f"keep_releases = {file}\n", encoding="utf-8")
    assert load_settings(keep_releases=flag).keep_releases == value
    assert origins(keep_releases=flag)["keep_releases"] == origin


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("keep_releases = 0\n", ["keep_releases", "chitieu.toml"]),
        ("keep_relases = 3\n", ["keep_relases", "keep_releases"]),
        ("keep_releases = \n", ["TOML", "chitieu.toml"]),
        ('timezone = "Asia/Nowhere"\n', ["timezone", "Asia/Nowhere"]),
    ],
)
def test_what_cannot_be_used_is_named(content: str, words: list[str]) -> None:
    Path("chitieu.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ChitieuError) as caught:
        load_settings()
    assert caught.value.exit_code == 64
    for word in words:
        assert word in caught.value.text_en()


def test_a_file_that_was_named_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHITIEU_CONFIG", "absent.toml")
    with pytest.raises(ChitieuError, match=r"absent\.toml"):
        load_settings()


def test_a_file_elsewhere_can_be_named(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("parquet = true\n", encoding="utf-8")
    assert load_settings(other).parquet
    assert not load_settings().parquet
