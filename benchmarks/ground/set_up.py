"""The set-up conversation, from outside: a person's answers over HTTP until the first week hangs in the chat."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

import httpx

from benchmarks.ground.processes import PATIENCE, Installation
from tests.fakes.chat import WebPerson
from tests.stories.house import ANSWERS

CARDS = 7
LOOK_EVERY = 0.02


async def set_up(installation: Installation) -> float:
    """Answer every question; seconds from the last answer until seven cards and all their pictures have arrived."""
    async with _entered(installation) as client:
        person = WebPerson(client=client)
        await person.says("/start")
        for answer in ANSWERS[:-1]:
            await (person.says(answer) if answer else _skips(person))
        started = perf_counter()
        await _skips(person)
        while perf_counter() - started < PATIENCE:
            cards = [one for one in await person.sees() if "Approve" in one.buttons and one.pictures]
            if len(cards) == CARDS:
                await _fetch_pictures(client)
                return perf_counter() - started
            await asyncio.sleep(LOOK_EVERY)
    raise RuntimeError("the cards did not come")


async def _skips(person: WebPerson) -> None:
    """Leave the question that was asked last to its default."""
    question = (await person.sees())[-1]
    press = next(press for label, press in question.buttons.items() if label.startswith("Skip"))
    await person.sends(press, message=question.id)


@asynccontextmanager
async def _entered(installation: Installation) -> AsyncIterator[httpx.AsyncClient]:
    """A browser, as far as the server can tell, that has used its link."""
    headers = {"Origin": installation.base_url, "X-Greenlight": "1"}
    async with httpx.AsyncClient(base_url=installation.base_url, headers=headers, timeout=PATIENCE) as client:
        answer = await client.post(await asyncio.to_thread(installation.link))
        if not answer.has_redirect_location:
            raise RuntimeError("the link does not let us in")
        yield client


async def _fetch_pictures(client: httpx.AsyncClient) -> None:
    history = (await client.get("/api/history")).raise_for_status().text
    pictures = set(re.findall(r'"(/media/[0-9a-f]{64})"', history))
    if len(pictures) < CARDS:
        raise RuntimeError(f"only {len(pictures)} pictures for {CARDS} cards")
    for picture in pictures:
        (await client.get(picture)).raise_for_status()
