"""The store as a whole: opened once, closed at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.store.engine import Engines, open_engines
from adapters.store.queue import SqlQueue
from adapters.store.transaction import SqlTransaction


class SqlStore:
    """`core.store.Store` and, as `queue`, `core.store.Queue` over one database."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self.queue = SqlQueue(engines)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[SqlTransaction]:
        """A writing transaction: commits at the end of the block, rolls back when it raises."""
        async with self._engines.writing() as connection:
            yield SqlTransaction(connection)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqlTransaction]:
        """A reading transaction: one consistent picture, writes are refused."""
        async with self._engines.reading() as connection:
            yield SqlTransaction(connection)


@asynccontextmanager
async def open_store(url: str) -> AsyncIterator[SqlStore]:
    """Open the database at a `sqlite:///file` or `postgresql://…` address; what was asked for is written on leaving."""
    engines = open_engines(url)
    store = SqlStore(engines)
    try:
        yield store
        await store.queue.finished()
    finally:
        await engines.close()
