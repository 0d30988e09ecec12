"""Looking for posts: filters, pages and words."""

from __future__ import annotations

from datetime import timedelta

from core.moves import PostState
from tests.builders import a_post
from tests.fakes.chat import Person, presses
from tests.fakes.clock import START
from tests.stories.house import House, set_up


async def test_filters_in_any_order_narrow_a_list_down(house: House, ana: Person) -> None:
    await set_up(house, ana)
    for said, title, posts in (
        ("/posts pending week", "Waiting for a decision · this week", "1 post"),
        ("/posts next week feed pending", "Waiting for a decision · Local feed · next week", "6 posts"),
        ("/posts demo", "All posts · Demo", "0 posts"),
        ("/posts tomorrow local feed", "All posts · Local feed · tomorrow", "1 post"),
    ):
        await ana.says(said)
        listed = (await ana.sees())[-1]
        assert title in listed.text
        assert f" · {posts}" in listed.text


async def test_a_word_that_is_no_filter_is_answered_with_those_that_are(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/posts failed someday")

    said = (await ana.sees())[-1].text
    assert "I do not know “someday”" in said
    assert "next week" in said


async def test_pages_turn_in_place_and_keep_the_filters(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await _many(house, 23)
    await ana.says("/posts skipped oldest")
    listed = (await ana.sees())[-1]
    assert "Number 0." in listed.text

    await presses(ana, "Later ›")
    second = (await ana.sees())[-1]
    await presses(ana, "Later ›")
    third = (await ana.sees())[-1]

    assert second.id == listed.id
    assert "Number 10." in second.text
    assert "Number 22." in third.text
    assert "oldest first" in third.text
    assert not any(label.startswith("Later") for label in third.buttons)


async def test_another_state_is_one_press_away(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/posts week")
    await presses(ana, "Going out")

    said = (await ana.sees())[-1].text
    assert "Going out next · this week" in said
    assert "Nothing here." in said


async def test_history_shows_what_is_live_newest_first(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve all 7")
    await house.wait(days=3)

    await ana.says("/history")

    said = (await ana.sees())[-1].text
    assert said.index("Tue 24 Nov") < said.index("Mon 23 Nov") < said.index("Sun 22 Nov")


async def test_words_are_found_in_every_state_a_page_at_a_time(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await _many(house, 12)
    await ana.says("/find NUMBER cake")
    first = (await ana.sees())[-1]
    await presses(ana, "Older ›")
    second = (await ana.sees())[-1]

    assert "12 posts" in first.text
    assert "Skipped" in first.text
    assert second.id == first.id
    assert "12 posts" in second.text
    assert sum("Sun 1 Nov" in label for label in second.buttons) == 1


async def test_a_search_too_long_for_a_button_says_how_to_narrow_it_down(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await _many(house, 12)
    await ana.says("/find " + "number cake " * 6)

    listed = (await ana.sees())[-1]
    assert "12 posts" in listed.text
    assert "These are the newest" in listed.text
    assert not any(label.startswith("Older") for label in listed.buttons)


async def test_looking_for_nothing_is_answered_with_an_example(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/find")
    assert "/find coffee cake" in (await ana.sees())[-1].text
    await ana.says("/find zeppelin")
    assert "Nothing has these words." in (await ana.sees())[-1].text


async def _many(house: House, number: int) -> None:
    """So many skipped posts, one a day from the first of November on."""
    first = START.replace(day=1, hour=9)
    async with house.app.store.begin() as tx:
        (workspace,) = await tx.workspaces.all()
        (brand,) = await tx.brands.of(workspace.id)
        posts = (
            a_post(
                brand,
                state=PostState.SKIPPED,
                text=f"Number {one}. There is cake.",
                instant=first + timedelta(days=one),
            )
            for one in range(number)
        )
        await tx.posts.add(*posts)
