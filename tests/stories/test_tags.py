"""Sets of hashtags: kept by name, put below a post in turns, dropped."""

from __future__ import annotations

from core.account import Platform
from core.store import PostFilter
from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up

SUNDAY = "Sun 22 Nov"


async def test_sets_go_below_a_post_in_turns_as_many_as_read_well_there(house: House, ana: Person) -> None:
    await set_up(house, ana)
    for words, said in (
        ("/tags morning", "A set needs a name and its hashtags."),
        ("/tags evening off", "There is no set “evening”."),
        ("/tags morning #coffee #12", "cannot be a hashtag"),
    ):
        await ana.says(words)
        assert said in (await ana.sees())[-1].text
    await ana.says("/tags morning #coffee #bread #porto #early #warm")
    await ana.says("/tags evening #wine")
    assert "#wine" in (await ana.sees())[-1].text
    for expected in ("#coffee", "#wine", "#coffee"):
        await house.settle()
        await presses(ana, "More", about=SUNDAY)
        await presses(ana, "Next hashtags")
        await house.settle()
        assert expected in (await newest(ana, SUNDAY)).text
    async with house.app.store.read() as tx:
        post, *_ = await tx.posts.find(PostFilter(limit=1))
    assert post.content.for_platform("feed").hashtags == ("coffee", "bread", "porto", "early", "warm")
    most = house.app.desk.rules[Platform("x")].hashtags[1]
    assert len(post.content.for_platform("x").hashtags) <= most
    await ana.says("/tags evening off")
    assert "#wine" not in (await ana.sees())[-1].text
