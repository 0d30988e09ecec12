"""The machine's clock, set to another day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.clock import SystemClock


@dataclass(slots=True)
class MovedClock(SystemClock):
    """Runs like the machine's clock, `by` later; `elapsed` stays as it is."""

    by: timedelta = timedelta(0)

    def now(self) -> datetime:
        """The moved wall clock."""
        return SystemClock.now(self) + self.by
