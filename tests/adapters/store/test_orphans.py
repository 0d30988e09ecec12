"""Deleting takes along everything that hangs on what is deleted."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import create_engine, func, select

from adapters.store.engine import driver_url
from adapters.store.store import SqlStore, open_store
from adapters.store.tables import deliveries, metadata
from tests.contracts.store import a_house, everything


@pytest.fixture
async def store(any_url: str) -> AsyncIterator[SqlStore]:
    """An empty store."""
    async with open_store(any_url) as opened:
        yield opened


def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    engine = create_engine(driver_url(url, waiting=False))
    with engine.connect() as connection:
        found = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def orphans(url: str) -> list[str]:
    """Every foreign key that leads nowhere, and cards of what is gone."""
    engine = create_engine(driver_url(url, waiting=False))
    lost = []
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for key in table.foreign_keys:
                parent = key.column
                wanted = select(func.count()).where(
                    key.parent.is_not(None), ~select(parent).where(parent == key.parent).correlate(table).exists()
                )
                if connection.execute(wanted).scalar_one():
                    lost.append(str(key))
    engine.dispose()
    return lost


async def test_a_removed_brand_leaves_no_row_behind(store: SqlStore, any_url: str) -> None:
    kept = await a_house(store)
    async with store.begin() as tx:
        await everything(tx, kept)
    before = counts(any_url)
    assert all(before[table.name] for table in metadata.sorted_tables if table.name not in ("media", "part_events"))
    gone = await a_house(store)
    async with store.begin() as tx:
        await everything(tx, gone)
    claims = await store.queue.claim(gone.batch.created_at, owner="w", lease=gone.batch.last - gone.batch.first)
    assert len(claims) == 2
    async with store.begin() as tx:
        await tx.brands.remove(gone.brand.id)
    after = counts(any_url)
    hangs_on_a_brand = [
        table.name
        for table in metadata.sorted_tables
        if {"brand_id", "post_id", "batch_id", "publication_id", "account_id", "part_id"} & set(table.c.keys())
    ]
    assert {name: after[name] for name in hangs_on_a_brand} == {name: before[name] for name in hangs_on_a_brand}
    assert after[deliveries.name] == before[deliveries.name]
    assert orphans(any_url) == []


async def test_a_removed_member_leaves_no_row_without_its_parent(store: SqlStore, any_url: str) -> None:
    house = await a_house(store)
    async with store.begin() as tx:
        await everything(tx, house)
        await tx.members.remove(house.member.id)
    after = counts(any_url)
    assert [after[name] for name in ("members", "identities", "approvals", "forms", "tickets")] == [0] * 5
    assert after["audit"] == 1
    assert orphans(any_url) == []
