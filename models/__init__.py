"""SQLAlchemy definitions of the staging tables.

Alembic (`migrations/`) owns the tables described here; dbt (`dbt_project/`) owns all it builds
from them.  Neither ever creates or alters what the other owns.
"""

from models.staging import Base, metadata

__all__ = ["Base", "metadata"]
