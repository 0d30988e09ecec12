"""Where one job runs its seeds: a far side, a clock, a folder and a database for each seed."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from adapters.store.schema import migrate
from tests.chaos.clock import TwoClocks
from tests.chaos.drive import Drive
from tests.chaos.plan import Plan, plan_for
from tests.chaos.tally import Result
from tests.chaos.verdict import judge
from tests.chaos.worker import Place, account_of, rehearse, token_of
from tests.fakes.platform.running import MANNERS, RunningPlatform, running_platform
from tests.fakes.postgres import Postgres

MEMORY = Path("/dev/shm")
"""A folder in memory, where the machine has one: what is killed here are processes, not the power."""


def warmed_up(databases: tuple[str, ...], postgres: Postgres | None, dialect: str) -> None:
    """Import and prepare what every process needs, by doing here what one does; leaves no thread behind."""
    with Ground(databases, postgres, dialect) as ground:
        for seed in range(len(databases)):
            ground.rehearse(seed)
    assert threading.active_count() == 1


class Ground:
    """One job's resources."""

    def __init__(self, databases: tuple[str, ...], postgres: Postgres | None, dialect: str = "") -> None:
        self._databases = databases
        self._dialect = dialect
        self._postgres = postgres
        self._stack = ExitStack()
        self._folder: Path
        self._clock: TwoClocks
        self._platform: RunningPlatform
        self._address = ""

    def __enter__(self) -> Ground:
        beside = str(MEMORY) if MEMORY.is_dir() else None
        name = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="greenlight-chaos-", dir=beside))
        self._folder = Path(name)
        self._clock = TwoClocks.start(self._folder / "clock")
        self._platform = self._stack.enter_context(
            running_platform(clock=self._folder / "clock", dialect=self._dialect)
        )
        if "sqlite" in self._databases:
            asyncio.run(migrate(f"sqlite:///{self._folder / 'template.db'}"))
        if self._postgres is not None:
            self._address = self._stack.enter_context(self._postgres.database())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    def run(self, seed: int) -> Result:
        """Run and judge one seed."""
        plan = plan_for(seed, self._databases, self._dialect)
        drive = Drive(plan, self._place(plan), clock=self._clock, platform=self._platform, databases=self._databases)
        course = drive.run()
        return Result.of(plan, course.struck, judge(plan, course))

    def rehearse(self, seed: int) -> None:
        """Do what the first process of a seed does in calm weather, in this process."""
        plan = replace(plan_for(seed, self._databases, self._dialect), traps=(), weather=())
        self._clock.reset()
        self._platform.join(account_of(seed), token_of(seed), MANNERS[plan.recovery])
        asyncio.run(rehearse(plan, self._place(plan)))

    def _place(self, plan: Plan) -> Place:
        """A fresh folder and an empty database."""
        here = self._folder / "seed"
        shutil.rmtree(here, ignore_errors=True)
        sprung = here / "sprung"
        sprung.mkdir(parents=True)
        if plan.database == "sqlite":
            address = f"sqlite:///{shutil.copy(self._folder / 'template.db', here / 'greenlight.db')}"
        else:
            assert self._postgres is not None
            self._postgres.empty(self._address)
            address = self._address
        return Place(
            database=address,
            platform=self._platform.url,
            clock=str(self._folder / "clock"),
            sprung=str(sprung),
            dialect=self._dialect,
        )
