"""Putting an export in its place: written beside, moved when whole, never over somebody else's file.

What an earlier export left is known by its `datapackage.json`, which gives the hash of each file; a
file that it does not name, or whose bytes have changed since, is somebody's own.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from etl.errors import ChitieuError, ExitCode, WrongUsage

PACKAGE = "datapackage.json"
PACKAGE_NAME = "chitieu"


def check_folder(folder: Path, reports_dir: Path, warehouse_dir: Path) -> None:
    """Refuse a folder that the next build would read, or that belongs to the warehouse; WrongUsage (64)."""
    if folder.exists() and not folder.is_dir():
        raise WrongUsage(
            f"{folder} là một tệp, không phải thư mục.",
            f"{folder} is a file, not a directory.",
            "Chọn thư mục khác bằng --output.",
            "Choose a directory with --output.",
        )
    place = folder.resolve()
    if reports_dir.is_dir() and place.is_relative_to(reports_dir.resolve()):
        raise WrongUsage(
            f"{folder} nằm trong thư mục báo cáo; lần dựng sau sẽ đọc các tệp xuất ra như báo cáo.",
            f"{folder} lies in the reports directory; the next build would read the export as reports.",
            "Chọn thư mục khác bằng --output.",
            "Choose another directory with --output.",
        )
    kept = [warehouse_dir / part for part in ("releases", "work", "current")]
    if any(k.exists() and place.is_relative_to(k.resolve()) for k in kept):
        raise WrongUsage(
            f"{folder} nằm trong kho; một bản đã phát hành không bao giờ thay đổi.",
            f"{folder} lies inside the warehouse; a published release never changes.",
            "Chọn thư mục khác bằng --output.",
            "Choose another directory with --output.",
        )


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """An empty folder on the same disk as `folder`, gone afterwards.

    Raises ChitieuError (64) with the system's words where nothing can be written there.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        staged.chmod(0o755)  # mkdtemp's 0700 would shut others out of the export
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def put(staged: Path, folder: Path, force: bool) -> list[str]:
    """Move the files of `staged` into `folder`; the paths that were replaced or taken away.

    Files of an earlier export that are not in this one go; other files stay.  Raises WrongUsage (64)
    where a file that no export wrote is in the way and `force` is not set; then nothing is touched.
    """
    new = sorted(p.relative_to(staged).as_posix() for p in staged.rglob("*") if p.is_file())
    new.sort(key=lambda path: path == PACKAGE)  # last: it vouches for the others
    earlier = _earlier(folder)
    there = [path for path in new if (folder / path).exists()]
    foreign = [path for path in there if path not in earlier]
    if foreign and not force:
        raise WrongUsage(
            f"{folder} có tệp không do lần xuất nào ghi, hoặc đã bị sửa: {_named(foreign)}. Chưa ghi gì.",
            f"{folder} holds files that no export wrote, or that were edited: {_named(foreign)}."
            " Nothing was written.",
            "Chọn thư mục khác bằng --output, hoặc dùng --force để ghi đè các tệp đó.",
            "Choose another directory with --output, or overwrite those files with --force.",
        )
    try:
        for path in new:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            (staged / path).replace(target)
        stale = sorted(earlier - set(new))
        for path in stale:
            (folder / path).unlink(missing_ok=True)
            with suppress(OSError):  # not empty, or the folder itself
                (folder / path).parent.rmdir()
    except OSError as error:
        raise unwritable(folder, error) from error
    return sorted([*there, *stale])


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unwritable(folder: Path, error: OSError) -> ChitieuError:
    """The error for a place that cannot be written."""
    why = error.strerror or type(error).__name__
    return ChitieuError(
        f"Không ghi được vào thư mục này: {why}.",
        f"The directory cannot be written: {why}.",
        "Chọn chỗ khác bằng --output.",
        "Choose another place with --output.",
        path=folder,
        exit_code=ExitCode.WRONG_USAGE,
    )


def _earlier(folder: Path) -> set[str]:
    """The files of an earlier export in `folder` that are as it left them."""
    try:
        package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
        if package["name"] != PACKAGE_NAME:
            return set()
        told = {str(r["path"]): str(r["hash"]) for r in package["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {PACKAGE} | {
        path
        for path, hash_ in told.items()
        if _inside(path) and (folder / path).is_file() and hash_ == f"sha256:{digest(folder / path)}"
    }


def _inside(path: str) -> bool:
    """Whether a path that a file gives stays in its folder."""
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts


def _named(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:5])
    return shown if len(paths) <= 5 else f"{shown} … ({len(paths)})"
