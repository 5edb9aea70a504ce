"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="Tệp thiết lập TOML. / Settings file (default: ./chitieu.toml).",
        show_default=False,
    ),
]
Reports = Annotated[
    Path | None,
    typer.Option("--reports", help="Thư mục báo cáo. / Directory of reports to read.", show_default=False),
]
Warehouse = Annotated[
    Path | None,
    typer.Option(
        "--warehouse", help="Thư mục kho. / Directory of releases (default: ./warehouse).", show_default=False
    ),
]
Wait = Annotated[
    float | None,
    typer.Option(
        "--wait",
        min=0,
        help="Chờ tối đa số giây này nếu có lần dựng khác đang chạy. / Seconds to wait for another build.",
        show_default=False,
    ),
]
Processes = Annotated[
    int | None,
    typer.Option(
        "--processes",
        min=0,
        help="Số tiến trình đọc (0 = theo số nhân). / Reading processes (0 = one per core).",
        show_default=False,
    ),
]
Full = Annotated[bool, typer.Option("--full", help="Đọc lại mọi báo cáo. / Read every report again.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Chỉ in kết quả. / Print the result only, no progress.")
]
AsJson = Annotated[bool, typer.Option("--json", help="In JSON cho máy đọc. / Print JSON for programs.")]


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"


class TextOrJson(StrEnum):
    """How something that is no row is printed."""

    text = "text"
    json = "json"


class Language(StrEnum):
    """The language something is told in, or shown in first; pages and JSON hold both."""

    vi = "vi"
    en = "en"
