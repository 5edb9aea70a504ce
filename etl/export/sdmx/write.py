"""Write the SDMX files of a release."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import ChitieuError
from etl.export.model import Note
from etl.export.sdmx.codes import codelists_of
from etl.export.sdmx.observations import read_observations
from etl.export.sdmx.scheme import AGENCY, COMPONENTS, DATAFLOW, FIXED_CODELISTS, VERSION
from etl.export.sdmx.structure import write_structure

if TYPE_CHECKING:
    import duckdb

DATA = "chitieu-data.csv"
STRUCTURE = "chitieu-structure.xml"


def write_sdmx(
    directory: Path, connection: duckdb.DuckDBPyConnection, release: str, published_at: datetime
) -> tuple[int, list[Note]]:
    """Write data and structure into `directory`; the number of observations, and what has none.

    The data is SDMX-CSV 2.0 in UTF-8: a machine's format, whose cells stand as they are.

    Raises ChitieuError where the release is too old to have what SDMX needs.
    """
    import duckdb

    try:
        observations, left_out = read_observations(connection)
        codelists = [*codelists_of(connection, observations), *FIXED_CODELISTS]
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise ChitieuError(
            f"Bản {release} thiếu bảng hoặc cột cần cho SDMX: {error}.",
            f"Release {release} lacks a table or column that SDMX needs: {error}.",
            "Dựng lại kho rồi xuất, hoặc chọn --format khác.",
            "Build anew and export that, or choose another --format.",
        ) from error
    write_structure(directory / STRUCTURE, codelists, release, published_at)
    names = [c.id for c in COMPONENTS]
    flow = f"{AGENCY}:{DATAFLOW}({VERSION})"
    with (directory / DATA).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *names])
        writer.writerows(["dataflow", flow, "I", *(o.cells[name] for name in names)] for o in observations)
    notes = []
    if left_out:
        notes.append(
            Note(
                f"SDMX: {left_out} quan sát không rõ địa phương, chỉ tiêu hoặc năm không có khóa nên không có"
                " mặt; xem fct_indicator_observation.",
                f"SDMX: {left_out} observations of no known place, indicator or year have no key and are not"
                " in it; see fct_indicator_observation.",
            )
        )
    return len(observations), notes
