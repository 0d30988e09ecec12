"""From the last answer of the set-up to seven cards with pictures, in a real process over HTTP."""

from __future__ import annotations

from benchmarks.ground.processes import an_installation
from benchmarks.ground.results import Goal, Measure, Result
from benchmarks.ground.set_up import set_up

GOAL = Goal(hold=2, measure=Measure.ALONE)


async def measure(rounds: int) -> tuple[Result, ...]:
    """Seconds by the clock; each round is a new installation that has drawn nothing before."""
    took = []
    for _ in range(rounds):
        with an_installation() as installation:
            took.append(await set_up(installation))
    return (
        Result(
            what="last answer to seven cards with pictures",
            unit="s",
            ours=tuple(took),
            goal=GOAL,
            notes=("a fresh SQLite installation; fonts load in this time, and the pictures are fetched, too",),
        ),
    )
