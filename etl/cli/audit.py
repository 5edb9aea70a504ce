"""`chitieu audit`: one draft report, checked before it goes out."""

from __future__ import annotations

import os
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from etl.cli.options import Config, Language, Quiet
from etl.errors import ChitieuError, ExitCode, WrongUsage
from etl.events import Events

ERRORS_FOUND = 1


class AuditFormat(StrEnum):
    """How an audit is told."""

    text = "text"
    json = "json"
    html = "html"


def audit(
    file: Annotated[Path, typer.Argument(help="Bản báo cáo cần kiểm tra. / The report to check.")],
    form: Annotated[
        AuditFormat | None,
        typer.Option(
            "--format",
            "-f",
            help="text, json, html. Mặc định: in text và ghi trang. / Default: text, and the page to a file.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Tệp kết quả. Mặc định: màn hình; trang là audit-TÊN.html. / "
            "Where to write; default: the screen, the page to audit-NAME.html.",
            show_default=False,
        ),
    ] = None,
    earlier: Annotated[
        list[Path] | None,
        typer.Option(
            "--earlier",
            help="Báo cáo kỳ trước để đối chiếu (lặp lại được). / Earlier report to hold it to (repeatable).",
            show_default=False,
        ),
    ] = None,
    language: Annotated[Language, typer.Option("--lang", help="vi, en")] = Language.vi,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Kiểm tra một bản báo cáo trước khi trình. / Check one draft report before it goes out.

    Đọc, kiểm tra bằng đúng các quy tắc của kho, in các phát hiện theo từng mục và ghi một trang HTML
    tự chứa. Kho đã phát hành không bị đụng tới. /
    Reads it, checks it by the warehouse's own rules, prints the findings by section and writes a
    self-contained page. No published release is touched.

    Mã thoát / Exit codes: 0 không có lỗi / no error found · 1 có lỗi / an error found ·
    2 không đọc được tệp / the file was refused · 64 sai cách dùng / wrong usage.
    """
    from etl.audit import audit as run_audit
    from etl.cli.show import progress
    from etl.settings import load_settings

    settings = load_settings(config)
    for path in (file, *(earlier or [])):
        _require_file(path)
    target = output
    if target is None and form is None:
        target = Path(f"audit-{file.stem}.html")
    if target is not None:
        _check_target(target, file, settings.reports_dir)

    events = Events()
    with progress(events, quiet):
        result = run_audit(file, earlier or [], events=events)

    if form in (None, AuditFormat.html):
        from etl.audit.page import render_page

        page = render_page(result, language.value, settings.timezone)
    if form is None:
        from etl.audit.text import render_text
        from etl.cli.show import draw

        draw(render_text(result, language.value))
        assert target is not None  # noqa: S101  (set above; for the type checker)
        _write(target, page)
        print(f"\nTrang / Page: {target}")
    else:
        told = page if form is AuditFormat.html else _told(result, form, language)
        if target is None:
            print(told, end="")
        else:
            _write(target, told)
    raise typer.Exit(ERRORS_FOUND if result.has_errors else 0)


def _told(result: object, form: AuditFormat, language: Language) -> str:
    import io
    import json

    from etl.audit.model import Audit
    from etl.audit.text import as_data, render_text
    from etl.cli.show import draw, plain

    assert isinstance(result, Audit)  # noqa: S101
    if form is AuditFormat.json:
        return json.dumps(plain(as_data(result)), ensure_ascii=False, indent=1) + "\n"
    out = io.StringIO()
    draw(render_text(result, language.value), out)
    return out.getvalue()


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise WrongUsage(
            f"{path} là thư mục, không phải tệp báo cáo.",
            f"{path} is a directory, not a report.",
            "Đưa vào một tệp; để xử lý cả thư mục, dùng `chitieu build --reports`.",
            "Name one file; `chitieu build --reports` takes a whole directory.",
        )
    if not path.exists():
        raise WrongUsage(
            f"Không có tệp {path}.",
            f"There is no file {path}.",
            "Kiểm tra lại tên và đường dẫn.",
            "Check the name and the path.",
        )


def _check_target(target: Path, file: Path, reports_dir: Path) -> None:
    """Refuse a place that would cost a report, or that the next build would read as one."""
    if target.is_dir() or not target.parent.is_dir():
        raise WrongUsage(
            f"Không ghi được vào {target}: phải là một tệp trong thư mục có sẵn.",
            f"{target} cannot be written: it must be a file in a directory that exists.",
            "Sửa --output.",
            "Mend --output.",
        )
    if target.exists() and target.samefile(file):
        raise WrongUsage(
            f"{target} chính là báo cáo đang kiểm tra.",
            f"{target} is the very report being checked.",
            "Chọn tên khác cho --output.",
            "Choose another name for --output.",
        )
    if reports_dir.is_dir() and target.parent.resolve().is_relative_to(reports_dir.resolve()):
        raise WrongUsage(
            f"{target} nằm trong thư mục báo cáo; lần dựng sau sẽ đọc nó như một báo cáo.",
            f"{target} lies in the reports directory; the next build would read it as a report.",
            "Chọn thư mục khác bằng --output.",
            "Choose another directory with --output.",
        )


def _write(target: Path, text: str) -> None:
    """Write a whole file or none: whoever has the old one open keeps it."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        fresh = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
            fresh.chmod(0o644)
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ChitieuError(
            f"Không ghi được kết quả: {why}.",
            f"The result cannot be written: {why}.",
            "Chọn chỗ khác bằng --output.",
            "Choose another place with --output.",
            path=target,
            exit_code=ExitCode.WRONG_USAGE,
        ) from error
