"""Killed, frozen and misled at every point, in both databases and all recovery classes, it still publishes once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = 20


@pytest.mark.timeout(300)  # a busy machine takes its time
@pytest.mark.parametrize("first", range(0, 6 * SEEDS, SEEDS))
def test_no_fault_publishes_twice_or_loses_a_post(first: int) -> None:
    command = [sys.executable, "-m", "tests.chaos", "--jobs", "1", "--first", str(first), "--seeds", str(SEEDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
