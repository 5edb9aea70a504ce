"""The pages that go with a release: what was checked in it, and the dbt project it was built by."""

from __future__ import annotations

import shutil
from pathlib import Path

from etl.project_docs import ProjectDocs
from etl.release.store import DBT_DOCS, DOCS


def add_pages(work_dir: Path, folder: Path) -> None:
    """Put the Data Docs and the dbt docs that `work_dir` has into a release's folder."""
    checks = work_dir / DOCS
    if checks.is_dir():
        shutil.copytree(checks, folder / DOCS)
    ProjectDocs(work_dir / DBT_DOCS).put_into(folder / DBT_DOCS)
