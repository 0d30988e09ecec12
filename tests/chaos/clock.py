"""One time for all processes of a seed: the true one, which the far side has, and our wall clock, which may be off."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FORMAT = struct.Struct("<qq")


class TwoClocks:
    """`core.clock.Clock` over a file of two numbers: true microseconds since 1970, and how far the wall is ahead.

    The first number is what `tests.fakes.platform.clock.SharedClock` reads from the same file.
    """

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _FORMAT.size)

    @staticmethod
    def start(path: Path) -> TwoClocks:
        """Make the file and the first of the clocks that read it."""
        path.write_bytes(_FORMAT.pack((START - _EPOCH) // _MICROSECOND, 0))
        return TwoClocks(path)

    def now(self) -> datetime:
        """What our machine's wall clock says."""
        true, ahead = self._read()
        return _EPOCH + timedelta(microseconds=true + ahead)

    def elapsed(self) -> float:
        """True seconds; they never jump."""
        return self._read()[0] / 1_000_000

    def advance(self, by: timedelta) -> None:
        """Let time pass for everybody."""
        true, ahead = self._read()
        self._write(true + by // _MICROSECOND, ahead)

    def jump(self, by: timedelta) -> None:
        """Set our machine's wall clock wrong."""
        true, ahead = self._read()
        self._write(true, ahead + by // _MICROSECOND)

    def reset(self) -> None:
        """Begin again, for the next seed."""
        self._write((START - _EPOCH) // _MICROSECOND, 0)

    def _read(self) -> tuple[int, int]:
        true, ahead = _FORMAT.unpack(self._memory[: _FORMAT.size])
        return true, ahead

    def _write(self, true: int, ahead: int) -> None:
        self._memory[: _FORMAT.size] = _FORMAT.pack(true, ahead)
