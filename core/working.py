"""Hours in which people may be asked for something."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.approval import Patience
from core.slot import zone_named
from core.workspace import Settings

_WEEK = range(5)
"""Monday to Friday."""

_LONGEST = 24 * 31  # hours looked ahead


def is_working(at: datetime, zone: str, patience: Patience, settings: Settings) -> bool:
    """Whether that is a working hour of the brand and no quiet one of the workspace, on the wall of `zone`."""
    wall = at.astimezone(zone_named(zone))
    in_hours = patience.work_from <= wall.hour < patience.work_to
    return in_hours and wall.weekday() in _WEEK and not settings.is_quiet(wall.hour)


def worked_by(since: datetime, zone: str, patience: Patience, settings: Settings) -> datetime:
    """The instant at which the hours until the next person is asked have passed, counting working hours only.

    Where there are none in a month, a month later.
    """
    at, left = since, timedelta(hours=patience.escalate_hours)
    for _ in range(_LONGEST):
        wall = at.astimezone(zone_named(zone))
        begun = timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
        end = at + timedelta(hours=1) - begun
        if is_working(at, zone, patience, settings):
            if at + left <= end:
                return at + left
            left -= end - at
        at = end
    return at
