"""A front-end that speaks to the tests' own Bot API server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from telegram import Bot

from bot.telegram.front_end import TelegramFrontEnd
from bot.telegram.line import LIMITS, Line
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.bot_api.server import BotApi, bot_api
from tests.fakes.clock import Hurry


@dataclass(slots=True)
class Stage:
    """A bot, its server and a clock that hurries."""

    api: BotApi
    front_end: TelegramFrontEnd
    blobs: MemoryBlobs
    hurry: Hurry
    moved: list[tuple[int, int]] = field(default_factory=list)

    def called(self, *names: str) -> list[str]:
        """The calls of those methods, in order."""
        return [name for name, _ in self.api.world.calls if name in names]

    async def heard(self, name: str) -> None:
        """Return when the server has got such a call."""
        while not self.called(name):
            await self.api.bell.wait_for(5)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    hurry, blobs, moved = Hurry(), MemoryBlobs(), list[tuple[int, int]]()
    async with bot_api() as api:
        api.rates.now = hurry.elapsed
        api.rates.on = True
        bot = Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot")

        async def note(old: int, new: int) -> None:
            moved.append((old, new))

        await bot.initialize()
        line = Line(bot=bot, clock=hurry, pace=hurry.pace(hurry, LIMITS), moved=note)
        api.world.person(1001, "Ana")
        yield Stage(api, TelegramFrontEnd(line=line, blobs=blobs), blobs, hurry, moved)
        await bot.shutdown()


@pytest.fixture
def texts(stage: Stage) -> Callable[[], list[str]]:
    """What hangs in Ana's chat, oldest first."""
    return lambda: [one.text for one in stage.api.world.hanging(1001)]
