"""What calls to models cost."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table, false

from adapters.store.columns import BIG, Instant
from adapters.store.pieces import metadata, number, of, row_id, words

charges = Table(
    "charges",
    metadata,
    row_id(),
    of("brand_id", "brands"),
    words("provider"),
    words("model"),
    words("purpose"),
    number("input_tokens"),
    number("cached_tokens"),
    number("output_tokens"),
    number("pictures"),
    Column("guessed", Boolean, nullable=False, server_default=false()),
    Column("micros", BIG),
    Column("at", Instant, nullable=False),
    Column("settled", Boolean, nullable=False, server_default=false()),
    Index("ix_charges_brand_id_at", "brand_id", "at"),
)
