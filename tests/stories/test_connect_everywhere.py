"""From /connect to a live link on every platform that asks for an app, through its own consent page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.publishers.making_connectors import CONNECTORS
from core.moves import PartState
from core.store import PostFilter
from tests.fakes.chat import Person, newest, presses
from tests.fakes.platform.addresses import FREE, settings_for
from tests.fakes.platform.dialects.pinterest import MANY
from tests.fakes.platform.running import RunningPlatform, running_platform
from tests.stories.house import House, open_house, set_up
from tests.stories.test_connect import Browser
from tests.stories.test_pictures import a_photo


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """Which account is picked there, where several are offered.

    `posts` is what goes out there in the story: words, a picture, or nothing, where media are fetched from an address
    that these tests do not have, or only films are taken.
    """

    picks: str = ""
    posts: str = "words"


ROADS = {
    "facebook": Road(picks="ana cakes (page)"),
    "instagram": Road(posts="nothing"),
    "linkedin": Road(),
    "pinterest": Road(picks="ana: Bread (board)", posts="picture"),
    "threads": Road(),
    "tiktok": Road(posts="nothing"),
    "x": Road(),
    "youtube": Road(posts="nothing"),
}


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
    async with open_house(tmp_path, platforms=settings_for(platform, far.url)) as built:
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


@pytest.mark.parametrize("platform", [name for name, road in ROADS.items() if road.posts != "nothing"])
async def test_a_post_goes_live_there(house: House, far: RunningPlatform, platform: str) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    await connected(house, ana, platform)
    if ROADS[platform].posts == "picture":
        await ana.uploads(a_photo("red"), text="Our oven has a name, and it is Rosa.")
    else:
        await ana.says("/new Our oven has a name, and it is Rosa.")
        await house.settle()
        await presses(ana, "Picture", about="Rosa")
        await presses(ana, "No picture")
    await house.settle()
    await presses(ana, "Approve", about="Rosa")
    house.clock.advance(timedelta(days=9))
    await house.app.actions.publish_due()
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        (brand,) = await tx.brands.of(workspace.id)
        (account,) = [one for one in await tx.accounts.of(brand.id) if one.platform == platform]
        posts = await tx.posts.find(PostFilter(limit=50))
        sent = [one for one in await tx.publications.of(*(post.id for post in posts)) if one.account_id == account.id]
    assert [one.state for one in sent] == [PartState.LIVE], [part.reason for one in sent for part in one.parts]
    assert sent[0].url.startswith("http")
    assert [post for post in far.ledger() if "Rosa" in post.text]


def test_every_platform_with_an_app_has_its_road() -> None:
    assert {str(rules.platform) for rules, _ in CONNECTORS} - FREE == set(ROADS)
