"""The machine's own clock, ids and chance: the only place that reads them."""

from __future__ import annotations

import fcntl
import os
import random
import secrets
import socket
import tempfile
import threading
import time
import weakref
import zlib
from datetime import UTC, datetime
from pathlib import Path

EPOCH_MILLISECONDS = 1_577_836_800_000
"""2020-01-01 UTC; 41 bits of milliseconds last until 2089."""

_SEATS = 1 << 10
_SEQUENCE = 1 << 12


class SystemClock:
    """`core.clock.Clock` as the machine has it."""

    def now(self) -> datetime:
        """The wall clock as an aware UTC datetime."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds since the machine started, sleep included where the system counts it (Linux does).

        API: https://man7.org/linux/man-pages/man2/clock_gettime.2.html (read 2026-11)
        """
        boot = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic() if boot is None else time.clock_gettime(boot)


class SystemIds:
    """`core.clock.Ids` for any number of processes at once.

    An id is 41 bits of milliseconds, 10 bits of seat and 12 bits of sequence. Processes on one machine never
    share a seat; each machine begins to look for one at a place of its own, so that machines rarely do.
    """

    def __init__(self, seats: Path | None = None) -> None:
        """`seats` is a folder every process of this machine sees; by default one for this user in the temp folder."""
        self._seats = seats or Path(tempfile.gettempdir()) / f"greenlight-ids-{os.getuid()}"
        self._turn = threading.Lock()
        self._process = 0
        self._seat = 0
        self._millisecond = 0
        self._sequence = 0

    def new(self) -> int:
        """A fresh id: positive, 63 bits, larger than every earlier one of this object, whatever the clock does."""
        with self._turn:
            if self._process != os.getpid():
                self._sit_down()
            now = max(1, time.time_ns() // 1_000_000 - EPOCH_MILLISECONDS)
            if now > self._millisecond:
                self._millisecond, self._sequence = now, secrets.randbelow(_SEQUENCE // 2)
            elif self._sequence + 1 < _SEQUENCE:
                self._sequence += 1
            else:
                self._millisecond, self._sequence = self._millisecond + 1, 0
            return self._millisecond << 22 | self._seat << 12 | self._sequence

    def token(self) -> str:
        """32 unguessable bytes as URL-safe text."""
        return secrets.token_urlsafe(32)

    def jitter(self) -> float:
        """A number from 0 up to 1."""
        return random.random()

    def _sit_down(self) -> None:
        """Take a free seat; a forked child needs one of its own. Without a folder chance must do."""
        self._process = os.getpid()
        try:
            self._seats.mkdir(mode=0o700, parents=True, exist_ok=True)
            seat, descriptor = _take_seat(self._seats)
        except OSError:
            self._seat = secrets.randbelow(_SEATS)
            return
        self._seat = seat
        weakref.finalize(self, os.close, descriptor)


def _take_seat(folder: Path) -> tuple[int, int]:
    """The number of a seat nobody on this machine holds, and the open file that holds it until the process ends."""
    first = zlib.crc32(socket.gethostname().encode())
    for offset in range(_SEATS):
        seat = (first + offset) % _SEATS
        descriptor = os.open(folder / str(seat), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
        else:
            return seat, descriptor
    raise OSError("all seats are taken")
