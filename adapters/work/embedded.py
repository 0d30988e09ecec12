"""Runs actions inside this process, on its own event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import TracebackType

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from core.clock import Clock

log = logging.getLogger(__name__)

PATIENCE = 4.0
"""Seconds that running actions get to end when we stop."""

_OVERLAPPING = 1000  # runs of one name; APScheduler drops what exceeds it


class EmbeddedWork:
    """`core.ports.Work` on APScheduler, for one event loop.

    Nothing runs before it is entered; what was planned earlier is kept. Leaving it starts nothing new, waits up
    to `patience` seconds for what runs, and cancels the rest. It is entered once.
    """

    def __init__(self, clock: Clock, *, patience: float = PATIENCE) -> None:
        self._clock = clock
        self._patience = patience
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False

    def every(self, seconds: float, name: str, action: Callable[[], Awaitable[None]]) -> None:
        """Run the action now and then again that many seconds after each start; never twice at once.

        A run that takes longer than the interval swallows the ones it overlaps.
        """
        self._scheduler.add_job(
            self._run,
            IntervalTrigger(seconds=seconds, timezone=UTC),
            args=(name, action),
            id=name,
            next_run_time=self._clock.now(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            replace_existing=True,
        )

    def at(self, instant: datetime, name: str, action: Callable[[], Awaitable[None]]) -> None:
        """Run the action once at the instant, or now when that has passed.

        A second call with the same name replaces a run that has not begun.
        """
        self._scheduler.add_job(
            self._run,
            DateTrigger(run_date=instant, timezone=UTC),
            args=(name, action),
            id=name,
            max_instances=_OVERLAPPING,
            misfire_grace_time=None,
            replace_existing=True,
        )

    async def __aenter__(self) -> EmbeddedWork:
        self._scheduler.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopping = True
        self._scheduler.pause()
        running = set(self._running)
        if running:
            _, late = await asyncio.wait(running, timeout=self._patience)
            for task in late:
                log.warning("job_cancelled job=%s", task.get_name())
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # APScheduler ends itself in the loop's next turn

    async def _run(self, name: str, action: Callable[[], Awaitable[None]]) -> None:
        """Run one action to its end. The outermost place of a job: what breaks is said once and stops nobody else."""
        task = asyncio.current_task()
        if task is None or self._stopping:
            return
        task.set_name(name)
        self._running.add(task)
        try:
            await action()
        except Exception:
            log.exception("job_failed job=%s", name)
        finally:
            self._running.discard(task)
