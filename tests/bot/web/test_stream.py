"""What open pages learn, in which order, and when it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator

from bot.cards.card import Card, say
from bot.web.stream import PAGE, events
from tests.bot.web.house import ANA, House, a_house


async def entered() -> bool:
    return True


async def left() -> bool:
    return False


def stream(house: House, after: int = 0) -> AsyncGenerator[str, None]:
    return events(house.parts, ANA, after, still_entered=entered)


def said(line: str) -> str:
    return "".join(json.loads(line.split("data: ")[1])["card"]["body"])


async def test_a_page_hears_what_it_missed_and_then_what_happens() -> None:
    house = a_house()
    for words in ("one", "two", "three"):
        await house.front_end.send(ANA.chat, say(words))
    page = stream(house, after=1)
    assert (await anext(page)).startswith(":")
    assert [said(await anext(page)), said(await anext(page))] == ["two", "three"]
    hearing = asyncio.create_task(anext(page))
    await asyncio.sleep(0)
    await house.front_end.send(ANA.chat, say("four"))
    assert said(await asyncio.wait_for(hearing, 0.5)) == "four"
    await page.aclose()


async def test_an_edit_is_told_with_a_new_number() -> None:
    house = a_house()
    ids = await house.front_end.send(ANA.chat, say("before"))
    page = stream(house, after=1)
    await anext(page)
    await house.front_end.edit(ANA.chat, ids, say("after"))
    line = await anext(page)
    assert line.startswith("id: 2\n")
    assert said(line) == "after"
    await page.aclose()


async def test_what_another_process_writes_is_heard_without_a_bell() -> None:
    house = a_house()
    page = stream(house)
    await anext(page)
    hearing = asyncio.create_task(anext(page))
    await asyncio.sleep(0)
    body = json.dumps({"card": {"kind": "say", "body": ["hello"]}, "tab": ""})
    await house.rooms.add(ANA.chat, "greenlight", body, house.clock.now())
    assert said(await asyncio.wait_for(hearing, 5)) == "hello"
    await page.aclose()


async def test_a_long_absence_is_told_in_full() -> None:
    house = a_house()
    for number in range(250):
        await house.front_end.send(ANA.chat, say(str(number)))
    page = stream(house)
    await anext(page)
    assert [said(await anext(page)) for _ in range(250)] == [str(number) for number in range(250)]
    await page.aclose()


async def test_a_quiet_stream_beats_every_fifteen_seconds() -> None:
    house = a_house()
    page = stream(house)
    await anext(page)
    house.clock.advance(seconds=15)
    assert (await anext(page)).startswith(": still here\n")
    await page.aclose()


async def test_a_stream_ends_at_shutdown() -> None:
    house = a_house()
    page = stream(house)
    await anext(page)
    hearing = asyncio.create_task(anext(page, "ended"))
    await asyncio.sleep(0)
    house.parts.shutting_down.set()
    assert await asyncio.wait_for(hearing, 0.5) == "ended"


async def test_a_stream_ends_when_its_session_has_ended() -> None:
    house = a_house()
    page = events(house.parts, ANA, 0, still_entered=left)
    await anext(page)
    house.clock.advance(seconds=15)
    assert await anext(page, "ended") == "ended"


async def test_the_page_begins_with_the_newest_messages_and_finds_the_rest() -> None:
    house = a_house()
    for number in range(PAGE + 10):
        await house.front_end.send(ANA.chat, say(str(number)))
    async with house.browser() as browser:
        start = (await browser.get("/api/start")).json()
        oldest = start["messages"][0]["id"]
        earlier = (await browser.get(f"/api/history?before={oldest}")).json()
    assert (len(start["messages"]), start["more"], start["seq"]) == (PAGE, True, PAGE + 10)
    assert ([one["id"] for one in earlier["messages"]], earlier["more"]) == ([str(n) for n in range(1, 11)], False)


async def test_the_newest_pinned_card_is_there_from_the_start() -> None:
    house = a_house()
    for number in (1, 2):
        await house.front_end.send(ANA.chat, Card(kind="batch", subject=number, pinned=True))
    for number in range(PAGE):
        await house.front_end.send(ANA.chat, say(str(number)))
    async with house.browser() as browser:
        (pinned,) = (await browser.get("/api/start")).json()["pinned"]
    assert pinned["card"]["subject"] == "2"


async def test_own_words_come_back_as_ones_own() -> None:
    house = a_house()
    async with house.browser() as browser:
        await browser.post("/api/say", json={"event_id": "event-0001", "text": "Hi"})
        (mine,) = (await browser.get("/api/start")).json()["messages"]
    assert (mine["from"], mine["event"], mine["text"]) == ("you", "event-0001", "Hi")


async def test_commands_are_offered_with_their_help() -> None:
    async with a_house().browser() as browser:
        commands = (await browser.get("/api/start")).json()["commands"]
    assert commands[0] == {"name": "batch", "help": "Draft the next week"}


async def test_the_page_learns_what_time_it_is_here() -> None:
    house = a_house()
    house.clock.advance(hours=1)
    async with house.browser() as browser:
        start = (await browser.get("/api/start")).json()
    assert start["now"] == "2026-11-21T10:00:00+00:00"
