"""Run dbt over the staged tables: dimensions, facts, findings and marts into one build file.

dbt runs in this process.  Its project is only read; what it writes beside the build file (the parsed
project, logs) stands in a work directory, so that a read-only installation and two builds at a time
both work.  The parsed project is kept from run to run: dbt parses anew when a path in the profile
changes, so the directories of the two database files are reached through links whose names never do.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from etl.errors import ChitieuError
from etl.home import DBT_PROJECT
from etl.project_docs import ProjectDocs
from etl.workers import Aside

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

FAILED = {"fail", "error", "runtime error"}
ROWS_SHOWN = 5
# dbt's own log takes a tenth of a run, most of it for events it leaves out; `_invoke` writes one.
_QUIET = ["--quiet", "--no-use-colors", "--log-level", "none", "--log-level-file", "none"]


@dataclass(frozen=True, slots=True)
class NodeResult:
    """How one model, seed or test came out: `status` is dbt's (success, pass, warn, error, fail, skipped)."""

    name: str
    resource_type: str  # model, seed, test, unit_test
    status: str
    seconds: float
    message: str | None = None
    failures: int | None = None  # rows a test found


@dataclass(frozen=True, slots=True)
class TransformResult:
    """What a run of dbt built and tested."""

    build_db: Path
    seconds: float
    nodes: tuple[NodeResult, ...] = field(default_factory=tuple)

    def count(self, resource_type: str) -> int:
        """Nodes of one kind that ran."""
        return sum(node.resource_type == resource_type for node in self.nodes)


def run_dbt(
    staging_db: Path,
    build_db: Path,
    *,
    select: str | None = None,
    on_event: Callable[[NodeResult], None] | None = None,
    work_dir: Path | None = None,
    threads: int | None = None,
    tests: bool = True,
    unit_tests: bool = False,
    docs: ProjectDocs | None = None,
    parsed: Manifest | None = None,
) -> TransformResult:
    """Build everything dbt owns from `staging_db` (opened read-only) into `build_db`.

    `select` is a dbt selection, None for all.  `on_event` is called as each node finishes.
    `work_dir` keeps the parsed project and dbt's log, by default `dbt` beside the build file.
    Unit tests judge the code, not the data, so a build leaves them out unless `unit_tests`; data tests
    are left out where not `tests`, which a selection needs whose tables refer to others not selected.
    `docs` is given the project's pages, if it does not have them for the project as it stands.
    `parsed` is what `parse` gave for these databases; without it the project is parsed first.

    Raises ChitieuError naming the model or test and its first failing rows; the build file is then
    of no use.
    """
    started = time.monotonic()
    if not staging_db.is_file():
        raise ChitieuError(
            "Chưa có cơ sở dữ liệu tập kết.",
            "There is no staging database yet.",
            "Chạy `chitieu load` trước.",
            "Run `chitieu load` first.",
            path=staging_db,
        )
    build_db.parent.mkdir(parents=True, exist_ok=True)
    documenting = docs is not None and not docs.page.is_file()
    command = ["build"]
    if select:
        command += ["--select", *select.split()]
    if not tests:
        command += ["--exclude-resource-type", "test"]
    if not unit_tests:
        command += ["--exclude-resource-type", "unit_test"]
    with (
        _own_work_dir(work_dir or build_db.parent / "dbt") as folder,
        _surroundings(folder, staging_db, build_db, threads) as (staging_link, build_link),
    ):
        nodes, failure = _invoke(
            [*command, *_written_to(folder, json=documenting)],
            on_event,
            folder / "logs",
            None if documenting else parsed,  # dbt writes of the project only what it parsed itself
        )
        if failure is not None:
            raise _error_of(failure, build_link, staging_link)
        if docs is not None and documenting:
            _document(docs, folder)
    return TransformResult(build_db, time.monotonic() - started, tuple(nodes))


def parse(staging_db: Path, build_db: Path, *, work_dir: Path, threads: int | None = None) -> Manifest | None:
    """Parse the project as a later `run_dbt` with these arguments needs it; neither file need exist yet.

    Says nothing of faults, None is all: the run meets them again, and tells.
    """
    from dbt.cli.main import dbtRunner

    with _own_work_dir(work_dir) as folder, _surroundings(folder, staging_db, build_db, threads):
        outcome = dbtRunner().invoke([*_QUIET, "parse", *_written_to(folder)])
    return outcome.result if outcome.success else None  # type: ignore[return-value]


