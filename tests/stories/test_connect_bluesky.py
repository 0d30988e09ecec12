"""Bluesky by an app password, which is asked on a page of ours and never in the chat; or by a yes in the browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from core.moves import PartState
from core.store import PostFilter
from tests.fakes.chat import newest, presses
from tests.fakes.clock import START, ManualClock
from tests.fakes.platform.bluesky_sessions import PASSWORD
from tests.fakes.platform.clock import SharedClock
from tests.fakes.platform.running import RunningPlatform, running_platform
from tests.stories.house import House, open_house, set_up
from tests.stories.test_connect import Browser, a_client

PUBLIC = "https://greenlight.example"


@dataclass(slots=True, kw_only=True)
class OneClock(ManualClock):
    """Time that passes on the far side too: its servers look at when a proof was made."""

    far: SharedClock

    def advance(self, span: timedelta) -> None:
        """Time passes, on all clocks."""
        ManualClock.advance(self, span)
        self.far.advance(span)


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[OneClock]:
    far = SharedClock.start(tmp_path / "clock", START)
    yield OneClock(far=far)
    far.close()


@pytest.fixture
def server(tmp_path: Path, clock: OneClock) -> Iterator[RunningPlatform]:
    with running_platform(dialect="bluesky", clock=tmp_path / "clock") as running:
        yield running
        assert running.wrongs() == []


@pytest.fixture
async def house(tmp_path: Path, clock: OneClock, server: RunningPlatform) -> AsyncIterator[House]:
    there = dict.fromkeys(("bluesky_home_url", "bluesky_plc_url", "bluesky_video_url"), server.url)
    async with open_house(tmp_path, clock, platforms=there) as built:
        yield built


async def test_an_app_password_connects_and_posts_go_live_there(
    house: House, server: RunningPlatform, tmp_path: Path
) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    await ana.says("/connect bluesky ana.bsky.social")
    browser = Browser(house, ana)
    link = await browser.link("Connect Bluesky to")
    page = (await browser.client.get(link)).text
    assert 'value="ana.bsky.social"' in page
    assert 'type="password"' in page
    wrong = await browser.leaves(link, handle="ana.bsky.social", password="zzzz-zzzz-zzzz-zzzz")
    assert (wrong.status_code, "do not belong together" in wrong.text, "zzzz" in wrong.text) == (400, True, False)
    done = await browser.leaves(link, handle="ana.bsky.social", password=PASSWORD)
    assert "Connected as @ana.bsky.social" in done.text
    await house.settle()
    await newest(ana, "connected Bluesky: @ana.bsky.social")

    await ana.says("/new Our oven has a name, and it is Rosa.")
    await presses(ana, "Approve", about="Rosa")
    house.clock.advance(timedelta(hours=1))
    await house.app.actions.publish_due()
    house.clock.advance(timedelta(days=9))
    await house.app.actions.renew_grants()
    await house.app.actions.publish_due()
    (shown,) = [post for post in server.ledger("ana") if "Rosa" in post.text]
    assert shown.id.startswith("at://did:plc:ana/")
    files = [one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()]
    assert not any(secret in data for secret in (PASSWORD.encode(), b"zzzz-zzzz") for data in files)


async def test_without_one_a_yes_in_the_browser_connects_and_posts_go_live_for_a_week(
    house: House, server: RunningPlatform, tmp_path: Path
) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    server.at_the_browser("ana")
    await ana.says("/connect bluesky ana.bsky.social")
    browser = Browser(house, ana)
    link = await browser.link("Connect Bluesky to")
    page = (await browser.client.get(link)).text
    assert "Leave it empty to say yes in the browser" in page
    assert page.count("required") == 1
    unknown = await browser.leaves(link, handle="nobody.bsky.social", password="")
    assert (unknown.status_code, "Nobody is called nobody.bsky.social there." in unknown.text) == (400, True)
    done = await browser.client.get(await browser.consents(await browser.leaves(link, handle="ana.bsky.social")))
    assert "Connected as @ana.bsky.social" in done.text
    await house.settle()
    await newest(ana, "connected Bluesky: @ana.bsky.social")

    await ana.says("/new Our oven has a name, and it is Rosa.")
    await presses(ana, "Approve", about="Rosa")
    house.clock.advance(timedelta(days=9))
    await house.app.actions.publish_due()
    async with house.app.store.read() as tx:
        posts = await tx.posts.find(PostFilter(limit=50))
        sent = await tx.publications.of(*(post.id for post in posts))
    (live,) = [one for one in sent if one.url.startswith("https://bsky.app/")]
    assert (live.state, live.url.startswith("https://bsky.app/profile/did:plc:ana/post/")) == (PartState.LIVE, True)
    (shown,) = [post for post in server.ledger("ana") if "Rosa" in post.text]
    assert live.url.endswith(shown.id.rpartition("/")[2])
    files = [one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()]
    assert not any(token.encode() in data for token in server.tokens() for data in files)


async def test_behind_a_public_address_servers_can_read_who_we_are(tmp_path: Path) -> None:
    async with open_house(tmp_path, public_url=PUBLIC) as house:
        said = (await a_client(house).get("/oauth/client-metadata.json")).json()
    assert said["client_id"] == f"{PUBLIC}/oauth/client-metadata.json"
    assert said["redirect_uris"] == [f"{PUBLIC}/connect/callback"]
    (key,) = said["jwks"]["keys"]
    assert (key["alg"], "d" in key) == ("ES256", False)
    async with open_house(tmp_path) as house:
        assert (await a_client(house).get("/oauth/client-metadata.json")).status_code == 404
