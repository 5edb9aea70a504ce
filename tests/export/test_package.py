"""The data package: what it says of the files holds, by the word of Frictionless."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import frictionless
import pytest

from etl.export import Exported, ExportFormat, export_release
from etl.export.delimited import COMMA
from etl.release.store import Release


def described(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return told


def errors(folder: Path) -> list[str]:
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [str(e) for e in report.errors] + [str(e) for task in report.tasks for e in task.errors]


def test_frictionless_finds_nothing_wrong(exported: tuple[Path, Exported]) -> None:
    assert errors(exported[0]) == []


def test_frictionless_finds_what_is_wrong(release: Release, tmp_path: Path) -> None:
    """Types, keys, references and hashes are really held to."""
    folder = tmp_path / "out"
    export_release(release, folder, formats=[ExportFormat.csv], tables=["dim_year", "dim_period"])
    assert errors(folder) == []
    planted = ["2031:year,2023,year,not a day,", "2031:year,2023,year,,", "2032:year,3032,year,,"]
    with (folder / "csv" / "dim_period.csv").open("ab") as file:
        file.write("".join(f"{line}\r\n" for line in planted).encode())
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert {error.type for task in report.tasks for error in task.errors} == {
        "type-error", "primary-key", "foreign-key", "hash-count", "byte-count",
    }  # fmt: skip


def test_every_file_is_named_with_its_bytes(exported: tuple[Path, Exported]) -> None:
    folder, told = exported
    package = described(folder)
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert {r["path"] for r in package["resources"]} | {"datapackage.json"} == there
    assert {f.path for f in told.files} | {"datapackage.json"} == there
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert [f.sha256 for f in told.files] == [r["hash"].removeprefix("sha256:") for r in package["resources"]]


def test_tables_carry_types_keys_and_descriptions(exported: tuple[Path, Exported]) -> None:
    resources = {r["name"]: r for r in described(exported[0])["resources"]}
    schema = resources["fct_reported_comparison"]["schema"]
    fields = {f["name"]: f for f in schema["fields"]}
    assert schema["primaryKey"] == ["comparison_key"]
    assert {"fields": ["observation_key"],
            "reference": {"resource": "fct_indicator_observation", "fields": ["observation_key"]}
            } in schema["foreignKeys"]  # fmt: skip
    assert (fields["reported_value"]["type"], fields["is_consistent"]["type"]) == ("number", "boolean")
    assert fields["reported_value"]["constraints"] == {"required": True}
    assert all(f["description"] for f in fields.values())
    assert all(r["schema"].get("primaryKey") for r in resources.values() if r["type"] == "table"), (
        "a table of the contract without its key"
    )


def test_reports_are_the_sources(exported: tuple[Path, Exported], release: Release) -> None:
    package = described(exported[0])
    assert [s["reportId"] for s in package["sources"]] == [
        "bac-kan-tp-2023", "cao-bang-tinh-2022", "cao-bang-tp-2021", "cao-bang-tp-2023", "lang-son-tp-2021",
    ]  # fmt: skip
    assert package["version"] == release.name
    assert "licenses" not in package  # nobody has said


def test_a_licence_is_stated_where_one_is_given(release: Release, tmp_path: Path) -> None:
    export_release(
        release, tmp_path / "o", formats=[ExportFormat.csv], tables=["dim_year"], licence="CC-BY-4.0"
    )
    assert described(tmp_path / "o")["licenses"] == [{"name": "CC-BY-4.0"}]
    assert errors(tmp_path / "o") == []


def test_decimal_commas_are_described(release: Release, tmp_path: Path) -> None:
    export_release(release, tmp_path / "o", formats=[ExportFormat.csv], tables=["dim_unit"], dialect=COMMA)
    assert errors(tmp_path / "o") == []
    text = (tmp_path / "o" / "csv" / "dim_unit.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("unit_code;name_vi;")


@pytest.mark.parametrize("form", list(ExportFormat))
def test_one_release_gives_the_same_bytes(form: ExportFormat, release: Release, tmp_path: Path) -> None:
    first, second = (
        export_release(release, tmp_path / name, formats=[form], tables=["dim_[!l]*", "fct_*"])
        for name in "ab"
    )
    assert [(f.path, f.sha256) for f in first.files] == [(f.path, f.sha256) for f in second.files]
    assert (tmp_path / "a" / "datapackage.json").read_bytes() == (
        tmp_path / "b" / "datapackage.json"
    ).read_bytes()


def test_awkward_texts_validate(awkward: Release, tmp_path: Path) -> None:
    export_release(awkward, tmp_path / "o", formats=[ExportFormat.csv])
    assert errors(tmp_path / "o") == []
