"""How late the event loop is while pictures are drawn, posts sealed and bytes hashed."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from adapters.blobs import FileBlobs
from adapters.clock import SystemClock
from adapters.media.pictures import DrawnPictures
from adapters.vault import AesVault
from benchmarks.ground.calendars import a_week
from benchmarks.ground.results import Goal, Measure, Result
from benchmarks.ground.rounds import in_turns
from benchmarks.ground.stub import STUB, Stub
from benchmarks.ground.town import KEYS, BuilderIds
from core.account import Grant
from core.digest import post_digest
from core.freeze import plan, seal
from core.pictures import Frame, QuoteCard
from core.secret import Secret
from tests.builders import a_brand, a_post, a_workspace, an_account

GOAL = Goal(hold=50, aim=20, measure=Measure.ABOVE)
EVERY = 0.005
TICKS = 500
WEEK = 7
REST = 0.02

Busy = Callable[[], Awaitable[None]]


async def measure(rounds: int) -> tuple[Result, ...]:
    """Milliseconds by which a ticker of 5 ms is late, at its 99th percentile."""
    with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as folder:
        blobs, pictures = FileBlobs(Path(folder)), DrawnPictures()
        seeds, film = count(1), bytes(range(256)) * (8 * 4096)

        async def draw() -> None:
            seed = next(seeds)
            frame = Frame(brand="Bakery", kicker="tip", seed=seed)
            card = QuoteCard(frame=frame, quote=f"Loaf {seed} is out of the oven.")
            await blobs.put((await pictures.draw(card)).data)
            await blobs.put((await pictures.calendar(a_week(seed))).data)

        async def hash_film() -> None:
            await blobs.get(await blobs.put(film))

        async def ours() -> float:
            return await _lateness(draw, hash_film, _seal_a_week)

        async def idle() -> float:
            return await _lateness()

        await draw()
        measured = await in_turns(rounds, ours, idle)
    return (
        Result(
            what="event loop late, p99, while drawing, sealing, hashing",
            unit="ms",
            ours=measured[0],
            against="the same ticker while nothing happens",
            baseline=measured[1],
            goal=GOAL,
            notes=(
                "side by side without end: a card and a calendar one after the other, 8 MiB read and hashed, "
                "a week sealed every 20 ms",
            ),
        ),
    )


async def _seal_a_week() -> None:
    """What one Approve all does on the event loop, a post at a time."""
    brand = a_brand(a_workspace())
    account, vault = an_account(brand, STUB), AesVault(KEYS)
    vault.open(vault.seal(Grant(access=Secret("token")), account.row), account.row)
    for _ in range(WEEK):
        post = a_post(brand, instant=SystemClock().now() + timedelta(days=1))
        post_digest(seal(post, plan(post, account, {STUB: Stub()}, BuilderIds()), account, KEYS).parts)
    await asyncio.sleep(REST)


async def _lateness(*busy: Busy) -> float:
    """The 99th percentile of the ticker's delay, in ms, while all of these run again and again."""
    working = [asyncio.create_task(_again_and_again(one)) for one in busy]
    late = []
    for _ in range(TICKS):
        started = perf_counter()
        await asyncio.sleep(EVERY)
        late.append((perf_counter() - started - EVERY) * 1000)
    for task in working:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return quantiles(late, n=100)[98]


async def _again_and_again(one: Busy) -> None:
    while True:
        await one()
