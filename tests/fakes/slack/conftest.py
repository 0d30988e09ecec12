"""A served Slack with a clock that moves by hand, and the real client that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.clock import Hurry
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
