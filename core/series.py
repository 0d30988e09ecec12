"""Posts that come again: by a rhythm, or from a pool after a while."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol

from core.ids import BrandId, PostId
from core.slot import Moment, resolve

SeriesId = NewType("SeriesId", int)

COOL_DOWN_DAYS = 60
COOL_DOWNS = (30, 60, 90, 180)
_SATURDAY = 5


class Rhythm(StrEnum):
    """How often a post comes again."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A post that comes again, always as its latest version says.

    `start` is the wall-clock time of the post itself in `zone`. It comes again until the day `until`, at most `times`
    times (0 is no limit); `made` counts how often it has. A stopped series is not `active`.
    """

    id: SeriesId
    brand_id: BrandId
    post_id: PostId
    rhythm: Rhythm
    start: datetime
    zone: str
    until: date | None = None
    times: int = 0
    made: int = 0
    active: bool = True

    @property
    def upcoming(self) -> Moment | None:
        """When it comes again next; None when it does not."""
        number = self.made + 1
        local = self.wall(number)
        over = (self.times and number > self.times) or (self.until and local.date() > self.until)
        return None if over or not self.active else resolve(local, self.zone)

    @property
    def left(self) -> int | None:
        """How often it still comes; None is without end by number."""
        return max(0, self.times - self.made) if self.times else None

    def wall(self, number: int) -> datetime:
        """The wall-clock time of its `number`-th repetition. A 31st is the last day in a shorter month."""
        match self.rhythm:
            case Rhythm.DAILY:
                return self.start + timedelta(days=number)
            case Rhythm.WEEKLY:
                return self.start + timedelta(weeks=number)
            case Rhythm.FORTNIGHTLY:
                return self.start + timedelta(weeks=2 * number)
            case Rhythm.MONTHLY:
                return _months_later(self.start, number)
            case Rhythm.WEEKDAYS:
                return _weekdays_later(self.start, number)

    def again(self) -> Series:
        """It came once more."""
        return replace(self, made=self.made + 1)

    def stopped(self) -> Series:
        """It does not come again."""
        return replace(self, active=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evergreen:
    """A post that may come again when it has rested for `cool_down_days` since `last_out`."""

    post_id: PostId
    brand_id: BrandId
    cool_down_days: int
    last_out: datetime

    def rested(self, at: datetime) -> bool:
        """Whether it may come again at that instant."""
        return at >= self.last_out + timedelta(days=self.cool_down_days)


class AllSeries(Protocol):
    """Series and the pool of evergreens of each brand."""

    async def add(self, series: Series) -> None: ...

    async def get(self, series_id: SeriesId) -> Series:
        """Raises NotFound when there is none."""
        ...

    async def of(self, brand_id: BrandId) -> tuple[Series, ...]:
        """All series of a brand, oldest first."""
        ...

    async def save(self, series: Series, *, was: Series) -> None:
        """Write it where it still stands as `was`. Raises Conflict when somebody was quicker."""
        ...

    async def keep(self, evergreen: Evergreen) -> None:
        """Put a post into the pool, or change how it rests there."""
        ...

    async def pool(self, brand_id: BrandId) -> tuple[Evergreen, ...]:
        """The evergreens of a brand, the longest rested first."""
        ...

    async def drop(self, post_id: PostId) -> None:
        """Take a post out of the pool. Repeating is harmless."""
        ...


def _months_later(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))


def _weekdays_later(start: datetime, days: int) -> datetime:
    at = start
    while days:
        at += timedelta(days=1)
        days -= at.weekday() < _SATURDAY
    return at
