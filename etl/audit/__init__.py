"""One draft report checked as a build would check it, and told to whoever has to mend it."""

from __future__ import annotations

from etl.audit.model import Audit
from etl.audit.run import audit

__all__ = ["Audit", "audit"]
