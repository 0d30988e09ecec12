"""The web chat as the conversation sees it."""

from __future__ import annotations

import json

import pytest

from bot.cards.card import Card, say
from bot.cards.form import Form
from bot.front_end import CannotEdit, FrontEnd
from bot.talk import Where
from bot.web.stream import events
from tests.bot.web.house import ANA, BEN, House, a_house, bodies

WHERE = Where(front_end="web", chat=ANA.chat, person="ana", name="Ana", event_id="ana:event-0001")


async def seen_by(house: House, who: str) -> list[str]:
    async with house.browser(ANA if who == "ana" else BEN) as browser:
        start = (await browser.get("/api/start")).json()
    return ["".join(one["card"]["body"]) for one in start["messages"]]


def test_it_is_a_front_end() -> None:
    front_end: FrontEnd = a_house().front_end
    assert front_end.can.dialogs
    assert front_end.can.tabs


async def test_a_sent_card_is_kept_and_seen() -> None:
    house = a_house()
    ids = await house.front_end.send(ANA.chat, say("Hello"))
    assert ids == ("1",)
    assert await seen_by(house, "ana") == ["Hello"]


async def test_a_card_for_one_person_is_seen_by_no_other_before_and_after_an_edit() -> None:
    house = a_house()
    ids = await house.front_end.send(ANA.chat, say("Only you"), only="ana")
    assert (await seen_by(house, "ana"), await seen_by(house, "ben")) == (["Only you"], [])
    await house.front_end.edit(ANA.chat, ids, say("Still only you"))
    assert (await seen_by(house, "ana"), await seen_by(house, "ben")) == (["Still only you"], [])


async def test_a_card_for_one_person_says_so() -> None:
    house = a_house()
    await house.front_end.send(ANA.chat, say("Only you"), only="ana")
    await house.front_end.send(ANA.chat, say("Everyone"))
    async with house.browser() as browser:
        messages = (await browser.get("/api/start")).json()["messages"]
    assert [one["only"] for one in messages] == [True, False]


async def test_another_chat_sees_nothing() -> None:
    house = a_house()
    await house.front_end.send("other:2", say("Elsewhere"))
    assert await seen_by(house, "ana") == []


async def test_an_edit_replaces_what_the_message_shows() -> None:
    house = a_house()
    ids = await house.front_end.send(ANA.chat, Card(kind="post", version=1))
    await house.front_end.edit(ANA.chat, ids, Card(kind="post", version=2), tab="bluesky")
    assert bodies(house) == [{"card": {"kind": "post", "subject": "0", "version": 2}, "tab": "bluesky"}]


@pytest.mark.parametrize("ids", [("99",), ("x",), ()])
async def test_a_message_that_is_not_there_cannot_be_edited(ids: tuple[str, ...]) -> None:
    with pytest.raises(CannotEdit):
        await a_house().front_end.edit(ANA.chat, ids, say("Hello"))


async def test_a_remark_no_browser_waits_for_reaches_the_open_pages_of_that_person() -> None:
    house = a_house()

    async def entered() -> bool:
        return True

    anas = events(house.parts, ANA, 0, still_entered=entered)
    bens = events(house.parts, BEN, 0, still_entered=entered)
    await anext(anas)
    await anext(bens)
    await house.front_end.toast(WHERE, "Saved")
    await house.front_end.open_form(WHERE, Form(id=7, name="edit", title="Edit", fields=()))
    await house.front_end.send(ANA.chat, say("For all"))
    told = [await anext(anas) for _ in range(3)]
    assert [line.split("\n")[0] for line in told] == ["id: 1", "event: remark", "event: remark"]
    assert json.loads(told[1].split("data: ")[1]) == {"toasts": ["Saved"]}
    assert (await anext(bens)).startswith("id: 1")
    await anas.aclose()
    await bens.aclose()


async def test_what_is_in_the_making_is_told_to_the_open_pages_of_that_person_and_kept_nowhere() -> None:
    house = a_house()

    async def entered() -> bool:
        return True

    anas = events(house.parts, ANA, 0, still_entered=entered)
    await anext(anas)
    await house.front_end.working(WHERE, "Drafting…", cards=7)
    told = (await anext(anas)).split("data: ")[1]
    assert json.loads(told) == {"working": {"text": "Drafting…", "cards": 7}}
    assert not house.rooms.messages
    await anas.aclose()
