"""The whole way of a publication, against a job queue whose job does nothing."""

from __future__ import annotations

from time import perf_counter

from procrastinate import App, PsycopgConnector

from benchmarks.ground.postgres import Server, durable_postgres
from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns
from benchmarks.publish_pipeline import AT_ONCE, make_town, publish

GOAL = Goal(hold=1, aim=2, more_is_better=True)
CONNECTIONS = 20
WARM, JOBS = 100, 400


async def measure(rounds: int) -> tuple[Result, ...]:
    """Jobs each second, from due to live and from todo to succeeded."""
    with durable_postgres() as server, server.database() as town, server.database() as jobs:
        await make_town(server, town)
        await _make_jobs(server, jobs)

        async def ours() -> float:
            return await publish(server, town, [])

        async def theirs() -> float:
            return await _work_off(server, jobs)

        measured = await in_turns(rounds, ours, theirs)
        return (
            Result(
                what="the same",
                unit="jobs/s",
                ours=measured[0],
                against=f"Procrastinate: a job that does nothing, concurrency {AT_ONCE}, {CONNECTIONS} connections",
                baseline=measured[1],
                goal=GOAL,
                notes=(server.durability(),),
            ),
        )


def _app(url: str) -> App:
    app = App(connector=PsycopgConnector(conninfo=url, min_size=CONNECTIONS, max_size=CONNECTIONS))

    @app.task(name="nothing")
    async def nothing() -> None:
        """Do nothing at all."""

    return app


async def _make_jobs(server: Server, database: str) -> None:
    app = _app(server.url(database))
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for queue, count in (("warm", WARM), ("main", JOBS)):
            await app.configure_task("nothing", queue=queue).batch_defer_async(*({} for _ in range(count)))
    server.tidy(database)


async def _work_off(server: Server, template: str) -> float:
    with server.copy(template) as url:
        app = _app(url)
        async with app.open_async():
            await _work(app, "warm")
            started = perf_counter()
            await _work(app, "main")
            took = perf_counter() - started
            left = await app.job_manager.list_jobs_async(status="todo")
            if tuple(left):
                raise RuntimeError("Procrastinate left jobs behind")
    return JOBS / took


async def _work(app: App, queue: str) -> None:
    await app.run_worker_async(
        queues=[queue], concurrency=AT_ONCE, wait=False, listen_notify=False, install_signal_handlers=False
    )
