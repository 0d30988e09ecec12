"""SQLite keeps every promise of a store and of a queue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event

from adapters.store.store import SqlStore, open_store
from tests.contracts.again_store import AgainContract
from tests.contracts.charges_store import ChargesContract
from tests.contracts.queue import QueueContract
from tests.contracts.sources_store import SourcesContract
from tests.contracts.store import StoreContract


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[SqlStore]:
    """An empty store."""
    async with open_store(sqlite_url) as opened:
        yield opened


class TestSqliteStore(StoreContract):
    """The store on SQLite."""


class TestSqliteQueue(QueueContract):
    """The publisher's side on SQLite."""


class TestSqliteSources(SourcesContract):
    """Sources and their items on SQLite."""


class TestSqliteAgain(AgainContract):
    """Posts that come again."""


class TestSqliteCharges(ChargesContract):
    """The ledger on SQLite."""


async def test_a_commit_that_fails_writes_nothing_and_the_next_one_works(store: SqlStore) -> None:
    """A disk that was full for a moment costs one transaction, not those after it."""
    fails = [True]

    def full(_connection: object) -> None:
        if fails and fails.pop():
            raise OSError("disk full")

    at = datetime(2026, 11, 26, tzinfo=UTC)
    event.listen(Engine, "commit", full)
    try:
        with pytest.raises(OSError, match="disk full"):
            async with store.begin() as tx:
                await tx.pulse.beat("tick", at)
        async with store.read() as tx:
            assert await tx.pulse.last("tick") is None
        async with store.begin() as tx:
            await tx.pulse.beat("tick", at)
    finally:
        event.remove(Engine, "commit", full)
    async with store.read() as tx:
        assert await tx.pulse.last("tick") == at
