"""The first tables.

A migration must work while the previous version still runs: add, fill, switch over, remove in a later release.
Every constraint has a name; tables of SQLite are changed with `op.batch_alter_table`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.store.columns import BIG, Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first version."""
    op.create_table(
        "chat_messages",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("edited_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_chat_messages"),
        sa.UniqueConstraint("seq", name="uq_chat_messages_seq"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chat_messages_chat_id", "chat_messages", ["chat", "id"])
    op.create_index("ix_chat_messages_chat_seq", "chat_messages", ["chat", "seq"])

    op.create_table(
        "counters",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "inbox",
        sa.Column("front_end", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("handled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("front_end", "event_id", name="pk_inbox"),
    )
    op.create_index(
        "handled_events", "inbox", ["at"], sqlite_where=sa.text("handled"), postgresql_where=sa.text("handled")
    )
    op.create_index(
        "unhandled_events",
        "inbox",
        ["front_end", "at"],
        sqlite_where=sa.text("NOT handled"),
        postgresql_where=sa.text("NOT handled"),
    )

    op.create_table(
        "pulse",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pulse"),
    )
    op.create_table(
        "workspaces",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
    )
    op.create_table(
        "audit",
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", BIG, nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_audit_workspace_id_workspaces", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name="pk_audit"),
    )
    op.create_table(
        "brands",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("interests", sa.Text(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("autopilot", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_brands_workspace_id_workspaces", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_brands"),
        sa.UniqueConstraint("slug", name="uq_brands_slug"),
    )
    op.create_index("ix_brands_workspace_id", "brands", ["workspace_id"])

    op.create_table(
        "chats",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("front_end", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_chats_workspace_id_workspaces", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint("front_end", "remote_id", name="uq_chats_front_end_remote_id"),
    )
    op.create_index("ix_chats_workspace_id", "chats", ["workspace_id"])

    op.create_table(
        "members",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_members_workspace_id_workspaces", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
    )
    op.create_index("ix_members_workspace_id", "members", ["workspace_id"])
    op.create_index(
        "one_member_per_email",
        "members",
        ["email"],
        unique=True,
        sqlite_where=sa.text("email <> ''"),
        postgresql_where=sa.text("email <> ''"),
    )

    op.create_table(
        "accounts",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("brand_id", BIG, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("grant_key", sa.Text(), nullable=True),
        sa.Column("grant_box", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name="fk_accounts_brand_id_brands", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("brand_id", "platform", "remote_id", name="uq_accounts_brand_id_platform_remote_id"),
    )
    op.create_table(
        "batches",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("brand_id", BIG, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("undo_until", Instant(), nullable=True),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name="fk_batches_brand_id_brands", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.create_index("ix_batches_brand_id_created_at", "batches", ["brand_id", "created_at"])

    op.create_table(
        "forms",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("front_end", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_forms_member_id_members", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_forms_workspace_id_workspaces", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_forms"),
    )
    op.create_index("ix_forms_member_id", "forms", ["member_id"])

    op.create_table(
        "identities",
        sa.Column("front_end", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_identities_member_id_members", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("front_end", "remote_id", name="pk_identities"),
    )
    op.create_index("ix_identities_member_id", "identities", ["member_id"])

    op.create_table(
        "media",
        sa.Column("brand_id", BIG, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name="fk_media_brand_id_brands", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("brand_id", "sha256", name="pk_media"),
    )
    op.create_table(
        "tickets",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("expires", Instant(), nullable=False),
        sa.Column("member_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_tickets_member_id_members", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sha256", name="pk_tickets"),
    )
    op.create_index("ix_tickets_member_id", "tickets", ["member_id"])

    op.create_table(
        "posts",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("brand_id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("instant", Instant(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_posts_batch_id_batches", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name="fk_posts_brand_id_brands", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
    )
    op.create_index("ix_posts_batch_id_instant", "posts", ["batch_id", "instant"])
    op.create_index("ix_posts_brand_id_instant", "posts", ["brand_id", "instant"])
    op.create_index(
        "pending_posts",
        "posts",
        ["instant"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )

    op.create_table(
        "approvals",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("member_id", BIG, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name="fk_approvals_member_id_members", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_approvals_post_id_posts", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
    )
    op.create_index("ix_approvals_member_id", "approvals", ["member_id"])
    op.create_index("ix_approvals_post_id", "approvals", ["post_id"])

    op.create_table(
        "deliveries",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("front_end", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("batch_id", BIG, nullable=True),
        sa.Column("messages", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tab", sa.Text(), nullable=False),
        sa.Column("behind", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.id"], name="fk_deliveries_batch_id_batches", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_deliveries_post_id_posts", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_batch_id", "deliveries", ["batch_id"])
    op.create_index("ix_deliveries_front_end_chat", "deliveries", ["front_end", "chat"])
    op.create_index("ix_deliveries_post_id", "deliveries", ["post_id"])
    op.create_index("ix_deliveries_subject", "deliveries", ["subject"])
    op.create_index(
        "stale_deliveries",
        "deliveries",
        ["front_end", "id"],
        sqlite_where=sa.text("behind"),
        postgresql_where=sa.text("behind"),
    )

    op.create_table(
        "post_revisions",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("instant", Instant(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_post_revisions_post_id_posts", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "revision", name="pk_post_revisions"),
    )
    op.create_table(
        "publications",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_publications_account_id_accounts", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_publications_post_id_posts", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.UniqueConstraint("post_id", "account_id", name="uq_publications_post_id_account_id"),
    )
    op.create_index("ix_publications_account_id", "publications", ["account_id"])

    op.create_table(
        "delivery_messages",
        sa.Column("front_end", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("delivery_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_delivery_messages_delivery_id_deliveries", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("front_end", "chat", "message", name="pk_delivery_messages"),
    )
    op.create_index("ix_delivery_messages_delivery_id", "delivery_messages", ["delivery_id"])

    op.create_table(
        "parts",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("publication_id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("fire_at", Instant(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("checkpoint", sa.Text(), nullable=True),
        sa.Column("first_sent_at", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("check_at", Instant(), nullable=True),
        sa.Column("live_at", Instant(), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name="fk_parts_publication_id_publications", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_parts"),
        sa.UniqueConstraint("publication_id", "position", name="uq_parts_publication_id_position"),
    )
    op.create_index(
        "leased_parts",
        "parts",
        ["lease_until"],
        sqlite_where=sa.text("state IN ('claimed', 'sending')"),
        postgresql_where=sa.text("state IN ('claimed', 'sending')"),
    )
    op.create_index(
        "one_part_per_remote_id",
        "parts",
        ["account_id", "remote_id"],
        unique=True,
        sqlite_where=sa.text("remote_id <> ''"),
        postgresql_where=sa.text("remote_id <> ''"),
    )
    op.create_index(
        "one_sending_per_account",
        "parts",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "scheduled_parts",
        "parts",
        ["fire_at"],
        sqlite_where=sa.text("state = 'scheduled'"),
        postgresql_where=sa.text("state = 'scheduled'"),
    )
    op.create_index(
        "unsettled_parts",
        "parts",
        ["check_at"],
        sqlite_where=sa.text("state IN ('checking', 'ask')"),
        postgresql_where=sa.text("state IN ('checking', 'ask')"),
    )

    op.create_table(
        "letters",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("chat_id", BIG, nullable=False),
        sa.Column("workspace_id", BIG, nullable=False),
        sa.Column("brand_id", BIG, nullable=True),
        sa.Column("batch_id", BIG, nullable=True),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("part_id", BIG, nullable=True),
        sa.Column("member_id", BIG, nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("try_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_letters_batch_id_batches", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name="fk_letters_brand_id_brands", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_letters_chat_id_chats", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_letters_member_id_members", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_letters_part_id_parts", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_letters_post_id_posts", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name="fk_letters_workspace_id_workspaces", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_letters_chat_id_id", "letters", ["chat_id", "id"])

    op.create_table(
        "part_events",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("part_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_part_events_part_id_parts", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_part_events"),
    )
    op.create_index("ix_part_events_part_id", "part_events", ["part_id"])


def downgrade() -> None:
    """Remove them all."""
    op.drop_table("part_events")
    op.drop_table("letters")
    op.drop_table("parts")
    op.drop_table("delivery_messages")
    op.drop_table("publications")
    op.drop_table("post_revisions")
    op.drop_table("deliveries")
    op.drop_table("approvals")
    op.drop_table("posts")
    op.drop_table("tickets")
    op.drop_table("media")
    op.drop_table("identities")
    op.drop_table("forms")
    op.drop_table("batches")
    op.drop_table("accounts")
    op.drop_table("members")
    op.drop_table("chats")
    op.drop_table("brands")
    op.drop_table("audit")
    op.drop_table("workspaces")
    op.drop_table("pulse")
    op.drop_table("inbox")
    op.drop_table("counters")
    op.drop_table("chat_messages")
