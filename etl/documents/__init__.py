"""Documents of any format an office sends, read down to blocks that know where they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from etl.documents.assemble import build_blocks
from etl.documents.model import Document, Metadata

__all__ = ["read_document"]


def read_document(
    path: Path, manifest_entry: Mapping[str, str] | None = None, reports_dir: Path | None = None
) -> Document:
    """Read one report.

    `manifest_entry` overrides what the text says of itself; `reports_dir` is the folder that
    `source_path` is given relative to.
    """
    data = Path(path).read_bytes()
    text = data.decode("utf-8")
    blocks, offsets = build_blocks(text)
    source_path = str(path.relative_to(reports_dir)) if reports_dir else str(path)
    return Document(
        Path(path).stem, source_path, "txt", "utf-8", hashlib.sha256(data).hexdigest(), len(data), text,
        Metadata(), blocks, offsets,
    )  # fmt: skip
