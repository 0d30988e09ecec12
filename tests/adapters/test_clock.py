"""The machine's clock, ids and chance."""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from adapters.clock import EPOCH_MILLISECONDS, SystemClock, SystemIds

MAKE_IDS = """
import os, sys
from pathlib import Path
from adapters.clock import SystemIds
ids = SystemIds(Path(sys.argv[1]))
child = os.fork()
made = [ids.new() for _ in range(5000)]
name = "child" if child == 0 else "parent"
Path(sys.argv[2]).with_suffix("." + name).write_text("\\n".join(map(str, made)))
if child:
    os.waitpid(child, 0)
"""


def made_at(number: int) -> datetime:
    return datetime.fromtimestamp(((number >> 22) + EPOCH_MILLISECONDS) / 1000, UTC)


def test_now_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_elapsed_never_goes_back() -> None:
    clock = SystemClock()
    seen = [clock.elapsed() for _ in range(1000)]
    assert seen == sorted(seen)


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="this system has no clock that counts sleep")
def test_elapsed_counts_the_time_a_machine_sleeps() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    elapsed = SystemClock().elapsed()
    assert before <= elapsed <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_ids_grow_and_fit_in_63_bits(tmp_path: Path) -> None:
    ids = SystemIds(tmp_path)
    made = [ids.new() for _ in range(20_000)]
    assert all(earlier < later for earlier, later in pairwise(made))
    assert 0 < made[0] < made[-1] < 2**63


def test_an_id_tells_when_it_was_made(tmp_path: Path) -> None:
    before = SystemClock().now()
    number = SystemIds(tmp_path).new()
    after = SystemClock().now()
    assert before - timedelta(milliseconds=1) <= made_at(number) <= after + timedelta(milliseconds=1)


def test_two_makers_in_one_process_never_make_the_same_id(tmp_path: Path) -> None:
    one, two = SystemIds(tmp_path), SystemIds(tmp_path)
    made = [maker.new() for _ in range(5000) for maker in (one, two)]
    assert len(set(made)) == len(made)


def test_processes_and_their_forked_children_never_make_the_same_id(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", MAKE_IDS, tmp_path / "seats", tmp_path / f"made{number}"])
        for number in range(3)
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    made = [line for file in tmp_path.glob("made*") for line in file.read_text().split()]
    assert len(made) == 30_000
    assert len(set(made)) == len(made)


def test_a_seat_is_free_again_when_its_holder_is_gone(tmp_path: Path) -> None:
    seats = {SystemIds(tmp_path).new() >> 12 & 0x3FF for _ in range(50)}
    assert len(seats) == 1


def test_ids_are_made_without_a_folder_too(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    ids = SystemIds(blocked / "seats")
    assert ids.new() < ids.new()


def test_tokens_are_32_bytes_and_differ(tmp_path: Path) -> None:
    ids = SystemIds(tmp_path)
    tokens = {ids.token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}


def test_jitter_lies_from_zero_up_to_one(tmp_path: Path) -> None:
    ids = SystemIds(tmp_path)
    assert all(0 <= ids.jitter() < 1 for _ in range(1000))
