"""Actions run in time: at once, again, at an instant, and to their end when we stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from adapters.clock import SystemClock
from adapters.work.embedded import EmbeddedWork

SOON = 10.0
"""Seconds after which a test gives up."""

BRIEF = 0.02
"""Seconds between two runs in these tests."""

CLOCK = SystemClock()


class Counted:
    """An action that counts its runs and rings at the wanted one."""

    def __init__(self, wanted: int = 1) -> None:
        self.wanted = wanted
        self.ran_at: list[datetime] = []
        self.rung = asyncio.Event()

    async def __call__(self) -> None:
        self.ran_at.append(CLOCK.now())
        if len(self.ran_at) == self.wanted:
            self.rung.set()

    async def wanted_runs(self) -> None:
        async with asyncio.timeout(SOON):
            await self.rung.wait()


def a_work(patience: float = SOON) -> EmbeddedWork:
    return EmbeddedWork(CLOCK, patience=patience)


async def test_a_regular_action_runs_now_and_again() -> None:
    action = Counted(wanted=3)
    async with a_work() as work:
        work.every(BRIEF, "tick", action)
        await action.wanted_runs()


async def test_the_first_run_does_not_wait_for_the_interval() -> None:
    action = Counted()
    async with a_work() as work:
        work.every(3600, "tick", action)
        await action.wanted_runs()


async def test_a_plan_made_before_the_start_is_kept() -> None:
    action = Counted()
    work = a_work()
    work.every(3600, "tick", action)
    work.at(CLOCK.now(), "publish", action)
    async with work:
        await action.wanted_runs()


async def test_a_regular_action_never_runs_twice_at_once() -> None:
    other, most, inside, seen = Counted(wanted=5), 0, 0, asyncio.Event()

    async def slow() -> None:
        nonlocal most, inside
        inside += 1
        most = max(most, inside)
        await seen.wait()
        inside -= 1

    async with a_work() as work:
        work.every(BRIEF, "slow", slow)
        work.every(BRIEF, "other", other)
        await other.wanted_runs()
        seen.set()
    assert most == 1


async def test_an_action_planned_for_an_instant_runs_then_and_once() -> None:
    action, others = Counted(), Counted(wanted=5)
    instant = CLOCK.now() + timedelta(milliseconds=150)
    async with a_work() as work:
        work.at(instant, "publish", action)
        await action.wanted_runs()
        work.every(BRIEF, "others", others)
        await others.wanted_runs()
    (ran_at,) = action.ran_at
    assert timedelta(0) <= ran_at - instant < timedelta(seconds=1)


async def test_a_passed_instant_runs_at_once() -> None:
    action = Counted()
    async with a_work() as work:
        work.at(CLOCK.now() - timedelta(days=2), "publish", action)
        await action.wanted_runs()


async def test_a_second_plan_of_the_same_name_replaces_the_first() -> None:
    first, second = Counted(), Counted()
    soon = CLOCK.now() + timedelta(milliseconds=100)
    async with a_work() as work:
        work.at(soon, "publish", first)
        work.at(soon + timedelta(milliseconds=50), "publish", second)
        await second.wanted_runs()
    assert first.ran_at == []


async def test_an_instant_is_kept_while_a_run_of_the_same_name_lasts() -> None:
    begun, leave, again = asyncio.Event(), asyncio.Event(), Counted()

    async def long() -> None:
        begun.set()
        await leave.wait()

    async with a_work() as work, asyncio.timeout(SOON):
        work.at(CLOCK.now(), "publish", long)
        await begun.wait()
        work.at(CLOCK.now(), "publish", again)
        await again.rung.wait()
        leave.set()


async def test_a_broken_action_is_logged_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    other, tries = Counted(wanted=3), Counted(wanted=2)

    async def broken() -> None:
        await tries()
        raise RuntimeError("out of order")

    async with a_work() as work:
        work.every(BRIEF, "broken", broken)
        work.every(BRIEF, "other", other)
        await tries.wanted_runs()
        await other.wanted_runs()
    failures = [record for record in caplog.records if record.getMessage() == "job_failed job=broken"]
    assert len(failures) >= 2
    assert failures[0].exc_info is not None


async def test_stopping_waits_for_what_runs_and_starts_nothing_new() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()
    late = Counted()

    async def unhurried() -> None:
        begun.set()
        for _ in range(20):
            await asyncio.sleep(0)
        ended.set()

    async with a_work() as work, asyncio.timeout(SOON):
        work.at(CLOCK.now(), "unhurried", unhurried)
        await begun.wait()
        work.at(CLOCK.now() + timedelta(seconds=30), "late", late)
    assert ended.is_set()
    assert late.ran_at == []


async def test_stopping_cancels_what_takes_too_long(caplog: pytest.LogCaptureFixture) -> None:
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def endless() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    with caplog.at_level(logging.WARNING):
        async with asyncio.timeout(SOON), a_work(patience=0.01) as work:
            work.at(CLOCK.now(), "endless", endless)
            await begun.wait()
    assert cancelled.is_set()
    assert "job_cancelled job=endless" in caplog.text


@pytest.mark.parametrize("plan", ["every", "at"])
async def test_nothing_runs_before_the_start(plan: str) -> None:
    action, others = Counted(), Counted(wanted=3)
    idle, busy = a_work(), a_work()
    plans: dict[str, Callable[[Callable[[], Awaitable[None]]], None]] = {
        "every": lambda wanted: idle.every(BRIEF, "tick", wanted),
        "at": lambda wanted: idle.at(CLOCK.now(), "tick", wanted),
    }
    plans[plan](action)
    async with busy:
        busy.every(BRIEF, "others", others)
        await others.wanted_runs()
    assert action.ran_at == []
