"""Weeks, posts, decisions and what the publisher moves."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint, false

from adapters.store.columns import BIG, Instant, Words
from adapters.store.pieces import counted_id, metadata, number, of, only, row_id, words

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
    Column("muted", Boolean, nullable=False, server_default=false()),
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
    Column("copied_from", BIG, nullable=False, server_default="0"),  # the bare number stays when that post is gone
    Column("series", BIG, nullable=False, server_default="0"),
    Column("occurrence", Integer, nullable=False, server_default="0"),
    Column("author", BIG),  # the bare number stays when the person is gone
    Column("hidden_at", Instant),
    Index("ix_posts_brand_id_instant", "brand_id", "instant"),
    Index("ix_posts_batch_id_instant", "batch_id", "instant"),
    only("pending_posts", "instant", where="state = 'pending'"),
    only("one_post_per_occurrence", "series", "occurrence", where="series <> 0", unique=True),
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

notes = Table(
    "notes",
    metadata,
    row_id(),
    of("post_id", "posts", index=True),
    Column("member_id", BIG),  # the bare number stays when the person is gone
    words("author"),
    words("text"),
    Column("at", Instant, nullable=False),
    Column("asks", Boolean, nullable=False, server_default=false()),
    Column("done_at", Instant),
)

series = Table(
    "series",
    metadata,
    row_id(),
    of("brand_id", "brands", index=True),
    of("post_id", "posts", index=True),
    words("rhythm"),
    words("start"),
    words("zone"),
    Column("until", Date),
    number("times"),
    number("made"),
    Column("active", Boolean, nullable=False),
)

evergreens = Table(
    "evergreens",
    metadata,
    of("post_id", "posts"),
    of("brand_id", "brands", index=True),
    number("cool_down_days"),
    Column("last_out", Instant, nullable=False),
    PrimaryKeyConstraint("post_id"),
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
    Column("role", Words, nullable=False, server_default=""),
    Column("instead_of", BIG),  # the bare number stays when the person is gone
)

asks = Table(
    "asks",
    metadata,
    of("post_id", "posts"),
    of("member_id", "members", index=True),
    number("revision"),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("post_id", "member_id", "revision"),
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
