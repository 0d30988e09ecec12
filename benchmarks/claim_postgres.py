"""Taking fifty leases through our store, against taking fifty bare rows."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter

import asyncpg

from adapters.clock import SystemClock
from adapters.store.store import open_store
from benchmarks.ground.postgres import Server, durable_postgres
from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns
from benchmarks.publish_pipeline import BRANDS, make_town
from core.actions.publish_due import LEASE

GOAL = Goal(hold=0.35, aim=0.5, more_is_better=True)
AT_ONCE = 50
EACH = 20
WARM = 10
CLAIMS = BRANDS * EACH // AT_ONCE - WARM

BARE = """
UPDATE parts SET state = 'claimed', attempt = attempt + 1, owner = $1, lease_until = $2 WHERE id = ANY(ARRAY(
    SELECT id FROM parts WHERE state = 'scheduled' AND fire_at <= $3 ORDER BY fire_at LIMIT 50
    FOR UPDATE SKIP LOCKED))
RETURNING id, post_id, attempt, fire_at
"""


async def measure(rounds: int) -> tuple[Result, ...]:
    """Claims each second."""
    with durable_postgres() as server, server.database() as town:
        await make_town(server, town, each=EACH)

        async def ours() -> float:
            return await _through_the_store(server, town)

        async def bare() -> float:
            return await _bare(server, town)

        measured = await in_turns(rounds, ours, bare)
        return (
            Result(
                what="claim of 50, PostgreSQL",
                unit="claims/s",
                ours=measured[0],
                against="asyncpg: SKIP LOCKED over the same rows, the same columns back, nothing made of them",
                baseline=measured[1],
                goal=GOAL,
                notes=(
                    "ours answers 50 leases; what the seal check needs is read in a second step (row 1 pays for both)",
                ),
            ),
        )


async def _through_the_store(server: Server, town: str) -> float:
    now = SystemClock().now()
    with server.copy(town) as url:
        async with open_store(url) as store:
            for _ in range(WARM):
                await store.queue.claim(now, owner="yardstick", lease=LEASE, limit=AT_ONCE)
            started = perf_counter()
            for _ in range(CLAIMS):
                claims = await store.queue.claim(now, owner="yardstick", lease=LEASE, limit=AT_ONCE)
                if len(claims) != AT_ONCE:
                    raise RuntimeError(f"claimed {len(claims)} Parts instead of {AT_ONCE}")
            took = perf_counter() - started
    return CLAIMS / took


async def _bare(server: Server, town: str) -> float:
    now = SystemClock().now()
    until = now + timedelta(minutes=2)
    with server.copy(town) as url:
        connection = await asyncpg.connect(url)
        for _ in range(WARM):
            await connection.fetch(BARE, "baseline", until, now)
        started = perf_counter()
        for _ in range(CLAIMS):
            await connection.fetch(BARE, "baseline", until, now)
        took = perf_counter() - started
        await connection.close()
    return CLAIMS / took
