"""Time that moves by hand, and work that runs when time says so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.pace import Limits, Pace
from core.clock import Clock

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class ManualClock:
    """A clock that stands still until it is told to move. `jump` moves the wall clock alone."""

    wall: datetime = START
    boot: float = 1_000.0

    def now(self) -> datetime:
        return self.wall

    def elapsed(self) -> float:
        return self.boot

    def advance(self, span: timedelta) -> None:
        """Time passes, on both clocks."""
        self.wall += span
        self.boot += span.total_seconds()

    def jump(self, span: timedelta) -> None:
        """Somebody sets the wall clock."""
        self.wall += span


@dataclass(slots=True)
class Hurry(ManualClock):
    """A clock of its own for a pace that makes nobody wait: waiting moves it."""

    async def sleep(self, seconds: float) -> None:
        self.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    def pace(self, clock: Clock, limits: Limits) -> Pace:
        """A pace by this clock, whichever one was meant."""
        return Pace(self, limits, self.sleep)


@dataclass(slots=True)
class NoWork:
    """Keeps what should run and when, and runs nothing by itself."""

    planned: dict[str, tuple[datetime, Callable[[], Awaitable[None]]]] = field(default_factory=dict)

    def every(self, seconds: float, name: str, action: Callable[[], Awaitable[None]]) -> None:
        """The story says when."""

    def at(self, instant: datetime, name: str, action: Callable[[], Awaitable[None]]) -> None:
        """Remember it."""
        self.planned[name] = (instant, action)

    async def run(self, name: str) -> None:
        """Run what is planned under this name, if anything is."""
        if name in self.planned:
            _, action = self.planned.pop(name)
            await action()
