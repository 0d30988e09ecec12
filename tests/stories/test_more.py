"""What More offers: copies, moves, notes, the bin, posts that come again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.moves import PostState
from core.post import Post
from core.store import PostFilter
from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up

SUNDAY, MONDAY = "Sun 22 Nov", "Mon 23 Nov"
MINUTE = timedelta(minutes=1)


async def the_posts(house: House, **wanted: object) -> tuple[Post, ...]:
    async with house.app.store.read() as tx:
        return await tx.posts.find(PostFilter(limit=100, **wanted))  # type: ignore[arg-type]  # fields of PostFilter


async def more(house: House, ana: Person, about: str, *labels: str) -> None:
    await house.settle()
    await presses(ana, "More", about=about)
    for label in labels:
        await presses(ana, label)
    await house.settle()


async def test_a_duplicate_waits_in_the_next_free_slot_and_warns_of_the_same_words(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await more(house, ana, SUNDAY, "Duplicate")
    copy = await newest(ana, "Sun 29 Nov")
    assert "The same words go out" in copy.text
    assert SUNDAY in copy.text
    await ana.says("Something else entirely.", to=copy.id)
    await house.settle()
    assert "The same words" not in (await newest(ana, "Sun 29 Nov")).text


async def test_an_old_post_is_reposted_or_reworked_as_a_new_one(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about=SUNDAY)
    await house.wait(days=1)
    await more(house, ana, SUNDAY, "Repost")
    await more(house, ana, SUNDAY, "Rework")
    original = (await the_posts(house, states=(PostState.APPROVED,)))[0]
    copy, reworked = await the_posts(house, copied_from=original.id)
    assert copy.content == original.content
    assert reworked.content.text != original.content.text
    assert {copy.state, reworked.state} == {PostState.PENDING}


async def test_a_post_moves_by_buttons_and_an_approved_one_waits_again(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about=SUNDAY)
    first = (await the_posts(house))[0]
    await more(house, ana, SUNDAY, "Next free slot")
    async with house.app.store.read() as tx:
        moved = await tx.posts.get(first.id)
    assert (f"{moved.moment.local:%a %d %b}", moved.state) == ("Sun 29 Nov", PostState.PENDING)
    await more(house, ana, MONDAY, "+1 day")
    assert len([one for one in await the_posts(house) if f"{one.moment.local:%d}" == "24"]) == 2
    await more(house, ana, "Thu 26 Nov", "Swap…", "Fri 09:00")
    await newest(ana, "Fri 27 Nov")


async def test_a_note_is_shown_and_changes_neither_approval_nor_what_goes_out(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about=SUNDAY)
    await house.settle()
    card = await newest(ana, SUNDAY)
    await ana.says("/note Is the price right?", to=card.id)
    await house.settle()
    assert "Is the price right?" in (await newest(ana, SUNDAY)).text
    await house.wait(days=1)
    assert len(house.published()) == 1
    assert not any("price right" in text for text in house.published())
    await more(house, ana, SUNDAY)
    await ana.says("/note Alone")
    assert "Which post?" in (await ana.sees())[-1].text


async def test_a_deleted_post_is_gone_and_undo_brings_it_back(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await more(house, ana, SUNDAY, "Delete", "Delete here")
    assert len(await the_posts(house)) == 6
    await presses(ana, "Undo", about="Deleted")
    await house.settle()
    assert len(await the_posts(house, states=(PostState.PENDING,))) == 7
    await more(house, ana, SUNDAY, "Delete", "Delete here")
    house.clock.advance(MINUTE)
    await presses(ana, "Undo", about="Deleted")
    assert len(await the_posts(house)) == 6
    await house.wait(days=8)
    assert house.published() == []


async def test_the_live_copy_stays_unless_it_is_deleted_too(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about=SUNDAY)
    await presses(ana, "Approve", about=MONDAY)
    await house.wait(days=2)
    assert len(house.published()) == 2
    await more(house, ana, SUNDAY, "Delete")
    assert "that copy stays there unless you delete it too" in (await newest(ana, "Delete “")).text
    await presses(ana, "Delete here and there")
    await more(house, ana, MONDAY, "Delete", "Delete here")
    assert len(house.published()) == 1


async def test_one_destination_is_left_out_and_the_others_go_out_as_approved(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/demo on")
    await ana.says("/new Fresh bread at the corner")
    await house.settle()
    await presses(ana, "Approve", about="Sun 29 Nov")
    await more(house, ana, "Sun 29 Nov", "Cancel one destination…", "Not on Demo")
    await house.wait(days=9)
    assert len(house.published()) == 1


async def test_details_tell_who_approved_what_and_when(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about=SUNDAY)
    await house.settle()
    await presses(ana, "Take back", about=SUNDAY)
    await house.settle()
    await presses(ana, "Details", about=SUNDAY)
    said = (await newest(ana, "approved version 1")).text
    assert "taken back" in said


async def test_a_series_brings_its_post_a_week_ahead_until_it_is_stopped(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/autopilot off")
    card = await newest(ana, SUNDAY)
    await ana.says("/repeat every friday 2 times", to=card.id)
    assert "It comes again every Friday, 2 times, first on Fri 27 Nov, 09:00." in (await ana.sees())[-1].text
    await house.beat()
    await newest(ana, "comes again; it waits for your decision")
    await house.wait(days=7)
    assert len([one for one in await the_posts(house) if one.series]) == 2
    await house.wait(days=30)
    assert len([one for one in await the_posts(house) if one.series]) == 2
    await ana.says("/series")
    assert "Nothing comes again." in (await ana.sees())[-1].text


async def test_an_evergreen_rests_and_then_comes_again_once(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/autopilot off")
    await presses(ana, "Approve", about=SUNDAY)
    await house.wait(days=9)
    await more(house, ana, SUNDAY, "Evergreen", "30 days")
    await house.wait(days=14)
    assert len(await the_posts(house)) == 7
    async with house.app.store.begin() as tx:
        (workspace,) = await tx.workspaces.all()
        (brand,) = await tx.brands.of(workspace.id)
        await tx.brands.save(replace(brand, autopilot=True))
    await ana.says("/autopilot on")
    await house.wait(days=8)
    await house.beat()
    (copy,) = await the_posts(house, copied_from=(await the_posts(house))[0].id)
    assert copy.why.startswith("Evergreen: last out 22 Nov 2026, rested 3")
