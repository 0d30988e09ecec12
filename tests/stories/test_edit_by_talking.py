"""A post is changed by saying what to change, in every chat; every change is shown, and every change can go back."""

from __future__ import annotations

from core.post import Post
from core.store import PostFilter
from tests.fakes.chat import Person, Seen, newest
from tests.stories.house import House, set_up


async def the_post(house: House, day: str) -> Post:
    """The post of that weekday ("Tue") of the first week."""
    async with house.app.store.read() as tx:
        posts = await tx.posts.find(PostFilter(limit=50))
    return next(post for post in posts if f"{post.moment.local:%a}" == day)


async def replies(house: House, person: Person, words: str, *, about: str) -> Seen:
    """Reply to the newest card that contains `about`; the newest message then."""
    card = await newest(person, about)
    await person.says(words, to=card.id)
    await house.settle()
    return (await person.sees())[-1]


async def test_a_reply_moves_a_post_and_shows_both_times(house: House, ana: Person) -> None:
    await set_up(house, ana)

    await replies(house, ana, "move to Friday 10:00", about="Tue 24 Nov, 09:00")

    diff = await newest(ana, "Changed")
    assert "Tue 24 Nov, 09:00" in diff.text
    assert "Fri 27 Nov, 10:00" in diff.text
    assert "in 5 d" in diff.text
    assert {"Keep", "Back"} <= diff.buttons.keys()
