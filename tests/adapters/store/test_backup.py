"""Backups are whole, and a database that forgets is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.store.backup import backup, restore
from adapters.store.durability import problems
from adapters.store.schema import check, migrate
from adapters.store.store import open_store
from core.errors import Invalid, Unavailable
from tests.contracts.store import a_house
from tests.fakes.postgres import Postgres, programs


async def test_a_copy_made_while_somebody_writes_is_whole(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    async with open_store(sqlite_url) as store:
        house = await a_house(store)
        async with store.begin() as tx:
            await tx.brands.remove(house.brand.id)
            await backup(sqlite_url, copy)
    await check(f"sqlite:///{copy}")
    async with open_store(f"sqlite:///{copy}") as store, store.read() as tx:
        assert await tx.brands.get(house.brand.id) == house.brand


async def test_a_backup_never_replaces_a_file(sqlite_url: str, tmp_path: Path) -> None:
    taken = tmp_path / "taken.db"
    taken.write_text("mine")
    with pytest.raises(Invalid, match="exists"):
        await backup(sqlite_url, taken)
    assert taken.read_text() == "mine"


async def test_a_backup_that_cannot_be_written_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        await backup(sqlite_url, tmp_path / "no such folder" / "copy.db")
    assert not (tmp_path / "no such folder").exists()


async def test_without_pg_dump_a_sentence_says_so(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Invalid, match="pg_dump"):
        await backup(postgres_url, tmp_path / "copy.dump")


@pytest.fixture
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client programs that come with the PostgreSQL of the tests."""
    monkeypatch.setenv("PATH", str(programs()), prepend=":")


@pytest.mark.usefixtures("_programs")
async def test_a_copy_fills_an_empty_postgres(postgres: Postgres, postgres_url: str, tmp_path: Path) -> None:
    async with open_store(postgres_url) as store:
        house = await a_house(store)
    await backup(postgres_url, tmp_path / "copy.dump")
    with pytest.raises(Invalid, match="not empty"):
        await restore(postgres_url, tmp_path / "copy.dump")
    for migrated in (True, False):
        with postgres.database(migrated=migrated) as url:
            await restore(url, tmp_path / "copy.dump")
            await check(url)
            async with open_store(url) as store, store.read() as tx:
                assert await tx.brands.get(house.brand.id) == house.brand


async def test_a_copy_fills_an_empty_file(sqlite_url: str, tmp_path: Path) -> None:
    async with open_store(sqlite_url) as store:
        house = await a_house(store)
    await backup(sqlite_url, tmp_path / "copy.db")
    with pytest.raises(Invalid, match="not empty"):
        await restore(sqlite_url, tmp_path / "copy.db")
    for name in ("new.db", "migrated.db"):
        url = f"sqlite:///{tmp_path / name}"
        if name == "migrated.db":
            await migrate(url)
        await restore(url, tmp_path / "copy.db")
        await check(url)
        async with open_store(url) as store, store.begin() as tx:
            assert await tx.brands.get(house.brand.id) == house.brand


@pytest.mark.usefixtures("_programs")
async def test_what_is_no_copy_is_refused(any_url: str, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ana, this is no database at all." * 100)
    with pytest.raises(Unavailable):
        await restore(any_url, tmp_path / "letter.txt")
    with pytest.raises(Invalid, match="no file"):
        await restore(any_url, tmp_path / "nothing.db")


async def test_a_postgres_that_may_forget_is_named(postgres_url: str) -> None:
    found = await problems(postgres_url)
    assert ["fsync" in found[0], "synchronous_commit" in found[1], len(found)] == [True, True, 2]


async def test_sqlite_forgets_nothing(sqlite_url: str) -> None:
    assert await problems(sqlite_url) == ()
