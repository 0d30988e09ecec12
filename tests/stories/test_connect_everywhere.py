"""From /connect to a live link on every platform that asks for an app, through its own consent page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.publishers.making_connectors import CONNECTORS
from bot.wiring.app import web_app
from core.moves import PartState
from core.store import PostFilter
from tests.fakes.chat import Person, newest, presses
from tests.fakes.films import a_film
from tests.fakes.platform.addresses import FREE, settings_for
from tests.fakes.platform.dialects.pinterest import MANY
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.running import RunningPlatform, running_platform
from tests.fakes.serving import served
from tests.stories.house import House, open_house, set_up
from tests.stories.test_connect import Browser
from tests.stories.test_pictures import a_photo


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """Which account is picked there, where several are offered.

    `posts` is what goes out there in stories: words, a picture, a film. `chooses` are options to be chosen before.
    """

    picks: str = ""
    posts: tuple[str, ...] = ("words",)
    chooses: Mapping[str, str] = field(default_factory=dict)


ROADS = {
    "facebook": Road(picks="ana cakes (page)"),
    "instagram": Road(posts=("picture", "film")),
    "linkedin": Road(),
    "pinterest": Road(picks="ana: Bread (board)", posts=("picture", "film")),
    "threads": Road(),
    "tiktok": Road(posts=("film", "draft"), chooses={"tiktok.privacy_level": "friends"}),
    "x": Road(),
    "youtube": Road(
        posts=("film",),
        chooses={"youtube.title": "Rosa, our oven", "youtube.privacyStatus": "whoever has the link"},
    ),
}
HOST = "greenlight.example"


@pytest.fixture(params=ROADS)
def platform(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def far(platform: str) -> Iterator[RunningPlatform]:
    with running_platform(dialect=platform) as running:
        running.at_the_browser("ana")
        yield running
        assert running.wrongs() == []


@pytest.fixture
async def house(tmp_path: Path, platform: str, far: RunningPlatform) -> AsyncIterator[House]:
    given = settings_for(platform, far.url)
    async with open_house(tmp_path, platforms=given, public_url=f"https://{HOST}") as built:
        yield built


async def connected(house: House, ana: Person, platform: str) -> None:
    """Through the platform's consent page and back; of several accounts one is picked in the chat."""
    await ana.says(f"/connect {platform}")
    browser = Browser(house, ana)
    link = await browser.link("Connect ")
    page = await browser.client.get(await browser.consents(await browser.leaves(link)))
    assert page.status_code == 200, page.text
    await house.settle()
    if ROADS[platform].picks:
        assert "Which one?" in page.text
        await presses(ana, ROADS[platform].picks)
    await newest(ana, "connected to Padaria do Sol" if ROADS[platform].picks else "connected ")


async def test_a_person_says_yes_and_the_account_is_there(house: House, platform: str) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    await connected(house, ana, platform)
    await ana.says("/accounts")
    accounts = await newest(ana, "/connect adds another one.")
    assert any(name.startswith("Reconnect ") for name in accounts.buttons), accounts.text


@pytest.mark.parametrize("platform", ["pinterest"])
async def test_of_very_many_accounts_each_can_be_picked(house: House, far: RunningPlatform, platform: str) -> None:
    far.at_the_browser(MANY)
    ana = await house.web_person()
    await set_up(house, ana)
    await ana.says(f"/connect {platform}")
    browser = Browser(house, ana)
    page = await browser.client.get(await browser.consents(await browser.leaves(await browser.link("Connect "))))
    assert "You manage 45 accounts" in page.text
    await house.settle()
    await presses(ana, "25 more")
    assert "21 to 40 of 45" in (await newest(ana, "Each press connects one")).text
    await presses(ana, "5 more")
    await presses(ana, f"{MANY}: Shelf 6045 (board)")
    await newest(ana, "Shelf 6045” is connected to Padaria do Sol")


STORIES = [(name, posts) for name, road in ROADS.items() for posts in road.posts]


@pytest.mark.parametrize(("platform", "posts"), STORIES)
async def test_a_post_goes_live_there(house: House, far: RunningPlatform, platform: str, posts: str) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    await connected(house, ana, platform)
    if posts == "words":
        await ana.says("/new Our oven has a name, and it is Rosa.")
        await house.settle()
        await presses(ana, "Picture", about="Rosa")
        await presses(ana, "No picture")
    elif posts == "picture":
        await ana.uploads(a_photo("red"), text="Our oven has a name, and it is Rosa.")
    else:
        await ana.uploads(a_film(4.2, fps=24), name="rosa.mp4", text="Our oven has a name, and it is Rosa.")
    await house.settle()
    chosen = {"tiktok.mode": "inbox"} if posts == "draft" else ROADS[platform].chooses
    if chosen:
        await presses(ana, "More", about="Rosa")
        await presses(ana, "Options")
        await ana.fills(**chosen)
        await house.settle()
    await presses(ana, "Approve", about="Rosa")
    house.clock.advance(timedelta(days=9))
    async with served(web_app(house.app, house.metrics)) as (at, _):
        far.reach(HOST, at)
        if posts == "draft":  # a stumble on the way is what people are told about
            far.plan(far.tokens()[-1], Fault(call=Call.STEP, answer=Answer.STATUS, status=500))
            await house.app.actions.publish_due()
            house.clock.advance(timedelta(minutes=5))
        await house.app.actions.publish_due()
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        (brand,) = await tx.brands.of(workspace.id)
        (account,) = [one for one in await tx.accounts.of(brand.id) if one.platform == platform]
        posts_here = await tx.posts.find(PostFilter(limit=50))
        sent = await tx.publications.of(*(post.id for post in posts_here))
        sent = tuple(one for one in sent if one.account_id == account.id)
    assert [one.state for one in sent] == [PartState.LIVE], [part.reason for one in sent for part in one.parts]
    if posts == "draft":
        await house.settle()
        assert "It waits in the TikTok app for you" in (await newest(ana, "Waits for you there")).text
        assert "It waits in the TikTok app for you" in (await newest(ana, "reached ana")).text
        (waiting,) = far.ledger()
        assert (waiting.text, waiting.details["inbox"]) == ("", "True")
    else:
        assert sent[0].url.startswith("http")
        (seen,) = [post for post in far.ledger() if "Rosa" in post.text]
        if platform == "youtube":
            assert (seen.details["title"], seen.details["privacyStatus"]) == ("Rosa, our oven", "unlisted")


def test_every_platform_with_an_app_has_its_road() -> None:
    assert {str(rules.platform) for rules, _ in CONNECTORS} - FREE == set(ROADS)
