"""The dbt project's own pages in one file: lineage, descriptions, metrics, and who uses what.

The page depends on the project and not on the data, so it is made once for each state of the project,
kept beside the work files, and linked into every release.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from etl.home import CATALOGUE, DBT_PROJECT, HOME
from etl.staging.version import tree_fingerprint

PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class ProjectDocs:
    """The pages kept in `directory`, one file for the state of the project that they tell of."""

    directory: Path

    @property
    def page(self) -> Path:
        """Where the page of the project as it stands now is kept."""
        roots = [DBT_PROJECT / part for part in ("models", "macros", "tests", "dbt_project.yml")]
        state = tree_fingerprint([*roots, CATALOGUE / "seeds"])
        return self.directory / f"{state}-{metadata.version('dbt-core')}.html"

    def keep(self, made: Path, work_dir: Path) -> None:
        """Take over the page that dbt wrote, without this machine's paths; older ones go."""
        text = made.read_text(encoding="utf-8")
        for folder in (work_dir, HOME):
            told = json.dumps(str(folder), ensure_ascii=False)[1:-1]
            text = text.replace(f"{told}/", "")
        self.directory.mkdir(parents=True, exist_ok=True)
        page = self.page
        fresh = page.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(page)
        for old in self.directory.iterdir():
            if old != page:
                old.unlink()

    def put_into(self, folder: Path) -> bool:
        """Give `folder` the page as `index.html`; False where there is none.

        A link where the file system has links: the kept file is replaced, never changed.
        """
        page = self.page
        if not page.is_file():
            return False
        folder.mkdir()
        try:
            os.link(page, folder / PAGE)
        except OSError:
            shutil.copyfile(page, folder / PAGE)
        return True
