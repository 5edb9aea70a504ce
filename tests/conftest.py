"""What tests of several folders share: the warehouse built once from the sample reports."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# What a terminal or a CI server sets for colours and widths; the tests read plain text.
for forced in ("FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS", "TTY_COMPATIBLE", "GITHUB_ACTIONS", "COLUMNS"):
    os.environ.pop(forced, None)

REPOSITORY = Path(__file__).resolve().parents[1]
SAMPLE_REPORTS = REPOSITORY / "data" / "reports"
# The reports that the samples digest, where somebody has laid them beside the repository.
REAL_REPORTS = REPOSITORY / ".." / "shared" / "reports"


@pytest.fixture(scope="session")
def sample_reports() -> Path:
    """The directory of sample reports."""
    return SAMPLE_REPORTS


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """The directory of real reports; skips where there is none."""
    if not REAL_REPORTS.is_dir():
        pytest.skip("the real reports are not here")
    return REAL_REPORTS


@pytest.fixture(scope="session")
def built_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse directory with one release, built from the sample reports; read it, never write it."""
    from etl.pipeline import build
    from etl.settings import load_settings

    warehouse = tmp_path_factory.mktemp("built") / "warehouse"
    build(load_settings(reports_dir=SAMPLE_REPORTS, warehouse_dir=warehouse))
    return warehouse


@pytest.fixture(scope="session")
def built_database(built_warehouse: Path) -> Path:
    """The published file of `built_warehouse`."""
    return built_warehouse / "current" / "chitieu.duckdb"
