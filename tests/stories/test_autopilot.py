"""The autopilot: on, off, paused, and resting by itself when nobody looks."""

from __future__ import annotations

from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up


async def weeks(house: House) -> int:
    async with house.app.store.read() as tx:
        workspace = (await tx.workspaces.all())[0]
        brand = (await tx.brands.of(workspace.id))[0]
        return len(await tx.batches.of(brand.id))


async def test_a_pause_ends_by_itself(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/autopilot pause 10 days")
    assert "Paused until Tue 1 Dec" in (await newest(ana, "Autopilot")).text
    await presses(ana, "Approve all 7")
    await house.wait(days=9)
    assert (await weeks(house), len(house.published())) == (1, 7)
    await house.wait(days=2)
    assert await weeks(house) == 2


async def test_after_two_weeks_that_nobody_looked_at_it_rests_and_asks(house: House, ana: Person) -> None:
    await set_up(house, ana)
    for _ in range(3):
        await house.wait(days=9)
    assert await weeks(house) == 2
    await presses(ana, "Go on drafting", about="passed without a decision")
    await house.beat()
    assert await weeks(house) == 3


async def test_several_times_a_day_hold_for_the_next_week(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/slots weekdays 09:00 18:00 weekend off")
    said = (await newest(ana, "Posting times")).text
    assert "Mon to Fri 09:00 and 18:00" in said
    assert "2 planned posts stay at another time until you move them" in said
    await ana.says("/next")
    await house.settle()
    await newest(ana, "10 of 10 waiting")


async def test_a_wish_that_cannot_be_read_is_answered_with_examples(house: House, ana: Person) -> None:
    await set_up(house, ana)
    for typed in ("/autopilot sometimes", "/autopilot pause 9 years", "/slots someday"):
        await ana.says(typed)
        assert "Try /" in (await ana.sees())[-1].text
