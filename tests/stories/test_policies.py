"""Deciding together: one brand, several people, and a policy that everybody can see."""

from __future__ import annotations

import pytest

from core.ids import MemberId
from core.workspace import Identity, Member, Role
from tests.fakes.chat import Person, button, newest, presses
from tests.stories.house import House, set_up

SUNDAY = "Sun 22 Nov, 09:00"


async def colleague(house: House, name: str, role: Role = Role.APPROVER) -> Person:
    """Somebody else of the same workspace, in the harsh chat."""
    app = house.app
    async with app.store.begin() as tx:
        (workspace,) = await tx.workspaces.all()
        member = Member(
            id=MemberId(app.ids.new()),
            workspace_id=workspace.id,
            name=name,
            role=role,
            created_at=app.clock.now(),
        )
        await tx.members.add(member, Identity(front_end="harsh", remote_id=name, member_id=member.id))
    return house.harsh_person(name)


async def test_a_post_for_two_waits_for_the_second_and_says_for_whom(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben = await colleague(house, "Ben")
    await ana.says("/policy two")
    assert "2 different owners or approvers." in (await newest(ana, "Who approves for")).text
    await house.settle()

    await presses(ana, "Approve", about=SUNDAY)
    await house.settle()
    assert any("Your yes counts. It waits for Ben." in toast for toast in ana.toasts)
    await newest(ana, "Ana said yes. It waits for Ben.")

    await presses(ben, "Approve", about=SUNDAY)
    await house.settle()
    await newest(ana, "approved by Ana, Ben")
    await house.wait(days=1)
    assert len(house.published()) == 1


async def test_one_yes_of_two_publishes_nothing(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await colleague(house, "Ben")
    await ana.says("/policy two")
    await presses(ana, "Approve all 7")
    assert any("7 posts got your yes and wait for others." in toast for toast in ana.toasts)
    await house.settle()
    await newest(ana, "7 with a first yes")
    await presses(ana, "Approve all 7")
    assert any("decided already, or has your yes" in toast for toast in ana.toasts)
    await house.wait(days=8)
    assert house.published() == []


async def test_approve_all_of_two_people_approves_the_week(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben = await colleague(house, "Ben")
    await ana.says("/policy two")
    await presses(ana, "Approve all 7")
    await presses(ben, "Approve all 7")
    await house.wait(days=8)
    assert len(house.published()) == 7


async def test_whoever_is_next_is_told_once(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await colleague(house, "Ben")
    await ana.says("/policy two")
    await presses(ana, "Approve all 7")
    await house.beat()
    await house.beat()
    told = [one for one in await ana.sees() if "7 posts wait for your yes." in one.text]
    assert len(told) == 1
    assert "Show them" in told[0].buttons


async def test_steps_are_taken_in_their_order(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben = await colleague(house, "Ben")
    await ana.says("/policy")
    await presses(ana, "Approver, then owner")
    await house.settle()
    await newest(ana, "It waits for Ben.")
    await presses(ana, "Approve", about=SUNDAY)
    assert any("It is not your turn yet." in toast for toast in ana.toasts)
    await presses(ben, "Approve", about=SUNDAY)
    await house.settle()
    await newest(ana, "Ben said yes. It waits for Ana.")
    await presses(ana, "Approve", about=SUNDAY)
    await house.wait(days=1)
    assert len(house.published()) == 1


async def test_whoever_wrote_it_does_not_approve_it(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben = await colleague(house, "Ben")
    await ana.says("/policy not author")
    await presses(ana, "Edit", about=SUNDAY)
    await ana.fills(text="Closed on Sunday, sorry!")
    await house.settle()
    await presses(ana, "Approve", about=SUNDAY)
    assert any("You changed it last. Somebody else has to approve it." in toast for toast in ana.toasts)
    await presses(ben, "Approve", about=SUNDAY)
    await house.wait(days=1)
    assert house.published() == ["Closed on Sunday, sorry!"]


@pytest.mark.parametrize("role", [Role.WRITER, Role.VIEWER])
async def test_others_neither_approve_nor_change_the_policy(house: House, ana: Person, role: Role) -> None:
    await set_up(house, ana)
    ben, other = await colleague(house, "Ben"), await colleague(house, "Olga", role)
    await ana.says("/policy two")
    await presses(ana, "Approve", about=SUNDAY)
    await presses(other, "Approve", about=SUNDAY)
    await other.says("/policy one")
    await ben.says("/policy one")
    said = [one.text for one in await ben.sees()]
    assert sum("Only an owner can do that." in text for text in said) >= 2
    await house.wait(days=2)
    assert house.published() == []


async def test_the_same_press_twice_and_an_old_one_count_once_and_not_at_all(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben = await colleague(house, "Ben")
    await ana.says("/policy two")
    message, press = await button(ana, "Approve", about=SUNDAY)
    await ana.sends(press, message=message, event="event-twice-1")
    await ana.sends(press, message=message, event="event-twice-1")
    await ana.sends(press, message=message)
    assert any("You said yes already." in toast for toast in ana.toasts)
    hers, old = await button(ben, "Approve", about=SUNDAY)
    await presses(ana, "Edit", about=SUNDAY)
    await ana.fills(text="Something else entirely.")
    await ben.sends(old, message=hers)
    await house.wait(days=2)
    assert house.published() == []


async def test_a_yes_can_be_taken_back_while_it_waits_for_others(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben = await colleague(house, "Ben")
    await ana.says("/policy two")
    await presses(ana, "Approve", about=SUNDAY)
    await house.settle()
    await presses(ana, "Take back my yes", about=SUNDAY)
    await house.settle()
    await presses(ben, "Approve", about=SUNDAY)
    await house.wait(days=2)
    assert house.published() == []


async def test_a_stricter_policy_asks_again_what_was_approved(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben = await colleague(house, "Ben")
    await presses(ana, "Approve", about=SUNDAY)
    await ana.says("/policy two")
    await house.settle()
    await newest(ana, "1 approved post must be approved once more.")
    await presses(ana, "Approve", about=SUNDAY)
    await presses(ben, "Approve", about=SUNDAY)
    await house.wait(days=2)
    assert len(house.published()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2 of ana ben cleo", "2 of Ana, Ben, Cleo."),
        ("ben then ana", "First Ben, then Ana."),
        ("Ben or Cleo", "Ben and Cleo."),
        ("1 of ben, cleo then owner", "First Ben or Cleo, then an owner."),
        ("two approvers", "2 approvers."),
        ("linkedin two", "LinkedIn: at least 2 people."),
    ],
)
async def test_a_policy_is_said_in_plain_words(house: House, words: str, said: str) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    await colleague(house, "Ben")
    await colleague(house, "Cleo")
    await ana.says(f"/policy {words}")
    assert said in (await newest(ana, "Who approves for")).text


@pytest.mark.parametrize("words", ["five", "mallory", "3 of ana ben", "linkedin many", "owner then owner"])
async def test_what_cannot_be_is_said_so_and_changes_nothing(house: House, words: str) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    await colleague(house, "Ben")
    await ana.says(f"/policy {words}")
    await ana.says("/policy")
    assert "One yes of an owner or approver." in (await newest(ana, "Who approves for")).text
