"""From the first hello to seven posts in the feed."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.chat import Person, button, newest, presses
from tests.stories.house import House, set_up


async def test_seven_cards_arrive_after_six_answers(house: House, ana: Person) -> None:
    await set_up(house, ana)

    header = await newest(ana, "7 of 7 waiting")
    assert "Sun 22 Nov to Sat 28 Nov, 09:00 Lisbon" in header.text
    cards = [one for one in await ana.sees() if "Approve" in one.buttons]
    assert len(cards) == 7
    assert all("offline draft" in one.text for one in cards)


async def test_nothing_is_published_that_nobody_approved(house: House, ana: Person) -> None:
    await set_up(house, ana)

    await house.wait(days=3)

    assert house.published() == []


async def test_a_week_approved_with_one_tap_goes_out_day_by_day(house: House, ana: Person) -> None:
    await set_up(house, ana)

    await presses(ana, "Approve all 7")
    await house.wait(days=3)
    assert len(house.published()) == 3
    await house.wait(days=5)

    assert len(house.published()) == 7
    assert len(set(house.published())) == 7


async def test_one_edited_one_skipped_the_rest_approved(house: House, ana: Person) -> None:
    await set_up(house, ana)

    await presses(ana, "Edit", about="Sun 22 Nov")
    await ana.fills(text="We open at eight tomorrow.", tags="#padaria #bread")
    await house.settle()
    await presses(ana, "Skip", about="Mon 23 Nov")
    await house.settle()
    await presses(ana, "Approve all 6")
    await house.wait(days=8)

    assert len(house.published()) == 6
    assert house.published()[-1] == "We open at eight tomorrow."
    entry = house.feed().entries[-1]
    assert {tag.term for tag in entry.tags} == {"padaria", "bread"}


async def test_approve_all_can_be_taken_back_for_a_minute_and_nothing_leaves_before(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve all 7")
    await house.settle()

    house.clock.advance(timedelta(seconds=50))
    await presses(ana, "Undo")
    await house.wait(days=8)

    assert house.published() == []
    assert "7 posts wait again." in ana.toasts


async def test_the_next_week_is_drafted_after_the_undo_window_closes(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve all 7")

    house.clock.advance(timedelta(seconds=30))
    await house.beat()
    assert not [one for one in await ana.sees() if "Sun 29 Nov to Sat 5 Dec" in one.text]
    house.clock.advance(timedelta(seconds=31))
    await house.beat()

    header = await newest(ana, "Sun 29 Nov to Sat 5 Dec")
    assert "7 of 7 waiting" in header.text


async def test_the_same_press_twice_is_one_decision(house: House, ana: Person) -> None:
    await set_up(house, ana)

    message, press = await button(ana, "Approve", about="Sun 22 Nov")
    await ana.sends(press, message=message)
    await ana.sends(press, message=message)
    await house.wait(days=1, hours=12)

    assert len(house.published()) == 1
    assert any(toast.startswith("Already approved by Ana") for toast in ana.toasts)
