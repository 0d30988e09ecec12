"""Looks of brands, the way back to earlier versions of a post, and sources with their items.

A migration must work while the previous version still runs: add, fill, switch over, remove in a later release.
Every constraint has a name; tables of SQLite are changed with `op.batch_alter_table`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import BIG, Instant, Words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PLATFORMS = '["linkedin", "x", "instagram", "facebook"]'


def upgrade() -> None:
    """Add what the previous version does not know; it can go on writing its own rows."""
    op.add_column("brands", sa.Column("look", Words(), nullable=False, server_default="{}"))
    op.add_column("brands", sa.Column("written_for", Words(), nullable=False, server_default=_PLATFORMS))
    for table in ("posts", "post_revisions"):
        op.add_column(table, sa.Column("before", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "sources",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("brand_id", BIG, nullable=False),
        *(sa.Column(name, Words(), nullable=False) for name in ("kind", "name", "url", "etag", "modified")),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("checked_at", Instant(), nullable=True),
        sa.Column("check_at", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", Words(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name="fk_sources_brand_id_brands", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
    )
    op.create_index("ix_sources_brand_id", "sources", ["brand_id"])
    _partial("one_source_per_address", "sources", ["brand_id", "url"], "url <> ''", unique=True)
    _partial("polled_sources", "sources", ["check_at"], "check_at IS NOT NULL")
    op.create_table(
        "source_items",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("brand_id", BIG, nullable=False),
        *(sa.Column(name, Words(), nullable=False) for name in ("key", "title", "text", "url")),
        sa.Column("at", Instant(), nullable=True),
        sa.Column("found_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_source_items_source_id_sources", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_source_items"),
        sa.UniqueConstraint("source_id", "key", name="uq_source_items_source_id_key"),
    )
    _partial("fresh_items", "source_items", ["brand_id", "found_at"], "used_at IS NULL")


def downgrade() -> None:
    """Take everything back, for tests and for a way out."""
    op.drop_table("source_items")
    op.drop_table("sources")
    for table in ("post_revisions", "posts"):
        op.drop_column(table, "before")
    op.drop_column("brands", "written_for")
    op.drop_column("brands", "look")


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
