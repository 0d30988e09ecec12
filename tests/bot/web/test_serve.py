"""The application on a real port."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.cards.card import say
from bot.web.serve import serve
from core.errors import Invalid
from core.ticket import hashed
from tests.bot.web.house import ANA, House, a_house


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@asynccontextmanager
async def served(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """The house on a port, and Ana's browser in front of it."""
    port = a_free_port()
    expires = house.clock.now().replace(year=2027)
    house.rooms.kept_tickets[hashed("cookie"), "session"] = (ANA.value(), expires)
    serving = asyncio.create_task(serve(house.app, "127.0.0.1", port, house.parts.shutting_down))
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", cookies={"greenlight": "cookie"}, timeout=5, trust_env=False
    ) as client:
        await answers(client)
        yield client
        house.parts.shutting_down.set()
        await asyncio.wait_for(serving, 4)


async def answers(client: httpx.AsyncClient) -> None:
    """Wait until somebody listens there."""
    while True:
        try:
            await client.get("/healthz")
            return
        except httpx.ConnectError:
            await asyncio.sleep(0)


async def test_an_open_stream_does_not_keep_the_server_from_ending() -> None:
    house = a_house()
    async with served(house) as client, client.stream("GET", "/api/stream") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == ": welcome"
        house.parts.shutting_down.set()
        assert [line async for line in lines if line] == []


async def test_a_browser_that_comes_back_hears_only_what_it_missed() -> None:
    house = a_house()
    for words in ("one", "two"):
        await house.front_end.send(ANA.chat, say(words))
    missed = {"Last-Event-ID": "1"}
    async with served(house) as client, client.stream("GET", "/api/stream?after=0", headers=missed) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        lines = stream.aiter_lines()
        assert [await anext(lines) for _ in range(3)] == [": welcome", "", "id: 2"]
        house.parts.shutting_down.set()


async def test_a_taken_port_is_refused_with_a_sentence() -> None:
    house = a_house()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Invalid, match=f"Port {port} on 127.0.0.1 cannot be used"):
            await serve(house.app, "127.0.0.1", port, house.parts.shutting_down)
