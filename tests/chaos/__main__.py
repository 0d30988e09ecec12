"""`python -m tests.chaos --seeds N [--first K] [--database sqlite|postgres|both] [--platform P] [--jobs J]`."""

from __future__ import annotations

import argparse
import gc
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict

from tests.chaos.ground import Ground, warmed_up
from tests.chaos.plan import PAIRS
from tests.chaos.tally import LARGE, Result, Tally
from tests.fakes.platform.stages import STAGES
from tests.fakes.postgres import Postgres, a_postgres

DATABASES = {"sqlite": ("sqlite",), "postgres": ("postgres",), "both": ("sqlite", "postgres")}


def main(arguments: list[str]) -> int:
    """Run the seeds and report; 0 when nothing went wrong."""
    asked = _parsed(arguments)
    databases = DATABASES[asked.database]
    seeds = range(asked.first, asked.first + asked.seeds)
    started = time.monotonic()
    tally = Tally()
    with ExitStack() as stack:
        postgres = stack.enter_context(a_postgres()) if "postgres" in databases else None
        warmed_up(databases, postgres, asked.platform)
        gc.freeze()
        for result in _results(seeds, databases, postgres, asked.platform, jobs=min(asked.jobs, len(seeds))):
            tally.add(result)
            if result.wrong or (result.window and asked.full):
                _tell(result, asked.database, asked.platform)
    return _report(tally, time.monotonic() - started, asked.platform, full=asked.full)


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--database", choices=DATABASES, default="both")
    parser.add_argument("--platform", choices=("", *STAGES), default="", help="a real one instead of the test platform")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--full", action="store_true", help="print every pair of point and blow")
    return parser.parse_args(arguments)


def _results(
    seeds: range, databases: tuple[str, ...], postgres: Postgres | None, dialect: str, *, jobs: int
) -> Iterator[Result]:
    """The results of all seeds, as they come, from that many processes."""
    out, into = os.pipe()
    children = []
    for job in range(jobs):
        pid = os.fork()
        if not pid:
            _work(seeds[job::jobs], databases, postgres, dialect, into)
        children.append(pid)
    os.close(into)
    try:
        with os.fdopen(out, encoding="utf-8") as lines:
            for line in lines:
                raw = json.loads(line)
                raw["struck"] = tuple((point, blow) for point, blow in raw["struck"])
                yield Result(**raw | {"wrong": tuple(raw["wrong"]), "window": tuple(raw["window"])})
        while children:
            _, status = os.waitpid(children.pop(), 0)
            if status:
                raise SystemExit("a job of the runner broke")
    finally:
        for pid in children:
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)


def _work(seeds: range, databases: tuple[str, ...], postgres: Postgres | None, dialect: str, into: int) -> None:
    """Run some of the seeds in a process of their own, and end it."""
    status = 1
    try:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        with Ground(databases, postgres, dialect) as ground:
            for seed in seeds:
                os.write(into, json.dumps(asdict(ground.run(seed))).encode() + b"\n")
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)


def _tell(result: Result, database: str, dialect: str) -> None:
    there = f" --platform {dialect}" if dialect else ""
    print(f"seed {result.seed}: {result.database}, {result.recovery}, weather: {result.weather}, hit: {result.struck}")
    for sentence in (*result.wrong, *(f"window: {sentence}" for sentence in result.window)):
        print(f"  {sentence}")
    print(f"  again: python -m tests.chaos{there} --database {database} --first {result.seed} --seeds 1", flush=True)


def _report(tally: Tally, seconds: float, dialect: str, *, full: bool) -> int:
    missing = tally.missing()
    large = tally.results >= LARGE and not dialect
    if full or large:
        print(tally.table())
    print(tally.summary())
    print(f"{tally.results} seeds in {seconds:.1f} s: {tally.results / seconds:.1f} a second")
    print(f"wrong: {len(tally.wrong)}; window (frozen at the socket until all others had concluded): {tally.windows}")
    if missing:
        print(f"{sum(map(len, missing.values()))} of {len(PAIRS)} pairs of point and blow never occurred")
    if missing and (full or large):
        print("\n".join(f"  {point}: {', '.join(blows)}" for point, blows in missing.items()))
    return 1 if tally.wrong or (large and missing) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
