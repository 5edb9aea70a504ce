"""A local look at a site: this machine only."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from etl.errors import ChitieuError, ExitCode

HOST = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """Serves the folder as it is; pages are written anew while somebody looks, so nothing is kept."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's name)
        """Requests are nobody's business."""


def server_for(site: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder `site` on the loopback address; port 0 takes a free one.

    Raises ChitieuError (64) where the port cannot be had.
    """
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(site)))
    except (OSError, OverflowError) as error:
        raise ChitieuError(
            f"Không mở được cổng {port}: {error}.",
            f"Port {port} cannot be opened: {error}.",
            "Chọn cổng khác bằng --port.",
            "Choose another one with --port.",
            exit_code=ExitCode.WRONG_USAGE,
        ) from error
