"""Bluesky by an app password, which is asked on a page of ours and never in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.chat import newest, presses
from tests.fakes.platform.bluesky_sessions import PASSWORD
from tests.fakes.platform.running import RunningPlatform, running_platform
from tests.stories.house import House, open_house, set_up
from tests.stories.test_connect import Browser


@pytest.fixture(scope="module")
def server() -> Iterator[RunningPlatform]:
    with running_platform(dialect="bluesky") as running:
        yield running
        assert running.wrongs() == []


@pytest.fixture
async def house(tmp_path: Path, server: RunningPlatform) -> AsyncIterator[House]:
    there = {"bluesky_home_url": server.url, "bluesky_video_url": server.url}
    async with open_house(tmp_path, platforms=there) as built:
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
