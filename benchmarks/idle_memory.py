"""What an idle Greenlight weighs, against an empty interpreter."""

from __future__ import annotations

import asyncio

from benchmarks.ground.processes import an_installation, empty_interpreter
from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns
from benchmarks.ground.set_up import set_up

GOAL = Goal(hold=12, aim=10)
SETTLES_IN = 1.0


async def measure(rounds: int) -> tuple[Result, ...]:
    """MiB resident."""
    drawn: list[float] = []
    first: list[float] = []

    async def ours() -> float:
        with an_installation() as installation:
            await asyncio.sleep(SETTLES_IN)
            first.append(installation.resident())
        with an_installation(new=False) as installation:
            await asyncio.sleep(SETTLES_IN)
            idle = installation.resident()
            await set_up(installation)
            drawn.append(installation.resident())
        return idle

    async def bare() -> float:
        return empty_interpreter()

    idle, empty = await in_turns(rounds, ours, bare)
    against = "an empty interpreter without asyncio"
    return (
        Result(
            what="idle, before the first picture, resident",
            unit="MiB",
            ours=idle,
            against=against,
            baseline=empty,
            goal=GOAL,
            notes=("`greenlight run` with SQLite and the web chat, no chat tokens, a second after it is ready",),
        ),
        Result(
            what="after a week of pictures, resident",
            unit="MiB",
            ours=tuple(drawn),
            against=against,
            baseline=empty,
            notes=("the same process after the set-up and seven cards",),
        ),
        Result(
            what="the very first start, resident",
            unit="MiB",
            ours=tuple(first),
            against=against,
            baseline=empty,
            notes=("idle, too, but this process has made the database and still holds Alembic",),
        ),
    )
