"""Brands, their accounts, pictures and sources."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from adapters.store.columns import BIG, Instant, Words
from adapters.store.pieces import metadata, number, of, only, row_id, words

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
    Column("paused_until", Instant),
    Column("look", Words, nullable=False, server_default="{}"),
    Column("written_for", Words, nullable=False, server_default='["linkedin", "x", "instagram", "facebook"]'),
    Column("policy", Words, nullable=False, server_default="{}"),
    Column("writer", Words, nullable=False, server_default=""),
    Column("monthly_cap", BIG),
    Column("tag_sets", Words, nullable=False, server_default="{}"),
    Column("traits", Words, nullable=False, server_default="{}"),
    Column("human", Boolean, nullable=False, server_default=false()),
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
    Column("details", Words, nullable=False, server_default="{}"),
    Column("refresh_at", Instant),
    Column("ends_at", Instant),
    Column("warned", Integer, nullable=False, server_default="0"),
    Column("held_by", Words, nullable=False, server_default=""),
    Column("held_until", Instant),
    UniqueConstraint("brand_id", "platform", "remote_id"),
    only("renewed_accounts", "refresh_at", where="refresh_at IS NOT NULL"),
    only("ending_accounts", "ends_at", where="ends_at IS NOT NULL"),
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
