"""Every story is told in every chat; the first week on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.bot_api.server import BotApi, bot_api
from tests.fakes.chat import Person
from tests.fakes.slack_api.server import SlackApi, slack_api
from tests.stories.house import House, open_house


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Where a story is remembered."""
    return sqlite_url


@pytest.fixture
async def api(request: pytest.FixtureRequest) -> AsyncIterator[BotApi | None]:
    """The Bot API server, where the story is told in Telegram."""
    told = getattr(request.node, "callspec", None)
    if told is None or told.params.get("ana") != "telegram":
        yield None
        return
    async with bot_api() as served:
        yield served


@pytest.fixture
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[SlackApi | None]:
    """Slack's server, where the story is told there."""
    told = getattr(request.node, "callspec", None)
    if told is None or told.params.get("ana") != "slack":
        yield None
        return
    async with slack_api() as served:
        yield served


@pytest.fixture
async def house(tmp_path: Path, database_url: str, api: BotApi | None, slack: SlackApi | None) -> AsyncIterator[House]:
    """Greenlight in an empty folder."""
    async with open_house(tmp_path, database_url=database_url, api=api, slack=slack) as built:
        yield built


@pytest.fixture(params=["web", "harsh", "telegram", "slack"])
async def ana(request: pytest.FixtureRequest, house: House) -> Person:
    """The owner, in each chat in turn."""
    match request.param:
        case "web":
            return await house.web_person()
        case "telegram":
            return house.telegram_person()
        case "slack":
            return house.slack_person()
    return house.harsh_person()
