"""A thousand members in private chats press within a minute; one process polls, decides, answers and redraws."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import httpx

from benchmarks.ground.bot_api import far_bot_api
from benchmarks.ground.members import members
from benchmarks.ground.results import Goal, Measure, Result
from core.moves import PostState
from core.store import PostFilter

MEMBERS, SECONDS = 1000, 60.0
GOAL = Goal(hold=1.0, measure=Measure.ALONE)
PATIENCE = 60.0


async def measure(rounds: int) -> tuple[Result, ...]:
    """Seconds from the update handed out to the answer, at the far side. One round: it takes a minute."""
    with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as folder, far_bot_api() as url:
        async with members(Path(folder), url, MEMBERS) as ready, httpx.AsyncClient() as client:
            await client.post(f"{url}/presses", json={"presses": ready.presses, "seconds": SECONDS})
            async with ready.app.working():
                noted = await _until_done(client, url)
            async with ready.app.store.read() as tx:
                approved = await tx.posts.count(PostFilter(states=(PostState.APPROVED,)))
    waits = sorted(noted["waits"])
    if (approved, noted["changed"], len(waits)) != (MEMBERS, MEMBERS, MEMBERS):
        raise RuntimeError(f"{approved} decided, {noted['changed']} cards changed, {len(waits)} answered of {MEMBERS}")
    middle, late = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    return (
        Result(
            what=f"{MEMBERS:,} members press over {SECONDS:.0f} s, 99 of 100 answered within",
            unit="s",
            ours=(late,),
            goal=GOAL,
            notes=(
                f"long polling; half within {middle * 1000:.0f} ms, the last after {waits[-1]:.2f} s; "
                "every press decided once, every card changed",
            ),
        ),
    )


async def _until_done(client: httpx.AsyncClient, url: str) -> dict[str, Any]:
    async with asyncio.timeout(SECONDS + PATIENCE):
        while True:
            await asyncio.sleep(1.0)
            noted: dict[str, Any] = (await client.get(f"{url}/noted")).json()["result"]
            if noted["changed"] == MEMBERS and len(noted["waits"]) == MEMBERS:
                return noted
