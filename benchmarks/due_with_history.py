"""What the publisher asks the database, with a million old posts and with none."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import psycopg

from adapters.clock import SystemClock
from adapters.store import queue
from adapters.store.columns import micros
from adapters.store.schema import migrate
from benchmarks.ground.history import grow_postgres, grow_sqlite
from benchmarks.ground.postgres import Server, durable_postgres
from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns
from benchmarks.ground.stub import Stub
from benchmarks.ground.town import Town

GOAL = Goal(hold=1.2, aim=1.1)
BRANDS, EACH, COPIES = 200, 5, 1000
ASKED = 300
MOST = 50
HALF_AN_HOUR = timedelta(minutes=30)
OTHERS = {
    "upcoming": queue.UPCOMING,
    "unsettled": queue.UNSETTLED,
    "stranded": queue.STRANDED,
    "late": queue.LATE,
}


async def measure(rounds: int) -> tuple[Result, ...]:
    """Microseconds for each time it is asked. One post of each brand is due, the others come later today."""
    town = Town(brands=BRANDS, each=EACH, publisher=Stub(), since=SystemClock().now() - HALF_AN_HOUR)
    with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as folder:
        in_sqlite = await _sqlite(town, Path(folder), rounds)
    with durable_postgres() as server, server.database() as short, server.database() as long:
        return (in_sqlite, await _postgres(server, town, short, long, rounds))


async def _sqlite(town: Town, folder: Path, rounds: int) -> Result:
    short, long = folder / "short.db", folder / "long.db"
    await migrate(f"sqlite:///{short}")
    await asyncio.to_thread(town.fill, f"sqlite:///{short}")
    shutil.copy(short, long)
    await asyncio.to_thread(grow_sqlite, long, COPIES)
    with closing(sqlite3.connect(long)) as full, closing(sqlite3.connect(short)) as empty:

        def asked(connection: sqlite3.Connection, sql: str, times: int = ASKED) -> float:
            values = {name: micros(at) for name, at in _instants().items()} | {"most": MOST}
            started = process_time()
            for _ in range(times):
                connection.execute(sql, values).fetchall()
            return (process_time() - started) / times * 1e6

        async def ours() -> float:
            return asked(full, queue.DUE)

        async def bare() -> float:
            return asked(empty, queue.DUE)

        await bare()
        await ours()
        measured = await in_turns(rounds, ours, bare)
        others = {name: (asked(full, sql), asked(empty, sql)) for name, sql in OTHERS.items()}
    return _result("SQLite CPU", measured, others)


async def _postgres(server: Server, town: Town, short: str, long: str, rounds: int) -> Result:
    for database in (short, long):
        await migrate(server.url(database))
        await asyncio.to_thread(town.fill, server.url(database))
    await asyncio.to_thread(grow_postgres, server.url(long), COPIES)
    for database in (short, long):
        await asyncio.to_thread(server.tidy, database)
    with psycopg.connect(server.url(long)) as full, psycopg.connect(server.url(short)) as empty:

        def asked(connection: psycopg.Connection, sql: str, times: int = ASKED) -> float:
            values = {**_instants(), "most": MOST}
            named = re.sub(r":(\w+)", r"%(\1)s", sql).encode()
            connection.execute(named, values, prepare=True)
            took = []
            for _ in range(times):
                started = perf_counter()
                connection.execute(named, values, prepare=True).fetchall()
                took.append(perf_counter() - started)
            return median(took) * 1e6

        async def ours() -> float:
            return asked(full, queue.DUE)

        async def bare() -> float:
            return asked(empty, queue.DUE)

        await bare()
        await ours()
        measured = await in_turns(rounds, ours, bare)
        others = {name: (asked(full, sql), asked(empty, sql)) for name, sql in OTHERS.items()}
    return _result("PostgreSQL time", measured, others)


def _instants() -> dict[str, datetime]:
    """What the questions are asked with: now, a minute later for looking ahead, two hours earlier for what is late."""
    now = SystemClock().now()
    return {"now": now, "until": now + timedelta(minutes=1), "before": now - timedelta(hours=2)}


def _result(
    where: str, measured: tuple[tuple[float, ...], tuple[float, ...]], others: dict[str, tuple[float, float]]
) -> Result:
    said = ", ".join(f"{name} {full:.0f} ({empty:.0f})" for name, (full, empty) in others.items())
    return Result(
        what=f"due query, {BRANDS * EACH * COPIES:,} old posts, {where}",
        unit="µs",
        ours=measured[0],
        against=f"the same with {BRANDS * EACH:,} posts, {BRANDS} of them due, and nothing old",
        baseline=measured[1],
        goal=GOAL,
        notes=(f"the publisher's other questions in µs (without history): {said}",),
    )
