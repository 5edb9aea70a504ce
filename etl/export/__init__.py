"""Exports of a published release: Parquet, CSV, XLSX and SDMX, told by a Frictionless data package.

A release is opened read-only and never changed; what is written lies in a folder of its own.
"""

from etl.export.model import Exported, ExportFormat, WrittenFile
from etl.export.run import export_release

__all__ = ["ExportFormat", "Exported", "WrittenFile", "export_release"]
