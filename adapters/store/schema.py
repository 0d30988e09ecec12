"""The shape of the database: brought up to date by `greenlight migrate`, checked at every start."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.store.engine import driver_url, prepare_sqlite
from core.errors import Invalid, Problem

if TYPE_CHECKING:
    from alembic.config import Config

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every revision, oldest first. Kept here so that an ordinary start need not load Alembic."""

HEAD = REVISIONS[-1]

_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps its context in module variables
_LOCK_NUMBER = 7_364_201_550  # any number, the same in every process


class SchemaOutdated(Invalid):
    """The database has an older shape than this version needs; `greenlight migrate` brings it up to date."""


async def migrate(url: str) -> None:
    """Bring the database to the newest revision, in one transaction. Repeating changes nothing."""
    await asyncio.to_thread(_upgrade, url, "head")


async def check(url: str) -> None:
    """Make sure that the database has the shape this version needs.

    Raises:
        SchemaOutdated: it is empty or older.
        Invalid: it was made by a newer version.
    """
    engine = create_async_engine(driver_url(url))
    try:
        async with engine.connect() as connection:
            found = await connection.run_sync(_revision)
    finally:
        await engine.dispose()
    if found == HEAD:
        return
    if found is None or found in REVISIONS:
        what = "The database is empty." if found is None else f"The database is at revision {found}, not {HEAD}."
        raise SchemaOutdated(Problem(field="database", what=what, fix="Run `greenlight migrate` once."))
    what = f"The database was made by a newer version of Greenlight (revision {found}; this one knows {HEAD})."
    raise Invalid(Problem(field="database", what=what, fix="Install that version, or restore an older backup."))


@contextmanager
def configured(url: str) -> Iterator[Config]:
    """Alembic's configuration with a connection whose writing excludes other processes."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    engine = create_engine(driver_url(url, waiting=False))
    sqlite = engine.dialect.name == "sqlite"
    if sqlite:
        prepare_sqlite(engine, begin="BEGIN IMMEDIATE", guarded=False)
    try:
        with _ONE_AT_A_TIME, engine.begin() as connection:
            if not sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
            config.attributes["connection"] = connection
            yield config
            if sqlite:
                _nothing_dangles(connection)
    finally:
        engine.dispose()


def _upgrade(url: str, revision: str) -> None:
    from alembic import command

    with configured(url) as config:
        command.upgrade(config, revision)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def _nothing_dangles(connection: Connection) -> None:
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if dangling:
        raise RuntimeError(f"the migration left {len(dangling)} rows without their parent")
