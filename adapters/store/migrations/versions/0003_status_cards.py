"""Status cards are found by an index of their own, because they are looked at again and again.

A migration must work while the previous version still runs: add, fill, switch over, remove in a later release.
Every constraint has a name; tables of SQLite are changed with `op.batch_alter_table`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATUS = sa.text("kind = 'status'")


def upgrade() -> None:
    """Add what the previous version does not know; it can go on writing its own rows."""
    op.create_index("status_cards", "deliveries", ["front_end", "id"], sqlite_where=_STATUS, postgresql_where=_STATUS)


def downgrade() -> None:
    """Take everything back, for tests and for a way out."""
    op.drop_index("status_cards", table_name="deliveries")
