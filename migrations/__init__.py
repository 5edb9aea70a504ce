"""Alembic's revisions of the staging schema, hand-written, one head; dbt owns everything else."""
