"""Fresh databases of both kinds, for every test that asks."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.store.schema import migrate
from tests.fakes.postgres import Postgres, a_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The PostgreSQL of this run."""
    with a_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def _kept_database(postgres: Postgres) -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture
def postgres_url(postgres: Postgres, _kept_database: str) -> str:
    """A migrated PostgreSQL database without any row."""
    postgres.empty(_kept_database)
    return _kept_database


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "greenlight.db"
    with ThreadPoolExecutor(max_workers=1) as aside:
        aside.submit(asyncio.run, migrate(f"sqlite:///{path}")).result()
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of this test's own."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'greenlight.db')}"


@pytest.fixture(params=["sqlite", "postgres"])
def any_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of either kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
