"""Outages, crashes and broken chats: nothing is blasted late, nothing is lost in silence."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fakes.chat import Person, newest, presses, skips
from tests.fakes.clock import ManualClock
from tests.stories.house import ANSWERS, House, open_house, set_up


async def test_after_an_outage_late_posts_are_asked_about_in_one_question(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve all 7")

    house.clock.advance(timedelta(days=4))
    await house.beat()

    assert house.published() == []
    asked = [one for one in await ana.sees() if "missed their time" in one.text]
    assert len(asked) == 1
    assert "3 posts" in asked[0].text or "4 posts" in asked[0].text


async def test_a_missed_post_goes_out_when_the_person_says_now(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about="Sun 22 Nov, 09:00")
    house.clock.advance(timedelta(days=1))
    await house.beat()

    await presses(ana, "Post now", about="Missed")
    await presses(ana, "Yes, publish now")
    await house.beat()

    assert len(house.published()) == 1


async def test_a_chat_that_is_down_holds_up_neither_publishing_nor_the_other_chat(house: House) -> None:
    ana, elsewhere = await house.web_person(), house.harsh_person()
    await set_up(house, ana)
    await presses(ana, "Approve all 7")
    house.harsh.down = True
    await house.wait(days=2)
    assert len(house.published()) == 2

    house.harsh.down = False
    await house.wait(hours=1)

    assert "All decided" in (await newest(elsewhere, "Sun 22 Nov to Sat 28 Nov")).text


async def test_the_set_up_goes_on_after_a_restart_where_it_stopped(tmp_path: Path) -> None:
    clock = ManualClock()
    async with open_house(tmp_path, clock) as house:
        ana = await house.web_person()
        await ana.says("/start")
        await ana.says(ANSWERS[0])
        await ana.says(ANSWERS[1])

    async with open_house(tmp_path, clock) as house:
        ana = await house.web_person()
        await ana.says("/start")
        assert "in your own words" in (await ana.sees())[-1].text
        await skips(ana)
        await ana.says("lisbon")
        await ana.says("whenever it suits")
        assert "I cannot read" in (await newest(ana, "whenever it suits”")).text
        await ana.says("9:00")
        await skips(ana)
        await house.settle()

        assert "7 of 7 waiting" in (await newest(ana, "7 of 7 waiting")).text


async def test_cards_written_before_a_crash_arrive_after_it(tmp_path: Path) -> None:
    clock = ManualClock()
    async with open_house(tmp_path, clock) as house:
        ana = await house.web_person()
        house.app.messenger.bell.ring()
        await ana.says("/start")
        for answer in ANSWERS:
            if answer:
                await ana.says(answer)
            else:
                await skips(ana)

    async with open_house(tmp_path, clock) as house:
        ana = await house.web_person()
        await house.settle()

        assert len([one for one in await ana.sees() if "Approve" in one.buttons]) == 7


async def test_the_demo_shows_what_trouble_looks_like(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/demo on")
    for number in range(5):
        await ana.says(f"/new Fresh bread at the corner, take {number}")
        await house.settle()
        await presses(ana, "Post now", about=f"take {number}")
        await presses(ana, "Yes, publish now")
        await house.wait(minutes=5)

    assert len(house.published()) == 5
    assert "refused this one on purpose" in (await newest(ana, "refused this one on purpose")).text


async def test_status_tells_how_things_stand(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about="Sun 22 Nov, 09:00")
    await house.beat()

    await ana.says("/status")

    status = await newest(ana, "Scheduler")
    assert "last tick" in status.text
    assert "6 posts" in status.text


async def test_every_list_and_every_unknown_command_is_answered(house: House, ana: Person) -> None:
    await set_up(house, ana)
    for said, answer in (
        ("/queue", "Going out next"),
        ("/posts", "All posts"),
        ("/posts live", "Nothing here."),
        ("/posts nonsense", "I do not know “nonsense”"),
        ("/pending", "7 of 7 waiting"),
        ("/batches", "Your weeks"),
        ("/settings", "Posting time"),
        ("/help", "Approve, edit or skip"),
        ("/stats", "Did you mean /status"),
        ("/post zzz", "not here any more"),
    ):
        await ana.says(said)
        assert answer in (await ana.sees())[-1].text, said


async def test_settings_change_the_next_week_and_leave_planned_posts_alone(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/settings")
    await presses(ana, "Change")
    await ana.fills(time="18:00", gap_days="2")
    await house.settle()
    await presses(ana, "Approve all 7")
    house.clock.advance(timedelta(minutes=2))
    await house.beat()

    assert "Tue 1 Dec to Mon 7 Dec, 18:00 Lisbon" in (await newest(ana, "Tue 1 Dec to")).text
