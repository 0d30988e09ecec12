"""Words on their way in and out, cards that hang, questions that wait."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table, UniqueConstraint

from adapters.store.columns import BIG, Instant
from adapters.store.pieces import counted_id, metadata, number, of, only, row_id, words

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
    Column("sent", Integer, nullable=False, server_default="0"),
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

pulse = Table(
    "pulse",
    metadata,
    words("name"),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("name"),
)
