"""Connections: what a platform told about an account, and workspaces of chat apps that have let us in.

A migration must work while the previous version still runs: add, fill, switch over, remove in a later release.
Every constraint has a name; tables of SQLite are changed with `op.batch_alter_table`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import Instant, Words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous version does not know; it can go on writing its own rows."""
    op.add_column("accounts", sa.Column("details", Words(), nullable=False, server_default="{}"))
    op.add_column("accounts", sa.Column("refresh_at", Instant(), nullable=True))
    op.add_column("accounts", sa.Column("ends_at", Instant(), nullable=True))
    op.add_column("accounts", sa.Column("warned", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("accounts", sa.Column("held_by", Words(), nullable=False, server_default=""))
    op.add_column("accounts", sa.Column("held_until", Instant(), nullable=True))
    for name, column in (("renewed_accounts", "refresh_at"), ("ending_accounts", "ends_at")):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "accounts", [column], sqlite_where=there, postgresql_where=there)
    op.create_table(
        "installations",
        sa.Column("front_end", Words(), nullable=False),
        sa.Column("team", Words(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("key", Words(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("front_end", "team", name="pk_installations"),
    )


def downgrade() -> None:
    """Take everything back, for tests and for a way out."""
    op.drop_table("installations")
    for name in ("ending_accounts", "renewed_accounts"):
        op.drop_index(name, "accounts")
    for column in ("held_until", "held_by", "warned", "ends_at", "refresh_at", "details"):
        op.drop_column("accounts", column)
