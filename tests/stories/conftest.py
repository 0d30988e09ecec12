"""Every story is told in every chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.chat import Person
from tests.stories.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Greenlight in an empty folder."""
    async with open_house(tmp_path) as built:
        yield built


@pytest.fixture(params=["web", "harsh"])
async def ana(request: pytest.FixtureRequest, house: House) -> Person:
    """The owner, in each chat in turn."""
    return await house.web_person() if request.param == "web" else house.harsh_person()
