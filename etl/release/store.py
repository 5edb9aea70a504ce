"""The releases on disk: which there are, which is current, and the one step that changes that.

A release is a folder `releases/<UTC time>` that is complete before it gets that name; `current` is a
relative link to one of them, replaced by a rename, so a reader finds the old or the new, never none.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.errors import ChitieuError
from etl.events import utc_now

DATABASE = "chitieu.duckdb"
MANIFEST = "manifest.json"
DOCS = "checks"
DBT_DOCS = "dbt_docs"
PARQUET = "parquet"
_STAMP = "%Y%m%dT%H%M%SZ"
_BUILDING = ".building-"
_LINKING = ".current-"


@dataclass(frozen=True, slots=True)
class Release:
    """One published release."""

    name: str
    path: Path
    is_current: bool

    @property
    def database(self) -> Path:
        """The file that readers open."""
        return self.path / DATABASE

    @property
    def published_at(self) -> datetime:
        """When it was published, UTC."""
        return datetime.strptime(self.name[:16], _STAMP).replace(tzinfo=UTC).replace(tzinfo=None)

    def manifest(self) -> dict[str, Any]:
        """Its manifest; empty if it cannot be read."""
        try:
            content = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}


class ReleaseStore:
    """The releases below one warehouse directory."""

    def __init__(self, warehouse_dir: Path) -> None:
        self.warehouse_dir = warehouse_dir
        self.releases_dir = warehouse_dir / "releases"
        self.link = warehouse_dir / "current"

    def releases(self) -> list[Release]:
        """All complete releases, oldest first."""
        if not self.releases_dir.is_dir():
            return []
        current = self._current_name()
        names = sorted(
            p.name
            for p in self.releases_dir.iterdir()
            if not p.name.startswith(".") and (p / DATABASE).is_file()
        )
        return [Release(name, self.releases_dir / name, name == current) for name in names]

    def newest_first(self) -> list[Release]:
        """The current release and those it followed, newest first; all of them where none is current."""
        current = self.current()
        return self.lineage(current) if current else self.releases()[::-1]

    def current(self) -> Release | None:
        """The release that `current` names, None before the first publish."""
        name = self._current_name()
        if name is None or not (self.releases_dir / name / DATABASE).is_file():
            return None
        return Release(name, self.releases_dir / name, True)

    def require_current(self) -> Release:
        """The current release; raises ChitieuError (exit 1) where there is none."""
        release = self.current()
        if release is None:
            raise ChitieuError(
                "Chưa có bản phát hành nào.",
                "There is no release yet.",
                "Chạy `chitieu build` trước.",
                "Run `chitieu build` first.",
                path=self.warehouse_dir,
            )
        return release

    def find(self, name: str) -> Release:
        """The release whose name is, or uniquely begins with, `name`."""
        releases = self.releases()
        found = [r for r in releases if r.name == name] or [r for r in releases if r.name.startswith(name)]
        if len(found) == 1 and name:
            return found[0]
        known = ", ".join(r.name for r in releases) or "–"
        raise ChitieuError(
            f"Không có đúng một bản phát hành tên “{name}”. Hiện có: {known}.",
            f"There is not exactly one release “{name}”. There are: {known}.",
            "Xem `chitieu releases`.",
            "See `chitieu releases`.",
            path=self.releases_dir,
        )

    def before(self, release: Release) -> Release:
        """The release that `release` followed; raises ChitieuError (exit 1) where it is the first."""
        earlier = self.lineage(release)[1:]
        if earlier:
            return earlier[0]
        raise ChitieuError(
            f"Không có bản phát hành nào trước {release.name}.",
            f"There is no release before {release.name}.",
            "Xem `chitieu releases`.",
            "See `chitieu releases`.",
            path=self.releases_dir,
        )

    def lineage(self, release: Release) -> list[Release]:
        """The release, the one that was current when it was published, and so on back to the first.

        Not the same as all older ones: after a rollback from B to A the next release follows A, and B
        is in nobody's line.  Where the one named is pruned, or none is named, the nearest older one
        is taken.
        """
        older = [r for r in self.releases() if r.name < release.name]
        line = [release]
        while older:
            followed = line[-1].manifest().get("previous_release") or line[-1].name
            found = next((r for r in reversed(older) if r.name <= followed), older[-1])
            line.append(found)
            older = [r for r in older if r.name < found.name]
        return line

    def withdrawn(self) -> set[str]:
        """Names of the releases that were rolled back from: all that are not in the current one's line."""
        current = self.current()
        line = {r.name for r in self.lineage(current)} if current else set()
        return {r.name for r in self.releases()} - line if line else set()

    def new_folder(self) -> Path:
        """A folder to build a release in; no reader looks into it."""
        self.releases_dir.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=self.releases_dir))
        folder.chmod(0o755)  # mkdtemp's 0700 would shut BI users out of the release
        return folder

    def publish(self, folder: Path) -> Release:
        """Give a complete folder its name and make it current."""
        _sync_tree(folder)
        stamp = f"{utc_now():{_STAMP}}"
        # Two publishes within one second: the later name comes later, even where one has been pruned.
        taken = [int(p.name[17:] or 0) for p in self.releases_dir.glob(f"{stamp}*")]
        target = self.releases_dir / (f"{stamp}-{max(taken) + 1}" if taken else stamp)
        folder.rename(target)
        self.switch(target.name)
        return Release(target.name, target, True)

    def switch(self, name: str) -> None:
        """Make a release current, in one atomic step."""
        temporary = self.warehouse_dir / f"{_LINKING}{os.getpid()}"
        with suppress(FileNotFoundError):
            temporary.unlink()
        temporary.symlink_to(Path("releases") / name, target_is_directory=True)
        temporary.replace(self.link)
        _sync_directory(self.warehouse_dir)

    def sweep(self) -> list[str]:
        """Remove what killed builds left half-done; only the holder of the build lock may call this."""
        swept = []
        left = [*self.releases_dir.glob(f"{_BUILDING}*"), *self.warehouse_dir.glob(f"{_LINKING}*")]
        for path in left:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
            swept.append(path.name)
        return swept

    def prune(self, keep: int, spare: str | None = None) -> list[str]:
        """Remove the oldest releases beyond `keep`, save the current one and those somebody reads.

        Those that were rolled back from go first; ones newer than the current count as new.  `spare`
        names the release that was current a moment ago: a reader may have followed the link to it and
        not have opened it yet.
        """
        withdrawn = self.withdrawn()
        current = self._current_name() or ""
        releases = sorted(
            self.releases(), key=lambda r: (r.name not in withdrawn or r.name > current, r.name)
        )
        surplus = [
            r for r in releases[: max(0, len(releases) - keep)] if not r.is_current and r.name != spare
        ]
        if not surplus:
            return []
        in_use = _open_files()
        removed = []
        for release in surplus:
            if any(Path(opened).is_relative_to(release.path.resolve()) for opened in in_use):
                continue
            # Out of the listing first: a folder that is half removed must not look like a release.
            doomed = self.releases_dir / f"{_BUILDING}removed-{release.name}"
            release.path.rename(doomed)
            shutil.rmtree(doomed, ignore_errors=True)
            removed.append(release.name)
        return removed

    def _current_name(self) -> str | None:
        try:
            return self.link.readlink().name
        except OSError:
            return None


def _open_files() -> set[str]:
    """Paths of the files that processes we may look into hold open."""
    import psutil

    opened: set[str] = set()
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            opened.update(f.path for f in process.open_files())
    return opened


def _sync_tree(folder: Path) -> None:
    """Have everything in a folder on disk before its name says that it is complete."""
    for path in [*folder.rglob("*"), folder]:
        if path.is_dir():
            _sync_directory(path)
        elif path.is_file():
            with path.open("rb") as handle:
                os.fsync(handle.fileno())


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
