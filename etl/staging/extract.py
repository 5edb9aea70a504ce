"""Read documents, in this process or spread over several, into Arrow tables.

Results come back in the order of the tasks whatever the number of processes, so the staged rows are
the same; what a worker returns is compact Arrow, not object trees.
"""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import ChitieuError, InputRefused
from etl.faults import disk_is_full
from etl.workers import start_pool

if TYPE_CHECKING:
    import pyarrow as pa

    from etl.staging.manifest import Entry

# Below this many bytes to read, starting another interpreter costs more than it saves.
_BYTES_WORTH_A_PROCESS = 150_000


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read, and what its rows say of the run."""

    path: Path
    reports_dir: Path
    source_path: str
    entry: Entry | None
    byte_size: int
    run_id: str
    loaded_at: datetime
    extractor_version: str


@dataclass(slots=True)
class Extracted:
    """What one task gave: tables, or the reason for refusing the file."""

    task: Task
    tables: dict[str, pa.Table] = field(default_factory=dict)
    refusal: InputRefused | None = None
    fault: str | None = None  # traceback of a failure that is the reader's, for the log
    seconds: float = 0.0


def extract(task: Task) -> Extracted:
    """Read one document; refuses it where the file or the reader is at fault.

    Raises only what is neither's fault: a full disk.
    """
    from etl.documents import read_document
    from etl.staging.rows import document_tables
    from etl.statements import read_statements

    started = time.perf_counter()
    result = Extracted(task)
    try:
        document = read_document(task.path, task.entry, task.reports_dir)
        document.source_path = task.source_path
        reading = read_statements(document)
        result.tables = document_tables(
            document,
            reading,
            run_id=task.run_id,
            loaded_at=task.loaded_at,
            extractor_version=task.extractor_version,
        )
    except InputRefused as refusal:
        refusal.path = task.source_path  # readers know only where they read
        result.refusal = refusal
    except OSError as error:
        if disk_is_full(error):
            raise
        result.refusal = unreadable(task.source_path, error)
    except Exception as error:
        if disk_is_full(error):
            raise  # readers may need scratch files; that there is no room is not the document's fault
        result.fault = traceback.format_exc()
        result.refusal = InputRefused(
            "reader_fault",
            task.source_path,
            f"Bộ đọc gặp lỗi ở tệp này: {type(error).__name__}: {error}.",
            f"The reader failed on this file: {type(error).__name__}: {error}.",
            "Các tệp khác vẫn được nạp; gửi tệp này cùng nhật ký cho người bảo trì.",
            "The other files are loaded; send this file and the log to the maintainers.",
        )
    result.seconds = time.perf_counter() - started
    return result


def unreadable(source_path: str, error: OSError) -> InputRefused:
    """The refusal of a file that the operating system will not give us."""
    why = error.strerror or type(error).__name__
    return InputRefused(
        "unreadable",
        source_path,
        f"Không mở được tệp: {why}.",
        f"The file cannot be opened: {why}.",
        "Kiểm tra quyền đọc và ổ đĩa, rồi chạy lại.",
        "Check its permissions and the disk, then run again.",
    )


def extract_all(tasks: Sequence[Task], processes: int) -> Iterator[Extracted]:
    """Read all tasks, results in their order; at most `processes` at once."""
    size = sum(task.byte_size for task in tasks)
    processes = min(processes, len(tasks), max(1, size // _BYTES_WORTH_A_PROCESS))
    if processes <= 1:
        yield from map(extract, tasks)
        return
    pool = start_pool(processes)
    # A few tasks ahead keep every worker busy; all 500 at once would pile up in memory.
    ahead: deque[Future[Extracted]] = deque()
    rest = iter(tasks)
    try:
        for task in rest:
            ahead.append(pool.submit(extract, task))
            if len(ahead) >= 3 * processes:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    except BrokenProcessPool as error:
        raise ChitieuError(
            "Một tiến trình đọc bị hệ điều hành dừng (thường do thiếu bộ nhớ).",
            "A reading process was stopped by the system (most often for want of memory).",
            "Giảm CHITIEU_PROCESSES hoặc thêm bộ nhớ, rồi chạy lại.",
            "Lower CHITIEU_PROCESSES or add memory, then run again.",
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
