"""Taking ten due Parts in SQLite on one CPU, against the same statement in plain sqlite3."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from adapters.clock import SystemClock
from adapters.store.columns import micros
from adapters.store.schema import migrate
from adapters.store.store import open_store
from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns
from benchmarks.ground.stub import Stub
from benchmarks.ground.town import Town
from core.actions.publish_due import LEASE

GOAL = Goal(hold=0.05, aim=0.15, more_is_better=True)
AT_ONCE = 10
WARM, CLAIMS = 10, 110
BRANDS, EACH = 200, 6

PRAGMAS = ("busy_timeout = 10000", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
BARE = """
UPDATE parts SET state = 'claimed', attempt = attempt + 1, owner = ?, lease_until = ? WHERE id IN (
    SELECT id FROM parts WHERE state = 'scheduled' AND fire_at <= ? ORDER BY fire_at LIMIT 10)
RETURNING id, post_id, attempt, fire_at
"""


async def measure(rounds: int) -> tuple[Result, ...]:
    """Claims for each second of CPU; waiting for the disk, which is the same for both, is left out."""
    with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as folder:
        town, copy = Path(folder) / "town.db", Path(folder) / "copy.db"
        await migrate(f"sqlite:///{town}")
        Town(brands=BRANDS, each=EACH, publisher=Stub(), since=SystemClock().now() - timedelta(days=2)).fill(
            f"sqlite:///{town}"
        )
        waits: list[float] = []

        async def ours() -> float:
            shutil.copy(town, copy)
            with _one_cpu():
                return await _through_the_store(copy, waits)

        async def bare() -> float:
            shutil.copy(town, copy)
            with _one_cpu():
                return _bare(copy)

        measured = await in_turns(rounds, ours, bare)
        slowest = max(waits) / CLAIMS * 1000
        return (
            Result(
                what="claim of 10, SQLite, one CPU",
                unit="claims per CPU s",
                ours=measured[0],
                against="sqlite3 with the same pragmas: the same UPDATE, the same columns back, nothing made of them",
                baseline=measured[1],
                goal=GOAL,
                notes=(f"by the clock, disk included, one of our claims took at most {slowest:.1f} ms on average",),
            ),
        )


@contextmanager
def _one_cpu() -> Iterator[None]:
    """Keep this thread, and those it starts, on one CPU."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


async def _through_the_store(file: Path, waits: list[float]) -> float:
    now = SystemClock().now()
    async with open_store(f"sqlite:///{file}") as store:
        for _ in range(WARM):
            await store.queue.claim(now, owner="yardstick", lease=LEASE, limit=AT_ONCE)
        waited, started = perf_counter(), process_time()
        for _ in range(CLAIMS):
            claims = await store.queue.claim(now, owner="yardstick", lease=LEASE, limit=AT_ONCE)
            if len(claims) != AT_ONCE:
                raise RuntimeError(f"claimed {len(claims)} Parts instead of {AT_ONCE}")
        took = process_time() - started
        waits.append(perf_counter() - waited)
    return CLAIMS / took


def _bare(file: Path) -> float:
    now = micros(SystemClock().now())
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        for _ in range(WARM):
            _claim(connection, now)
        started = process_time()
        for _ in range(CLAIMS):
            _claim(connection, now)
        took = process_time() - started
    return CLAIMS / took


def _claim(connection: sqlite3.Connection, now: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(BARE, ("baseline", now + 120_000_000, now)).fetchall()
    connection.execute("COMMIT")
