"""Time, ids and chance, handed in so that tests can move them by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The wall clock as an aware UTC datetime."""
        ...

    def elapsed(self) -> float:
        """Seconds on a clock that never jumps and that counts while the machine sleeps."""
        ...


class Ids(Protocol):
    """Makes ids and chance."""

    def new(self) -> int:
        """A fresh id: positive, 63 bits, larger than those made in earlier milliseconds."""
        ...

    def token(self) -> str:
        """32 unguessable bytes as URL-safe text."""
        ...

    def jitter(self) -> float:
        """A number from 0 up to 1, for spreading retries."""
        ...
