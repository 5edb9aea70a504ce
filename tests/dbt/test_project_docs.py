"""The dbt project's page is made once for each state of the project and goes with every release."""

from __future__ import annotations

from pathlib import Path

import pytest

import etl.project_docs
from etl.home import HOME
from etl.project_docs import ProjectDocs


def test_a_release_has_the_project_in_one_page(built_warehouse: Path) -> None:
    page = (built_warehouse / "current" / "dbt_docs" / "index.html").read_text(encoding="utf-8")
    for told in ("mart_plan_attainment", "percent_of_plan", "superset_dashboard", "rule_ratio_plan"):
        assert f'"{told}"' in page
    for path in (HOME, built_warehouse):
        assert str(path) not in page, "the page tells where it was made"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectDocs:
    project = tmp_path / "project"
    (project / "models").mkdir(parents=True)
    (project / "models" / "a.sql").write_text("select 1 as a", encoding="utf-8")
    monkeypatch.setattr(etl.project_docs, "DBT_PROJECT", project)
    monkeypatch.setattr("etl.staging.version.HOME", tmp_path)
    monkeypatch.setattr(etl.project_docs, "CATALOGUE", project)
    return ProjectDocs(tmp_path / "kept")


def test_a_changed_model_makes_the_page_stale(docs: ProjectDocs, tmp_path: Path) -> None:
    made = tmp_path / "static_index.html"
    made.write_text(f'<p>{tmp_path}/dbt/target/a.sql "làng"</p>', encoding="utf-8")
    docs.keep(made, tmp_path / "dbt")
    assert docs.put_into(tmp_path / "release")
    assert (tmp_path / "release" / "index.html").read_text(encoding="utf-8") == '<p>target/a.sql "làng"</p>'
    first = docs.page

    (tmp_path / "project" / "models" / "a.sql").write_text("select 2 as a", encoding="utf-8")
    assert docs.page != first
    assert not docs.put_into(tmp_path / "next")
    made.write_text("<p>2</p>", encoding="utf-8")
    docs.keep(made, tmp_path / "dbt")
    assert not first.exists(), "the page of a project that is gone is not kept"
    # What was published stays as it was.
    assert "target/a.sql" in (tmp_path / "release" / "index.html").read_text(encoding="utf-8")
