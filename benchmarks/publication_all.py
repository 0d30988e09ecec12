"""What a publication costs this process over all platforms together, each with a far side that speaks its API."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

import httpx

from adapters.http import open_client
from adapters.store.schema import migrate
from adapters.store.store import open_store
from adapters.vault import AesVault
from benchmarks.ground.clock import MovedClock
from benchmarks.ground.results import Goal, Measure, Result
from benchmarks.ground.town import KEYS, TEXT, BuilderIds, Town
from core.actions.publish_due import PublishDue
from core.actions.renew_grants import RenewGrants
from core.desk import Desk
from core.payload import Media
from core.publisher import Publisher
from core.rules import Recovery
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.case import Spoken
from tests.fakes.platform.running import MANNERS, RunningPlatform, running_platform
from tests.fakes.platform.stages import STAGES, Stage

BRANDS, EACH = 7, 10
WARM, COUNT = BRANDS * len(STAGES), BRANDS * (EACH - 1) * len(STAGES)
DAYS_AGO = timedelta(days=2)
A_FILE = b"bytes that stand for a picture or a film" * 40
CPU = Goal(hold=8, aim=5)
WALL = Goal(hold=60, measure=Measure.ALONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A platform with its far side and its publisher."""

    name: str
    stage: Stage
    far: RunningPlatform
    publisher: Publisher


async def measure(rounds: int) -> tuple[Result, ...]:
    """Milliseconds of CPU each, database included, and seconds on the wall for all."""
    clock, blobs = MovedClock(by=-DAYS_AGO), MemoryBlobs(A_FILE)
    cpu: list[float] = []
    wall: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as folder, ExitStack() as stack:
        plain = stack.enter_context(running_platform())
        plain.join("place", "token-0", MANNERS[Recovery.KEYED])
        fars = {name: stack.enter_context(running_platform(dialect=name)) for name in STAGES}
        async with open_client(version="bench") as client:
            places = [_place(name, fars[name], client, blobs, clock) for name in STAGES]
            for _ in range(min(rounds, 3)):
                took, seconds = await _publish(Path(folder), places, clock)
                cpu.append(took)
                wall.append(seconds)
                bare.append(await _bare(client, plain))
    names = ", ".join(STAGES)
    return (
        Result(
            what=f"{COUNT} publications over {len(STAGES)} platforms, CPU each",
            unit="ms",
            ours=tuple(cpu),
            against="one httpx POST of a text on a warm connection",
            baseline=tuple(bare),
            goal=CPU,
            notes=(f"from the claim to live, database, uploads and containers included: {names}",),
        ),
        Result(
            what="the same, on the wall",
            unit="s",
            ours=tuple(wall),
            goal=WALL,
            notes=("one process and one HTTP client; the far sides run on the same machine",),
        ),
    )


def _place(name: str, far: RunningPlatform, client: httpx.AsyncClient, blobs: MemoryBlobs, clock: MovedClock) -> Place:
    stage = STAGES[name]
    for number in range(BRANDS):
        far.join(f"place-{number}", f"token-{number}", MANNERS[Recovery.KEYED])
    publisher = stage.make(Spoken(client=client, url=far.url, account="", blobs=blobs, clock=clock))
    return Place(name=name, stage=stage, far=far, publisher=publisher)


async def _publish(root: Path, places: list[Place], clock: MovedClock) -> tuple[float, float]:
    """Publish everything in a fresh database, the first post of each brand unmeasured."""
    url = f"sqlite:///{root / 'town.db'}"
    await migrate(url)
    clock.by = timedelta(0)
    for place in places:
        _town(place, clock).fill(url)
    publishers = {place.publisher.platform: place.publisher for place in places}
    desk = Desk(publishers=publishers, keys=KEYS, clock=clock, ids=BuilderIds())
    async with open_store(url) as store:
        run = PublishDue(store.queue, RenewGrants(store, desk.clock, desk.ids, AesVault(KEYS), {}), desk, "yardstick")
        clock.by = timedelta(minutes=30) - DAYS_AGO
        warmed = await run()
        clock.by = timedelta(0)
        began, started = perf_counter(), process_time()
        done = await run()
        took, seconds = process_time() - started, perf_counter() - began
    for file in root.glob("town.db*"):
        file.unlink()
    if (warmed.live, done.live) != (WARM, COUNT):
        raise RuntimeError(f"published {warmed} and {done} instead of {WARM} and {COUNT}")
    return took / COUNT * 1000, seconds


def _town(place: Place, clock: MovedClock) -> Town:
    def spoken(number: int) -> Spoken:
        return Spoken(
            client=httpx.AsyncClient(), url=place.far.url, account=f"place-{number}", blobs=MemoryBlobs(), clock=clock
        )

    medium = Media(
        sha256=hashlib.sha256(A_FILE).hexdigest(),
        mime=place.stage.mime,
        size=len(A_FILE),
        width=1080,
        height=1080,
        alt="A loaf",
        seconds=20,
    )
    return Town(
        brands=BRANDS,
        each=EACH,
        publisher=place.publisher,
        since=clock.now() - DAYS_AGO,
        pictures=False,
        remote_id=lambda number: f"place-{number}",
        media=(medium,) if place.publisher.rules.needs_media else (),
        extra=lambda number: place.stage.extra(spoken(number)),
        details=place.stage.details or {},
    )


async def _bare(client: httpx.AsyncClient, platform: RunningPlatform) -> float:
    headers = {"Authorization": "Bearer token-0"}
    started = process_time()
    for number in range(COUNT):
        body = {"text": TEXT.format(number=number), "media": [], "parent": ""}
        answer = await client.post(f"{platform.url}/posts", json=body, headers=headers)
        answer.raise_for_status()
    return (process_time() - started) / COUNT * 1000
