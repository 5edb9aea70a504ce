"""A real Superset: the bundle imports, every chart returns rows, a publish during use needs no restart.

Skipped where Superset is not installed: `make superset-test` installs it beside the product and runs this.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY, SAMPLE_REPORTS

PYTHON = Path(os.environ.get("CHITIEU_SUPERSET_PYTHON", REPOSITORY / ".venv-superset" / "bin" / "python"))
PASSWORD = "a password of a test"  # noqa: S105
START_SECONDS = 600

pytestmark = pytest.mark.skipif(not PYTHON.is_file(), reason="Superset is not installed: make superset-test")


class Superset:
    """Superset's REST API, as its own pages use it."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.headers = {"Referer": self.base}
        # The token against forged requests is good for one session.
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON that a path answers with; raises urllib's HTTPError for refusals."""
        request = urllib.request.Request(  # noqa: S310  (our own server)
            self.base + path,
            data=None if body is None else json.dumps(body).encode(),
            headers=self.headers if body is None else {**self.headers, "Content-Type": "application/json"},
        )
        with self.opener.open(request, timeout=120) as answer:
            return json.loads(answer.read())

    def log_in(self) -> None:
        told = {"username": "admin", "password": PASSWORD, "provider": "db", "refresh": False}
        token = self.call("/api/v1/security/login", told)["access_token"]
        self.headers["Authorization"] = f"Bearer {token}"
        self.headers["X-CSRFToken"] = self.call("/api/v1/security/csrf_token/")["result"]

    def charts(self) -> dict[str, int]:
        """Title -> id."""
        found = self.call("/api/v1/chart/?q=(page_size:100)")["result"]
        return {chart["slice_name"]: chart["id"] for chart in found}

    def rows(self, chart: int) -> list[dict[str, Any]]:
        """What a chart's own query gives, not from a cache."""
        (result,) = self.call(f"/api/v1/chart/{chart}/data/?force=true")["result"]
        assert result["status"] == "success", result
        return list(result["data"])


@pytest.fixture(scope="module")
def warehouse(built_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the sample reports that may be written."""
    copy = tmp_path_factory.mktemp("bi") / "warehouse"
    shutil.copytree(built_warehouse, copy, symlinks=True)
    return copy


@pytest.fixture(scope="module")
def superset(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Superset]:
    """A Superset started as `make superset` starts it."""
    home = tmp_path_factory.mktemp("superset")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "SUPERSET_CONFIG_PATH")}
    surroundings |= {"SUPERSET_HOME": str(home / "home"), "CHITIEU_SUPERSET_PASSWORD": PASSWORD}
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [PYTHON, REPOSITORY / "bi" / "superset" / "serve.py", warehouse, "--port", str(port)],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=surroundings,
        )
    client = Superset(port)
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                client.log_in()
                break
            except (urllib.error.URLError, ConnectionError):
                told = (home / "log").read_text(encoding="utf-8")[-3000:]
                assert server.poll() is None, told
                assert time.monotonic() < until, told
                time.sleep(1)
        yield client
        assert server.poll() is None, "it ended by itself"
    finally:
        server.terminate()
        server.wait(30)


def test_every_chart_of_the_bundle_returns_rows(superset: Superset) -> None:
    charts = superset.charts()
    assert len(charts) == len(list((REPOSITORY / "bi" / "superset" / "bundle" / "charts").glob("*.yaml")))
    empty = [title for title, chart in charts.items() if not superset.rows(chart)]
    assert empty == []
    assert superset.call("/api/v1/dashboard/chitieu")["result"]["published"]


def test_the_sum_row_of_percentages_is_recomputed(superset: Superset) -> None:
    """Superset's own total of the quality table asks the metric again, without the reports."""
    chart = superset.charts()["Bảng điểm chất lượng"]
    rows = superset.rows(chart)
    stored = superset.call(f"/api/v1/chart/{chart}")["result"]["query_context"]
    context = json.loads(stored)
    context["queries"][0] |= {"columns": [], "orderby": []}
    (total,) = superset.call("/api/v1/chart/data", context)["result"][0]["data"]
    consistent = sum(round(row["share_consistent"] * row["sum_checked"]) for row in rows)
    checked = sum(row["sum_checked"] for row in rows)
    assert total["share_consistent"] == pytest.approx(consistent / checked)
    assert total["share_consistent"] != pytest.approx(
        sum(row["share_consistent"] for row in rows) / len(rows), rel=1e-3
    )


def test_a_publish_during_use_needs_no_restart(superset: Superset, warehouse: Path, tmp_path: Path) -> None:
    """Charts and SQL Lab ask without pause while a build publishes: all are answered, then with the new."""
    from etl.pipeline import build
    from etl.settings import load_settings

    charts = superset.charts()
    quality = charts["Bảng điểm chất lượng"]
    (database,) = superset.call("/api/v1/database/")["result"]
    before = len(superset.rows(quality))
    faults: list[str] = []
    answered = 0
    ended = threading.Event()

    def ask(question: Callable[[], bool]) -> None:
        nonlocal answered
        while not ended.is_set():
            try:
                assert question()
                answered += 1
            except urllib.error.HTTPError as error:
                faults.append(f"{error} {error.read().decode()}"[:500])
            except Exception as error:  # noqa: BLE001  (whatever it is, the test tells it)
                faults.append(repr(error)[:500])

    def count_reports() -> bool:
        told = superset.call(
            "/api/v1/sqllab/execute/",
            {
                "database_id": database["id"],
                "schema": "marts",
                "sql": "select count(*) as n from marts.dim_report",
                "runAsync": False,
                "client_id": secrets.token_hex(5),
            },
        )
        return bool(told["data"][0]["n"] > 0)

    drawn = [quality, *(chart for chart in charts.values() if chart != quality)][:3]
    questions = [*(lambda chart=chart: bool(superset.rows(chart)) for chart in drawn), count_reports]
    asking = [threading.Thread(target=ask, args=(question,)) for question in questions]
    for thread in asking:
        thread.start()
    try:
        fewer = tmp_path / "reports"
        fewer.mkdir()
        left_out, *kept = sorted(SAMPLE_REPORTS.glob("*.txt"))
        for report in kept:
            shutil.copy(report, fewer)
        published = build(load_settings(reports_dir=fewer, warehouse_dir=warehouse)).release.name
        assert (warehouse / "current").readlink().name == published
        after = len(superset.rows(quality))  # while the others still ask
    finally:
        ended.set()
        for thread in asking:
            thread.join()
    assert faults == []
    assert answered > 20
    assert (before, after) == (len(kept) + 1, len(kept))
    assert left_out.stem not in {row["report_id"] for row in superset.rows(quality)}
