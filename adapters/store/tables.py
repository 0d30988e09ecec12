"""Every table. Deleting a row takes along what hangs on it; no row is left without its parent."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from adapters.store.columns import BIG, Instant, Words
from adapters.store.pieces import counted_id, number, of, only, row_id, words
from adapters.store.pieces import metadata as metadata

workspaces = Table(
    "workspaces",
    metadata,
    row_id(),
    words("name"),
    Column("created_at", Instant, nullable=False),
    words("settings"),
)

members = Table(
    "members",
    metadata,
    row_id(),
    of("workspace_id", "workspaces", index=True),
    words("name"),
    words("role"),
    Column("created_at", Instant, nullable=False),
    words("email"),
    only("one_member_per_email", "email", where="email <> ''", unique=True),
)

identities = Table(
    "identities",
    metadata,
    words("front_end"),
    words("remote_id"),
    of("member_id", "members", index=True),
    PrimaryKeyConstraint("front_end", "remote_id"),
)

chats = Table(
    "chats",
    metadata,
    row_id(),
    of("workspace_id", "workspaces", index=True),
    words("front_end"),
    words("remote_id"),
    UniqueConstraint("front_end", "remote_id"),
)

brands = Table(
    "brands",
    metadata,
    row_id(),
    of("workspace_id", "workspaces", index=True),
    words("name"),
    words("slug"),
    words("interests"),
    words("voice"),
    words("language"),
    words("zone"),
    words("slots"),
    words("targets"),
    Column("autopilot", Boolean, nullable=False),
    Column("look", Words, nullable=False, server_default="{}"),
    Column("written_for", Words, nullable=False, server_default='["linkedin", "x", "instagram", "facebook"]'),
    UniqueConstraint("slug"),
)

accounts = Table(
    "accounts",
    metadata,
    row_id(),
    of("brand_id", "brands"),
    words("platform"),
    words("remote_id"),
    words("name"),
    words("health"),
    words("reason"),
    Column("grant_key", Text),
    Column("grant_box", LargeBinary),
    UniqueConstraint("brand_id", "platform", "remote_id"),
)

media = Table(
    "media",
    metadata,
    of("brand_id", "brands"),
    words("sha256"),
    words("mime"),
    number("size"),
    number("width"),
    number("height"),
    words("alt"),
    PrimaryKeyConstraint("brand_id", "sha256"),
)

batches = Table(
    "batches",
    metadata,
    row_id(),
    of("brand_id", "brands"),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("undo_until", Instant),
    Column("reminded_at", Instant),
    number("version"),
    Index("ix_batches_brand_id_created_at", "brand_id", "created_at"),
)

posts = Table(
    "posts",
    metadata,
    row_id(),
    of("brand_id", "brands"),
    of("batch_id", "batches", nullable=True),
    words("state"),
    words("content"),
    words("search"),
    words("local"),
    words("zone"),
    Column("instant", Instant, nullable=False),
    words("origin"),
    Column("created_at", Instant, nullable=False),
    words("shape"),
    words("why"),
    number("revision"),
    Column("before", Integer, nullable=False, server_default="0"),
    number("version"),
    Column("approved_at", Instant),
    Index("ix_posts_brand_id_instant", "brand_id", "instant"),
    Index("ix_posts_batch_id_instant", "batch_id", "instant"),
    only("pending_posts", "instant", where="state = 'pending'"),
)

post_revisions = Table(
    "post_revisions",
    metadata,
    of("post_id", "posts"),
    number("revision"),
    words("content"),
    words("local"),
    words("zone"),
    Column("instant", Instant, nullable=False),
    words("origin"),
    Column("before", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("post_id", "revision"),
)

approvals = Table(
    "approvals",
    metadata,
    row_id(),
    of("post_id", "posts", index=True),
    of("member_id", "members", index=True),
    number("revision"),
    words("digest"),
    number("step"),
    words("door"),
    Column("at", Instant, nullable=False),
    Column("voided_at", Instant),
)

publications = Table(
    "publications",
    metadata,
    row_id(),
    of("post_id", "posts"),
    of("account_id", "accounts", index=True),
    UniqueConstraint("post_id", "account_id"),
)

parts = Table(
    "parts",
    metadata,
    row_id(),
    of("publication_id", "publications"),
    # Copies of the publication's columns, which never change: the publisher needs no join to find them.
    Column("post_id", BIG, nullable=False),
    Column("account_id", BIG, nullable=False),
    number("position"),
    words("state"),
    words("payload"),
    words("digest"),
    Column("fire_at", Instant),
    number("attempt"),
    number("failures"),
    words("owner"),
    Column("lease_until", Instant),
    Column("checkpoint", Text),
    Column("first_sent_at", Instant),
    Column("sent_at", Instant),
    Column("check_at", Instant),
    Column("live_at", Instant),
    words("remote_id"),
    words("url"),
    words("reason"),
    UniqueConstraint("publication_id", "position"),
    only("scheduled_parts", "fire_at", where="state = 'scheduled'"),
    only("unsettled_parts", "check_at", where="state IN ('checking', 'ask')"),
    only("leased_parts", "lease_until", where="state IN ('claimed', 'sending')"),
    only("one_sending_per_account", "account_id", where="state = 'sending'", unique=True),
    only("one_part_per_remote_id", "account_id", "remote_id", where="remote_id <> ''", unique=True),
)

part_events = Table(
    "part_events",
    metadata,
    counted_id(),
    of("part_id", "parts", index=True),
    number("number"),
    Column("at", Instant, nullable=False),
    words("state"),
    words("reason"),
)

audit = Table(
    "audit",
    metadata,
    of("workspace_id", "workspaces"),
    number("number"),
    Column("member_id", BIG),  # the bare number stays when the person is gone
    words("what"),
    words("about"),
    words("door"),
    Column("at", Instant, nullable=False),
    words("detail"),
    words("previous"),
    words("seal"),
    PrimaryKeyConstraint("workspace_id", "number"),
)

letters = Table(
    "letters",
    metadata,
    counted_id(),
    of("chat_id", "chats"),
    of("workspace_id", "workspaces"),
    of("brand_id", "brands", nullable=True),
    of("batch_id", "batches", nullable=True),
    of("post_id", "posts", nullable=True),
    of("part_id", "parts", nullable=True),
    of("member_id", "members", nullable=True),
    words("topic"),
    Column("at", Instant, nullable=False),
    words("facts"),
    number("attempts"),
    Column("try_at", Instant, nullable=False),
    Index("ix_letters_chat_id_id", "chat_id", "id"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    words("front_end"),
    words("event_id"),
    words("body"),
    Column("at", Instant, nullable=False),
    Column("handled", Boolean, nullable=False),
    PrimaryKeyConstraint("front_end", "event_id"),
    only("handled_events", "at", where="handled"),
    only("unhandled_events", "front_end", "at", where="NOT handled"),
)

deliveries = Table(
    "deliveries",
    metadata,
    row_id(),
    words("front_end"),
    words("chat"),
    words("kind"),
    Column("subject", BIG, nullable=False, index=True),
    of("post_id", "posts", nullable=True, index=True),
    of("batch_id", "batches", nullable=True, index=True),
    words("messages"),
    number("version"),
    words("tab"),
    Column("behind", Boolean, nullable=False),
    only("stale_deliveries", "front_end", "id", where="behind"),
    only("status_cards", "front_end", "id", where="kind = 'status'"),
    Index("ix_deliveries_front_end_chat", "front_end", "chat"),
)

delivery_messages = Table(
    "delivery_messages",
    metadata,
    words("front_end"),
    words("chat"),
    words("message"),
    of("delivery_id", "deliveries", index=True),
    PrimaryKeyConstraint("front_end", "chat", "message"),
)

forms = Table(
    "forms",
    metadata,
    row_id(),
    of("workspace_id", "workspaces"),
    of("member_id", "members", index=True),
    words("front_end"),
    words("chat"),
    words("name"),
    words("target"),
    Column("opened_at", Instant, nullable=False),
    number("step"),
    words("answers"),
)

tickets = Table(
    "tickets",
    metadata,
    words("sha256"),
    words("purpose"),
    words("value"),
    Column("expires", Instant, nullable=False),
    of("member_id", "members", nullable=True, index=True),
    PrimaryKeyConstraint("sha256"),
)

chat_messages = Table(
    "chat_messages",
    metadata,
    counted_id(),
    words("chat"),
    Column("seq", BIG, nullable=False),
    words("author"),
    words("body"),
    Column("at", Instant, nullable=False),
    Column("edited_at", Instant),
    UniqueConstraint("seq"),
    Index("ix_chat_messages_chat_seq", "chat", "seq"),
    Index("ix_chat_messages_chat_id", "chat", "id"),
    sqlite_autoincrement=True,
)

counters = Table(
    "counters",
    metadata,
    words("name"),
    Column("value", BIG, nullable=False),
    PrimaryKeyConstraint("name"),
)

sources = Table(
    "sources",
    metadata,
    row_id(),
    of("brand_id", "brands", index=True),
    words("kind"),
    words("name"),
    words("url"),
    words("etag"),
    words("modified"),
    Column("added_at", Instant, nullable=False),
    Column("checked_at", Instant),
    Column("check_at", Instant),
    number("failures"),
    words("problem"),
    only("one_source_per_address", "brand_id", "url", where="url <> ''", unique=True),
    only("polled_sources", "check_at", where="check_at IS NOT NULL"),
)

source_items = Table(
    "source_items",
    metadata,
    row_id(),
    of("source_id", "sources"),
    Column("brand_id", BIG, nullable=False),  # a copy of the source's, which never changes
    words("key"),
    words("title"),
    words("text"),
    words("url"),
    Column("at", Instant),
    Column("found_at", Instant, nullable=False),
    Column("used_at", Instant),
    UniqueConstraint("source_id", "key"),
    only("fresh_items", "brand_id", "found_at", where="used_at IS NULL"),
)

pulse = Table(
    "pulse",
    metadata,
    words("name"),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("name"),
)
