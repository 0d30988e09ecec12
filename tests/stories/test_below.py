"""Threads and first comments: Parts of their own, in order."""

from __future__ import annotations

from core.moves import PartState
from core.publication import Part
from core.store import PostFilter
from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up

SUNDAY = "Sun 22 Nov"


async def the_parts(house: House) -> tuple[Part, ...]:
    async with house.app.store.read() as tx:
        (post,) = await tx.posts.find(PostFilter(limit=1))
        publications = await tx.publications.of(post.id)
    return tuple(part for one in publications for part in one.parts)


async def test_a_thread_and_a_comment_are_shown_numbered_and_go_out_in_order(house: House, ana: Person) -> None:
    await set_up(house, ana)
    card = await newest(ana, SUNDAY)
    await ana.says("/thread Second, with butter.\n---\nThird, with jam.", to=card.id)
    await ana.says("/comment The recipe is in our shop.", to=card.id)
    await house.settle()
    said = (await newest(ana, "First comment")).text
    card = await newest(ana, "Part 2 of 3")
    assert "Part 3 of 3" in card.text
    assert "The recipe is in our shop." in said
    await presses(ana, "Approve", about=SUNDAY)
    await house.wait(days=1)
    assert house.published()[:3] == ["The recipe is in our shop.", "Third, with jam.", "Second, with butter."]
    assert {part.state for part in await the_parts(house)} == {PartState.LIVE}


async def test_a_text_too_long_for_one_part_is_cut_where_the_destination_needs_it(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/demo on")
    await ana.says("/new A long story")
    await house.settle()
    card = await newest(ana, "Sun 29 Nov")
    await ana.says("We bake at night. " * 60, to=card.id)
    card = await newest(ana, "Sun 29 Nov")
    await ana.says("/thread", to=card.id)
    await house.settle()
    await newest(ana, "Part 3 of 3")


async def test_a_command_that_answers_no_card_says_how(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/thread")
    assert "Reply to its card with /thread" in (await ana.sees())[-1].text
    card = await newest(ana, SUNDAY)
    await ana.says("/comment", to=card.id)
    assert "What should the first comment say?" in (await ana.sees())[-1].text
