"""Connections: what a platform told about an account when it was connected.

A migration must work while the previous version still runs: add, fill, switch over, remove in a later release.
Every constraint has a name; tables of SQLite are changed with `op.batch_alter_table`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import Words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous version does not know; it can go on writing its own rows."""
    op.add_column("accounts", sa.Column("details", Words(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Take everything back, for tests and for a way out."""
    op.drop_column("accounts", "details")
