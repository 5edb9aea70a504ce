"""The site of the sample reports, one of a report full of markup, and a browser to look at them."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from etl.release.store import ReleaseStore
from etl.site import Written, write_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Set where a machine must have a browser, so that its lack fails instead of skipping.
REQUIRED = "CHITIEU_TEST_BROWSER"

HOSTILE = """ỦY BAN NHÂN DÂN XÃ AN BÌNH
Số: 12/BC-UBND
BÁO CÁO
Tình hình kinh tế - xã hội <script>document.title='hacked'</script> năm 2023

I. KẾT QUẢ THỰC HIỆN
1. Nông nghiệp & "lâm" nghiệp
Sản lượng thóc 2.925/4.000 tấn, đạt 73,3% kế hoạch.
Tổng đàn trâu 450 con <script>document.title='hacked'</script>, đạt 95% kế hoạch.
Tổng đàn lợn 3.250/3.000 con, đạt 98,3% kế hoạch <img src=x onerror=document.title='hacked'>.
2. Thu ngân sách
Thu ngân sách nhà nước 2.150/2.000 triệu đồng, đạt 107,5% kế hoạch (1).

| STT | Chỉ tiêu | Đơn vị tính | Kế hoạch 2023 | Thực hiện 2023 | So với KH (%) |
|---|---|---|---|---|---|
| 1 | Sản lượng cá | tấn | 200 | 250 | 125 |
| 2 | </script><script>document.title='hacked'</script> | tấn | 10 | 12 | 100 |
| 3 | <!--<script> sản lượng chè | tấn | 400 | 300 | 57 |
"""


@pytest.fixture(scope="session")
def samples(built_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The site of the sample reports."""
    release = ReleaseStore(built_warehouse).require_current()
    return write_site(release, tmp_path_factory.mktemp("samples") / "site")


@pytest.fixture(scope="session")
def site(samples: Written) -> Path:
    """Its folder."""
    return samples.path


@pytest.fixture(scope="session")
def hostile_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of one report whose text is full of markup."""
    from etl.pipeline import build
    from etl.settings import load_settings

    folder = tmp_path_factory.mktemp("hostile")
    (folder / "reports").mkdir()
    (folder / "reports" / "Xã An Bình <b>2023.txt").write_text(HOSTILE, encoding="utf-8")
    build(load_settings(reports_dir=folder / "reports", warehouse_dir=folder / "warehouse"))
    return folder / "warehouse"


@pytest.fixture(scope="session")
def hostile(hostile_warehouse: Path) -> Path:
    """Its site, written into the release; pages begin in English."""
    return write_site(ReleaseStore(hostile_warehouse).require_current(), language="en").path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it; without one, tests that look at pages are skipped."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        if os.environ.get(REQUIRED):
            pytest.fail(f"{REQUIRED} is set, but there is no chromium, chromium-browser or google-chrome")
        pytest.skip("no chromium, chromium-browser or google-chrome on the path")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the samples' site, served as `chitieu site --serve` does."""
    from etl.site.serve import server_for

    with server_for(site, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
