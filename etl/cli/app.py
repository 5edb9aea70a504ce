"""The commands of `chitieu`.

Importing this module must stay cheap (`chitieu status` answers at once), so commands import what
they need when they run.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from etl.cli.options import (
    AsJson,
    Config,
    Format,
    Full,
    Processes,
    Quiet,
    Reports,
    TextOrJson,
    Wait,
    Warehouse,
)
from etl.events import Events

if TYPE_CHECKING:
    from etl.settings import Settings

app = typer.Typer(
    name="chitieu",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=(
        "Chỉ tiêu: kho số liệu từ báo cáo kinh tế – xã hội.\n\n"
        "A warehouse of the figures in Vietnamese socio-economic reports.\n\n"
        "Bắt đầu / Start here:\n\n"
        "  chitieu build --reports DIR      dựng và phát hành / build and publish\n\n"
        '  chitieu sql "select …"           hỏi kho / ask the warehouse\n\n'
        "  chitieu status                   tình trạng / how it stands\n\n"
        "Mã thoát / Exit codes: 0 phát hành / published · 1 không phát hành / nothing published · "
        "2 phát hành nhưng có tệp bị từ chối / published, some inputs refused · "
        "64 sai cách dùng / wrong usage."
    ),
)


def usage_errors_leave_with(code: int) -> None:
    """Make every usage error of the parser leave with `code` (its own default, 2, means another thing)."""
    for kind in typer.BadParameter.__mro__:
        if kind.__name__ == "UsageError":
            kind.exit_code = code  # type: ignore[attr-defined]


def _tell_version(wanted: bool) -> None:
    if not wanted:
        return
    from etl.staging.version import product_version, reader_is_compiled

    kind = "biên dịch / compiled" if reader_is_compiled() else "thông dịch / interpreted"
    typer.echo(f"chitieu {product_version()}, bộ đọc {kind} reader")
    raise typer.Exit


@app.callback()
def chitieu(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_tell_version,
            is_eager=True,
            help="Phiên bản. / Version and kind of reader.",
        ),
    ] = False,
) -> None:
    """The options of `chitieu` itself; what it does is told above."""


def _settings(config: Path | None = None, **flags: Any) -> Settings:
    from etl.settings import load_settings

    return load_settings(config, **flags)


@app.command()
def build(
    reports: Reports = None,
    warehouse: Warehouse = None,
    config: Config = None,
    full: Full = False,
    if_changed: Annotated[
        bool,
        typer.Option(
            "--if-changed",
            help="Không phát hành lại nếu không có gì đổi. / Keep the standing release if nothing changed.",
        ),
    ] = False,
    parquet: Annotated[
        bool | None,
        typer.Option(
            "--parquet/--no-parquet",
            help="Kèm bản Parquet. / Add a Parquet twin of the marts.",
            show_default=False,
        ),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=1, help="Số bản phát hành giữ lại. / Releases kept.", show_default=False),
    ] = None,
    wait: Wait = None,
    processes: Processes = None,
    quiet: Quiet = False,
) -> None:
    """Đọc báo cáo, dựng, kiểm tra và phát hành kho. / Read, build, check and publish the warehouse.

    Chỉ đọc lại báo cáo đã đổi. Bản phát hành cũ còn nguyên nếu có lỗi. /
    Only changed reports are read again. If anything fails, the earlier release stands.
    """
    from etl.cli.show import progress, report_build
    from etl.pipeline import build as run_build

    settings = _settings(
        config,
        reports_dir=reports,
        warehouse_dir=warehouse,
        keep_releases=keep,
        parquet=parquet,
        wait_seconds=wait,
        processes=processes,
    )
    events = Events()
    with progress(events, quiet):
        result = run_build(settings, events, full=full, if_changed=if_changed)
    report_build(result, str(settings.warehouse_dir))
    raise typer.Exit(result.exit_code)


@app.command()
def load(
    reports: Reports = None,
    warehouse: Warehouse = None,
    config: Config = None,
    full: Full = False,
    wait: Wait = None,
    processes: Processes = None,
    quiet: Quiet = False,
) -> None:
    """Bước 1: nạp báo cáo vào cơ sở dữ liệu tập kết. / Step 1: load reports into the staging database."""
    from etl.cli.show import progress
    from etl.pipeline import load_step
    from etl.running import run

    settings = _settings(
        config, reports_dir=reports, warehouse_dir=warehouse, wait_seconds=wait, processes=processes
    )
    events = Events()
    with progress(events, quiet), run(settings, events, "load"):
        result = load_step(settings, events, full=full)
    print(
        f"Đã nạp / Loaded: {len(result.loaded)} · không đổi / unchanged: {len(result.unchanged)}"
        f" · bỏ ra / removed: {len(result.removed)} · từ chối / refused: {len(result.refusals)}"
    )
    for refusal in result.refusals:
        print(f"Từ chối: {refusal.text_vi()}\nRefused: {refusal.text_en()}")
    raise typer.Exit(2 if result.refusals else 0)


@app.command()
def transform(
    warehouse: Warehouse = None, config: Config = None, wait: Wait = None, quiet: Quiet = False
) -> None:
    """Bước 2: dựng các bảng bằng dbt. / Step 2: build dimensions, facts and marts with dbt."""
    from etl.cli.show import progress
    from etl.pipeline import transform_step
    from etl.running import run

    settings = _settings(config, warehouse_dir=warehouse, wait_seconds=wait)
    events = Events()
    with progress(events, quiet), run(settings, events, "transform"):
        result = transform_step(settings, events)
    print(
        f"Đã dựng / Built: {result.count('model')} bảng / models, {result.count('test')} phép thử / tests"
        f" ({result.seconds:.1f} s) → {settings.build_db}"
    )


@app.command()
def check(
    warehouse: Warehouse = None, config: Config = None, wait: Wait = None, quiet: Quiet = False
) -> None:
    """Bước 3: kiểm tra trước khi phát hành. / Step 3: validate what is about to be published."""
    from etl.cli.show import progress
    from etl.pipeline import check_step
    from etl.running import run

    settings = _settings(config, warehouse_dir=warehouse, wait_seconds=wait)
    events = Events()
    with progress(events, quiet), run(settings, events, "check"):
        results = check_step(settings, events)
    failed = [r for r in results if r.outcome != "pass"]
    print(f"Kiểm tra / Checks: {len(results)}, không đạt / failed: {len(failed)}")


@app.command()
def publish(
    warehouse: Warehouse = None, config: Config = None, wait: Wait = None, quiet: Quiet = False
) -> None:
    """Bước 4: phát hành bản đã kiểm tra. / Step 4: publish what has been checked."""
    from etl.cli.show import progress, report_build
    from etl.pipeline import publish_checked
    from etl.running import run

    settings = _settings(config, warehouse_dir=warehouse, wait_seconds=wait)
    events = Events()
    with progress(events, quiet), run(settings, events, "publish"):
        result = publish_checked(settings, events)
    report_build(result, str(settings.warehouse_dir))
    raise typer.Exit(result.exit_code)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="Câu lệnh SQL; - để đọc từ stdin. / SQL; - reads stdin.")],
    warehouse: Warehouse = None,
    config: Config = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="table, csv, json, markdown")] = Format.table,
    release: Annotated[
        str | None,
        typer.Option("--release", help="Hỏi một bản khác. / Ask another release.", show_default=False),
    ] = None,
) -> None:
    """Hỏi bản phát hành hiện tại (chỉ đọc). / Query the current release, read-only.

    Bảng nằm trong schema marts, không cần ghi tên schema. / Tables are found in schema marts unprefixed.

    Ví dụ / Example: chitieu sql "select reported_name, value, reported_unit
    from fct_indicator_observation limit 5"
    """
    from etl.cli.show import write_rows
    from etl.release.query import query_release
    from etl.release.store import ReleaseStore

    settings = _settings(config, warehouse_dir=warehouse)
    store = ReleaseStore(settings.warehouse_dir)
    chosen = store.find(release) if release else store.require_current()
    names, rows = query_release(chosen, sys.stdin.read() if query == "-" else query)
    write_rows(names, rows, form.value)


@app.command()
def releases(warehouse: Warehouse = None, config: Config = None, as_json: AsJson = False) -> None:
    """Liệt kê các bản phát hành. / List the releases (→ đang dùng / current, ↩ đã rút / rolled back from)."""
    import json

    from etl.cli.show import write_rows
    from etl.release.store import ReleaseStore
    from etl.status import local_time

    settings = _settings(config, warehouse_dir=warehouse)
    listed = []
    store = ReleaseStore(settings.warehouse_dir)
    withdrawn = store.withdrawn()
    for r in store.releases():
        counts = r.manifest().get("counts", {})
        listed.append(
            {
                "release": r.name,
                "current": r.is_current,
                "withdrawn": r.name in withdrawn,
                "published_at": r.published_at.isoformat() + "Z",
                "published_local": local_time(r.published_at, settings.timezone),
                "megabytes": round(r.database.stat().st_size / 1e6, 1),
                "reports": counts.get("reports"),
                "observations": counts.get("observations"),
                "findings": counts.get("findings"),
            }
        )
    if as_json:
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    elif not listed:
        print("Chưa có bản phát hành nào. / There is no release yet.")
    else:
        names = [
            "",
            "release",
            f"published ({settings.timezone})",
            "MB",
            "reports",
            "observations",
            "findings",
        ]
        keys = ("release", "published_local", "megabytes", "reports", "observations", "findings")
        rows = [
            ["→" if r["current"] else "↩" if r["withdrawn"] else "", *(r[k] for k in keys)] for r in listed
        ]
        write_rows(names, rows, "table")


@app.command()
def rollback(
    release: Annotated[
        str | None,
        typer.Argument(
            help="Bản muốn dùng lại; mặc định: bản trước. / Release to return to; default: the one before.",
            show_default=False,
        ),
    ] = None,
    warehouse: Warehouse = None,
    config: Config = None,
    wait: Wait = None,
) -> None:
    """Dùng lại một bản phát hành cũ. / Make an earlier release current again.

    Lần `build` sau vẫn phát hành bản mới (thêm --if-changed: chỉ khi có gì đổi). /
    The next `build` publishes anew all the same (with --if-changed: once something has changed).
    """
    from etl.pipeline import rollback as roll_back

    settings = _settings(config, warehouse_dir=warehouse, wait_seconds=wait)
    before, after = roll_back(settings, release)
    print(f"{before.name} → {after.name}")


@app.command()
def diff(
    old: Annotated[str | None, typer.Argument(help="Bản cũ. / Older release.", show_default=False)] = None,
    new: Annotated[str | None, typer.Argument(help="Bản mới. / Newer release.", show_default=False)] = None,
    warehouse: Warehouse = None,
    config: Config = None,
    examples: Annotated[int, typer.Option(min=0, help="Số dòng mỗi loại. / Rows shown of each kind.")] = 10,
    as_json: AsJson = False,
) -> None:
    """So hai bản phát hành (mặc định: bản trước và bản hiện tại). / Compare two releases.

    Without arguments, the one before the current and the current one.
    """
    import json

    from etl.cli.show import diff_line, plain, write_rows
    from etl.release.diff import diff_releases
    from etl.release.store import ReleaseStore

    settings = _settings(config, warehouse_dir=warehouse)
    store = ReleaseStore(settings.warehouse_dir)
    newer = store.find(new) if new else store.require_current()
    older = store.find(old) if old else store.before(newer)
    result = diff_releases(older.database, newer.database, older.name, newer.name, examples)
    if as_json:
        print(json.dumps(plain(result.as_dict()), ensure_ascii=False, indent=1))
        return
    print(diff_line(result))
    for kind, rows in result.examples.items():
        print(f"\n{kind}:")
        write_rows(list(rows[0]), [list(row.values()) for row in rows], "table")


@app.command()
def status(
    warehouse: Warehouse = None,
    config: Config = None,
    as_json: AsJson = False,
    runs: Annotated[int, typer.Option(min=0, help="Số lần chạy gần nhất. / Last runs shown.")] = 5,
) -> None:
    """Tình trạng kho: bản hiện tại, tuổi, kiểm tra, các lần chạy. / How the warehouse stands."""
    import json

    from etl.status import describe, read_status

    settings = _settings(config, warehouse_dir=warehouse)
    told = read_status(settings, runs)
    print(json.dumps(told, ensure_ascii=False, indent=1, default=str) if as_json else describe(told))


@app.command("settings")
def show_settings(
    reports: Reports = None, warehouse: Warehouse = None, config: Config = None, as_json: AsJson = False
) -> None:
    """Mọi thiết lập, giá trị và nguồn. / Every setting, its value and where it comes from.

    Ưu tiên / Precedence: flag > CHITIEU_* > chitieu.toml > default.
    """
    import json

    from etl.cli.show import write_rows
    from etl.settings import ENV_PREFIX, Settings, origins

    flags = {"reports_dir": reports, "warehouse_dir": warehouse}
    settings = _settings(config, **flags)
    where = origins(config, **flags)
    told = [
        {
            "setting": name,
            "value": None if getattr(settings, name) is None else str(getattr(settings, name)),
            "from": where[name],
            "environment": (ENV_PREFIX + name).upper(),
            "meaning": field.description,
        }
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        write_rows(list(told[0]), [list(t.values()) for t in told], "table")


@app.command()
def schedule(
    reports: Reports = None,
    warehouse: Warehouse = None,
    config: Config = None,
    at: Annotated[str, typer.Option("--at", help="Giờ chạy, HH:MM. / Time of day, HH:MM.")] = "02:30",
    form: Annotated[str, typer.Option("--format", help="all, cron, systemd")] = "all",
) -> None:
    """In dòng crontab và timer systemd để sao chép. / Print a crontab line and a systemd timer."""
    from etl.schedule import crontab, systemd

    settings = _settings(config, reports_dir=reports, warehouse_dir=warehouse)
    if form not in ("all", "cron", "systemd"):
        raise typer.BadParameter("all, cron, systemd", param_hint="--format")
    if form in ("all", "cron"):
        print(crontab(settings, at, config))
    if form in ("all", "systemd"):
        print(systemd(settings, at, config))


File = Annotated[Path, typer.Argument(help="Tệp báo cáo. / A report file.", exists=True, dir_okay=False)]


@app.command()
def show(file: File) -> None:
    """Bố cục đọc được của một báo cáo. / The outline of a report as it was read."""
    from etl.documents import read_document
    from etl.documents.outline import render

    print(render(read_document(file)))


@app.command()
def explain(
    file: File,
    line: Annotated[
        int | None,
        typer.Option("--line", min=1, help="Chỉ dòng này. / Only this line.", show_default=False),
    ] = None,
    form: Annotated[TextOrJson, typer.Option("--format", "-f", help="text, json")] = TextOrJson.text,
) -> None:
    """Vì sao mỗi con số được hiểu như vậy. / Why each number was understood as it was."""
    import json

    from etl.cli.show import draw
    from etl.documents import read_document
    from etl.statements.explain import as_data, render
    from etl.statements.explain import explain as explain_blocks

    document = read_document(file)
    if form is TextOrJson.json:
        print(json.dumps(as_data(explain_blocks(document, line)), ensure_ascii=False, indent=1))
    else:
        draw(render(document, line))


def _register_analysis() -> None:
    from etl.cli.analysis import register

    register(app)


_register_analysis()
