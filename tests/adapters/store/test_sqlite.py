"""SQLite keeps every promise of a store and of a queue."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.store.store import SqlStore, open_store
from tests.contracts.again_store import AgainContract
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
