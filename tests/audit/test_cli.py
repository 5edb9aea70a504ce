from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import etl.audit
from etl.audit import Audit
from etl.audit.text import safe
from etl.cli.app import app
from etl.errors import ChitieuError, InputRefused, WrongUsage

Call = Callable[..., Result]


@pytest.fixture
def call(audited: Audit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Run `chitieu audit` in an empty directory, with the audit made before."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, result: Audit = audited) -> Result:
        monkeypatch.setattr(etl.audit, "audit", lambda *a, **k: result)
        return CliRunner().invoke(app, ["audit", *map(str, arguments), "-q"])

    return call


def without_errors(audited: Audit) -> Audit:
    return replace(audited, findings=[f for f in audited.findings if f.severity != "error"])


def test_text_to_the_screen_and_the_page_to_a_file(
    call: Call, draft: Path, audited: Audit, tmp_path: Path
) -> None:
    done = call(draft)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    for path, found in audited.by_section():
        at = lines.index(path or "Ngoài các đề mục")
        for finding in found:
            assert any(finding.message.vi in line for line in lines[at:])
            assert any(f"dòng {finding.place.line_start}" in line for line in lines[at:] if finding.place)
    assert "73,3% kế hoạch" in done.stdout
    page = tmp_path / "audit-xa-an-binh-2023.html"
    assert page.name in done.stdout
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [p.name for p in tmp_path.iterdir()] == [page.name]


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_formats(call: Call, draft: Path, tmp_path: Path, form: str) -> None:
    shown = call(draft, "--format", form)
    assert shown.exit_code == 1
    assert list(tmp_path.iterdir()) == []
    written = call(draft, "--format", form, "--output", tmp_path / "out")
    assert written.stdout == ""
    assert (tmp_path / "out").read_text(encoding="utf-8") == shown.stdout


def test_json_says_it_all(call: Call, draft: Path, audited: Audit) -> None:
    told: dict[str, Any] = json.loads(call(draft, "-f", "json").stdout)
    assert told["summary"]["findings"] == dict(audited.by_severity)
    assert len(told["findings"]) == len(audited.findings)
    assert len(told["numbers"]) == len(audited.numbers)
    first = told["findings"][0]
    assert first["place"]["quote"] == audited.document.text[slice(*_span(first["place"]))]
    assert {"rule_code", "severity", "message_vi", "message_en", "suggestion"} <= set(first)


def _span(place: dict[str, int]) -> tuple[int, int]:
    return place["char_start"], place["char_end"]


def test_english(call: Call, draft: Path, audited: Audit) -> None:
    shown = call(draft, "-f", "text", "--lang", "en").stdout
    assert audited.findings[0].message.en in shown
    assert audited.findings[0].message.vi not in shown


def test_no_error_leaves_with_0(call: Call, draft: Path, audited: Audit) -> None:
    assert call(draft, "-f", "json", result=without_errors(audited)).exit_code == 0


def told_in_both(error: BaseException | None) -> ChitieuError:
    assert isinstance(error, ChitieuError)
    assert error.message_vi
    assert error.message_en
    assert error.remedy_vi
    assert error.remedy_en
    return error


@pytest.mark.parametrize(
    "arguments",
    [
        ("absent.txt",),
        (".",),
        ("{draft}", "--output", "{draft}"),
        ("{draft}", "--output", "no/such/folder/page.html"),
        ("{draft}", "--output", "."),
        ("{draft}", "--earlier", "absent.txt"),
    ],
)
def test_wrong_usage(call: Call, draft: Path, arguments: tuple[str, ...]) -> None:
    before = draft.read_bytes()
    done = call(*(a.format(draft=draft) for a in arguments))
    assert isinstance(done.exception, WrongUsage)
    assert told_in_both(done.exception).exit_code == 64
    assert draft.read_bytes() == before


def test_a_page_is_not_put_among_the_reports(
    call: Call, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next build would read it as a report."""
    monkeypatch.setenv("CHITIEU_REPORTS_DIR", str(tmp_path))
    done = call(draft)
    assert told_in_both(done.exception).exit_code == 64
    assert list(tmp_path.iterdir()) == []


def test_refused_files_are_told(draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = CliRunner().invoke(app, ["audit", str(empty), "-q"])
    assert isinstance(done.exception, InputRefused)
    assert told_in_both(done.exception).exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["empty.txt"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("một\nhai\tba", "một hai ba"),
        ("\x1b[2Jxoá", "�[2Jxoá"),
        ("a\u202eb", "a�b"),
        ("tổng 1.234,5 — “đạt”", "tổng 1.234,5 — “đạt”"),
    ],
)
def test_text_that_a_terminal_would_obey(text: str, expected: str) -> None:
    assert safe(text) == expected
