"""The whole conversation: how much of a letter has arrived.

A migration must work while the previous version still runs: add, fill, switch over, remove in a later release.
Every constraint has a name; tables of SQLite are changed with `op.batch_alter_table`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous version does not know; it can go on writing its own rows."""
    op.add_column("letters", sa.Column("sent", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """Take everything back, for tests and for a way out."""
    op.drop_column("letters", "sent")
