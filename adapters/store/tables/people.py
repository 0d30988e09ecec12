"""People, the chats they talk in and what they did."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, LargeBinary, PrimaryKeyConstraint, Table, UniqueConstraint, false

from adapters.store.columns import BIG, Instant, Words
from adapters.store.pieces import metadata, number, of, only, row_id, words

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
    Column("mail", Words, nullable=False, server_default="{}"),
    Column("brand_roles", Words, nullable=False, server_default="{}"),
    Column("left_at", Instant),
    Column("away", Words, nullable=False, server_default=""),
    Column("guarded", Boolean, nullable=False, server_default=false()),
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

factors = Table(
    "factors",
    metadata,
    of("member_id", "members"),
    words("key"),
    Column("box", LargeBinary, nullable=False),
    Column("used", BIG, nullable=False),
    PrimaryKeyConstraint("member_id"),
)

chats = Table(
    "chats",
    metadata,
    row_id(),
    of("workspace_id", "workspaces", index=True),
    words("front_end"),
    words("remote_id"),
    Column("brand", BIG, nullable=False, server_default="0"),  # the bare number may outlive the brand
    UniqueConstraint("front_end", "remote_id"),
)

installations = Table(
    "installations",
    metadata,
    words("front_end"),
    words("team"),
    words("name"),
    words("key"),
    Column("box", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("front_end", "team"),
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
