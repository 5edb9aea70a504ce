"""Documents, readings and conformed frames as Arrow tables in the exact shape of the staging tables.

The Arrow types follow `models/`, so a value that does not fit fails here, with its column's name,
and nowhere later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from sqlalchemy import types

from etl.documents.stored import layout_of
from etl.statements import Comparison, Number, Statement
from models.staging import metadata

if TYPE_CHECKING:
    import pandas as pd

    from etl.documents.model import Block, Document
    from etl.statements.model import Reading

Row = Mapping[str, Any]

_STATEMENT, _COMPARISON, _NUMBER = (
    tuple(field.name for field in fields(shape)) for shape in (Statement, Comparison, Number)
)


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of one staging table, column for column as `models/` has it."""
    columns = metadata.tables[f"{metadata.schema}.{table}"].columns
    return pa.schema(
        [pa.field(c.name, _arrow_type(c.type), nullable=bool(c.nullable)) for c in columns],
    )


def _arrow_type(kind: types.TypeEngine[Any]) -> pa.DataType:
    # Order matters: Double is a Numeric and BigInteger an Integer to SQLAlchemy.
    if isinstance(kind, types.Double):
        return pa.float64()
    if isinstance(kind, types.Numeric):
        return pa.decimal128(kind.precision or 38, kind.scale or 0)
    for base, arrow in (
        (types.BigInteger, pa.int64()),
        (types.Integer, pa.int32()),
        (types.Boolean, pa.bool_()),
        (types.DateTime, pa.timestamp("us")),
        (types.Date, pa.date32()),
        (types.Text, pa.string()),
    ):
        if isinstance(kind, base):
            return arrow
    raise TypeError(f"No Arrow type is known for {kind!r}")


def arrow_table(table: str, rows: Sequence[Row]) -> pa.Table:
    """Rows as an Arrow table of that staging table; keys that are no column of it are left out.

    Raises KeyError for a row without one of the columns, pa.ArrowInvalid for a value that does not fit.
    """
    schema = arrow_schema(table)
    arrays = []
    for column in schema:
        try:
            arrays.append(pa.array([row[column.name] for row in rows], type=column.type))
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise type(error)(f"{table}.{column.name}: {error}") from error
    return pa.Table.from_arrays(arrays, schema=schema)


def document_tables(
    document: Document, reading: Reading, *, run_id: str, loaded_at: datetime, extractor_version: str
) -> dict[str, pa.Table]:
    """One read document as tables `documents`, `blocks`, `statements`, `comparisons`, `numbers`."""
    report_id = document.report_id
    statements, comparisons = [], []
    for statement in reading.statements:
        own = {name: getattr(statement, name) for name in _STATEMENT}
        statements.append({**own, "report_id": report_id})
        for ordinal, comparison in enumerate(statement.comparisons):
            printed = {name: getattr(comparison, name) for name in _COMPARISON}
            comparisons.append(
                {
                    **printed,
                    "comparison_id": f"{statement.statement_id}:c{ordinal}",
                    "statement_id": statement.statement_id,
                    "report_id": report_id,
                }
            )
    numbers = [
        {
            **{name: getattr(number, name) for name in _NUMBER},
            "number_id": f"{report_id}:n{number.char_start}",
            "report_id": report_id,
        }
        for number in reading.numbers
    ]
    told = asdict(document.metadata)
    row = {
        **told,
        "metadata_confidence": told["confidence"],
        "report_id": report_id,
        "run_id": run_id,
        "loaded_at": loaded_at,
        "extractor_version": extractor_version,
        "source_path": document.source_path,
        "format": document.format,
        "encoding": document.encoding,
        "sha256": document.sha256,
        "byte_size": document.byte_size,
        "text": document.text,
    }
    return {
        "documents": arrow_table("documents", [row]),
        "blocks": arrow_table("blocks", [_block_row(document, block) for block in document.blocks]),
        "statements": arrow_table("statements", statements),
        "comparisons": arrow_table("comparisons", comparisons),
        "numbers": arrow_table("numbers", numbers),
    }


def _block_row(document: Document, block: Block) -> Row:
    start, end = _block_span(document, block)
    return {
        "block_id": f"{document.report_id}:{block.index}",
        "report_id": document.report_id,
        "block_index": block.index,
        "kind": str(block.kind),
        "level": block.level,
        "marker": block.marker,
        "section_path": " > ".join(block.section),
        "parent_index": block.parent_index,
        "anchor_index": block.anchor_index,
        "anchor_offset": block.anchor_offset,
        "page": block.page,
        "line_start": block.line_start,
        "line_end": block.line_end,
        "char_start": start,
        "char_end": end,
        "text": block.text,
        "layout": layout_of(block),
    }


def _block_span(document: Document, block: Block) -> tuple[int, int]:
    """The source span of a block: its own text's, else its cells', else its lines'."""
    spans = [(p.source_start, p.source_end) for p in block.content.pieces]
    if not spans and block.table is not None:
        cells = [cell for row in block.table.header for cell in row]
        cells += [cell for row in block.table.rows for cell in row.cells]
        spans = [(p.source_start, p.source_end) for cell in cells for p in cell.pieces]
    if spans:
        return min(start for start, _ in spans), max(end for _, end in spans)
    offsets = document.line_offsets
    start = offsets[block.line_start - 1] if 0 < block.line_start <= len(offsets) else 0
    end = offsets[block.line_end] if block.line_end < len(offsets) else len(document.text)
    return start, end


def arrow_from_frame(table: str, frame: pd.DataFrame) -> pa.Table:
    """A conformed frame as an Arrow table of that staging table; columns by name, missing values null.

    Raises KeyError naming a column that the frame lacks, pa.ArrowInvalid for a value that does not fit.
    """
    schema = arrow_schema(table)
    missing = [name for name in schema.names if name not in frame.columns]
    if missing:
        raise KeyError(f"{table}: the frame has no column {', '.join(missing)}")
    arrays = []
    for column in schema:
        try:
            values: Any = frame[column.name]
            if pa.types.is_decimal(column.type):
                values = [_exact(value) for value in values]
            arrays.append(pa.array(values, type=column.type, from_pandas=True))
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise type(error)(f"{table}.{column.name}: {error}") from error
    return pa.Table.from_arrays(arrays, schema=schema)


def _exact(value: Any) -> Decimal | None:
    """A factor that a table of knowledge states, as the decimal that is written there."""
    if value is None or value != value:  # NaN differs from itself
        return None
    return value if isinstance(value, Decimal) else Decimal(str(value))
