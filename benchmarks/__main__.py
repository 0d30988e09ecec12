"""`python -m benchmarks [row …] [--quick]`: measure, print a table, and end with 1 when something does not hold."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import platform
import sys
from importlib import import_module
from time import perf_counter

from benchmarks.ground.results import Result
from benchmarks.ground.table import table

ROWS = (
    "publish_pipeline",
    "publish_procrastinate",
    "claim_postgres",
    "claim_sqlite",
    "due_with_history",
    "publication_cpu",
    "publication_all",
    "film_memory",
    "telegram_press",
    "slack_press",
    "telegram_members",
    "draft_cpu",
    "calendar_picture",
    "help_cpu",
    "idle_memory",
    "loop_delay",
    "onboarding",
)
ROUNDS, QUICK_ROUNDS = 5, 2


def main() -> int:
    """Measure the rows that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Greenlight against yardsticks.")
    parser.add_argument("rows", nargs="*", metavar="row", choices=[[], *ROWS], help=", ".join(ROWS))
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds instead of {ROUNDS}")
    wanted = parser.parse_args()
    started = perf_counter()
    results: list[Result] = []
    for row in wanted.rows or ROWS:
        print(f"{row} …", file=sys.stderr, flush=True)
        gc.collect()
        results += asyncio.run(import_module(f"benchmarks.{row}").measure(QUICK_ROUNDS if wanted.quick else ROUNDS))
    print(table(results))
    print(f"\n{_machine()}; {perf_counter() - started:.0f} s in all.")
    missed = [result.what for result in results if not result.holds]
    if missed:
        print(f"Does not hold: {'; '.join(missed)}.")
    return 1 if missed else 0


def _machine() -> str:
    load = os.getloadavg()[1]
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores, {platform.system()}, Python {platform.python_version()}, load {load:.1f} over five minutes"


if __name__ == "__main__":
    sys.exit(main())
