"""One message that says how things stand, and goes on saying it."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up


async def test_the_status_card_follows_what_is_decided(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/status")
    assert "7 posts to decide" in (await newest(ana, "Scheduler")).text

    await presses(ana, "Approve all 7")
    await house.settle()

    status = (await newest(ana, "Scheduler")).text
    assert "posts to decide" not in status
    assert "Sun 22 Nov, 09:00" in status


async def test_only_the_newest_status_card_is_kept_up_to_date(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/status")
    await ana.says("/status")
    older, _ = [one.id for one in await ana.sees() if "Scheduler" in one.text]

    await presses(ana, "Skip", about="Sun 22 Nov, 09:00")
    await house.settle()

    said = {one.id: one.text for one in await ana.sees() if "Scheduler" in one.text}
    assert "7 posts to decide" in said[older]
    assert "6 posts to decide" in (await newest(ana, "Scheduler")).text


async def test_a_status_card_that_would_say_the_same_is_left_alone(house: House) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    await house.beat()
    await ana.says("/status")
    edits, hung = house.harsh.edits, len(house.harsh.hung)

    house.clock.advance(timedelta(seconds=20))
    await house.settle()

    assert (house.harsh.edits, len(house.harsh.hung)) == (edits, hung)


async def test_a_chat_that_is_down_holds_up_no_other_status_card(house: House) -> None:
    ana, far = await house.web_person(), house.harsh_person()
    await set_up(house, ana)
    await ana.says("/status")
    await far.says("/status")
    await presses(ana, "Skip", about="Sun 22 Nov, 09:00")
    house.harsh.down = True
    await house.settle()
    assert "6 posts to decide" in (await newest(ana, "Scheduler")).text

    house.harsh.down = False
    await house.settle()

    assert "6 posts to decide" in (await newest(far, "Scheduler")).text


async def test_a_status_card_says_what_needs_a_hand(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/status")
    await presses(ana, "Approve all 7")
    house.clock.advance(timedelta(days=3))
    await house.beat()

    status = await newest(ana, "Scheduler")
    assert "Needs you" in status.text
    await presses(ana, next(label for label in status.buttons if "Missed" in label), about="Scheduler")
    assert "Missed their time" in (await ana.sees())[-1].text


async def test_an_answered_question_shows_its_answer_and_offers_nothing_more(house: House, ana: Person) -> None:
    await ana.says("/start")
    await ana.says("Padaria do Sol")

    asked = await newest(ana, "What is your brand called?")
    assert "✔ Padaria do Sol" in asked.text
    assert not asked.buttons


async def test_a_question_that_a_command_put_aside_offers_nothing_more(house: House) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    await presses(ana, "Edit", about="Sun 22 Nov, 09:00")
    question = (await ana.sees())[-1]

    await ana.says("/queue")

    put_aside = next(one for one in await ana.sees() if one.id == question.id)
    assert (put_aside.text, dict(put_aside.buttons)) == ("Nothing was changed.", {})
