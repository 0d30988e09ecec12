"""The heartbeat: every minute look one tick ahead, tidy up, and keep an eye on the clock."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.clock import Clock
from core.notice import Notice, Topic
from core.ports import Work
from core.queue import Queue
from core.store import Store

log = logging.getLogger(__name__)

TICK = "tick"
JUMP = timedelta(seconds=5)
TOO_LONG = timedelta(minutes=3)


@dataclass(slots=True)
class ClockWatch:
    """Compares the wall clock with a clock that cannot jump."""

    clock: Clock
    _seen: tuple[datetime, float] | None = None

    def jumped(self) -> timedelta:
        """How far the wall clock has moved by itself since the last call; zero when it kept time."""
        now, elapsed = self.clock.now(), self.clock.elapsed()
        before, self._seen = self._seen, (now, elapsed)
        if before is None:
            return timedelta(0)
        drift = (now - before[0]) - timedelta(seconds=elapsed - before[1])
        return drift if abs(drift) > JUMP else timedelta(0)


@dataclass(frozen=True, slots=True)
class Tick:
    """Fires what is due at its exact second; reads only one tick ahead, so a post can be edited until then.

    `publish` handles what is due and what is unclear. `chores` run before the look-ahead, in order, each on its
    own: one that fails does not stop the others.
    """

    store: Store
    queue: Queue
    clock: Clock
    work: Work
    watch: ClockWatch
    every: timedelta
    publish: Callable[[], Awaitable[None]]
    chores: tuple[tuple[str, Callable[[], Awaitable[object]]], ...] = field(default=())

    async def __call__(self) -> None:
        """One heartbeat. After a jump of the wall clock it fires nothing once and says so."""
        if jump := self.watch.jumped():
            await self._report(Topic.CLOCK_JUMPED, {"seconds": str(round(jump.total_seconds()))})
            log.warning("clock_jumped seconds=%s", jump.total_seconds())
        else:
            for name, chore in self.chores:
                await self._try(name, chore)
            await self.look_ahead()
        async with self.store.begin() as tx:
            await tx.pulse.beat(TICK, self.clock.now())

    async def look_ahead(self, since: datetime | None = None) -> None:
        """Wake the publisher at every instant before the next heartbeat at which something becomes due.

        With `since` only what became due after that: what had its chance waits for the next heartbeat.
        """
        now = self.clock.now()
        for instant in await self.queue.upcoming(now + self.every):
            if since is None or instant > since:
                self.work.at(max(instant, now), f"publish {instant.isoformat()}", self._publish)

    async def _publish(self) -> None:
        """Publish, then look ahead again: what has to wait a few seconds does not wait for the heartbeat."""
        begun = self.clock.now()
        await self.publish()
        await self.look_ahead(begun)

    async def _try(self, name: str, chore: Callable[[], Awaitable[object]]) -> None:
        try:
            await chore()
        except Exception:
            log.exception("chore_failed chore=%s", name)

    async def _report(self, topic: Topic, facts: dict[str, str]) -> None:
        await tell_everybody(self.store, topic, self.clock.now(), facts)


@dataclass(slots=True)
class Watchdog:
    """Reports once when no process has ticked for three minutes, and again only after it ticked in between.

    It looks twice before it barks: a machine that has just woken up ticks before the second look.
    """

    store: Store
    clock: Clock
    started_at: datetime
    _doubted: datetime | None = None
    _barked: datetime | None = None

    async def __call__(self) -> None:
        """Look at the last heartbeat."""
        async with self.store.read() as tx:
            last = max(await tx.pulse.last(TICK) or self.started_at, self.started_at)
        late = self.clock.now() - last
        if late <= TOO_LONG or self._barked == last:
            return
        if self._doubted != last:
            self._doubted = last
            return
        self._barked = last
        seconds = round(late.total_seconds())
        log.error("no_tick_for seconds=%s", seconds)
        await tell_everybody(self.store, Topic.TICK_LATE, self.clock.now(), {"seconds": str(seconds)})


async def tell_everybody(store: Store, topic: Topic, at: datetime, facts: dict[str, str]) -> None:
    """Write one notice to every workspace."""
    async with store.begin() as tx:
        for workspace in await tx.workspaces.all():
            await tx.outbox.tell(Notice(topic=topic, workspace_id=workspace.id, at=at, facts=facts))
