"""PostgreSQL keeps every promise of a store and of a queue."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.store.store import SqlStore, open_store
from tests.contracts.again_store import AgainContract
from tests.contracts.charges_store import ChargesContract
from tests.contracts.queue import QueueContract
from tests.contracts.sources_store import SourcesContract
from tests.contracts.store import StoreContract


@pytest.fixture
async def store(postgres_url: str) -> AsyncIterator[SqlStore]:
    """An empty store."""
    async with open_store(postgres_url) as opened:
        yield opened


class TestPostgresStore(StoreContract):
    """The store on PostgreSQL."""


class TestPostgresQueue(QueueContract):
    """The publisher's side on PostgreSQL."""


class TestPostgresSources(SourcesContract):
    """Sources and their items on PostgreSQL."""


class TestPostgresAgain(AgainContract):
    """Posts that come again."""


class TestPostgresCharges(ChargesContract):
    """The ledger on PostgreSQL."""
