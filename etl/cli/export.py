"""`chitieu export`: the published figures as files for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli.options import AsJson, Config, Warehouse

if TYPE_CHECKING:
    from etl.export import Exported


class Form(StrEnum):
    """The formats of an export, and all of them."""

    all = "all"
    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"
    sdmx = "sdmx"


def export(
    forms: Annotated[
        list[Form] | None,
        typer.Option(
            "--format",
            "-f",
            help="parquet, csv, xlsx, sdmx, all; lặp lại được. Mặc định: all. / Repeatable; default: all.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Thư mục kết quả. / Directory to write to.")
    ] = Path("export"),
    tables: Annotated[
        list[str] | None,
        typer.Option(
            "--tables",
            "-t",
            help="Bảng cần xuất, cách nhau bằng dấu phẩy, dùng được dấu *; all: mọi bảng. Mặc định: bảng cho "
            "người phân tích, riêng Parquet mọi bảng. / Tables, separated by commas, * allowed; all: every "
            "one. Default: those for analysts, for Parquet every one.",
            show_default=False,
        ),
    ] = None,
    release: Annotated[
        str | None,
        typer.Option("--release", help="Xuất một bản khác. / Export another release.", show_default=False),
    ] = None,
    decimal_comma: Annotated[
        bool,
        typer.Option(
            "--decimal-comma",
            help="CSV có dấu phẩy thập phân và dấu ; giữa các ô, cho Excel tiếng Việt. / "
            "CSV with decimal commas and ; between cells, for Excel set to Vietnamese.",
        ),
    ] = False,
    licence: Annotated[
        str | None,
        typer.Option(
            "--licence",
            help="Giấy phép ghi vào datapackage.json, ví dụ CC-BY-4.0. / "
            "Licence to state in datapackage.json, such as CC-BY-4.0.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Ghi đè tệp không do lần xuất nào ghi. / Overwrite files that no export wrote."
        ),
    ] = False,
    warehouse: Warehouse = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Xuất bản phát hành ra Parquet, CSV, XLSX, SDMX. / Export the release as Parquet, CSV, XLSX, SDMX.

    Kèm datapackage.json mô tả mọi tệp, cột và khóa. Kho chỉ được đọc. /
    With a datapackage.json that describes files, columns and keys. The warehouse is only read.

    Ví dụ / Examples:

      chitieu export                                   tất cả, vào ./export / all, into ./export

      chitieu export -f xlsx -t 'mart_*,dim_*' -o bang   một tệp Excel / one workbook

      chitieu export -f csv --decimal-comma            CSV cho Excel tiếng Việt / for Vietnamese Excel
    """
    import json

    from etl.export import ExportFormat, export_release
    from etl.export.delimited import COMMA, POINT
    from etl.export.place import check_folder
    from etl.release.store import ReleaseStore
    from etl.settings import load_settings

    settings = load_settings(config, warehouse_dir=warehouse)
    store = ReleaseStore(settings.warehouse_dir)
    chosen = store.find(release) if release else store.require_current()
    check_folder(output, settings.reports_dir, settings.warehouse_dir)
    asked = [f.value for f in forms or [Form.all]]
    result = export_release(
        chosen,
        output,
        formats=list(ExportFormat) if Form.all.value in asked else [ExportFormat(f) for f in asked],
        tables=[name.strip() for given in tables or [] for name in given.split(",") if name.strip()],
        force=force,
        dialect=COMMA if decimal_comma else POINT,
        licence=licence,
    )
    if as_json:
        print(json.dumps(result.as_dict(), ensure_ascii=False, indent=1))
    else:
        _report(result)


def _report(result: Exported) -> None:
    from etl.cli.show import write_rows

    rows = [[f.path, f.rows, _size(f.bytes)] for f in result.files]
    write_rows(["tệp / file", "dòng / rows", "cỡ / size"], rows, "table")
    for note in (note for f in result.files for note in f.notes):
        print(f"Lưu ý: {note.vi}\nNote: {note.en}")
    if result.replaced:
        print(
            f"Thay {len(result.replaced)} tệp của lần xuất trước. / Replaced files: {len(result.replaced)}."
        )
    print(f"Bản phát hành / Release {result.release} → {result.folder}")


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"
