"""What people see: errors, progress, tables.  Rich is imported only where something is drawn."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from etl.errors import ChitieuError
from etl.events import Event, Events

if TYPE_CHECKING:
    from rich.console import RenderableType

    from etl.pipeline import BuildResult
    from etl.release.diff import ReleaseDiff

STEPS = {
    "load_started": "Đọc báo cáo / Reading reports",
    "conform_started": "Quy chiếu chỉ tiêu / Conforming indicators",
    "transform_started": "Dựng bảng / Building tables (dbt)",
    "check_started": "Kiểm tra / Checking",
    "publish_started": "Phát hành / Publishing",
}


def report_error(error: ChitieuError) -> None:
    """Cause, place and remedy, in Vietnamese and English, on standard error."""
    where = f"{error.place}: " if error.place else ""
    print(f"Lỗi: {where}{error.message_vi} {error.remedy_vi}".rstrip(), file=sys.stderr)
    print(f"Error: {where}{error.message_en} {error.remedy_en}".rstrip(), file=sys.stderr)


def report_fault(error: BaseException) -> None:
    """A fault of ours: told as such, with the trace for whoever mends it."""
    import traceback

    traceback.print_exception(error)
    print(
        "Lỗi của chương trình, không phải của dữ liệu; gửi các dòng trên cho người bảo trì.\n"
        "This is a fault of the program, not of the data; send the lines above to the maintainers.",
        file=sys.stderr,
    )


@contextmanager
def progress(events: Events, quiet: bool) -> Iterator[None]:
    """Show a run's events: a bar on a terminal, plain lines elsewhere, nothing when quiet."""
    if quiet:
        yield
        return
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        events.listeners.append(_plain_line)
        try:
            yield
        finally:
            events.listeners.remove(_plain_line)
        return
    with _bar() as listener:
        events.listeners.append(listener)
        try:
            yield
        finally:
            events.listeners.remove(listener)


def _plain_line(event: Event) -> None:
    text = STEPS.get(event.name) or _notice(event)
    if text:
        print(text, file=sys.stderr, flush=True)


@contextmanager
def _bar() -> Iterator[Any]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task("Chuẩn bị / Preparing", total=None)

        def listen(event: Event) -> None:
            if event.name in STEPS:
                bar.update(
                    task, description=STEPS[event.name], total=event.fields.get("to_read"), completed=0
                )
            elif event.name == "document_read":
                bar.update(task, completed=event.fields["done"], total=event.fields["total"])
            elif event.name == "node_finished":
                bar.advance(task)
            else:
                notice = _notice(event)
                if notice:
                    console.print(notice, highlight=False, markup=False)

        yield listen


def _notice(event: Event) -> str | None:
    told = event.fields
    if event.name == "lock_waited_for":
        holder = told.get("holder") or {}
        return (
            f"Chờ lần dựng khác (pid {holder.get('pid')}, từ {holder.get('since')} UTC). / "
            f"Waiting for another build (pid {holder.get('pid')}, since {holder.get('since')} UTC)."
        )
    if event.name == "lock_taken_over":
        return (
            f"Lần dựng trước (pid {told['holder']['pid']}) đã chết giữa chừng; dọn dẹp và làm tiếp. / "
            f"The earlier build (pid {told['holder']['pid']}) died half-way; its remains are cleared."
        )
    if event.name == "staging_rebuilt":
        return (
            "Cơ sở dữ liệu tập kết bị hỏng; nạp lại từ đầu. / The staging database is damaged; loading anew."
        )
    if event.name == "expectation_failed" and told["severity"] != "critical":
        where = f"{told['stage']}.{told['frame']}"
        return f"Lưu ý / Note [{where}, {told['unexpected']}]: {told['message_vi']} / {told['message_en']}"
    return None


