"""A served Slack with a clock that moves by hand, the real client that talks to it, and an app with people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.clock import Hurry
from tests.fakes.slack.bolt import Bolt, bolt
from tests.fakes.slack_api.people import SlackPerson
from tests.fakes.slack_api.records import Channel
from tests.fakes.slack_api.server import SlackApi, slack_api

ANA, BEN = "U0ANA", "U0BEN"


@dataclass(slots=True)
class Stage:
    """Ana and Ben in a channel with the bot."""

    api: SlackApi
    client: AsyncWebClient
    clock: Hurry
    channel: Channel

    async def posts(self, text: str = "Hello", **more: Any) -> str:
        """Post to the channel and answer the ts."""
        answer = await self.client.chat_postMessage(channel=self.channel.id, text=text, **more)
        return str(answer["ts"])

    async def refused(self, method: str, **arguments: Any) -> str:
        """The error code of a call that must not succeed."""
        with pytest.raises(SlackApiError) as caught:
            await self.client.api_call(method, json=arguments)
        return str(caught.value.response["error"])


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    clock = Hurry()
    async with slack_api(SlackApi(now=lambda: clock.now().timestamp(), wait=clock.sleep)) as api:
        client = AsyncWebClient(api.token, base_url=f"{api.url}/api/", retry_handlers=[])
        api.world.person(ANA, "Ana")
        api.world.person(BEN, "Ben")
        channel = api.world.channel("social", ANA, BEN, api.world.team().bot_user)
        yield Stage(api, client, clock, channel)


@dataclass(slots=True)
class Scene:
    """An app and two people in its channel; Ana is also alone with it."""

    stage: Stage
    bolt: Bolt
    ana: SlackPerson
    ben: SlackPerson
    alone: SlackPerson

    @property
    def last(self) -> dict[str, Any]:
        """What the app heard last."""
        return self.bolt.heard[-1]

    @property
    def event(self) -> dict[str, Any]:
        """The event it heard last."""
        return dict(self.last["event"])


@pytest.fixture(params=["requests", "sockets"])
async def scene(stage: Stage, request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    async with bolt(stage.api, request.param) as app:
        yield Scene(
            stage,
            app,
            ana=SlackPerson(stage.api, app.line, channel=stage.channel.id),
            ben=SlackPerson(stage.api, app.line, channel=stage.channel.id, id=BEN, name="Ben"),
            alone=SlackPerson(stage.api, app.line),
        )