class Transformer(Aside):
    """dbt in a process of its own, which loads it and parses the project while reports are being read."""

    def __init__(self, staging_db: Path, build_db: Path, work_dir: Path | None = None) -> None:
        super().__init__(partial(_Prepared, staging_db, build_db, work_dir or build_db.parent / "dbt"))

    def run(
        self,
        *,
        select: str | None = None,
        tests: bool = True,
        docs: ProjectDocs | None = None,
        on_event: Callable[[NodeResult], None] | None = None,
    ) -> TransformResult:
        """`run_dbt` with the databases given before; returns when it is done."""
        result: TransformResult = self.ask("run", select, tests, docs, heard=on_event or _nobody).result()
        return result


def _nobody(node: NodeResult) -> None:
    """Hear nothing."""


class _Prepared:
    """In the process aside: a parsed project, for one run."""

    def __init__(self, staging_db: Path, build_db: Path, work_dir: Path) -> None:
        import dbt.mp_context

        # dbt works in threads, yet makes locks that processes share; a killed process leaves them behind.
        dbt.mp_context._MP_CONTEXT = threading  # type: ignore[assignment]
        self._databases, self._work_dir = (staging_db, build_db), work_dir
        self._parsed = parse(staging_db, build_db, work_dir=work_dir)

    def run(
        self, select: str | None, tests: bool, docs: ProjectDocs | None, tell: Callable[[NodeResult], None]
    ) -> TransformResult:
        parsed, self._parsed = self._parsed, None  # a run writes into it
        return run_dbt(
            *self._databases,
            select=select,
            tests=tests,
            docs=docs,
            on_event=tell,
            work_dir=self._work_dir,
            parsed=parsed,
        )


@contextmanager
def _surroundings(
    folder: Path, staging_db: Path, build_db: Path, threads: int | None
) -> Iterator[tuple[Path, Path]]:
    """The variables that the profile reads; gives the two databases' paths as dbt sees them."""
    _forget_elsewhere(folder)
    links = _linked(folder / "staging", staging_db), _linked(folder / "build", build_db)
    values = {
        "CHITIEU_STAGING_DB": str(links[0]),
        "CHITIEU_BUILD_DB": str(links[1]),
        "CHITIEU_DBT_THREADS": str(threads or max(2, min(4, os.cpu_count() or 2))),
    }
    with _environment(values):
        yield links


def _forget_elsewhere(folder: Path) -> None:
    """Drop what dbt parsed elsewhere: it keeps the paths, and a project that was moved is not there."""
    told = folder / "target" / "project_dir"
    here = str(DBT_PROJECT.resolve())
    if told.exists() and told.read_text(encoding="utf-8") == here:
        return
    told.parent.mkdir(parents=True, exist_ok=True)
    (folder / "target" / "partial_parse.msgpack").unlink(missing_ok=True)
    told.write_text(here, encoding="utf-8")


def _written_to(folder: Path, *, json: bool = False) -> list[str]:
    """The options that name the project and keep what dbt writes within `folder`; its JSON if asked for."""
    project = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    written = ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    return ["--write-json" if json else "--no-write-json", *project, *written]


def _document(docs: ProjectDocs, folder: Path) -> None:
    """Have dbt write the project's pages from the manifest that the build just left in `folder`.

    Not compiled again, so it takes a fraction of a second.  A page that cannot be made fails no build.
    """
    from dbt.cli.main import dbtRunner

    generate = [*_QUIET, "docs", "generate", "--static", "--no-compile"]
    with _databases_closed():
        outcome = dbtRunner().invoke([*generate, *_written_to(folder, json=True)])
    if outcome.success:
        docs.keep(folder / "target" / "static_index.html", folder)


