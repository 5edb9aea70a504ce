"""SQLAlchemy definitions of the staging tables.

Alembic (`migrations/`) owns the tables described here; dbt (`dbt_project/`) owns all it builds
from them.  Neither ever creates or alters what the other owns.
"""

# Here, not beside the tables: whoever only asks what is staged need not wait for SQLAlchemy.
SCHEMA = "staging"
