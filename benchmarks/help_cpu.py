"""What it costs to ask for help, against a Python that does nothing."""

from __future__ import annotations

import os
import subprocess
import sys

from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns

GOAL = Goal(hold=6, aim=4)
TIMES = 20
HELP = "import sys; from bot.__main__ import main; sys.argv = ['greenlight', '--help']; sys.exit(main())"


async def measure(rounds: int) -> tuple[Result, ...]:
    """Milliseconds of CPU for each start, user and system together."""

    async def ours() -> float:
        return _cpu(HELP)

    async def bare() -> float:
        return _cpu("pass")

    await ours()
    measured = await in_turns(rounds, ours, bare)
    return (
        Result(
            what="greenlight --help, CPU",
            unit="ms",
            ours=measured[0],
            against="python -c pass",
            baseline=measured[1],
            goal=GOAL,
            notes=("what the installed command does, without the file it stands in",),
        ),
    )


def _cpu(code: str) -> float:
    spent = 0.0
    for _ in range(TIMES):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"it ended with {process.returncode}")
        spent += used.ru_utime + used.ru_stime
    return spent / TIMES * 1000
