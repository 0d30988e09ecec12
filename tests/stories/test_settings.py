"""What people change about their brand and its rhythm."""

from __future__ import annotations

from core.brand import Brand
from core.slot import EVERY_DAY
from tests.fakes.chat import Person, presses
from tests.stories.house import House, set_up


async def test_posts_come_in_another_language_from_then_on(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await _opens(ana)
    await ana.fills(language="de" if hasattr(ana, "client") else "Deutsch")
    await ana.says("/settings")

    assert "Saved. New posts come in Deutsch." in ana.toasts
    assert "Deutsch" in (await ana.sees())[-1].text
    assert (await _brand(house)).language == "de"


async def test_a_number_out_of_its_range_is_refused_beside_its_field(house: House, ana: Person) -> None:
    await set_up(house, ana)
    for wrong, words in (("99", "99 is out of range. Please choose 1 to 14."), ("ten", "“ten” is not a number.")):
        await _opens(ana)
        await ana.fills(batch_days=wrong)
        beside = getattr(ana, "refused", {}).get("batch_days", "")
        assert words in beside or any(words in one.text for one in (await ana.sees())[-3:])


async def test_the_city_is_enough_for_the_time_zone(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await _opens(ana)
    await ana.fills(zone="berlin")

    assert (await _brand(house)).zone == "Europe/Berlin"


async def test_weekdays_with_a_time_of_their_own_keep_it_when_something_else_is_changed(
    house: House, ana: Person
) -> None:
    await set_up(house, ana)
    await ana.says("/time 9:00 sat 11:00")
    await _opens(ana)
    await ana.fills(gap_days="3")

    common, saturday = (await _brand(house)).slots
    assert common.weekdays == EVERY_DAY - {5}
    assert (f"{saturday.at:%H:%M}", saturday.weekdays) == ("11:00", frozenset({5}))


async def _opens(person: Person) -> None:
    await person.says("/settings")
    await presses(person, "Change")


async def _brand(house: House) -> Brand:
    async with house.app.store.read() as tx:
        return (await tx.brands.of((await tx.workspaces.all())[0].id))[0]
