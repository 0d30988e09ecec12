"""Consistent copies of the database, made while it is in use, and the way back."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, create_engine, inspect, select

from adapters.store.engine import BUSY_MILLISECONDS, driver_url
from adapters.store.tables import workspaces
from core.errors import Invalid, Problem, Unavailable


async def backup(url: str, path: Path) -> None:
    """Write a copy of the database to a new file: a database file for SQLite, an archive of `pg_dump` for PostgreSQL.

    The file appears whole or not at all. Writers are not held up.

    Raises:
        Invalid: there is a file already, or `pg_dump` is not installed.
        Unavailable: it could not be written.
    """
    if await asyncio.to_thread(path.exists):
        raise Invalid(Problem(field="path", what=f"{path} exists already.", fix="Please name a new file."))
    address = driver_url(url)
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        if address.get_backend_name() == "sqlite":
            await asyncio.to_thread(_copy_sqlite, str(address.database), unfinished)
        else:
            await _postgres_program("pg_dump", address, "--format=custom", f"--file={unfinished}")
        await asyncio.to_thread(_put_in_place, unfinished, path)
    except (OSError, sqlite3.Error) as error:
        raise Unavailable("backup_not_written") from error
    finally:
        unfinished.unlink(missing_ok=True)


async def restore(url: str, path: Path) -> None:
    """Fill the empty database from a copy that `backup` wrote.

    Afterwards the caller brings it to the newest revision and asks people about all that was due since.

    Raises:
        Invalid: the database is not empty, there is no such copy, or `pg_restore` is not installed.
        Unavailable: the copy could not be read in; the database is as it was.
    """
    address = driver_url(url)
    if not await asyncio.to_thread(path.is_file):
        raise Invalid(Problem(field="path", what=f"There is no file {path}.", fix="Please name a backup."))
    if await asyncio.to_thread(_in_use, url):
        what = "The database is not empty, and a backup never overwrites what is there."
        raise Invalid(Problem(field="database", what=what, fix="Please restore into a new database."))
    if address.get_backend_name() == "sqlite":
        try:
            await asyncio.to_thread(_fill_sqlite, str(address.database), path)
        except sqlite3.Error as error:
            raise Unavailable("backup_not_readable") from error
    else:
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", str(path)]
        await _postgres_program("pg_restore", address, *options)


def _in_use(url: str) -> bool:
    engine = create_engine(driver_url(url, waiting=False))
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(workspaces.name):
                return False
            return connection.execute(select(workspaces.c.id).limit(1)).first() is not None
    finally:
        engine.dispose()


def _copy_sqlite(source: str, target: Path) -> None:
    with closing(sqlite3.connect(source, timeout=BUSY_MILLISECONDS / 1000)) as connection:
        connection.execute("VACUUM INTO ?", [str(target)])


def _fill_sqlite(target: str, source: Path) -> None:
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        copy.execute("SELECT version_num FROM alembic_version")
        with closing(sqlite3.connect(target, timeout=BUSY_MILLISECONDS / 1000)) as connection:
            copy.backup(connection)


async def _postgres_program(name: str, address: URL, *options: str) -> None:
    """Run one of PostgreSQL's own programs; the password never stands on the command line."""
    program = shutil.which(name)
    if program is None:
        what = f"This needs the program {name}, which is not installed here."
        raise Invalid(Problem(field="database", what=what, fix="Install the PostgreSQL client programs."))
    plain = address.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {} if address.password is None else {"PGPASSWORD": str(address.password)}
    process = await asyncio.create_subprocess_exec(
        program, f"--dbname={plain}", *options, env=os.environ | secret, stderr=asyncio.subprocess.DEVNULL
    )
    if await process.wait() != 0:
        raise Unavailable(f"{name}_failed")


def _put_in_place(unfinished: Path, path: Path) -> None:
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
