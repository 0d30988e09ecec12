"""Connections: how each database is opened so that written means written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, Integer, Table, create_engine, event, literal_column, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.sql.dml import ReturningInsert

from adapters.store import in_loop
from adapters.store.in_loop import InLoop
from core.errors import Conflict

BUSY_MILLISECONDS = 10_000
_LOST_RACES = frozenset({"40001", "40P01"})  # serialization_failure, deadlock_detected


class _Cursor(Protocol):
    def execute(self, statement: str) -> object: ...
    def close(self) -> None: ...


class _Driver(Protocol):
    isolation_level: str | None

    def cursor(self) -> _Cursor: ...


Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """The ways into one database.

    In SQLite the writers of this process take turns, so nobody spins on a locked file, and statements run in the
    loop's own thread; what may wait runs in `thread`. `aside` is for work that is done there as a whole.
    """

    writer: AsyncEngine | Engine
    reader: AsyncEngine | Engine
    aside: Engine | None = None
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "greenlight-store"))
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def postgres(self) -> bool:
        """Whether it is PostgreSQL."""
        return self.aside is None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection | InLoop]:
        """A transaction that commits at the end of the block.

        Raises:
            Conflict: the database ended a deadlock by giving this one up; nothing was written.
        """
        try:
            if isinstance(self.writer, AsyncEngine):
                async with self.writer.begin() as connection:
                    yield connection
            else:
                async with self.turn, in_loop.writing(self.writer, self.thread) as here:
                    yield here
        except DBAPIError as error:
            if lost_race(error):
                raise Conflict from error
            raise

    async def write(self, work: Callable[[Connection], Answer]) -> Answer:
        """Do the work in one transaction and answer what it answers, after the commit.

        Raises:
            Conflict: the database ended a deadlock by giving this one up; nothing was written.
        """
        if self.aside is None:
            async with self.writing() as connection:
                return await connection.run_sync(work)
        async with self.turn:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self.thread, _transact, self.aside, work)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection | InLoop]:
        """A transaction that sees one moment and refuses to write."""
        if isinstance(self.reader, AsyncEngine):
            async with self.reader.connect() as connection, connection.begin():
                yield connection
        else:
            async with in_loop.reading(self.reader) as here:
                yield here

    async def close(self) -> None:
        """Let all connections go."""
        self.thread.shutdown()
        for engine in (self.writer, self.reader):
            if isinstance(engine, AsyncEngine):
                await engine.dispose()
            else:
                engine.dispose()
        if self.aside is not None:
            self.aside.dispose()


def _transact(engine: Engine, work: Callable[[Connection], Answer]) -> Answer:
    with engine.begin() as connection:
        return work(connection)


def lost_race(error: DBAPIError) -> bool:
    """True when the database gave this transaction up in favour of another one."""
    return getattr(error.orig, "sqlstate", None) in _LOST_RACES


def driver_url(url: str, *, waiting: bool = True) -> URL:
    """The address with the driver this product uses: `sqlite:///file` or `postgresql://…` is enough.

    `waiting` chooses the driver for asyncio, otherwise that for a plain thread.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return parsed.set(drivername="sqlite+aiosqlite" if waiting else "sqlite+pysqlite")
    return parsed.set(drivername="postgresql+psycopg")


def open_engines(url: str, *, connections: int = 10) -> Engines:
    """Prepare the connections; none is made before it is needed."""
    address = driver_url(url)
    if address.get_backend_name() == "sqlite":
        here = driver_url(url, waiting=False)
        writer, aside = (create_engine(here, pool_size=1, max_overflow=0) for _ in range(2))
        reader = create_engine(here, pool_size=4, max_overflow=-1)  # never waits: that would stop the loop
        prepare_sqlite(writer, begin="BEGIN IMMEDIATE", patient=False)
        prepare_sqlite(reader, begin="BEGIN", writes=False)
        prepare_sqlite(aside, begin="BEGIN IMMEDIATE")
        return Engines(writer=writer, reader=reader, aside=aside)
    engine = create_async_engine(
        address,
        pool_size=connections,
        max_overflow=connections,
        connect_args={"options": "-c timezone=UTC", "application_name": "greenlight"},
    )
    return Engines(
        writer=engine,
        reader=engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True),
    )


def prepare_sqlite(
    engine: Engine, *, begin: str, writes: bool = True, guarded: bool = True, patient: bool = True
) -> None:
    """Set the pragmas of every new connection and say how its transactions begin.

    `guarded` checks foreign keys; only a migration, which rebuilds tables, does without. A `patient` connection stops
    its thread while another process writes.
    """
    pragmas = [
        f"busy_timeout = {BUSY_MILLISECONDS if patient else 0}",
        "journal_mode = WAL",
        "synchronous = FULL",
        f"foreign_keys = {'ON' if guarded else 'OFF'}",
        f"query_only = {'OFF' if writes else 'ON'}",
    ]

    def connected(driver: _Driver, _record: object) -> None:
        driver.isolation_level = None  # transactions begin when we say so, not when the driver thinks so
        cursor = driver.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begun(connection: Connection) -> None:
        connection.connection.cursor().execute(begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


async def add_new(connection: AsyncConnection | InLoop, table: Table, row: dict[str, object]) -> bool:
    """Insert the row; False, and nothing is written, when it breaks a rule of uniqueness."""
    return (await connection.execute(_adding(connection.dialect.name, table), row)).first() is not None


@cache
def _adding(dialect: str, table: Table) -> ReturningInsert[tuple[int]]:
    write = _inserting(dialect, table).on_conflict_do_nothing()
    return write.returning(literal_column("1", Integer))


def insert_into(connection: AsyncConnection | InLoop, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the words of this database."""
    return _inserting(connection.dialect.name, table)


def _inserting(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
