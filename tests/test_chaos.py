"""Killed, frozen and misled at every point, in both databases and all recovery classes, it still publishes once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from adapters.publishers.making import PUBLISHERS
from tests.fakes.platform.stages import STAGES

ROOT = Path(__file__).parents[1]
SEEDS = 20


@pytest.mark.timeout(300)  # a busy machine takes its time
@pytest.mark.parametrize("first", range(0, 6 * SEEDS, SEEDS))
def test_no_fault_publishes_twice_or_loses_a_post(first: int) -> None:
    command = [sys.executable, "-m", "tests.chaos", "--jobs", "1", "--first", str(first), "--seeds", str(SEEDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(300)
@pytest.mark.parametrize("platform", STAGES)
def test_no_fault_publishes_twice_or_loses_a_post_on_any_platform(platform: str) -> None:
    first = 1000 * list(STAGES).index(platform)  # other faults for each
    command = [sys.executable, "-m", "tests.chaos", "--jobs", "1", "--platform", platform, "--first", str(first)]
    done = subprocess.run([*command, "--seeds", "12"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_platform_that_is_published_to_has_its_fault_runs() -> None:
    without = {"telegram"}  # a bot cannot read a channel back, and nothing of it can be asked
    assert {str(rules.platform) for rules, _ in PUBLISHERS} - without == set(STAGES)
