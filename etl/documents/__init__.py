"""Documents of any format an office sends, read down to blocks that know where they stand."""

from __future__ import annotations

from etl.documents.read import read_document
from etl.documents.sources import appendices, discover

__all__ = ["appendices", "discover", "read_document"]
