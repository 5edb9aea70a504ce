"""`chitieu site`: a release as pages that people read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli.options import Config, Language, Warehouse
from etl.errors import WrongUsage

if TYPE_CHECKING:
    from etl.settings import Settings


def site(
    warehouse: Warehouse = None,
    config: Config = None,
    release: Annotated[
        str | None,
        typer.Option("--release", help="Bản phát hành khác. / Another release.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Thư mục kết quả. Mặc định: thư mục site của bản phát hành. / "
            "Directory to write; default: site in the release.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[
        Language,
        typer.Option("--language", "--lang", help="Ngôn ngữ ban đầu: vi, en. / Language shown first."),
    ] = Language.vi,
    serve: Annotated[
        bool, typer.Option("--serve", help="Mở xem trên máy này. / Serve it on this machine.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Cổng của --serve. / Port of --serve.")
    ] = 8000,
) -> None:
    """Ghi phòng đọc: trang web tĩnh của kho. / Write the reading room: a release as static pages.

    Trang theo địa phương, chỉ tiêu, báo cáo và phát hiện; mỗi con số dẫn về đúng chỗ in ra nó. Mở
    index.html là đọc được, không cần mạng. / Pages by place, indicator, report and finding; every figure
    leads to the words that print it. Opens from the file system, needs no network.

    Ví dụ / Examples: chitieu site · chitieu site --serve · chitieu site --output /srv/www/chi-tieu
    """
    from etl.release.store import ReleaseStore
    from etl.settings import load_settings
    from etl.site import write_site

    settings = load_settings(config, warehouse_dir=warehouse)
    store = ReleaseStore(settings.warehouse_dir)
    chosen = store.find(release) if release else store.require_current()
    if output is not None:
        _require_apart(output, settings)
    written = write_site(chosen, output, language=language.value, timezone=settings.timezone)
    print(
        f"Đã ghi / Written: {written.pages} trang / pages, {written.bytes / 1e6:.1f} MB"
        f" ({written.seconds:.1f} s)"
    )
    print(f"Trang đầu / Start: {written.path / 'index.html'}")
    if serve:
        _serve(written.path, port)


def _serve(path: Path, port: int) -> None:
    import signal
    from contextlib import suppress

    from etl.site.serve import HOST, server_for

    # A service manager's stop ends it as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with server_for(path, port) as server, suppress(KeyboardInterrupt):
        print(
            f"Xem tại / Open: http://{HOST}:{server.server_port}/  (Ctrl-C: dừng / stop)",
            flush=True,
        )
        server.serve_forever()


def _require_apart(output: Path, settings: Settings) -> None:
    """Refuse a place whose pages the next build would read as reports."""
    reports = settings.reports_dir
    if reports.is_dir() and output.resolve().is_relative_to(reports.resolve()):
        raise WrongUsage(
            f"{output} nằm trong thư mục báo cáo; lần dựng sau sẽ đọc các trang như báo cáo.",
            f"{output} lies in the reports directory; the next build would read the pages as reports.",
            "Chọn thư mục khác bằng --output.",
            "Choose another directory with --output.",
        )
