"""Every story is told in every chat; the first week on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.chat import Person
from tests.stories.house import House, open_house


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Where a story is remembered."""
    return sqlite_url


@pytest.fixture
async def house(tmp_path: Path, database_url: str) -> AsyncIterator[House]:
    """Greenlight in an empty folder."""
    async with open_house(tmp_path, database_url=database_url) as built:
        yield built


@pytest.fixture(params=["web", "harsh"])
async def ana(request: pytest.FixtureRequest, house: House) -> Person:
    """The owner, in each chat in turn."""
    return await house.web_person() if request.param == "web" else house.harsh_person()
