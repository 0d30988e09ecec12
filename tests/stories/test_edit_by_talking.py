"""A post is changed by saying what to change, in every chat; every change is shown, and every change can go back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cards.press import Press
from core.access import Actor
from core.ids import encode
from core.moves import PostState
from core.post import Content, Post, Variant
from core.store import PostFilter
from tests.fakes.chat import Person, Seen, newest, presses
from tests.stories.house import OWNER, House, set_up

TUESDAY = "Tue 24 Nov, 09:00"
SAID = "☕ The oven is on. Bread comes out at seven. Rye follows an hour later. Which one brings you in?"


async def planned(house: House) -> list[Post]:
    """Every post, by its time."""
    async with house.app.store.read() as tx:
        return list(await tx.posts.find(PostFilter(limit=50)))


async def of_day(house: House, day: str) -> Post:
    """The post of that weekday ("Tue")."""
    return next(post for post in await planned(house) if f"{post.moment.local:%a}" == day)


async def now(house: House, post: Post) -> Post:
    """The post as it is now."""
    async with house.app.store.read() as tx:
        return await tx.posts.get(post.id)


async def a_tuesday(house: House, person: Person) -> Post:
    """Set up a first week whose Tuesday says something we know; its post."""
    await set_up(house, person)
    return await says_on_tuesday(house, Content(text=SAID, hashtags=("Bread", "Rye", "Lisbon")))


async def says_on_tuesday(house: House, content: Content) -> Post:
    """Let Tuesday's post say that; the post then."""
    async with house.app.store.read() as tx:
        member = await tx.members.identify("web", OWNER)
    assert member is not None
    post = await of_day(house, "Tue")
    kept = replace(content, media=post.content.media)
    changed = await house.app.actions.change_post.content(post.id, kept, by=Actor(member=member, door="web"))
    await house.settle()
    return changed.post


async def card(person: Person, about: str = TUESDAY) -> Seen:
    """The newest card of a post that says that."""
    return [one for one in await person.sees() if about in one.text and "Details" in one.buttons][-1]


async def stands(house: House, post: Post) -> bool:
    """True when nothing about the post was changed."""
    return (await now(house, post)).revision == post.revision


async def replies(house: House, person: Person, words: str, *, about: str = TUESDAY) -> Seen:
    """Reply to the newest card with buttons about that; the newest message then."""
    await person.says(words, to=(await card(person, about)).id)
    answer = (await person.sees())[-1]
    await house.settle()
    return answer


async def test_a_reply_moves_a_post_and_shows_both_times(house: House, ana: Person) -> None:
    post = await a_tuesday(house, ana)

    diff = await replies(house, ana, "Could you move it to Friday 10:00, please?")

    assert "Tue 24 Nov, 09:00" in diff.text
    assert "Fri 27 Nov, 10:00" in diff.text
    assert "in 5 d" in diff.text
    assert set(diff.buttons) == {"Keep", "Back"}
    assert "The oven is on." in (await card(ana, "Fri 27 Nov, 10:00")).text
    assert (await now(house, post)).content == post.content


async def test_words_hashtags_and_link_are_changed_by_saying_so(house: House, ana: Person) -> None:
    post = await a_tuesday(house, ana)

    for words in ("no emoji", "replace seven with 7", "shorter", "fewer hashtags", "add link https://example.com/menu"):
        diff = await replies(house, ana, words)
        assert set(diff.buttons) == {"Keep", "Back"}, diff
        assert "Everywhere" in diff.text or "Hashtags" in diff.text or "Link" in diff.text

    said = await now(house, post)
    assert said.content.text == "The oven is on. Which one brings you in?"
    assert said.content.hashtags == ("Bread", "Rye")
    assert said.content.link == "https://example.com/menu"
    assert (said.moment, said.content.media) == (post.moment, post.content.media)
    assert "The oven is on. Which one brings you in?" in (await card(ana)).text


async def test_keep_puts_the_buttons_away_and_the_change_stays(house: House, ana: Person) -> None:
    post = await a_tuesday(house, ana)
    await replies(house, ana, "no emoji")

    await presses(ana, "Keep")
    await house.settle()

    kept = await newest(ana, "✔ Kept.")
    assert not kept.buttons
    assert "☕" not in (await now(house, post)).content.text