def _invoke(
    command: Sequence[str],
    on_event: Callable[[NodeResult], None] | None,
    logs: Path,
    parsed: Manifest | None,
) -> tuple[list[NodeResult], Any | None]:
    """Run dbt; its node results, and the first failed one as dbt gives it."""
    # Takes seconds to import: only when a build runs.
    from dbt.cli.main import dbtRunner

    lines: list[str] = []

    def heard(event: Any) -> None:
        if event.info.level != "debug":
            lines.append(f"{event.info.ts.ToJsonString()} [{event.info.level}] {event.info.msg}")
        if on_event is None or event.info.name not in ("LogModelResult", "LogTestResult", "LogSeedResult"):
            return
        info = event.data.node_info
        on_event(
            NodeResult(info.node_name, info.resource_type, info.node_status, float(event.data.execution_time))
        )

    with _databases_closed():
        outcome = dbtRunner(manifest=parsed, callbacks=[heard]).invoke([*_QUIET, *command])
    logs.mkdir(exist_ok=True)
    (logs / "dbt.log").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if outcome.exception is not None or outcome.result is None:
        raise ChitieuError(
            f"dbt không chạy được: {outcome.exception}",
            f"dbt could not run: {outcome.exception}",
            "Xem nhật ký dbt trong thư mục làm việc.",
            "See dbt's log in the work directory.",
            path=DBT_PROJECT,
        )
    results: list[Any] = list(getattr(outcome.result, "results", []))
    nodes = [
        NodeResult(
            r.node.name,
            str(r.node.resource_type),
            str(r.status),
            float(r.execution_time),
            r.message,
            getattr(r, "failures", None),
        )
        for r in results
    ]
    failed = [r for r in results if str(r.status) in FAILED]
    return nodes, failed[0] if failed else None


@contextmanager
def _databases_closed() -> Iterator[None]:
    """Close the databases after dbt, which keeps them open from model to model (profiles.yml)."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    try:
        yield
    finally:
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _error_of(result: Any, build_link: Path, staging_link: Path) -> ChitieuError:
    """The error that names the node, what dbt said, and the first rows a test found."""
    name, kind = result.node.name, str(result.node.resource_type)
    path = DBT_PROJECT / result.node.original_file_path
    said = " ".join(str(result.message or "").partition("Stack Trace:")[0].split())
    if kind == "test":
        rows = _failing_rows(str(result.node.compiled_code or ""), build_link, staging_link)
        shown_vi = f" Các dòng đầu: {rows}." if rows else ""
        shown_en = f" First rows: {rows}." if rows else ""
        return ChitieuError(
            f"Phép kiểm tra {name} không đạt: {said}{shown_vi}",
            f"The test {name} failed: {said}{shown_en}",
            "Dữ liệu đưa vào hoặc mô hình đã sai; bản phát hành trước vẫn còn nguyên.",
            "The staged data or a model is at fault; the earlier release is untouched.",
            path=path,
        )
    return ChitieuError(
        f"Mô hình {name} không dựng được: {said}",
        f"The {kind.replace('_', ' ')} {name} failed: {said}",
        "Sửa mô hình hoặc dữ liệu đầu vào rồi chạy lại.",
        "Mend the model or its input and run again.",
        path=path,
    )


def _failing_rows(sql: str, build_link: Path, staging_link: Path) -> str:
    """Up to `ROWS_SHOWN` rows of a failed test's query, as text; empty if it cannot be run again."""
    if not sql:
        return ""
    try:
        with duckdb.connect(str(build_link), read_only=True) as connection:
            connection.execute(f"attach '{staging_link}' as staging_db (read_only)")
            found = connection.execute(sql)
            names = [column[0] for column in found.description or []]
            rows = found.fetchmany(ROWS_SHOWN)
    except duckdb.Error:
        return ""
    return "; ".join(", ".join(f"{n}={v}" for n, v in zip(names, row, strict=True)) for row in rows)


def _linked(link: Path, file: Path) -> Path:
    """The path of `file` through `link`, which is made to name its directory, in one step.

    The file itself is not linked: DuckDB names a database after the file a link leads to.
    """
    fresh = link.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(file.parent.resolve(), target_is_directory=True)
    fresh.replace(link)
    return link / file.name


@contextmanager
def _own_work_dir(folder: Path) -> Iterator[Path]:
    """`folder`, locked for this run; a fresh one if another run holds it (it then parses anew)."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            with tempfile.TemporaryDirectory(prefix="dbt-", dir=folder.parent) as other:
                yield Path(other)
            return
        yield folder


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Environment variables for the length of one run of dbt, which reads its profile from them."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
