"""Teams: roles in one brand, who left or is away, policies of brands, authors, for whom somebody approved.

A migration must work while the previous version still runs: add, fill, switch over, remove in a later release.
Every constraint has a name; tables of SQLite are changed with `op.batch_alter_table`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import BIG, Instant, Words

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous version does not know; it can go on writing its own rows."""
    op.add_column("members", sa.Column("brand_roles", Words(), nullable=False, server_default="{}"))
    op.add_column("members", sa.Column("left_at", Instant(), nullable=True))
    op.add_column("brands", sa.Column("policy", Words(), nullable=False, server_default="{}"))
    op.add_column("posts", sa.Column("author", BIG, nullable=True))
    op.add_column("approvals", sa.Column("role", Words(), nullable=False, server_default=""))
    op.add_column("approvals", sa.Column("instead_of", BIG, nullable=True))
    op.add_column("members", sa.Column("away", Words(), nullable=False, server_default=""))
    op.add_column("notes", sa.Column("asks", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("notes", sa.Column("done_at", Instant(), nullable=True))
    op.create_table(
        "asks",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_asks_post_id_posts", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_asks_member_id_members", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "member_id", "revision", name="pk_asks"),
    )
    op.add_column("members", sa.Column("guarded", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "factors",
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("key", Words(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("used", BIG, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_factors_member_id_members", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name="pk_factors"),
    )
    op.create_index("ix_asks_member_id", "asks", ["member_id"])


def downgrade() -> None:
    """Take everything back, for tests and for a way out."""
    op.drop_table("factors")
    op.drop_table("asks")
    for table, column in (
        ("members", "guarded"),
        ("notes", "done_at"),
        ("notes", "asks"),
        ("members", "away"),
        ("approvals", "instead_of"),
        ("approvals", "role"),
        ("posts", "author"),
        ("brands", "policy"),
        ("members", "left_at"),
        ("members", "brand_roles"),
    ):
        op.drop_column(table, column)
