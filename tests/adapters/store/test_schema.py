"""Migrations make what the tables say, once, and a wrong shape is noticed at start."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from adapters.store.engine import driver_url
from adapters.store.schema import HEAD, REVISIONS, SchemaOutdated, check, configured, migrate
from adapters.store.store import open_store
from adapters.store.tables import metadata
from core.errors import Invalid
from tests.contracts.store import a_house, everything
from tests.fakes.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database(migrated=False) as url:
        yield url


def write(url: str, statement: str) -> None:
    """Run one statement."""
    engine = create_engine(driver_url(url, waiting=False))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def tables_of(url: str) -> set[str]:
    """The names of the tables there are."""
    engine = create_engine(driver_url(url, waiting=False))
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
    engine.dispose()
    return names


def upgrade(url: str, revision: str) -> None:
    """Bring the database to a revision."""
    with configured(url) as config:
        command.upgrade(config, revision)


def downgrade(url: str, revision: str) -> None:
    """Bring the database back to a revision."""
    with configured(url) as config:
        command.downgrade(config, revision)


async def test_an_empty_database_asks_for_the_migration(empty_url: str) -> None:
    with pytest.raises(SchemaOutdated, match="greenlight migrate"):
        await check(empty_url)


async def test_a_migrated_database_is_fine_and_migrating_again_changes_nothing(empty_url: str) -> None:
    await migrate(empty_url)
    await check(empty_url)
    await migrate(empty_url)
    await check(empty_url)


async def test_a_database_of_a_newer_version_is_refused(empty_url: str) -> None:
    await migrate(empty_url)
    write(empty_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Invalid, match="newer version") as caught:
        await check(empty_url)
    assert not isinstance(caught.value, SchemaOutdated)


async def test_two_who_migrate_at_once_take_turns(empty_url: str) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(migrate(empty_url))
    await check(empty_url)


async def test_the_migrations_make_what_the_tables_say(any_url: str) -> None:
    engine = create_engine(driver_url(any_url, waiting=False))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


async def test_a_filled_database_goes_from_the_first_revision_to_the_last(empty_url: str) -> None:
    await migrate(empty_url)
    async with open_store(empty_url) as store:
        house = await a_house(store)
        async with store.begin() as tx:
            await everything(tx, house)
    await asyncio.to_thread(downgrade, empty_url, REVISIONS[0])
    with pytest.raises(SchemaOutdated):
        await check(empty_url)
    await migrate(empty_url)
    await check(empty_url)
    async with open_store(empty_url) as store, store.read() as tx:
        assert await tx.brands.get(house.brand.id) == house.brand
        assert await tx.members.of(house.workspace.id) == (house.member,)


def columns_of(url: str) -> dict[tuple[str, str], bool]:
    """Every column by its table and name, and whether a row can be written without naming it."""
    engine = create_engine(driver_url(url, waiting=False))
    with engine.connect() as connection:
        found = inspect(connection)
        columns = {
            (table, column["name"]): bool(column["nullable"] or column["default"] is not None)
            for table in found.get_table_names()
            for column in found.get_columns(table)
        }
    engine.dispose()
    return columns


@pytest.mark.parametrize(("before", "after"), list(pairwise(REVISIONS)))
def test_the_previous_version_goes_on_writing_its_own_rows(empty_url: str, before: str, after: str) -> None:
    upgrade(empty_url, before)
    known = columns_of(empty_url)
    upgrade(empty_url, after)
    now = columns_of(empty_url)
    assert known.keys() <= now.keys()
    tables = {table for table, _ in known}
    fresh = {name: optional for name, optional in now.items() if name not in known and name[0] in tables}
    assert [name for name, optional in fresh.items() if not optional] == []


def test_the_way_back_leaves_nothing(empty_url: str) -> None:
    upgrade(empty_url, "head")
    downgrade(empty_url, "base")
    assert tables_of(empty_url) <= {"alembic_version", "sqlite_sequence"}


def test_the_known_revisions_are_those_of_the_scripts(tmp_path: Path) -> None:
    with configured(f"sqlite:///{tmp_path / 'any.db'}") as config:
        scripts = ScriptDirectory.from_config(config)
        assert scripts.get_heads() == [HEAD]
        assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS
