"""What the system refuses (a full disk, a read-only directory, too little memory), told to people."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import ChitieuError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_FULL_WORDS = ("No space left on device", "File too large", "Disk quota exceeded", "database or disk is full")
_READ_ONLY_WORDS = ("Read-only file system", "Permission denied", "read-only")
_IN_USE_WORDS = ("Could not set lock on file",)
_MEMORY_WORDS = ("Out of Memory", "failed to allocate", "could not allocate")


@contextmanager
def told_plainly(warehouse_dir: Path) -> Iterator[None]:
    """Turn refusals of the system into ChitieuErrors (exit 1); all else passes through."""
    try:
        yield
    except ChitieuError as error:
        plain = _plain(error, str(error), warehouse_dir)
        if plain is None:
            raise
        raise plain from error
    except MemoryError as error:
        raise _no_memory() from error
    except OSError as error:
        plain = _plain(error, str(error), warehouse_dir)
        if plain is None:
            raise
        raise plain from error
    except Exception as error:
        # DuckDB's errors, told by their words: its exceptions carry no errno.
        plain = (
            _plain(error, str(error), warehouse_dir) if type(error).__module__.startswith(_DUCKDB) else None
        )
        if plain is None:
            raise
        raise plain from error


_DUCKDB = ("duckdb", "_duckdb", "sqlalchemy")


def disk_is_full(error: BaseException) -> bool:
    """Whether an error means that there is no room left to write to."""
    number = error.errno if isinstance(error, OSError) else None
    return number in _FULL or any(words in str(error) for words in _FULL_WORDS)


def _plain(error: BaseException, text: str, warehouse_dir: Path) -> ChitieuError | None:
    number = error.errno if isinstance(error, OSError) else None
    path = getattr(error, "filename", None) or warehouse_dir
    if disk_is_full(error):
        return ChitieuError(
            "Hết chỗ trên ổ đĩa trong khi dựng kho.",
            "The disk ran full while building.",
            "Giải phóng chỗ (xem `chitieu releases`, giảm keep_releases) rồi chạy lại;"
            " bản phát hành trước vẫn còn nguyên.",
            "Free some space (see `chitieu releases`, lower keep_releases) and run again;"
            " the earlier release stands untouched.",
            path=path,
        )
    if number in _READ_ONLY or (number is None and any(words in text for words in _READ_ONLY_WORDS)):
        return ChitieuError(
            "Không ghi được vào thư mục kho.",
            "The warehouse directory cannot be written.",
            "Cấp quyền ghi cho người chạy, hoặc đặt --warehouse vào chỗ ghi được.",
            "Give this user write permission, or point --warehouse to a place that can be written.",
            path=path,
        )
    if any(words in text for words in _MEMORY_WORDS):
        return _no_memory()
    if any(words in text for words in _IN_USE_WORDS):
        return ChitieuError(
            f"Chương trình khác đang mở tệp làm việc của kho: {text}",
            f"Another program holds a work file of the warehouse open: {text}",
            "Đóng chương trình đó; công cụ BI chỉ nên mở current/chitieu.duckdb.",
            "Close that program; BI tools should open current/chitieu.duckdb only.",
            path=path,
        )
    return None


def _no_memory() -> ChitieuError:
    return ChitieuError(
        "Thiếu bộ nhớ trong khi dựng kho.",
        "Memory ran out while building.",
        "Giảm CHITIEU_PROCESSES hoặc thêm bộ nhớ, rồi chạy lại.",
        "Lower CHITIEU_PROCESSES or add memory, then run again.",
    )
