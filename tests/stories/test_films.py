"""A film sent in chat becomes a post's film, is made ready, and goes out as it was approved."""

from __future__ import annotations

from core.moves import PostState
from core.post import Post
from core.store import PostFilter
from tests.fakes.chat import Person, newest, presses
from tests.fakes.films import a_film
from tests.stories.house import House, set_up

FILM = "loaves.mp4"


async def test_a_film_becomes_a_post_that_waits_until_it_is_ready(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.uploads(a_film(), name=FILM, text="Our oven has a name, and it is Rosa.")

    card = await newest(ana, "Rosa")
    assert "Making the film ready" in card.text
    await presses(ana, "Approve", about="Rosa")
    assert any("Its film is being made ready." in toast for toast in ana.toasts)
    await house.settle()

    card = await newest(ana, "Rosa")
    assert "64 × 64 H.264, 0:01" in card.text
    assert "Hidden data (place, camera) is removed." in card.text
    await presses(ana, "Approve", about="Rosa")
    await house.settle()
    post = await _newest_post(house)
    assert post.state is PostState.APPROVED
    data = await house.app.blobs.get(post.content.media[0].sha256)
    assert b"loci" not in data
    assert b"Secret" not in data


async def _newest_post(house: House) -> Post:
    async with house.app.store.read() as tx:
        found = await tx.posts.find(PostFilter(limit=100))
    return max(found, key=lambda post: post.id)
