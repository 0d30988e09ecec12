"""Many hands, old screens and second thoughts: one decision, everybody answered politely."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from core.ids import MemberId
from core.workspace import Identity, Member, Role
from tests.fakes.chat import Person, button, newest, presses
from tests.stories.house import House, set_up


async def test_an_edit_after_approval_voids_it_and_says_so(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about="Sun 22 Nov, 09:00")
    await house.settle()

    await presses(ana, "Edit", about="Scheduled")
    await ana.fills(text="Closed on Sunday, sorry!")
    await house.wait(days=2)

    assert any("It was approved before, so it waits for you again." in toast for toast in ana.toasts)
    assert house.published() == []


async def test_an_approval_of_an_old_version_is_refused_and_the_card_drawn_anew(house: House, ana: Person) -> None:
    await set_up(house, ana)
    message, press = await button(ana, "Approve", about="Sun 22 Nov, 09:00")
    await presses(ana, "Edit", about="Sun 22 Nov, 09:00")
    await ana.fills(text="Something else entirely.")

    await ana.sends(press, message=message)
    await house.wait(days=2)

    assert any("It changed a moment ago" in toast for toast in ana.toasts)
    assert house.published() == []
    assert "Something else entirely." in (await newest(ana, "Sun 22 Nov, 09:00")).text


async def test_approve_all_refuses_a_week_that_was_edited_behind_the_header(house: House, ana: Person) -> None:
    await set_up(house, ana)
    message, press = await button(ana, "Approve all 7")
    await presses(ana, "Edit", about="Sun 22 Nov, 09:00")
    await ana.fills(text="Something else entirely.")

    await ana.sends(press, message=message)
    await house.wait(days=8)

    assert house.published() == []


async def test_two_people_at_once_make_one_decision(house: House, ana: Person) -> None:
    await set_up(house, ana)
    bea = await _colleague(house, Role.APPROVER)
    message, press = await button(ana, "Approve", about="Sun 22 Nov, 09:00")
    hers, skip = await button(bea, "Skip", about="Sun 22 Nov, 09:00")

    await asyncio.gather(ana.sends(press, message=message), bea.sends(skip, message=hers))
    await house.settle()

    card = await newest(ana, "Sun 22 Nov, 09:00")
    assert ("Scheduled" in card.text) != ("Skipped" in card.text)
    assert len(ana.toasts) >= 1


async def test_a_stranger_changes_nothing(house: House, ana: Person) -> None:
    await set_up(house, ana)
    message, press = await button(ana, "Approve all 7")
    stranger = house.harsh_person("mallory")

    await stranger.sends(press, message=message)
    await house.wait(days=8)

    assert house.published() == []
    assert "This is not yours to decide. Nothing was changed." in stranger.toasts


async def test_a_viewer_sees_everything_and_decides_nothing(house: House, ana: Person) -> None:
    await set_up(house, ana)
    viewer = await _colleague(house, Role.VIEWER)

    await presses(viewer, "Approve all 7")
    await house.wait(days=8)

    assert house.published() == []
    assert any("Only an owner or approver can decide that." in toast for toast in viewer.toasts)


async def test_a_skipped_post_can_be_brought_back(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Skip", about="Sun 22 Nov, 09:00")
    await house.settle()
    await presses(ana, "Bring back")
    await house.settle()

    await presses(ana, "Approve", about="Sun 22 Nov, 09:00")
    await house.wait(days=2)

    assert len(house.published()) == 1


async def test_post_now_asks_twice_and_then_publishes_at_once(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Post now", about="Tue 24 Nov, 09:00")
    await house.beat()
    assert house.published() == []

    await presses(ana, "Yes, publish now")
    await house.beat()

    assert len(house.published()) == 1
    assert "Live" in (await newest(ana, "Sat 21 Nov, 12:00")).text


async def test_a_time_in_the_past_is_offered_for_tomorrow_or_now(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Time", about="Tue 24 Nov, 09:00")
    await ana.fills(when="today 9:00")

    offer = await newest(ana, "09:00 has passed: tomorrow 09:00, or now?")
    assert set(offer.buttons) == {"Tomorrow 09:00", "Publish now"}
    await presses(ana, "Tomorrow 09:00", about="has passed")
    await house.settle()
    assert "Sun 22 Nov, 09:00" in (await newest(ana, "Changed")).text


async def test_a_later_time_is_taken(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Time", about="Tue 24 Nov, 09:00")
    await ana.fills(when="sun 18:30")
    await house.settle()

    await presses(ana, "Approve", about="Sun 22 Nov, 18:30")
    await house.wait(days=1, hours=7)

    assert len(house.published()) == 1


async def test_regenerate_writes_another_text_for_the_same_slot(house: House, ana: Person) -> None:
    await set_up(house, ana)
    before = await newest(ana, "Wed 25 Nov, 09:00")

    await presses(ana, "Regenerate", about="Wed 25 Nov, 09:00")
    await ana.fills(hint="shorter")
    await house.settle()

    after = await newest(ana, "Wed 25 Nov, 09:00")
    assert after.text != before.text


async def test_cancel_asks_and_is_final(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve all 7")
    await house.settle()
    await presses(ana, "Cancel post", about="Thu 26 Nov, 09:00")
    await presses(ana, "Yes, cancel it")
    await house.wait(days=8)

    assert len(house.published()) == 6


async def test_a_reply_to_a_card_changes_its_text(house: House, ana: Person) -> None:
    await set_up(house, ana)
    card = await newest(ana, "Fri 27 Nov, 09:00")

    await ana.says("Bread is on the table.", to=card.id)
    await house.settle()

    assert "Bread is on the table." in (await newest(ana, "Fri 27 Nov, 09:00")).text


async def test_an_undecided_day_lapses_and_a_new_time_is_offered(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await house.wait(days=1)

    card = await newest(ana, "Its time passed before anybody decided")
    assert any(label.startswith("Tomorrow") for label in card.buttons)
    await presses(ana, "Tomorrow", about="Its time passed before anybody decided")
    await house.settle()
    await presses(ana, "Approve", about="Mon 23 Nov, 09:00")
    await house.wait(days=1)

    assert len(house.published()) == 1


async def test_a_waiting_batch_is_nudged_once_a_day(house: House, ana: Person) -> None:
    await set_up(house, ana)

    await house.wait(hours=25)

    nudges = [one for one in await ana.sees() if "is still waiting for you" in one.text]
    assert len(nudges) == 1


async def test_words_and_pictures_become_posts_when_asked(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("We bake with the windows open.")
    await presses(ana, "Make it a post")

    card = await newest(ana, "We bake with the windows open.")
    assert "Approve" in card.buttons


async def _colleague(house: House, role: Role) -> Person:
    """Somebody else of the same workspace, in the harsh chat."""
    app = house.app
    name = role.value
    async with app.store.begin() as tx:
        workspace = (await tx.workspaces.all())[0]
        member = Member(
            id=MemberId(app.ids.new()),
            workspace_id=workspace.id,
            name="Bea",
            role=role,
            created_at=app.clock.now() + timedelta(seconds=1),
        )
        await tx.members.add(member, Identity(front_end="harsh", remote_id=name, member_id=member.id))
    return house.harsh_person(name)


async def test_destinations_are_ticked_on_the_card_and_a_change_voids_the_approval(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/demo on")
    await presses(ana, "Approve", about="Sun 22 Nov, 09:00")
    await house.settle()
    await presses(ana, "Take back", about="Scheduled")
    await house.settle()

    await presses(ana, "Where to", about="Sun 22 Nov, 09:00")
    await _toggles(ana, "Demo")
    await house.settle()
    await presses(ana, "Approve", about="Sun 22 Nov, 09:00")
    await house.wait(days=1)

    cards = [one.text for one in await ana.sees() if "Sun 22 Nov, 09:00" in one.text]
    assert any("Live" in text and "Demo" in text for text in cards)
    assert len(house.published()) == 1


async def test_an_address_belongs_to_one_member(house: House, ana: Person) -> None:
    bea = await _colleague(house, Role.WRITER)
    await ana.says("/email Ana@Example.com")
    await bea.says("/email ana@example.com")
    await bea.says("/email not an address")

    await newest(ana, "A code is on its way to ana@example.com.")
    said = [one.text for one in await bea.sees()]
    assert any("belongs to another member" in text for text in said)
    assert any("is not an e-mail address" in text for text in said)


async def test_the_posting_time_can_be_said_in_one_line(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/time 18:00 sat 11:00")
    await ana.says("/next")
    await house.settle()

    assert "Sat 5 Dec, 11:00" in (await newest(ana, "Sat 5 Dec, 11:00")).text
    assert "Fri 4 Dec, 18:00" in (await newest(ana, "Fri 4 Dec, 18:00")).text


async def _toggles(person: Person, name: str) -> None:
    """Press the row of that name on the newest list of destinations."""
    listed = [one for one in await person.sees() if "Where should" in one.text][-1]
    press = next(press for label, press in listed.buttons.items() if name in label)
    await person.sends(press, message=listed.id)
