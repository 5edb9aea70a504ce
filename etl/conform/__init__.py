"""From what reports say to conformed members: one indicator, one unit, one place for all reports.

    conform(statements, documents) -> Conformed

gives the frames of staging.indicators, staging.units, staging.localities and
staging.statement_conformance.  All knowledge is in `data/catalogue`.
"""

from __future__ import annotations

from etl.conform.conform import Conformed, conform
from etl.conform.uncatalogued import Near, Uncatalogued, uncatalogued

__all__ = ["Conformed", "Near", "Uncatalogued", "conform", "uncatalogued"]
