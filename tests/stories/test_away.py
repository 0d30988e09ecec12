"""Somebody is away: another decides for them, and everybody sees in whose name."""

from __future__ import annotations

import pytest

from core.workspace import Role
from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up
from tests.stories.test_policies import SUNDAY, colleague


async def test_a_deputy_decides_for_the_one_who_is_away(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben, cleo = await colleague(house, "Ben"), await colleague(house, "Cleo")
    await ana.says("/policy approver then owner")
    await ana.says("/away until friday, Ben decides for me")
    said = (await newest(ana, "You are away until")).text
    assert "Fri 27 Nov, 09:00" in said
    assert "Ben decides for you" in said

    await presses(cleo, "Approve", about=SUNDAY)
    await house.settle()
    await newest(ana, "Cleo said yes. It waits for Ben for Ana.")
    await presses(ben, "Approve", about=SUNDAY)
    await house.settle()
    await newest(ana, "approved by Cleo, Ben for Ana")
    await house.wait(days=1)
    assert len(house.published()) == 1


async def test_a_deputy_is_not_two_people(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben = await colleague(house, "Ben")
    await ana.says("/policy approver then owner")
    await ana.says("/away until friday, Ben decides for me")
    await presses(ben, "Approve", about=SUNDAY)
    await presses(ben, "Approve", about=SUNDAY)
    await house.wait(days=2)
    assert any("You said yes already." in toast for toast in ben.toasts)
    assert house.published() == []


async def test_whoever_is_back_decides_alone_again(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben, cleo = await colleague(house, "Ben"), await colleague(house, "Cleo")
    await ana.says("/policy approver then owner")
    await ana.says("/away until friday and Ben decides for me")
    await ana.says("/away")
    await presses(ana, "I am back")
    await presses(cleo, "Approve", about=SUNDAY)
    await presses(ben, "Approve", about=SUNDAY)
    assert any("It is not your turn yet." in toast for toast in ben.toasts)
    await ana.says("/away")
    assert "Everybody is here." in (await newest(ana, "Who is away")).text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("until friday, Olga decides for me", "Olga cannot decide for you."),
        ("until friday, Ana decides for me", "Ana cannot decide for you."),
        ("until friday, Mallory decides for me", "There is no one member called"),
        ("until the cows come home", "is not plainly a day"),
        ("until 2031-01-01", "a year from now"),
    ],
)
async def test_what_cannot_be_is_refused(house: House, words: str, said: str) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    await colleague(house, "Olga", Role.WRITER)
    await ana.says(f"/away {words}")
    await newest(ana, said)
