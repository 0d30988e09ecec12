"""Who writes for a brand, how, and what that costs.

A migration must work while the previous version still runs: add, fill, switch over, remove in a later release.
Every constraint has a name; tables of SQLite are changed with `op.batch_alter_table`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import BIG, Instant, Words

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous version does not know; it can go on writing its own rows."""
    op.add_column("brands", sa.Column("writer", Words(), nullable=False, server_default=""))
    op.add_column("brands", sa.Column("monthly_cap", BIG, nullable=True))
    op.add_column("brands", sa.Column("human", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("brands", sa.Column("tag_sets", Words(), nullable=False, server_default="{}"))
    op.add_column("brands", sa.Column("traits", Words(), nullable=False, server_default="{}"))
    op.create_table(
        "charges",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("brand_id", BIG, nullable=False),
        sa.Column("provider", Words(), nullable=False),
        sa.Column("model", Words(), nullable=False),
        sa.Column("purpose", Words(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("cached_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column("guessed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("micros", BIG, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name="fk_charges_brand_id_brands", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_charges"),
    )
    op.create_index("ix_charges_brand_id_at", "charges", ["brand_id", "at"])


def downgrade() -> None:
    """Take everything back, for tests and for a way out."""
    op.drop_table("charges")
    op.drop_column("brands", "traits")
    op.drop_column("brands", "tag_sets")
    op.drop_column("brands", "human")
    op.drop_column("brands", "monthly_cap")
    op.drop_column("brands", "writer")