def report_build(result: BuildResult, warehouse: str) -> None:
    """The closing table of a build, what changed, what was refused, and the line that opens it."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    counts = result.summary
    table = Table(title=f"Chỉ tiêu · {result.release.name}", title_justify="left", show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right")
    severities = counts["findings_by_severity"]
    rows = [
        ("Báo cáo / Reports", counts["reports"]),
        ("Quan sát / Observations", counts["observations"]),
        ("So sánh in trong báo cáo / Printed comparisons", counts["comparisons"]),
        ("  kiểm tra được / checked", counts["comparisons_checked"]),
        ("  khớp / consistent", counts["comparisons_consistent"]),
        ("Phát hiện: sai / Findings: errors", severities.get("error", 0)),
        ("  cảnh báo / warnings", severities.get("warning", 0)),
        ("  ghi chú / notes", severities.get("info", 0)),
        ("Số in trong báo cáo / Printed numbers", counts["numbers"]),
        ("  chưa phân loại / unclassified", counts["numbers_unclassified"]),
        ("Thời gian / Seconds", f"{result.seconds:.1f}"),
    ]
    for label, value in rows:
        table.add_row(label, f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value))
    console.print(table)
    if result.unchanged:
        print("Không có gì thay đổi; giữ bản phát hành đang có. / Nothing changed; the release stands.")
    if result.diff is not None:
        print(diff_line(result.diff))
    for refusal in result.refusals:
        print(f"Từ chối: {refusal.text_vi()}\nRefused: {refusal.text_en()}")
    database = f"{warehouse}/current/{result.release.database.name}"
    print(f"Tệp / File: {database}")
    print(f'Mở / Open:  chitieu sql "select * from mart_quality_scorecard" --warehouse {warehouse}')


def diff_line(diff: ReleaseDiff) -> str:
    """One line that says what changed since the earlier release."""
    if diff.is_empty:
        return f"Không đổi so với {diff.old}. / No change since {diff.old}."
    return (
        f"So với {diff.old} / Since {diff.old}: "
        f"quan sát / observations +{diff.observations_added} −{diff.observations_gone} "
        f"~{diff.observations_changed}; "
        f"phát hiện / findings +{diff.findings_new} −{diff.findings_resolved}"
        + (f"; báo cáo mới / reports added: {', '.join(diff.reports_added)}" if diff.reports_added else "")
        + (f"; báo cáo rời / reports gone: {', '.join(diff.reports_gone)}" if diff.reports_gone else "")
    )


def plain(value: Any) -> Any:
    """A value as JSON has it: exact numbers, ISO times, text."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return int(value) if whole else float(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    return str(value)


def write_rows(
    names: Sequence[str], rows: Sequence[Sequence[Any]], form: str, out: IO[str] | None = None
) -> None:
    """Rows as table, csv, json or markdown."""
    out = out or sys.stdout
    if form == "json":
        records = [dict(zip(names, map(plain, row), strict=True)) for row in rows]
        out.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
    elif form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([plain(v) for v in row] for row in rows)
    elif form == "markdown":
        out.write("| " + " | ".join(names) + " |\n|" + "---|" * len(names) + "\n")
        for row in rows:
            cells = (_text(v).replace("|", "\\|").replace("\n", " ") for v in row)
            out.write("| " + " | ".join(cells) + " |\n")
    else:
        from rich.console import Console
        from rich.table import Table

        table = Table()
        for number, name in enumerate(names):
            numeric = any(isinstance(row[number], int | float | Decimal) for row in rows)
            table.add_column(name, justify="right" if numeric else "left", overflow="fold")
        for row in rows:
            table.add_row(*(_text(v) for v in row))
        # Into a pipe there is no width to fit: every column is given what it needs.
        width = None if out.isatty() else 100_000
        console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
        console.print(table)
        if out.isatty():
            print(f"{len(rows)} dòng / rows", file=sys.stderr)


def draw(renderable: RenderableType, out: IO[str] | None = None) -> None:
    """Print something drawn to `out`, or to the standard output of the moment; into a pipe without colour
    and without cutting lines.
    """
    from rich.console import Console

    out = out or sys.stdout
    width = None if out.isatty() else 100_000
    Console(file=out, width=width, highlight=False, markup=False, emoji=False).print(renderable)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(plain(value))
