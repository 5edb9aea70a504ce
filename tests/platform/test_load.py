"""What stands in the staging database is a function of the directory, whatever stood there before."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

import etl.conform
from etl.errors import ChitieuError
from etl.events import Event, Events
from etl.settings import Settings, load_settings
from etl.staging import inputs as staging_inputs
from etl.staging import load as loader
from etl.staging.extract import Extracted, Task, extract_all
from etl.staging.load import CONFORMED_TABLES, DOCUMENT_TABLES, LoadResult, load
from tests.platform.conftest import REPORTS

ARRIVAL = datetime.fromisoformat("2026-01-02")
AN_BINH, HOA_SON = (name.removesuffix(".txt") for name in sorted(REPORTS))


@pytest.fixture(scope="module", autouse=True)
def one_catalogue() -> Iterator[None]:
    """Reading the catalogue takes longer than all else here, and it does not change."""
    module = sys.modules["etl.conform.conform"]
    read: Callable[..., Any] = module.Catalogue
    kept: list[Any] = []

    def once(*arguments: Any) -> Any:
        kept[:] = kept or [read(*arguments)]
        return kept[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "Catalogue", once)
        yield


def run(settings: Settings, *, full: bool = False, events: Events | None = None) -> LoadResult:
    return load(settings.reports_dir, settings.staging_db, settings, events, full=full)


def rows(settings: Settings, table: str, *, without: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    left_out = f"exclude ({', '.join(without)})" if without else ""
    with duckdb.connect(str(settings.staging_db), read_only=True) as connection:
        return connection.execute(f"select * {left_out} from staging.{table} order by all").fetchall()


def everything(settings: Settings, *, times: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    own = {} if times else {"documents": ("run_id", "loaded_at")}
    return {
        table: rows(settings, table, without=own.get(table, ()))
        for table in DOCUMENT_TABLES + CONFORMED_TABLES
    }


def write_manifest(directory: Path, **cells: dict[str, str]) -> None:
    """A manifest with `file` and `sha256` of every report, cells changed by stem."""
    lines = ["file,sha256,report_year"]
    for path in sorted(directory.glob("*.txt")):
        row = {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "report_year": "2023"}
        row |= cells.get(path.stem, {})
        lines.append(f"{path.name},{row['sha256']},{row['report_year']}")
    (directory / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_first_load_reads_everything(settings: Settings) -> None:
    result = run(settings)
    assert sorted(result.loaded) == [AN_BINH, HOA_SON]
    assert not result.refusals
    for table in DOCUMENT_TABLES:
        assert rows(settings, table), table
    assert len(rows(settings, "statements")) == len(rows(settings, "statement_conformance"))


def test_quotes_are_the_text_at_their_offsets(settings: Settings) -> None:
    run(settings)
    with duckdb.connect(str(settings.staging_db), read_only=True) as connection:
        texts = dict(connection.execute("select report_id, text from staging.documents").fetchall())
        quotes = connection.execute(
            "select report_id, char_start, char_end, quote from staging.statements"
            " union all select report_id, char_start, char_end, text from staging.numbers"
        ).fetchall()
    assert quotes
    for report_id, start, end, quote in quotes:
        assert texts[report_id][start:end] == quote


def change_bytes(settings: Settings) -> None:
    path = settings.reports_dir / f"{HOA_SON}.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("3.250", "3.260"), encoding="utf-8")


def change_entry(settings: Settings) -> None:
    write_manifest(settings.reports_dir, **{HOA_SON: {"report_year": "2022"}})


def remove_file(settings: Settings) -> None:
    (settings.reports_dir / f"{HOA_SON}.txt").unlink()


def add_file(settings: Settings) -> None:
    text = REPORTS[f"{HOA_SON}.txt"].replace("HÒA SƠN", "HÒA BÌNH").replace("3.250", "1.111")
    (settings.reports_dir / "xa-hoa-binh-2023.txt").write_text(text, encoding="utf-8")


def add_appendix(settings: Settings) -> None:
    text = "Biểu số 1\nTổng đàn dê 77 con, đạt 110% kế hoạch.\n"
    (settings.reports_dir / f"{HOA_SON}.phu-luc.txt").write_text(text, encoding="utf-8")


def nothing(settings: Settings) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "loaded", "unchanged", "removed"),
    [
        (nothing, [], [AN_BINH, HOA_SON], []),
        (change_bytes, [HOA_SON], [AN_BINH], []),
        (change_entry, [AN_BINH, HOA_SON], [], []),  # both had no entry before
        (add_appendix, [HOA_SON], [AN_BINH], []),
        (remove_file, [], [AN_BINH], [HOA_SON]),
        (add_file, ["xa-hoa-binh-2023"], [AN_BINH, HOA_SON], []),
    ],
)
def test_only_what_changed_is_read_again(
    settings: Settings,
    tmp_path: Path,
    change: Any,
    loaded: list[str],
    unchanged: list[str],
    removed: list[str],
) -> None:
    run(settings)
    change(settings)
    result = run(settings)
    assert (sorted(result.loaded), result.unchanged, result.removed) == (loaded, unchanged, removed)
    # The same rows as a load into an empty database, and as one that reads all again.
    fresh = load_settings(reports_dir=settings.reports_dir, warehouse_dir=tmp_path / "fresh", processes=1)
    run(fresh)
    assert everything(settings, times=False) == everything(fresh, times=False)
    recorded = [(row[2].removesuffix(".txt"), row[3]) for row in rows(settings, "refusals")]
    assert recorded == [(report_id, "removed") for report_id in removed]
    before = everything(settings)
    run(settings, full=True)
    assert everything(settings) == before


def test_a_new_reader_reads_all_again_and_keeps_the_day_of_arrival(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(settings)
    arrivals = rows(settings, "documents", without=("extractor_version",))
    for module in (loader, staging_inputs):
        monkeypatch.setattr(module, "extractor_version", lambda: "another")
    result = run(settings)
    assert sorted(result.loaded) == [AN_BINH, HOA_SON]
    assert rows(settings, "documents", without=("extractor_version",)) == arrivals


def test_conforming_runs_again_only_when_something_changed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(settings).conformed
    assert not run(settings).conformed
    monkeypatch.setattr(loader, "conformance_version", lambda: "another")
    assert run(settings).conformed


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda d: write_manifest(d, **{HOA_SON: {"sha256": "0" * 64}}), "hash_mismatch"),
        (lambda d: (d / f"{HOA_SON}.txt").write_bytes(b""), "empty"),
        (
            lambda d: (d / f"{HOA_SON}.txt").write_bytes((d / f"{AN_BINH}.txt").read_bytes()),
            "duplicate_content",
        ),
    ],
)
def test_a_refused_file_leaves_and_the_others_stay(settings: Settings, spoil: Any, reason: str) -> None:
    run(settings)
    spoil(settings.reports_dir)
    result = run(settings)
    assert [(r.reason_code, r.path) for r in result.refusals] == [(reason, f"{HOA_SON}.txt")]
    assert {row[0] for row in rows(settings, "documents")} == {AN_BINH}
    assert [row[2:4] for row in rows(settings, "refusals")] == [(f"{HOA_SON}.txt", reason)]
    assert [row[3] for row in sorted(rows(settings, "load_runs"), key=lambda r: r[1])] == [
        "loaded",
        "refused_some",
    ]
    # It is refused again by every run until somebody mends it, and comes back then.
    assert len(run(settings).refusals) == 1
    (settings.reports_dir / f"{HOA_SON}.txt").write_text(REPORTS[f"{HOA_SON}.txt"], encoding="utf-8")
    (settings.reports_dir / "manifest.csv").unlink(missing_ok=True)
    assert HOA_SON in run(settings).loaded


def test_a_file_that_the_system_does_not_give_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = staging_inputs.verify

    def denied(path: Path, *rest: Any) -> Any:
        if path.stem == HOA_SON:
            raise PermissionError(13, "Permission denied", str(path))
        return verify(path, *rest)

    monkeypatch.setattr(staging_inputs, "verify", denied)
    (refusal,) = run(settings).refusals
    assert (refusal.reason_code, refusal.path) == ("unreadable", f"{HOA_SON}.txt")
    assert "Permission denied" in refusal.text_en()
    assert "permissions" in refusal.text_en()


def test_two_files_of_one_name_are_not_mixed_up(settings: Settings) -> None:
    other = settings.reports_dir / "later"
    other.mkdir()
    (other / f"{HOA_SON}.txt").write_text(REPORTS[f"{HOA_SON}.txt"] + "Thêm 5 hộ.\n", encoding="utf-8")
    result = run(settings)
    assert "duplicate_id" in {r.reason_code for r in result.refusals} or len(result.loaded) == 2


def test_a_file_that_the_manifest_lists_must_be_there(settings: Settings) -> None:
    write_manifest(settings.reports_dir)
    (settings.reports_dir / f"{HOA_SON}.txt").unlink()
    assert [(r.reason_code, r.path) for r in run(settings).refusals] == [
        ("listed_but_missing", f"{HOA_SON}.txt")
    ]


def test_a_fault_of_the_reader_costs_one_document_only(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import etl.statements

    read = etl.statements.read_statements

    def stumble(document: Any) -> Any:
        if document.report_id == HOA_SON:
            raise ZeroDivisionError("a fault")
        return read(document)

    monkeypatch.setattr(etl.statements, "read_statements", stumble)
    told: list[Event] = []
    result = run(settings, events=Events([told.append]))
    assert [(r.reason_code, r.path) for r in result.refusals] == [("reader_fault", f"{HOA_SON}.txt")]
    assert result.loaded == [AN_BINH]
    faults = [e.fields["fault"] for e in told if e.name == "document_read" and e.fields["fault"]]
    assert len(faults) == 1
    assert "ZeroDivisionError" in faults[0]


@pytest.mark.parametrize("step", ["conform", "record"])
def test_a_load_that_fails_changes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    run(settings)
    before = everything(settings)
    change_bytes(settings)
    add_file(settings)

    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("broken on purpose")

    with monkeypatch.context() as patch:
        if step == "conform":
            patch.setattr(etl.conform, "conform", fail)
        else:
            patch.setattr(loader, "_record_refusals", fail)
        with pytest.raises(RuntimeError, match="on purpose"):
            run(settings)
    assert everything(settings) == before
    assert sorted(run(settings).loaded) == ["xa-hoa-binh-2023", HOA_SON]


@pytest.mark.parametrize(
    ("arrange", "words"),
    [
        (lambda d: [p.unlink() for p in d.iterdir()], "holds no report"),
        (
            lambda d: (d / f"{AN_BINH}.txt").write_bytes(b"") or (d / f"{HOA_SON}.txt").write_bytes(b""),
            "No file",
        ),
    ],
)
def test_nothing_to_load_leaves_everything_as_it_was(settings: Settings, arrange: Any, words: str) -> None:
    run(settings)
    before = everything(settings)
    arrange(settings.reports_dir)
    with pytest.raises(ChitieuError, match=words) as caught:
        run(settings)
    assert caught.value.exit_code == 1
    assert everything(settings) == before


def test_a_run_that_was_killed_is_told_as_failed(settings: Settings) -> None:
    run(settings)
    with duckdb.connect(str(settings.staging_db)) as connection:
        connection.execute("update staging.load_runs set status = 'running', finished_at = null")
    run(settings)
    assert sorted(row[3] for row in rows(settings, "load_runs")) == ["failed", "loaded"]


@pytest.fixture
def many_reports(tmp_path: Path) -> Path:
    directory = tmp_path / "many"
    directory.mkdir()
    for number in range(7):
        text = REPORTS[f"{AN_BINH}.txt"].replace("450 con", f"{450 + number} con")
        (directory / f"xa-{number}-2023.txt").write_text(text + "\n" * (number * 7), encoding="utf-8")
    return directory


def test_the_number_of_processes_changes_nothing(many_reports: Path) -> None:
    found: list[list[Extracted]] = []
    for processes in (1, 3):
        tasks = [
            # A size at which processes are worth starting.
            Task(path, many_reports, path.name, None, 10_000_000, "run", ARRIVAL, "version")
            for path in sorted(many_reports.iterdir())
        ]
        found.append(list(extract_all(tasks, processes)))
    one, many = found
    assert len(one) == 7
    assert [e.task.source_path for e in one] == [e.task.source_path for e in many]
    for a, b in zip(one, many, strict=True):
        assert a.refusal is None
        assert a.tables.keys() == b.tables.keys()
        for table in a.tables:
            assert a.tables[table].equals(b.tables[table]), table
