"""Wall-clock slots in a brand's zone, and the instants they resolve to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import Invalid, Problem

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time of day on some weekdays (0 is Monday)."""

    at: time
    weekdays: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A planned time: what the owner reads on the wall, the zone, and the instant it means."""

    local: datetime
    zone: str
    instant: datetime

    def drifted(self) -> bool:
        """True when today's zone rules show another wall time at the agreed instant."""
        return self.instant.astimezone(zone_named(self.zone)).replace(tzinfo=None) != self.local


def zone_named(name: str) -> ZoneInfo:
    """Look a time zone up by its IANA name.

    Raises:
        Invalid: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        problem = Problem(
            field="zone", what=f"I do not know a time zone called “{name[:60]}”.", fix="Try Europe/Lisbon."
        )
        raise Invalid(problem) from error


def resolve(local: datetime, zone: str) -> Moment:
    """Turn a naive wall-clock time into a Moment; the only place where that happens.

    A time inside a daylight-saving gap moves forward by the gap; in an overlap the first one counts.

    Raises:
        Invalid: the zone is unknown.
    """
    wall = local.replace(tzinfo=zone_named(zone), fold=0)
    instant = wall.astimezone(UTC)
    return Moment(local=instant.astimezone(wall.tzinfo).replace(tzinfo=None, fold=0), zone=zone, instant=instant)


def moment_at(instant: datetime, zone: str) -> Moment:
    """The Moment that an aware instant is on the wall of `zone`."""
    at = instant.astimezone(UTC).replace(microsecond=0)
    local = at.astimezone(zone_named(zone)).replace(tzinfo=None, fold=0)
    return Moment(local=local, zone=zone, instant=at)


Week = tuple[tuple[time, ...], ...]
"""The posting times of each weekday, Monday first."""


def week_of(slots: tuple[Slot, ...]) -> Week:
    """The slots by weekday, each day's times in order and none twice."""
    return tuple(tuple(sorted({slot.at for slot in slots if day in slot.weekdays})) for day in range(7))


def slots_of(week: Week) -> tuple[Slot, ...]:
    """The slots that make such a week, by their time."""
    times = sorted({at for day in week for at in day})
    return tuple(Slot(at=at, weekdays=frozenset(day for day in range(7) if at in week[day])) for at in times)


def slots_between(slots: tuple[Slot, ...], first: date, days: int, zone: str) -> tuple[Moment, ...]:
    """All slots of `days` days from `first` on, in order of time, none twice."""
    found: dict[datetime, Moment] = {}
    for offset in range(days):
        day = first + timedelta(days=offset)
        for slot in slots:
            if day.weekday() in slot.weekdays:
                moment = resolve(datetime.combine(day, slot.at), zone)
                found.setdefault(moment.instant, moment)
    return tuple(found[instant] for instant in sorted(found))
