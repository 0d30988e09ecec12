"""What is special about Slack: sockets and signatures, channels, whispers, modals, shortcuts, the App Home."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.slack.manifest import PATH
from bot.wiring.app import web_app
from core.access import Actor
from core.post import Content
from core.store import PostFilter
from tests.contracts.photos import written
from tests.fakes.chat import newest, presses
from tests.fakes.slack_api.lines import Signed
from tests.fakes.slack_api.people import SlackPerson
from tests.fakes.slack_api.records import Channel
from tests.fakes.slack_api.server import Fault, SlackApi, slack_api
from tests.stories.house import House, open_house, set_up

SUNDAY = "Sun 22 Nov"
BEN = "U0BEN"


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with slack_api() as served:
        yield served


@pytest.fixture
async def house(tmp_path: Path, slack: SlackApi) -> AsyncIterator[House]:
    async with open_house(tmp_path, slack=slack) as built:
        yield built


def the_channel(slack: SlackApi, *people: str) -> Channel:
    slack.world.person(BEN, "Ben")
    return slack.world.channel("social", "U0ANA", BEN, *people)


async def test_a_channel_decides_together_and_strangers_are_told_alone(house: House, slack: SlackApi) -> None:
    await set_up(house, house.slack_person())
    channel = the_channel(slack)
    ana, ben = house.slack_person(channel=channel.id), house.slack_person(BEN, "Ben", channel=channel.id)
    await ana.adds_the_bot()
    await newest(ana, "From now on the cards of this workspace come here too.")
    await ana.says("/greenlight pending")
    await presses(ana, "One by one")
    card = await newest(ana, SUNDAY)

    await ben.sends(card.buttons["Approve"], message=card.id)
    assert ben.toasts == ["This is not yours to decide. Nothing was changed."]
    assert ana.toasts == []

    await ana.sends(card.buttons["Approve"], message=card.id)
    await house.settle()
    assert "Scheduled" in (await newest(ben, SUNDAY)).text


async def test_personal_matters_are_whispered_in_a_channel(house: House, slack: SlackApi) -> None:
    await set_up(house, house.slack_person())
    channel = the_channel(slack)
    ana, ben = house.slack_person(channel=channel.id), house.slack_person(BEN, "Ben", channel=channel.id)
    await ana.adds_the_bot()
    await ana.says("/greenlight link slack")
    code = next(one.text for one in ana.messages() if "/greenlight link " in one.text).split()[-1]
    assert not any(code in one.text for one in ben.messages())

    phone = house.slack_person("U0CAT", "Cat")
    await phone.says(f"/greenlight link {code}")
    await newest(phone, "I know you here now")
    await phone.says("/greenlight me")
    assert "owner in" in (await newest(phone, "Brand here")).text


async def test_a_whispered_question_is_answered_where_it_hangs(house: House, slack: SlackApi) -> None:
    await set_up(house, house.slack_person())
    channel = the_channel(slack)
    ana = house.slack_person(channel=channel.id)
    await ana.adds_the_bot()
    await ana.says("/greenlight logout")
    await presses(ana, "Yes, sign out")
    assert not any("Yes, sign out" in one.buttons for one in await ana.sees())


async def test_in_a_thread_words_change_the_card_and_commands_follow_a_space(house: House) -> None:
    ana = house.slack_person()
    await set_up(house, ana)
    card = await newest(ana, SUNDAY)
    await ana.says("Closed on Sunday.", to=card.id)
    await ana.says("/note Is the price right?", to=card.id)
    await house.settle()
    said = (await newest(ana, SUNDAY)).text
    assert "Closed on Sunday." in said
    assert "Is the price right?" in said


async def test_emoji_and_lines_that_people_write_stay_what_they_are(house: House) -> None:
    ana = house.slack_person()
    await set_up(house, ana)
    card = await newest(ana, SUNDAY)
    await ana.says("Fresh 🍞 today.\nCome by!", to=card.id)
    await house.settle()
    assert "Fresh 🍞 today.\nCome by!" in (await newest(ana, SUNDAY)).text


async def test_what_people_write_calls_nobody(house: House, slack: SlackApi) -> None:
    ana = house.slack_person()
    await set_up(house, ana)
    await ana.says("<!channel> <@U0BEN> *all* of you & <https://evil.example|click>")
    await presses(ana, "Make it a post")
    await house.settle()
    effects = [one.does for one in ana.messages() if one.sender != "U0ANA"]
    assert [one.pings for one in effects if one.pings] == []
    assert "*all* of you &" in (await newest(ana, "all")).text


async def test_typing_in_a_modal_shows_how_long_it_is(house: House) -> None:
    ana = house.slack_person()
    await set_up(house, ana)
    await presses(ana, "Edit", about=SUNDAY)
    await ana.types(text="b" * 300)
    assert ana.modal is not None
    hint = next(one["hint"]["text"] for one in ana.modal.data["blocks"] if one["block_id"] == "text")
    assert "300/" in hint
    await ana.submits(text="Fresh rolls.")
    await house.settle()
    assert "Fresh rolls." in (await newest(ana, SUNDAY)).text


async def test_what_does_not_fit_stays_in_the_modal_with_its_sentence(house: House) -> None:
    ana = house.slack_person()
    await set_up(house, ana)
    await presses(ana, "Edit", about=SUNDAY)
    await ana.submits(link="nonsense")
    assert ana.modal is not None
    assert "is not a link" in ana.refused["link"]
    await ana.submits(link="https://padaria.example/rolls")
    assert ana.modal is None


async def test_a_text_longer_than_a_box_is_edited_in_two_and_stays_one(house: House) -> None:
    ana = house.slack_person()
    await set_up(house, ana)
    async with house.app.store.read() as tx:
        (post, *_) = await tx.posts.find(PostFilter())
        member = await tx.members.identify("web", "owner")
    assert member is not None
    long = "\n".join(f"Line {number} of a long story about bread." for number in range(120))
    await house.app.actions.change_post.content(
        post.id, replace(post.content, text=long, variants={}), by=Actor(member=member, door="web")
    )
    await house.settle()
    await presses(ana, "Edit", about=SUNDAY)
    await ana.submits(tags="#bread")
    async with house.app.store.read() as tx:
        content: Content = (await tx.posts.get(post.id)).content
    assert content.for_platform("feed").text == long


async def test_day_and_hour_can_be_picked(house: House) -> None:
    ana = house.slack_person()
    await set_up(house, ana)
    await presses(ana, "Time", about=SUNDAY)
    await ana.submits(**{"when~date": "2026-11-25", "when~time": "18:30"})
    await house.settle()
    await newest(ana, "Wed 25 Nov, 18:30")


async def test_a_modal_that_comes_too_late_asks_for_the_button_again(house: House, slack: SlackApi) -> None:
    ana = house.slack_person()
    await set_up(house, ana)
    slack.faults.append(Fault(method="views.open", error="expired_trigger_id"))
    await presses(ana, "Edit", about=SUNDAY)
    assert ana.toasts[-1] == "That took too long for Slack to open a window. Please press the button again."


async def test_both_shortcuts_make_a_post(house: House) -> None:
    ana = house.slack_person()
    await set_up(house, ana)
    await ana.uses_shortcut("new_post")
    await ana.submits(idea="our rye bread")
    await house.settle()
    async with house.app.store.read() as tx:
        before = await tx.posts.count(PostFilter())
    await ana.says("Winter hours begin on Monday")
    message = next(one.ts for one in ana.messages() if one.sender == "U0ANA" and "Winter" in one.text)
    await ana.uses_shortcut("make_post", message=message)
    async with house.app.store.read() as tx:
        assert await tx.posts.count(PostFilter()) == before + 1


async def test_the_home_shows_how_things_stand_and_its_buttons_work(house: House, slack: SlackApi) -> None:
    ana = house.slack_person()
    await ana.opens_home()
    await set_up(house, ana)
    await ana.opens_home()
    assert ana.home is not None
    said = str(ana.home.data["blocks"])
    assert "7 of 7 waiting" in said
    assert "23 to 29 November 2026" in said or "16 to 22 November 2026" in said
    assert [one["type"] for one in ana.home.data["blocks"]].count("image") == 1
    approve = next(
        one["value"]
        for block in ana.home.data["blocks"]
        for one in block.get("elements", ())
        if one.get("type") == "button" and one["text"]["text"] == "Approve all 7"
    )
    await ana.presses_in(ana.home, approve)
    await house.settle()
    assert "All decided" in (await newest(ana, "Sun 22 Nov to Sat 28 Nov")).text


async def test_a_stranger_finds_the_way_in_at_home(house: House) -> None:
    stranger = house.slack_person(BEN, "Ben")
    await stranger.opens_home()
    assert stranger.home is not None
    assert "/link slack" in str(stranger.home.data["blocks"])


async def test_a_photo_in_a_thread_becomes_the_picture_and_files_of_strangers_are_left(
    house: House, slack: SlackApi
) -> None:
    from PIL import Image

    photo = written(Image.new("RGB", (80, 60), "red"), "JPEG")
    ana = house.slack_person()
    await set_up(house, ana)
    asked = len([name for name, _ in slack.world.calls if name == "files.info"])
    await house.slack_person(BEN, "Ben").uploads(photo)
    assert len([name for name, _ in slack.world.calls if name == "files.info"]) == asked
    card = await newest(ana, SUNDAY)
    await ana.uploads(photo, to=card.id)
    await house.settle()
    assert (await newest(ana, SUNDAY)).pictures == 1
    async with house.app.store.read() as tx:
        (first, *_) = await tx.posts.find(PostFilter())
    assert [one.mime for one in first.content.media] == ["image/jpeg"]


async def test_a_picture_that_slack_does_not_take_leaves_the_card_without(tmp_path: Path, slack: SlackApi) -> None:
    slack.faults.append(Fault(method="files.getUploadURLExternal", error="storage_limit_reached", times=50))
    async with open_house(tmp_path, slack=slack) as house:
        ana = house.slack_person()
        await set_up(house, ana, ("Forno", "bread", "", "Europe/Lisbon", "09:00", ""))
        assert len([one for one in await ana.sees() if "Approve" in one.buttons]) == 7
        assert sum(one.pictures for one in await ana.sees()) == 0


async def test_slack_asking_for_silence_delays_cards_and_loses_none(tmp_path: Path, slack: SlackApi) -> None:
    slack.faults.append(Fault(method="chat.postMessage", status=429, seconds=2, times=2))
    async with open_house(tmp_path, slack=slack) as house:
        ana = house.slack_person()
        await set_up(house, ana, ("Moinho", "bread", "", "Europe/Lisbon", "09:00", ""))
        house.clock.advance(timedelta(minutes=1))
        await house.settle()
        assert len([one for one in await ana.sees() if "Approve" in one.buttons]) == 7


async def test_a_request_that_slack_did_not_sign_is_refused(house: House) -> None:
    ana = house.slack_person()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(web_app(house.app, house.metrics)), base_url="http://app"
    ) as caller:
        ana.line = Signed(caller, PATH, secret="guessed")
        forger = SlackPerson(ana.api, ana.line)
        await forger.says("/greenlight pending")
    assert forger.trouble == ["http_error"]
    assert await forger.sees() == []


async def test_the_same_event_twice_is_one_post(house: House, slack: SlackApi) -> None:
    ana = house.slack_person()
    await set_up(house, ana)
    card = await newest(ana, SUNDAY)
    await ana.sends(card.buttons["Approve"], message=card.id, event="twice")
    await ana.sends(card.buttons["Approve"], message=card.id, event="twice")
    assert ana.toasts.count("Approved. It goes out Sun 22 Nov, 09:00.") == 1


async def test_a_socket_brings_the_same(tmp_path: Path, slack: SlackApi) -> None:
    async with open_house(tmp_path, slack=slack, slack_socket=True) as house:
        await slack.sockets.connected()
        ana = house.slack_person()
        ana.line = slack.sockets
        ana = SlackPerson(slack, slack.sockets, ana.handled)
        await set_up(house, ana, ("Padaria do Sul", "bread", "", "Europe/Lisbon", "09:00", ""))
        await presses(ana, "Approve", about=SUNDAY)
        await house.settle()
        assert "Scheduled" in (await newest(ana, SUNDAY)).text
        assert ana.trouble == []
        async with asyncio.timeout(5):
            await house.wait(days=1)
        assert len(house.published()) == 1
