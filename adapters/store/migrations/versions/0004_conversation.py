"""The whole conversation: parts of letters, several brands, pauses, copies, series, evergreens, notes, mail wishes.

A migration must work while the previous version still runs: add, fill, switch over, remove in a later release.
Every constraint has a name; tables of SQLite are changed with `op.batch_alter_table`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import BIG, Instant, Words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the previous version does not know; it can go on writing its own rows."""
    op.add_column("letters", sa.Column("sent", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("chats", sa.Column("brand", BIG, nullable=False, server_default="0"))
    op.add_column("members", sa.Column("mail", Words(), nullable=False, server_default="{}"))
    op.add_column("brands", sa.Column("paused_until", Instant(), nullable=True))
    op.add_column("batches", sa.Column("muted", sa.Boolean(), nullable=False, server_default=sa.false()))
    for added in (
        sa.Column("copied_from", BIG, nullable=False, server_default="0"),
        sa.Column("series", BIG, nullable=False, server_default="0"),
        sa.Column("occurrence", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("hidden_at", Instant(), nullable=True),
    ):
        op.add_column("posts", added)
    where = sa.text("series <> 0")
    op.create_index(
        "one_post_per_occurrence",
        "posts",
        ["series", "occurrence"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_table(
        "notes",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=True),
        sa.Column("author", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_notes_post_id_posts", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_table(
        "series",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("brand_id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        *(sa.Column(name, Words(), nullable=False) for name in ("rhythm", "start", "zone")),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name="fk_series_brand_id_brands", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_series_post_id_posts", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
    )
    op.create_table(
        "evergreens",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("brand_id", BIG, nullable=False),
        sa.Column("cool_down_days", sa.Integer(), nullable=False),
        sa.Column("last_out", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_evergreens_post_id_posts", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name="fk_evergreens_brand_id_brands", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", name="pk_evergreens"),
    )
    for table, column in (
        ("notes", "post_id"),
        ("series", "brand_id"),
        ("series", "post_id"),
        ("evergreens", "brand_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Take everything back, for tests and for a way out."""
    for table in ("evergreens", "series", "notes"):
        op.drop_table(table)
    op.drop_index("one_post_per_occurrence", table_name="posts")
    for table, column in (
        ("posts", "hidden_at"),
        ("posts", "occurrence"),
        ("posts", "series"),
        ("posts", "copied_from"),
        ("batches", "muted"),
        ("brands", "paused_until"),
        ("members", "mail"),
        ("chats", "brand"),
        ("letters", "sent"),
    ):
        op.drop_column(table, column)
