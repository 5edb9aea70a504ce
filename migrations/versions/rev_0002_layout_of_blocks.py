"""Blocks keep their layout: from which pieces of the source their text is made, and their table cells.

Null for documents staged before; they are read anew by the next build, whose reader is another one.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SCHEMA = "staging"


def upgrade() -> None:
    op.add_column("blocks", sa.Column("layout", sa.Text()), schema=SCHEMA)


def downgrade() -> None:
    op.drop_column("blocks", "layout", schema=SCHEMA)