async def test_back_goes_one_version_further_each_time_down_to_the_first(house: House, ana: Person) -> None:
    post = await a_tuesday(house, ana)
    for number in range(1, 6):
        await replies(house, ana, f"Version {number}, baked this morning.")

    texts = []
    for _ in range(5):
        await presses(ana, "Back")
        await house.settle()
        texts.append((await now(house, post)).content.text)

    assert texts == [*(f"Version {number}, baked this morning." for number in (4, 3, 2, 1)), SAID]
    await presses(ana, "Back")
    await presses(ana, "Back")
    assert "This is the first version." in ana.toasts


async def test_undo_as_a_reply_does_the_same_on_the_card_and_on_the_difference(house: House, ana: Person) -> None:
    post = await a_tuesday(house, ana)
    await replies(house, ana, "no emoji")
    await replies(house, ana, "move to Thursday 11:00")

    await replies(house, ana, "undo", about="Thu 26 Nov, 11:00")
    diff = (await ana.sees())[-1]
    assert (await now(house, post)).moment == post.moment

    diff = await newest(ana, "Changed")
    await ana.says("back", to=diff.id)
    await house.settle()
    assert (await now(house, post)).content == post.content


async def test_what_is_not_plain_is_refused_with_examples_and_nothing_is_lost(house: House, ana: Person) -> None:
    post = await a_tuesday(house, ana)

    for words in ("move it", "swap", "change the thing", "drop teh last line", "replace cake with tart", "add #2026"):
        refusal = await replies(house, ana, words)
        assert "Nothing was changed." in refusal.text
        assert "Use it as the new text" in refusal.buttons
    assert "You could say:" in (await newest(ana, "I am not sure what to change.")).text
    assert await stands(house, post)

    await replies(house, ana, "move it")
    await presses(ana, "Use it as the new text")
    assert (await now(house, post)).content.text == "move it"


async def test_a_text_that_only_contains_such_words_is_the_new_text(house: House, ana: Person) -> None:
    post = await a_tuesday(house, ana)

    await replies(house, ana, "Tomorrow 9 loaves will be free")
    assert (await now(house, post)).content.text == "Tomorrow 9 loaves will be free"
    await replies(house, ana, "Shorter days, longer breakfasts.")
    assert (await now(house, post)).content.text == "Shorter days, longer breakfasts."
    assert (await now(house, post)).moment == post.moment


async def test_a_reply_to_a_card_is_no_answer_to_a_question_that_waits(house: House) -> None:
    ana = house.harsh_person()
    post = await a_tuesday(house, ana)
    thursday = await of_day(house, "Thu")
    await presses(ana, "Time", about="Thu 26 Nov, 09:00")

    await replies(house, ana, "no emoji")
    await replies(house, ana, "move it")
    await ana.says("sun 18:30")

    assert "☕" not in (await now(house, post)).content.text
    assert f"{(await now(house, thursday)).moment.local:%a %H:%M}" == "Sun 18:30"


async def test_a_time_with_two_meanings_is_asked_about(house: House, ana: Person) -> None:
    post = await a_tuesday(house, ana)

    await replies(house, ana, "friday at 5")
    assert await stands(house, post)
    await presses(ana, "Fri 27 Nov, 17:00", about="Which time do you mean?")

    assert f"{(await now(house, post)).moment.local:%a %H:%M}" == "Fri 17:00"


async def test_a_time_that_has_passed_is_offered_for_tomorrow_or_now(house: House, ana: Person) -> None:
    post = await a_tuesday(house, ana)

    offer = await replies(house, ana, "move to 9:00 today")
    assert "09:00 has passed: tomorrow 09:00, or now?" in offer.text
    assert await stands(house, post)

    await presses(ana, "Publish now", about="has passed")
    assert await stands(house, post)
    await presses(ana, "Tomorrow 09:00", about="has passed")
    assert f"{(await now(house, post)).moment.local:%a %d %H:%M}" == "Sun 22 09:00"


