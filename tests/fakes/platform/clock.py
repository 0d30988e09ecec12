"""One time for several processes, moved by hand."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FORMAT = struct.Struct("<q")


class SharedClock:
    """A Clock that stands still until somebody moves it; every process that opened its file sees the same time."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _FORMAT.size)

    @staticmethod
    def start(path: Path, at: datetime = START) -> SharedClock:
        """Make the file and the first of the clocks that read it."""
        path.write_bytes(_FORMAT.pack((at - _EPOCH) // _MICROSECOND))
        return SharedClock(path)

    def now(self) -> datetime:
        """The shared time, aware, in UTC."""
        microseconds: int = _FORMAT.unpack(self._memory[: _FORMAT.size])[0]
        return _EPOCH + timedelta(microseconds=microseconds)

    def elapsed(self) -> float:
        """Seconds since 1970 on the same clock: it never jumps unless it is moved."""
        return (self.now() - _EPOCH).total_seconds()

    def advance(self, by: timedelta) -> None:
        """Move the time for everybody."""
        self._memory[: _FORMAT.size] = _FORMAT.pack((self.now() + by - _EPOCH) // _MICROSECOND)

    def close(self) -> None:
        """Let go of the file."""
        self._memory.close()
