"""What one publication costs this process, on every platform there is, against one bare POST."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from itertools import count
from pathlib import Path
from time import process_time

import httpx

from adapters.http import open_client
from adapters.publishers.feed import open_feed
from adapters.publishers.feed.publish import FeedPublisher
from adapters.store.schema import migrate
from adapters.store.store import open_store
from adapters.vault import AesVault
from benchmarks.ground.clock import MovedClock
from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns
from benchmarks.ground.town import KEYS, TEXT, BuilderIds, Town
from core.actions.publish_due import PublishDue
from core.actions.renew_grants import RenewGrants
from core.desk import Desk
from core.publisher import Publisher
from core.rules import Recovery
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.publisher import TestPlatform
from tests.fakes.platform.running import MANNERS, RunningPlatform, running_platform

GOAL = Goal(hold=8, aim=5)
BRANDS, EACH = 50, 11
WARM, COUNT = BRANDS, BRANDS * (EACH - 1)
DAYS_AGO = timedelta(days=2)
BASE_URL = "http://127.0.0.1:8080"


async def measure(rounds: int) -> tuple[Result, ...]:
    """Milliseconds of CPU, database included: it is SQLite and lives in this process."""
    clock = MovedClock(by=-DAYS_AGO)
    with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as folder, running_platform() as platform:
        _join(platform)
        root = Path(folder)
        async with open_client(version="bench") as client:
            posting = TestPlatform(
                recovery=Recovery.KEYED, client=client, url=platform.url, clock=clock, blobs=MemoryBlobs()
            )
            rounds_begun = count()

            async def bare() -> float:
                return await _bare(client, platform)

            async def on_platform() -> float:
                return await _publish(root, posting, clock)

            async def on_feed() -> float:
                # A folder for each round, all deleted at the end: a file system is slow right after a big deletion.
                feeds = root / f"feeds-{next(rounds_begun)}"
                feed = FeedPublisher(root=feeds, base_url=BASE_URL, clock=clock, blobs=MemoryBlobs())
                await _open_feeds(feed, clock)
                return await _publish(root, feed, clock)

            return (
                _result("over HTTP (test platform)", await in_turns(rounds, on_platform, bare)),
                _result("local feed", await in_turns(rounds, on_feed, bare)),
            )


async def _publish(root: Path, publisher: Publisher, clock: MovedClock) -> float:
    """Publish everything in a fresh database, the first post of each brand unmeasured."""
    url = f"sqlite:///{root / 'town.db'}"
    await migrate(url)
    clock.by = timedelta(0)
    Town(
        brands=BRANDS,
        each=EACH,
        publisher=publisher,
        since=clock.now() - DAYS_AGO,
        pictures=False,
        remote_id=lambda number: f"place-{number}",
    ).fill(url)
    desk = Desk(publishers={publisher.platform: publisher}, keys=KEYS, clock=clock, ids=BuilderIds())
    async with open_store(url) as store:
        run = PublishDue(store.queue, RenewGrants(store, desk.clock, desk.ids, AesVault(KEYS), {}), desk, "yardstick")
        clock.by = timedelta(minutes=30) - DAYS_AGO
        warmed = await run()
        clock.by = timedelta(0)
        started = process_time()
        done = await run()
        took = process_time() - started
    for file in root.glob("town.db*"):
        file.unlink()
    if (warmed.live, done.live) != (WARM, COUNT):
        raise RuntimeError(f"published {warmed} and {done} instead of {WARM} and {COUNT}")
    return took / COUNT * 1000


async def _bare(client: httpx.AsyncClient, platform: RunningPlatform) -> float:
    headers = {"Authorization": "Bearer token-0"}
    started = process_time()
    for number in range(COUNT):
        body = {"text": TEXT.format(number=number), "media": [], "parent": ""}
        answer = await client.post(f"{platform.url}/posts", json=body, headers=headers)
        answer.raise_for_status()
    return (process_time() - started) / COUNT * 1000


def _join(platform: RunningPlatform) -> None:
    for number in range(BRANDS):
        platform.join(f"place-{number}", f"token-{number}", MANNERS[Recovery.KEYED])


async def _open_feeds(feed: FeedPublisher, clock: MovedClock) -> None:
    for number in range(BRANDS):
        await open_feed(feed.root, slug=f"place-{number}", title=f"Bakery {number}", base_url=BASE_URL, clock=clock)


def _result(where: str, measured: tuple[tuple[float, ...], tuple[float, ...]]) -> Result:
    return Result(
        what=f"{COUNT} publications, {where}, CPU each",
        unit="ms",
        ours=measured[0],
        against="one httpx POST of the same JSON on a warm connection",
        baseline=measured[1],
        goal=GOAL,
        notes=("everything from the claim to live, database included; text only",),
    )
