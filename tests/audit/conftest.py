"""One draft, written for these tests, audited once; its figures mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from etl.audit import Audit, audit
from etl.audit.page import render_page

DRAFT = """ỦY BAN NHÂN DÂN XÃ AN BÌNH
Số: 12/BC-UBND
BÁO CÁO
Tình hình kinh tế - xã hội <b>năm 2023</b>

I. KẾT QUẢ THỰC HIỆN
1. Nông nghiệp & "lâm" nghiệp
Diện tích gieo trồng cây ngô 120,5/117 ha, đạt 103% kế hoạch.
Sản lượng thóc 2.925/4.000 tấn, đạt 73,3% kế hoạch.
Tổng đàn trâu 450 con <script>alert(1)</script>, đạt 95% kế hoạch.
Tổng đàn lợn 3.250/3.000 con, đạt 98,3% kế hoạch <img src=x onerror=alert(2)>.
2. Thu ngân sách
Thu ngân sách nhà nước 2.150/2.000 triệu đồng, đạt 107,5% kế hoạch (1).
Tỷ lệ hộ dùng nước sạch đạt 98.5%.
II. BIỂU CHỈ TIÊU

| STT | Chỉ tiêu | Đơn vị tính | Kế hoạch 2023 | Thực hiện 2023 | So với KH (%) |
|---|---|---|---|---|---|
| 1 | Sản lượng cá | tấn | 200 | 250 | 125 |
| 2 | Sản lượng chè | tấn | 400 | 300 | 57 |
| 3 | <script>alert(3)</script> | tấn | 10 | 10 | 100 |
"""


@pytest.fixture(scope="session")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The draft as a file."""
    path = tmp_path_factory.mktemp("draft") / "xa-an-binh-2023.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where these tests keep dbt's parsed project."""
    return tmp_path_factory.mktemp("dbt")


@pytest.fixture(scope="session")
def audited(draft: Path, cache_dir: Path) -> Audit:
    """The audit of the draft."""
    return audit(draft, cache_dir=cache_dir)


@pytest.fixture(scope="session")
def page(audited: Audit) -> str:
    """Its page."""
    return render_page(audited)


@pytest.fixture(scope="session")
def soup(page: str) -> BeautifulSoup:
    """Its page as a browser would understand it."""
    return BeautifulSoup(page, "lxml")
