"""The observations as SDMX: SDMX-CSV 2.0 beside the SDMX-ML 3.0 structure that it follows."""

from etl.export.sdmx.write import DATA, STRUCTURE, write_sdmx

__all__ = ["DATA", "STRUCTURE", "write_sdmx"]
