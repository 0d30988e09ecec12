"""Every table. Deleting a row takes along what hangs on it; no row is left without its parent."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from adapters.store.columns import BIG, Instant, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _words(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _id() -> Column[int]:
    return Column("id", BIG, primary_key=True, autoincrement=False)


def _counted_id() -> Column[int]:
    return Column("id", BIG, primary_key=True, autoincrement=True)


def _of(name: str, parent: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    key = ForeignKey(f"{parent}.id", ondelete="CASCADE")
    return Column(name, BIG, key, nullable=nullable, index=index)


def _only(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


workspaces = Table(
    "workspaces",
    metadata,
    _id(),
    _words("name"),
    Column("created_at", Instant, nullable=False),
    _words("settings"),
)

members = Table(
    "members",
    metadata,
    _id(),
    _of("workspace_id", "workspaces", index=True),
    _words("name"),
    _words("role"),
    Column("created_at", Instant, nullable=False),
    _words("email"),
    _only("one_member_per_email", "email", where="email <> ''", unique=True),
)

identities = Table(
    "identities",
    metadata,
    _words("front_end"),
    _words("remote_id"),
    _of("member_id", "members", index=True),
    PrimaryKeyConstraint("front_end", "remote_id"),
)

chats = Table(
    "chats",
    metadata,
    _id(),
    _of("workspace_id", "workspaces", index=True),
    _words("front_end"),
    _words("remote_id"),
    UniqueConstraint("front_end", "remote_id"),
)

brands = Table(
    "brands",
    metadata,
    _id(),
    _of("workspace_id", "workspaces", index=True),
    _words("name"),
    _words("slug"),
    _words("interests"),
    _words("voice"),
    _words("language"),
    _words("zone"),
    _words("slots"),
    _words("targets"),
    Column("autopilot", Boolean, nullable=False),
    Column("look", Words, nullable=False, server_default="{}"),
    Column("written_for", Words, nullable=False, server_default='["linkedin", "x", "instagram", "facebook"]'),
    UniqueConstraint("slug"),
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _of("brand_id", "brands"),
    _words("platform"),
    _words("remote_id"),
    _words("name"),
    _words("health"),
    _words("reason"),
    Column("grant_key", Text),
    Column("grant_box", LargeBinary),
    UniqueConstraint("brand_id", "platform", "remote_id"),
)

media = Table(
    "media",
    metadata,
    _of("brand_id", "brands"),
    _words("sha256"),
    _words("mime"),
    _number("size"),
    _number("width"),
    _number("height"),
    _words("alt"),
    PrimaryKeyConstraint("brand_id", "sha256"),
)

batches = Table(
    "batches",
    metadata,
    _id(),
    _of("brand_id", "brands"),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("undo_until", Instant),
    Column("reminded_at", Instant),
    _number("version"),
    Index("ix_batches_brand_id_created_at", "brand_id", "created_at"),
)

posts = Table(
    "posts",
    metadata,
    _id(),
    _of("brand_id", "brands"),
    _of("batch_id", "batches", nullable=True),
    _words("state"),
    _words("content"),
    _words("search"),
    _words("local"),
    _words("zone"),
    Column("instant", Instant, nullable=False),
    _words("origin"),
    Column("created_at", Instant, nullable=False),
    _words("shape"),
    _words("why"),
    _number("revision"),
    Column("before", Integer, nullable=False, server_default="0"),
    _number("version"),
    Column("approved_at", Instant),
    Index("ix_posts_brand_id_instant", "brand_id", "instant"),
    Index("ix_posts_batch_id_instant", "batch_id", "instant"),
    _only("pending_posts", "instant", where="state = 'pending'"),
)

post_revisions = Table(
    "post_revisions",
    metadata,
    _of("post_id", "posts"),
    _number("revision"),
    _words("content"),
    _words("local"),
    _words("zone"),
    Column("instant", Instant, nullable=False),
    _words("origin"),
    Column("before", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("post_id", "revision"),
)

approvals = Table(
    "approvals",
    metadata,
    _id(),
    _of("post_id", "posts", index=True),
    _of("member_id", "members", index=True),
    _number("revision"),
    _words("digest"),
    _number("step"),
    _words("door"),
    Column("at", Instant, nullable=False),
    Column("voided_at", Instant),
)

publications = Table(
    "publications",
    metadata,
    _id(),
    _of("post_id", "posts"),
    _of("account_id", "accounts", index=True),
    UniqueConstraint("post_id", "account_id"),
)

parts = Table(
    "parts",
    metadata,
    _id(),
    _of("publication_id", "publications"),
    # Copies of the publication's columns, which never change: the publisher needs no join to find them.
    Column("post_id", BIG, nullable=False),
    Column("account_id", BIG, nullable=False),
    _number("position"),
    _words("state"),
    _words("payload"),
    _words("digest"),
    Column("fire_at", Instant),
    _number("attempt"),
    _number("failures"),
    _words("owner"),
    Column("lease_until", Instant),
    Column("checkpoint", Text),
    Column("first_sent_at", Instant),
    Column("sent_at", Instant),
    Column("check_at", Instant),
    Column("live_at", Instant),
    _words("remote_id"),
    _words("url"),
    _words("reason"),
    UniqueConstraint("publication_id", "position"),
    _only("scheduled_parts", "fire_at", where="state = 'scheduled'"),
    _only("unsettled_parts", "check_at", where="state IN ('checking', 'ask')"),
    _only("leased_parts", "lease_until", where="state IN ('claimed', 'sending')"),
    _only("one_sending_per_account", "account_id", where="state = 'sending'", unique=True),
    _only("one_part_per_remote_id", "account_id", "remote_id", where="remote_id <> ''", unique=True),
)

part_events = Table(
    "part_events",
    metadata,
    _counted_id(),
    _of("part_id", "parts", index=True),
    _number("number"),
    Column("at", Instant, nullable=False),
    _words("state"),
    _words("reason"),
)

audit = Table(
    "audit",
    metadata,
    _of("workspace_id", "workspaces"),
    _number("number"),
    Column("member_id", BIG),  # the bare number stays when the person is gone
    _words("what"),
    _words("about"),
    _words("door"),
    Column("at", Instant, nullable=False),
    _words("detail"),
    _words("previous"),
    _words("seal"),
    PrimaryKeyConstraint("workspace_id", "number"),
)

letters = Table(
    "letters",
    metadata,
    _counted_id(),
    _of("chat_id", "chats"),
    _of("workspace_id", "workspaces"),
    _of("brand_id", "brands", nullable=True),
    _of("batch_id", "batches", nullable=True),
    _of("post_id", "posts", nullable=True),
    _of("part_id", "parts", nullable=True),
    _of("member_id", "members", nullable=True),
    _words("topic"),
    Column("at", Instant, nullable=False),
    _words("facts"),
    _number("attempts"),
    Column("try_at", Instant, nullable=False),
    Index("ix_letters_chat_id_id", "chat_id", "id"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    _words("front_end"),
    _words("event_id"),
    _words("body"),
    Column("at", Instant, nullable=False),
    Column("handled", Boolean, nullable=False),
    PrimaryKeyConstraint("front_end", "event_id"),
    _only("handled_events", "at", where="handled"),
    _only("unhandled_events", "front_end", "at", where="NOT handled"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _words("front_end"),
    _words("chat"),
    _words("kind"),
    Column("subject", BIG, nullable=False, index=True),
    _of("post_id", "posts", nullable=True, index=True),
    _of("batch_id", "batches", nullable=True, index=True),
    _words("messages"),
    _number("version"),
    _words("tab"),
    Column("behind", Boolean, nullable=False),
    _only("stale_deliveries", "front_end", "id", where="behind"),
    _only("status_cards", "front_end", "id", where="kind = 'status'"),
    Index("ix_deliveries_front_end_chat", "front_end", "chat"),
)

delivery_messages = Table(
    "delivery_messages",
    metadata,
    _words("front_end"),
    _words("chat"),
    _words("message"),
    _of("delivery_id", "deliveries", index=True),
    PrimaryKeyConstraint("front_end", "chat", "message"),
)

forms = Table(
    "forms",
    metadata,
    _id(),
    _of("workspace_id", "workspaces"),
    _of("member_id", "members", index=True),
    _words("front_end"),
    _words("chat"),
    _words("name"),
    _words("target"),
    Column("opened_at", Instant, nullable=False),
    _number("step"),
    _words("answers"),
)

tickets = Table(
    "tickets",
    metadata,
    _words("sha256"),
    _words("purpose"),
    _words("value"),
    Column("expires", Instant, nullable=False),
    _of("member_id", "members", nullable=True, index=True),
    PrimaryKeyConstraint("sha256"),
)

chat_messages = Table(
    "chat_messages",
    metadata,
    _counted_id(),
    _words("chat"),
    Column("seq", BIG, nullable=False),
    _words("author"),
    _words("body"),
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
    _words("name"),
    Column("value", BIG, nullable=False),
    PrimaryKeyConstraint("name"),
)

sources = Table(
    "sources",
    metadata,
    _id(),
    _of("brand_id", "brands", index=True),
    _words("kind"),
    _words("name"),
    _words("url"),
    _words("etag"),
    _words("modified"),
    Column("added_at", Instant, nullable=False),
    Column("checked_at", Instant),
    Column("check_at", Instant),
    _number("failures"),
    _words("problem"),
    _only("one_source_per_address", "brand_id", "url", where="url <> ''", unique=True),
    _only("polled_sources", "check_at", where="check_at IS NOT NULL"),
)

source_items = Table(
    "source_items",
    metadata,
    _id(),
    _of("source_id", "sources"),
    Column("brand_id", BIG, nullable=False),  # a copy of the source's, which never changes
    _words("key"),
    _words("title"),
    _words("text"),
    _words("url"),
    Column("at", Instant),
    Column("found_at", Instant, nullable=False),
    Column("used_at", Instant),
    UniqueConstraint("source_id", "key"),
    _only("fresh_items", "brand_id", "found_at", where="used_at IS NULL"),
)

pulse = Table(
    "pulse",
    metadata,
    _words("name"),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("name"),
)
