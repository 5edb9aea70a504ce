"""The reading room: a release as a static site that people read, with every figure linked to its words."""

from __future__ import annotations

from etl.site.write import Written, write_site

__all__ = ["Written", "write_site"]
