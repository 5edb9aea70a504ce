"""Small reports, a quick build, and ways to run the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.settings import Settings, load_settings

# Written for these tests: two short reports whose figures mean nothing.
REPORTS = {
    "xa-an-binh-2023.txt": """ỦY BAN NHÂN DÂN XÃ AN BÌNH
BÁO CÁO
Tình hình kinh tế - xã hội năm 2023

I. KẾT QUẢ THỰC HIỆN
1. Nông nghiệp
Diện tích gieo trồng cây ngô 120,5 ha, đạt 103% kế hoạch, tăng 2,1% so với năm 2022.
Tổng đàn trâu 450 con, đạt 95% kế hoạch.
2. Thu ngân sách
Thu ngân sách nhà nước 2.150/2.000 triệu đồng, đạt 107,5% kế hoạch.
""",
    "xa-hoa-son-2023.txt": """ỦY BAN NHÂN DÂN XÃ HÒA SƠN
BÁO CÁO
Tình hình kinh tế - xã hội năm 2023

I. KẾT QUẢ THỰC HIỆN
1. Chăn nuôi
Tổng đàn lợn 3.250 con, đạt 101,6% kế hoạch.
2. Giáo dục
Tỷ lệ phổ cập giáo dục tiểu học đạt 99,5%.
""",
}

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A directory with two short reports, no manifest."""
    directory = tmp_path / "reports"
    directory.mkdir()
    for name, text in REPORTS.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


@pytest.fixture
def settings(reports: Path, tmp_path: Path) -> Settings:
    """Settings for `reports` and an empty warehouse, reading in this process."""
    return load_settings(reports_dir=reports, warehouse_dir=tmp_path / "warehouse", processes=1)


@pytest.fixture
def warehouse(built_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of the built warehouse that a test may change."""
    copy = tmp_path / "built"
    shutil.copytree(built_warehouse, copy, symlinks=True)
    return copy


@pytest.fixture
def template(built_warehouse: Path, tmp_path: Path) -> Path:
    """A build database for `quick_build`."""
    return Path(shutil.copy(built_warehouse / "work" / "build.duckdb", tmp_path / "template.duckdb"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, template: Path) -> None:
    """Spare a build in this process the seconds of dbt, checks and name matching."""
    from tests.platform.quick_build import stand_ins

    for module, name, stand_in in stand_ins(template):
        monkeypatch.setattr(module, name, stand_in)


@pytest.fixture(scope="session")
def chitieu() -> Run:
    """Run the command line in a process of its own, as cron does."""

    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CHITIEU_")}
        environment |= {"COLUMNS": "200", "PYTHONIOENCODING": "utf-8", **(options.pop("env", None) or {})}  # type: ignore[dict-item]
        return subprocess.run(
            [sys.executable, "-m", "etl.cli", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment,
            timeout=180,
            **options,  # type: ignore[call-overload]
        )

    return run
