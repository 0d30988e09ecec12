"""A house that also publishes to the test platform, and posts made on purpose."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time
from pathlib import Path

import httpx

from adapters.blobs import FileBlobs
from adapters.http import open_client
from adapters.keys import open_key_ring
from adapters.vault import AesVault
from bot.settings import Settings
from core.access import Actor
from core.account import Account, Grant, Platform
from core.actions.set_up_brand import Wishes
from core.ids import AccountId
from core.post import Content, Post
from core.rules import Recovery
from core.secret import Secret
from core.slot import Slot
from core.store import PostFilter
from tests.fakes.chat import Person, presses
from tests.fakes.clock import ManualClock
from tests.fakes.platform.clock import START, SharedClock
from tests.fakes.platform.publisher import TestPlatform
from tests.fakes.platform.running import MANNERS, RunningPlatform, running_platform
from tests.stories.house import OWNER, House, open_house


async def owner(house: House) -> Actor:
    """The owner, acting without a chat."""
    async with house.app.store.read() as tx:
        member = await tx.members.identify("web", OWNER)
    assert member is not None
    return Actor(member=member, door="web")


async def a_post(house: House, ana: Person, content: Content, *to: Platform) -> Post:
    """A brand aimed at these platforms, and a post that says this on a card in ana's chat."""
    by = await owner(house)
    wishes = Wishes(
        name="Padaria", interests=("bread",), voice="", zone="Europe/Lisbon", slots=(Slot(at=time(9)),), to=to
    )
    await house.app.actions.set_up_brand(wishes, by=by)
    await ana.says(content.text)
    await presses(ana, "Make it a post")
    async with house.app.store.read() as tx:
        (post,) = await tx.posts.find(PostFilter(limit=2))
    return await change(house, post, content)


async def change(house: House, post: Post, content: Content) -> Post:
    """Give the post this content, as somebody in another chat would."""
    changed = await house.app.actions.change_post.content(post.id, content, by=await owner(house))
    await house.settle()
    return changed.post


async def now(house: House, post: Post) -> Post:
    """The post as it is kept."""
    async with house.app.store.read() as tx:
        return await tx.posts.get(post.id)


@asynccontextmanager
async def open_town(folder: Path) -> AsyncIterator[tuple[House, RunningPlatform, FileBlobs]]:
    """A house that also publishes to the test platform."""
    clock = SharedClock.start(folder / "clock", START)
    blobs = FileBlobs(Settings(home=folder / "house").blobs)
    with running_platform(clock=folder / "clock") as platform:
        async with open_client(version="test") as client:
            town = _publisher(platform, client, clock, blobs)
            async with open_house(folder / "house", ManualClock(), extra={town.platform: town}) as house:
                yield house, platform, blobs
    clock.close()


def _publisher(
    platform: RunningPlatform, client: httpx.AsyncClient, clock: SharedClock, blobs: FileBlobs
) -> TestPlatform:
    platform.join("padaria", "token", MANNERS[Recovery.CONDITIONAL])
    return TestPlatform(
        recovery=Recovery.CONDITIONAL, client=client, url=platform.url, clock=clock, blobs=blobs, name="town"
    )


async def connect_town(house: House, post: Post) -> Account:
    """Connect the town to the brand of the post."""
    account = Account(
        id=AccountId(house.app.ids.new()),
        brand_id=post.brand_id,
        platform=Platform("town"),
        remote_id="padaria",
        name="Town square",
    )
    keys = open_key_ring(house.app.settings.secret_keys, house.app.settings.keys_file)
    grant = AesVault(keys).seal(Grant(access=Secret("token")), account.row)
    async with house.app.store.begin() as tx:
        await tx.accounts.add(replace(account, grant=grant))
    return account
