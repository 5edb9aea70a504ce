"""Where the product's own files stand: beside this package, in the repository and when installed.

The wheel carries `data/`, `dbt_project/`, `migrations/` and `models/` next to `etl/`, just as the
repository does, so one rule finds them in both.
"""

from __future__ import annotations

from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
DATA = HOME / "data"
VOCABULARY = DATA / "vocabulary"
CATALOGUE = DATA / "catalogue"
DBT_PROJECT = HOME / "dbt_project"
MIGRATIONS = HOME / "migrations"
