"""Create the staging tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SCHEMA = "staging"
AMOUNT = sa.Numeric(28, 8)


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("block_id", sa.Text(), primary_key=True),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("block_index", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("marker", sa.Text()),
        sa.Column("section_path", sa.Text(), nullable=False),
        sa.Column("parent_index", sa.Integer()),
        sa.Column("anchor_index", sa.Integer()),
        sa.Column("anchor_offset", sa.Integer()),
        sa.Column("page", sa.Integer()),
        sa.Column("line_start", sa.Integer(), nullable=False),
        sa.Column("line_end", sa.Integer(), nullable=False),
        sa.Column("char_start", sa.Integer(), nullable=False),
        sa.Column("char_end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "comparisons",
        sa.Column("comparison_id", sa.Text(), primary_key=True),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("comparison_type", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("reported_value", AMOUNT, nullable=False),
        sa.Column("reported_decimals", sa.Integer(), nullable=False),
        sa.Column("plan_giver", sa.Text()),
        sa.Column("base_year", sa.Integer()),
        sa.Column("base_label", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("char_start", sa.Integer(), nullable=False),
        sa.Column("char_end", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "documents",
        sa.Column("report_id", sa.Text(), primary_key=True),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.Column("extractor_version", sa.Text(), nullable=False),
        sa.Column("source_path", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text()),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("byte_size", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("issuing_body", sa.Text()),
        sa.Column("locality_name", sa.Text()),
        sa.Column("locality_level", sa.Text()),
        sa.Column("locality_code", sa.Text()),
        sa.Column("province_name", sa.Text()),
        sa.Column("report_kind", sa.Text()),
        sa.Column("report_year", sa.Integer()),
        sa.Column("plan_year", sa.Integer()),
        sa.Column("report_date", sa.Date()),
        sa.Column("document_number", sa.Text()),
        sa.Column("metadata_confidence", sa.Double()),
        sa.Column("text", sa.Text(), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "fingerprints",
        sa.Column("subject", sa.Text(), primary_key=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "indicators",
        sa.Column("indicator_code", sa.Text(), primary_key=True),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text()),
        sa.Column("sector_code", sa.Text()),
        sa.Column("unit_code", sa.Text()),
        sa.Column("measure_type", sa.Text()),
        sa.Column("polarity", sa.Text()),
        sa.Column("additivity", sa.Text()),
        sa.Column("national_code", sa.Text()),
        sa.Column("parent_indicator_code", sa.Text()),
        sa.Column("is_catalogued", sa.Boolean(), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "load_runs",
        sa.Column("run_id", sa.Text(), primary_key=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reports_dir", sa.Text(), nullable=False),
        sa.Column("extractor_version", sa.Text(), nullable=False),
        sa.Column("files_found", sa.Integer(), nullable=False),
        sa.Column("files_loaded", sa.Integer(), nullable=False),
        sa.Column("files_unchanged", sa.Integer(), nullable=False),
        sa.Column("files_refused", sa.Integer(), nullable=False),
        sa.Column("files_removed", sa.Integer(), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "localities",
        sa.Column("locality_id", sa.Text(), primary_key=True),
        sa.Column("locality_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("parent_locality_id", sa.Text()),
        sa.Column("province_name", sa.Text()),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("successor_locality_id", sa.Text()),
        sa.Column("latitude", sa.Double()),
        sa.Column("longitude", sa.Double()),
        schema=SCHEMA,
    )
    op.create_table(
        "numbers",
        sa.Column("number_id", sa.Text(), primary_key=True),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("char_start", sa.Integer(), nullable=False),
        sa.Column("char_end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text()),
        sa.Column("rule", sa.Text(), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "refusals",
        sa.Column("refusal_id", sa.Text(), primary_key=True),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("source_path", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("message_vi", sa.Text(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "statement_conformance",
        sa.Column("statement_id", sa.Text(), primary_key=True),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("indicator_code", sa.Text(), nullable=False),
        sa.Column("name_match_method", sa.Text(), nullable=False),
        sa.Column("name_match_score", sa.Double(), nullable=False),
        sa.Column("unit_code", sa.Text()),
        sa.Column("sector_code", sa.Text()),
        sa.Column("sector_match_method", sa.Text()),
        sa.Column("locality_id", sa.Text()),
        sa.Column("locality_match_method", sa.Text(), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "statements",
        sa.Column("statement_id", sa.Text(), primary_key=True),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("block_index", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_estimate", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_name", sa.Text()),
        sa.Column("place", sa.Text()),
        sa.Column("value", AMOUNT),
        sa.Column("value_low", AMOUNT),
        sa.Column("value_high", AMOUNT),
        sa.Column("value_bound", sa.Text()),
        sa.Column("value_decimals", sa.Integer()),
        sa.Column("target", AMOUNT),
        sa.Column("target_low", AMOUNT),
        sa.Column("target_high", AMOUNT),
        sa.Column("target_bound", sa.Text()),
        sa.Column("target_decimals", sa.Integer()),
        sa.Column("denominator", AMOUNT),
        sa.Column("denominator_decimals", sa.Integer()),
        sa.Column("unit", sa.Text()),
        sa.Column("year", sa.Integer()),
        sa.Column("period_code", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date()),
        sa.Column("period_end", sa.Date()),
        sa.Column("verdict", sa.Text()),
        sa.Column("section_path", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer()),
        sa.Column("line_start", sa.Integer(), nullable=False),
        sa.Column("line_end", sa.Integer(), nullable=False),
        sa.Column("char_start", sa.Integer(), nullable=False),
        sa.Column("char_end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("parent_statement_id", sa.Text()),
        sa.Column("row_id", sa.Text()),
        sa.Column("notation_slip", sa.Text()),
        sa.Column("rule", sa.Text(), nullable=False),
        schema=SCHEMA,
    )
    op.create_table(
        "units",
        sa.Column("unit_code", sa.Text(), primary_key=True),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("base_unit_code", sa.Text(), nullable=False),
        sa.Column("factor_to_base", AMOUNT, nullable=False),
        sa.Column("is_catalogued", sa.Boolean(), nullable=False),
        schema=SCHEMA,
    )


def downgrade() -> None:
    for table in (
        "blocks",
        "comparisons",
        "documents",
        "fingerprints",
        "indicators",
        "load_runs",
        "localities",
        "numbers",
        "refusals",
        "statement_conformance",
        "statements",
        "units",
    ):
        op.drop_table(table, schema=SCHEMA)
