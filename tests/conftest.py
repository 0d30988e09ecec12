"""What every test shares: fresh databases, and contracts whose failures show the values they compared."""

import gc
import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings

MEMORY = Path("/dev/shm")  # a file system in memory, where Linux has it
NEEDS = 2 << 30  # bytes that must be free there

if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > NEEDS:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # commits need not wait for a disk

# Around each coroutine asyncio would put a handler of its own in place of Python's, and describe whatever it returned.
signal.signal(signal.SIGINT, lambda number, frame: signal.default_int_handler(number, frame))

gc.set_threshold(10_000, 10, 10)  # looking for cycles as often as Python does takes a tenth of the time

settings.register_profile("same", derandomize=True, database=None)  # a change fails for what it does, not by luck
settings.register_profile("search", max_examples=2000)  # new examples each time: --hypothesis-profile=search
settings.load_profile("same")

pytest.register_assert_rewrite("tests.contracts", "tests.fakes")

pytest_plugins = ["tests.databases"]
