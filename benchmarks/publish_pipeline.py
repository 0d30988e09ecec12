"""The whole way of a publication on PostgreSQL, against the least a queue must do."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from time import perf_counter

import asyncpg

from adapters.store.schema import migrate
from adapters.store.store import open_store
from adapters.vault import AesVault
from benchmarks.ground.clock import MovedClock
from benchmarks.ground.postgres import Server, durable_postgres
from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns
from benchmarks.ground.stub import STUB, Stub
from benchmarks.ground.town import KEYS, BuilderIds, Town
from core.actions.publish_due import PublishDue
from core.actions.renew_grants import RenewGrants
from core.desk import Desk

BRANDS, EACH = 200, 6
WARM, JOBS = BRANDS, BRANDS * (EACH - 1)
AT_ONCE = 50
DAYS_AGO = timedelta(days=2)

GOAL = Goal(hold=0.12, aim=0.25, more_is_better=True)
JOB_TABLE = """
CREATE TABLE jobs (
    id bigint PRIMARY KEY, state text NOT NULL, payload text NOT NULL, fire_at timestamptz NOT NULL,
    owner text, done_at timestamptz
);
CREATE INDEX due_jobs ON jobs (fire_at) WHERE state = 'scheduled';
INSERT INTO jobs SELECT n, 'scheduled', repeat('bread ', 40), now() - interval '1 day' + n * interval '1 second', NULL
FROM generate_series(1, {jobs}) n
"""
CLAIM_JOBS = """
UPDATE jobs SET state = 'claimed', owner = 'baseline' WHERE id = ANY(ARRAY(
    SELECT id FROM jobs WHERE state = 'scheduled' AND fire_at <= now() ORDER BY fire_at LIMIT 50
    FOR UPDATE SKIP LOCKED))
RETURNING id, payload
"""
FINISH_JOB = "UPDATE jobs SET state = 'live', done_at = now() WHERE id = $1"


async def measure(rounds: int) -> tuple[Result, ...]:
    """Jobs each second, from due to live."""
    with durable_postgres() as server, server.database() as town, server.database() as jobs:
        await make_town(server, town)
        await _make_jobs(server, jobs)
        commits: list[float] = []

        async def ours() -> float:
            return await publish(server, town, commits)

        async def bare() -> float:
            return await _work_off(server, jobs)

        measured = await in_turns(rounds, ours, bare)
        each = sum(commits) / len(commits)
        return (
            Result(
                what="publish pipeline, PostgreSQL, 50 at once",
                unit="jobs/s",
                ours=measured[0],
                against="asyncpg: claim of 50, one committed UPDATE per job, 50 at once",
                baseline=measured[1],
                goal=GOAL,
                notes=(
                    "three durable writes a job (claimed, sending, live), written in groups: "
                    f"{each:.2f} commits a job; the baseline makes {1 + 1 / AT_ONCE:.2f}",
                    server.durability(),
                ),
            ),
        )


async def make_town(server: Server, database: str, *, each: int = EACH) -> None:
    """Fill a database with due posts, so many for each brand."""
    url = server.url(database)
    await migrate(url)
    town = Town(brands=BRANDS, each=each, publisher=Stub(), since=MovedClock().now() - DAYS_AGO)
    await asyncio.to_thread(town.fill, url)
    server.tidy(database)


async def publish(server: Server, template: str, commits: list[float]) -> float:
    """Publish everything in a copy of the town, the first post of each brand untimed; jobs per second."""
    with server.database(template) as name:
        before = server.commits(name)
        clock = MovedClock(by=timedelta(minutes=30) - DAYS_AGO)
        desk = Desk(publishers={STUB: Stub()}, keys=KEYS, clock=clock, ids=BuilderIds())
        async with open_store(server.url(name)) as store:
            run = PublishDue(
                store.queue, RenewGrants(store, desk.clock, desk.ids, AesVault(KEYS), {}), desk, "yardstick"
            )
            warmed = await run()
            clock.by = timedelta(0)
            started = perf_counter()
            done = await run()
            took = perf_counter() - started
        if (warmed.live, done.live) != (WARM, JOBS):
            raise RuntimeError(f"published {warmed} and {done} instead of {WARM} and {JOBS}")
        commits.append((server.commits(name) - before) / (WARM + JOBS))
    return JOBS / took


async def _make_jobs(server: Server, database: str) -> None:
    connection = await asyncpg.connect(server.url(database))
    await connection.execute(JOB_TABLE.format(jobs=WARM + JOBS))
    await connection.close()
    server.tidy(database)


async def _work_off(server: Server, template: str) -> float:
    with server.copy(template) as url:
        async with asyncpg.create_pool(url, min_size=AT_ONCE, max_size=AT_ONCE) as pool:
            done = 0
            while done < WARM:
                done += await _one_claim(pool)
            started = perf_counter()
            while claimed := await _one_claim(pool):
                done += claimed
            took = perf_counter() - started
    return (done - WARM) / took


async def _one_claim(pool: asyncpg.Pool) -> int:
    claimed = await pool.fetch(CLAIM_JOBS)
    async with asyncio.TaskGroup() as group:
        for job in claimed:
            group.create_task(pool.execute(FINISH_JOB, job["id"]))
    return len(claimed)
