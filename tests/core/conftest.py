"""A scene on a real store for the tests of what the publisher does."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.store.schema import migrate
from adapters.store.store import SqlStore, open_store
from tests.core.room import Room, a_room
from tests.core.scene import Scene, a_scene


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "greenlight.db"
    with ThreadPoolExecutor(max_workers=1) as aside:
        aside.submit(asyncio.run, migrate(f"sqlite:///{path}")).result()
    return path


@pytest.fixture
async def store(template: Path, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """An open store without any row."""
    async with open_store(f"sqlite:///{shutil.copy(template, tmp_path / 'greenlight.db')}") as opened:
        yield opened


@pytest.fixture
async def scene(store: SqlStore) -> Scene:
    """A brand with one account on a platform made of paper; it is an hour before noon."""
    return await a_scene(store, store.queue)


@pytest.fixture
async def room(scene: Scene) -> Room:
    """A team and a post by one of them, an hour before noon on a Saturday."""
    return await a_room(scene)
