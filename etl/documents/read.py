"""One file read down to blocks: the way in for loaders and the command line."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path

from etl.collector import collector_held
from etl.documents import guard
from etl.documents.assemble import build_blocks
from etl.documents.formats import extract
from etl.documents.metadata import read_metadata
from etl.documents.model import BlockKind, Document
from etl.documents.refusals import refuse
from etl.documents.sources import appendices

_MOST_LINES = 400_000  # a report has some thousands; more would only fill memory


def read_document(
    path: Path, manifest_entry: Mapping[str, str] | None = None, reports_dir: Path | None = None
) -> Document:
    """Read one report, and the appendix files beside it, down to blocks with metadata.

    `manifest_entry` overrides what the text says of itself (columns as in the manifest: title,
    issuing_body, locality_name, …).  `source_path` is given relative to `reports_dir`.  The hash and
    size are those of the report's own file.  Raises InputRefused for a file that cannot be read.
    """
    with collector_held():
        return _read(Path(path), manifest_entry, reports_dir)


def _read(path: Path, manifest_entry: Mapping[str, str] | None, reports_dir: Path | None) -> Document:
    guard.check_size(path, path.stat().st_size)
    data = path.read_bytes()
    extraction = extract(path, data)
    for appendix in appendices(path):
        guard.check_size(appendix, appendix.stat().st_size)
        extraction.join(extract(appendix, appendix.read_bytes()))
    # A text of fewer characters has fewer lines: they are not counted.
    lines = extraction.text.count("\n") if len(extraction.text) > _MOST_LINES else 0
    if lines > _MOST_LINES:
        raise refuse("too_large", path, f"{lines} dòng", f"{lines} lines")
    blocks, offsets = build_blocks(extraction)
    if not any(b.kind not in (BlockKind.FURNITURE, BlockKind.SIGNATURE) for b in blocks):
        raise refuse("no_report", path, "không có đoạn văn hay bảng nào", "no paragraph and no table")
    if extraction.pages:
        for block in blocks:
            start = (
                block.content.pieces[0].source_start
                if block.content.pieces
                else offsets[block.line_start - 1]
            )
            block.page = bisect_right(extraction.pages, start)
    source_path = path.relative_to(reports_dir).as_posix() if reports_dir else str(path)
    return Document(
        report_id=path.stem,
        source_path=source_path,
        format=extraction.format,
        encoding=extraction.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        byte_size=len(data),
        text=extraction.text,
        metadata=read_metadata(blocks, manifest_entry),
        blocks=blocks,
        line_offsets=offsets,
    )