async def test_two_posts_change_places_and_go_back_together(house: House, ana: Person) -> None:
    tuesday = await a_tuesday(house, ana)
    thursday = await of_day(house, "Thu")
    await presses(ana, "Approve", about="Thu 26 Nov, 09:00")
    await house.settle()

    diff = await replies(house, ana, "swap with Thursday")

    assert diff.text.count("Thu 26 Nov, 09:00") == diff.text.count("Tue 24 Nov, 09:00") == 2
    assert "It was approved before, so it waits for you again." in diff.text
    assert (await now(house, tuesday)).moment == thursday.moment
    assert (await now(house, thursday)).moment == tuesday.moment
    assert (await now(house, thursday)).state is PostState.PENDING
    assert "The oven is on." in (await card(ana, "Thu 26 Nov, 09:00")).text

    await presses(ana, "Back")
    assert (await now(house, tuesday)).moment == tuesday.moment
    assert (await now(house, thursday)).moment == thursday.moment


async def test_with_two_posts_on_that_day_the_partner_is_picked(house: House, ana: Person) -> None:
    tuesday = await a_tuesday(house, ana)
    friday = await of_day(house, "Fri")
    await replies(house, ana, "move to Thursday 18:00", about="Fri 27 Nov, 09:00")

    question = await replies(house, ana, "swap with Thursday")
    assert "Which of them" in question.text
    await presses(ana, "Thu 18:00", about="Which of them")

    assert f"{(await now(house, tuesday)).moment.local:%a %H:%M}" == "Thu 18:00"
    assert (await now(house, friday)).moment == tuesday.moment


@pytest.mark.parametrize("words", ["approve", "looks good to me", "skip it"])
async def test_deciding_by_words_is_answered_with_the_buttons(house: House, ana: Person, words: str) -> None:
    post = await a_tuesday(house, ana)

    answer = await replies(house, ana, words)

    assert {"Approve", "Skip", "Use it as the new text"} <= set(answer.buttons)
    assert (await now(house, post)).state is PostState.PENDING
    await ana.sends(answer.buttons["Approve"], message=answer.id)
    assert (await now(house, post)).state is PostState.APPROVED


async def test_a_request_voids_an_approval_and_says_so(house: House, ana: Person) -> None:
    await a_tuesday(house, ana)
    await presses(ana, "Approve", about=TUESDAY)
    await house.settle()

    diff = await replies(house, ana, "no emoji")
    await house.wait(days=4)

    assert "It was approved before, so it waits for you again." in diff.text
    assert house.published() == []


async def test_a_new_text_goes_everywhere_unless_a_tab_with_other_words_is_open(house: House, ana: Person) -> None:
    own = Content(text=SAID, variants={"demo": Variant(text="Oven on. Come in.", hashtags=("Demo",))})
    await set_up(house, ana)
    await ana.says("/demo on")
    await house.settle()
    post = await says_on_tuesday(house, own)
    async with house.app.store.read() as tx:
        demo = next(one for one in await tx.accounts.of(post.brand_id) if one.platform == "demo")
    hung = (await card(ana)).id
    await ana.sends(Press(verb="tab", target=post.id, arg=encode(demo.id)).pack(), message=hung)
    await house.settle()

    diff = await replies(house, ana, "Only the demo says this from now on.")
    assert "On Demo (nothing leaves this machine) only:" in diff.text
    changed = (await now(house, post)).content
    assert (changed.text, changed.for_platform("demo").text) == (SAID, "Only the demo says this from now on.")

    await ana.sends(Press(verb="tab", target=post.id, arg="feed").pack(), message=hung)
    diff = await replies(house, ana, "Everybody says this from now on.")
    assert "Everywhere" in diff.text
    changed = (await now(house, post)).content
    assert changed.for_platform("demo") == Variant(
        text="Everybody says this from now on.", hashtags=("Demo",), media=changed.media
    )


async def test_what_is_live_is_not_changed_any_more(house: House, ana: Person) -> None:
    post = await a_tuesday(house, ana)
    await presses(ana, "Approve", about=TUESDAY)
    await house.wait(days=3)

    for words in ("shorter", "A new text for what is out.", "undo", "move to Friday"):
        answer = await replies(house, ana, words)
        assert "That cannot be done now: the post is live." in answer.text
    assert (await now(house, post)).content == post.content


async def test_help_gives_the_examples(house: House, ana: Person) -> None:
    await ana.says("/help")

    assert "“swap with Thursday”" in (await newest(ana, "What I can do")).text
