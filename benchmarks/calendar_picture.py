"""What a calendar picture costs and weighs, against the same picture drawn with matplotlib."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from time import process_time

from adapters.media.calendar import draw
from adapters.media.engine import Engine
from benchmarks.ground.calendars import a_month, a_week
from benchmarks.ground.matplotlib_calendar import MatplotlibCalendar
from benchmarks.ground.results import Goal, Measure, Result
from benchmarks.ground.rounds import in_turns
from core.pictures import CalendarSheet

CPU = Goal(hold=0.5, aim=0.33)
BYTES = Goal(hold=60, aim=40, measure=Measure.ALONE)
PICTURES = 10
KIBIBYTE = 1024
Sheets = Callable[[int], CalendarSheet]


async def measure(rounds: int) -> tuple[Result, ...]:
    """Milliseconds of CPU for each picture, and KiB; every picture says something new."""
    engine, other = Engine(), MatplotlibCalendar()
    week = await _compare("calendar of a week", a_week, engine, other, rounds)
    month = await _compare("calendar of a month", a_month, engine, other, rounds)
    return (*week, *month)


async def _compare(
    what: str, sheets: Sheets, engine: Engine, other: MatplotlibCalendar, rounds: int
) -> tuple[Result, Result]:
    numbers = count()
    height = draw(engine, sheets(next(numbers))).height
    other.draw(sheets(next(numbers)), height)
    weights: list[float] = []
    their_weights: list[float] = []

    async def ours() -> float:
        return _cpu(lambda: draw(engine, sheets(next(numbers))).data, weights)

    async def theirs() -> float:
        return _cpu(lambda: other.draw(sheets(next(numbers)), height), their_weights)

    measured = await in_turns(rounds, ours, theirs)
    return (
        Result(
            what=f"{what}, CPU",
            unit="ms",
            ours=measured[0],
            against="the same picture with matplotlib, one figure kept and cleared",
            baseline=measured[1],
            goal=CPU,
            notes=(f"warm, {PICTURES} pictures a round, each with other words; palette and compression included",),
        ),
        Result(
            what=f"{what}, size",
            unit="KiB",
            ours=tuple(weights),
            against="the picture from matplotlib, in true colour",
            baseline=tuple(their_weights),
            goal=BYTES,
        ),
    )


def _cpu(picture: Callable[[], bytes], weights: list[float]) -> float:
    """Milliseconds for each picture; the mean size of them in KiB goes to `weights`."""
    started = process_time()
    sizes = [len(picture()) for _ in range(PICTURES)]
    spent = process_time() - started
    weights.append(sum(sizes) / PICTURES / KIBIBYTE)
    return spent / PICTURES * 1000
