"""An app of slack_bolt that notes what it hears, on either line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.fakes.slack_api.lines import Line, Signed
from tests.fakes.slack_api.server import SlackApi
from tests.fakes.slack_api.world import APP_TOKEN, SIGNING_SECRET

Json = dict[str, Any]
Answers = Callable[[Json, AsyncWebClient], Awaitable[Any]]


@dataclass(slots=True)
class Bolt:
    """The app; `answers` says what it does with a payload and what it acknowledges it with."""

    app: AsyncApp
    line: Line
    heard: list[Json] = field(default_factory=list)
    answers: Answers | None = None

    async def hears(self, body: Json, client: AsyncWebClient) -> Any:
        """Note it and answer."""
        self.heard.append(body)
        return await self.answers(body, client) if self.answers else None


@asynccontextmanager
async def bolt(api: SlackApi, way: str) -> AsyncIterator[Bolt]:
    """The app, reached by `requests` or by `sockets`."""
    client = AsyncWebClient(api.token, base_url=f"{api.url}/api/", retry_handlers=[])
    app = AsyncApp(client=client, signing_secret=SIGNING_SECRET, ignoring_self_events_enabled=False)
    made = Bolt(app, api.sockets)

    @app.middleware
    async def hear(body: Json, client: AsyncWebClient, ack: Any) -> Any:
        """Everything goes the same way."""
        answer = await made.hears(body, client)
        return await ack(answer) if answer is not None else await ack()

    if way == "sockets":
        handler = AsyncSocketModeHandler(app, APP_TOKEN)
        await handler.connect_async()  # type: ignore[no-untyped-call]  # slack_bolt has no types here
        try:
            await api.sockets.connected()
            yield made
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]  # slack_bolt has no types here
        return
    receive = AsyncSlackRequestHandler(app)

    async def take(request: Request) -> Response:
        return await receive.handle(request)

    served = Starlette(routes=[Route("/slack/events", take, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://app") as caller:
        made.line = Signed(caller, "/slack/events")
        yield made
