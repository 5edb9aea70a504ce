"""Audit one draft report: read it, check it by the warehouse's own SQL, collect what was found.

Nothing published is read or written.  The report is staged and built in a temporary directory; only
dbt's parsed project is kept between audits, in the user's cache, because parsing it takes longer
than checking a report.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from etl.audit.collect import collect
from etl.audit.model import Audit
from etl.errors import WrongUsage
from etl.events import Events, utc_now
from etl.home import HOME

if TYPE_CHECKING:
    import pyarrow as pa

    from etl.documents.model import Document

# The findings, what they point at, and what was counted on the way.
SELECTION = "+mart_quality_scorecard dim_quality_rule"


def audit(
    path: Path,
    earlier: Sequence[Path] = (),
    *,
    events: Events | None = None,
    cache_dir: Path | None = None,
) -> Audit:
    """Read and check the report at `path`, and hold it to the `earlier` reports of its place, if given.

    `cache_dir` keeps dbt's parsed project, by default in the user's cache.  Raises InputRefused for
    a file that cannot be read as a report, WrongUsage for two files of one name.
    """
    from etl.staging.load import stage
    from etl.staging.version import product_version
    from etl.transform import Transformer

    events = events or Events()
    began, checked_at = time.monotonic(), utc_now()
    files = [path, *earlier]
    _one_name_each(files)
    with tempfile.TemporaryDirectory(prefix="chitieu-audit-") as folder:
        staging_db, build_db = Path(folder, "loader.duckdb"), Path(folder, "build.duckdb")
        kept = cache_dir or _cache_dir(Path(folder))
        events.emit("load_started", files=len(files), to_read=len(files), refused=0)
        # dbt takes seconds to load and parse: it does so beside the reading, in a process of its own.
        with Transformer(staging_db, build_db, kept) as transformer:
            transformer.start()
            documents = [_document(file) for file in files]
            read = [_tables(document) for document in documents]
            events.emit("conform_started")
            stage(staging_db, read)
            events.emit("transform_started")
            transformer.run(select=SELECTION, tests=False)
        result = collect(build_db, documents[0])
    result.checked_at, result.version = checked_at, product_version()
    result.earlier = [other.name for other in earlier]
    result.seconds = time.monotonic() - began
    return result


def _document(path: Path) -> Document:
    from etl.documents import read_document
    from etl.staging.extract import unreadable

    try:
        return read_document(path, _manifest_row(path))
    except OSError as error:
        raise unreadable(str(path), error) from error


def _tables(document: Document) -> dict[str, pa.Table]:
    from etl.staging.rows import document_tables
    from etl.staging.version import extractor_version
    from etl.statements import read_statements

    return document_tables(
        document,
        read_statements(document),
        run_id="audit",
        loaded_at=utc_now(),
        extractor_version=extractor_version(),
    )


def _manifest_row(path: Path) -> dict[str, str] | None:
    """What a manifest beside the file says of it; its hash does not matter, a draft changes."""
    from etl.staging.manifest import read_manifest

    entry = read_manifest(path.parent).entry(path.name)
    return dict(entry) if entry else None


def _one_name_each(files: Sequence[Path]) -> None:
    by_stem: dict[str, Path] = {}
    for file in files:
        other = by_stem.get(file.stem)
        by_stem[file.stem] = file
        if other is not None:
            raise WrongUsage(
                f"Hai tệp trùng tên {file.stem}: {other} và {file}.",
                f"Two files bear the name {file.stem}: {other} and {file}.",
                "Đổi tên một tệp, hoặc bỏ tệp đưa vào hai lần.",
                "Rename one, or drop the one that was given twice.",
            )


def _cache_dir(otherwise: Path) -> Path:
    """Where this installation's parsed project is kept; a passing place if there is no writable cache."""
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        root = Path(base) if base else Path.home() / ".cache"
        kept = root / "chitieu" / f"dbt-{hashlib.sha256(str(HOME).encode()).hexdigest()[:8]}"
        kept.mkdir(parents=True, exist_ok=True)
        if os.access(kept, os.W_OK):
            return kept
    except (OSError, RuntimeError):  # no home, or one that nobody may write to
        pass
    return otherwise / "dbt"
