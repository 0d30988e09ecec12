"""Reads a typed time; anything that is not plainly one is refused with examples."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from core.errors import Invalid, Problem
from core.slot import EVERY_DAY, Moment, Slot, resolve, zone_named

EXAMPLES = "Try “18:30”, “tomorrow 9:00”, “fri 10:30” or “2026-11-24 10:00”."
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(r"(?:at\s+)?(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def read_moment(text: str, now: datetime, zone: str) -> Moment:
    """The moment that `text` names on the wall of `zone`; a time of day alone is the next one ahead.

    Raises:
        Invalid: it cannot be read as a time.
    """
    wall = now.astimezone(zone_named(zone)).replace(tzinfo=None)
    day_text, clock = _split(text.strip().lower().replace(",", " "))
    if day_text:
        return resolve(datetime.combine(_day(day_text, wall.date(), text), clock), zone)
    today = resolve(datetime.combine(wall.date(), clock), zone)
    return today if today.instant > now else resolve(datetime.combine(wall.date() + timedelta(days=1), clock), zone)


def read_time(text: str) -> time:
    """A time of day such as "9", "9:30", "09.30" or "9pm".

    Raises:
        Invalid: it is none.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise _unclear(text)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise _unclear(text)
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise _unclear(text)
    return time(hour, minute)


def read_slots(text: str) -> tuple[Slot, ...]:
    """A time for every day, and after it other times for named weekdays: "9:00 sat 11:00 sun 11:00".

    Raises:
        Invalid: it cannot be read so.
    """
    words = text.replace(",", " ").lower().split()
    if not words:
        raise _unclear(text)
    common, rest = read_time(words[0]), words[1:]
    if len(rest) % 2:
        raise _unclear(text)
    special = {_weekday(name, text): read_time(at) for name, at in zip(rest[::2], rest[1::2], strict=True)}
    slots = [Slot(at=common, weekdays=EVERY_DAY - special.keys())] if len(special) < 7 else []
    return (*slots, *(Slot(at=at, weekdays=frozenset({weekday})) for weekday, at in sorted(special.items())))


def _weekday(name: str, text: str) -> int:
    found = next((number for number, full in enumerate(_WEEKDAYS) if len(name) >= 3 and full.startswith(name)), None)
    if found is None:
        raise _unclear(text)
    return found


def _split(text: str) -> tuple[str, time]:
    words = re.sub(r"(\d{4}-\d{2}-\d{2})t(?=\d)", r"\1 ", text).split()
    if words and words[-1] in ("am", "pm") and len(words) > 1:
        words = [*words[:-2], words[-2] + words[-1]]
    if not words:
        raise _unclear(text)
    clock = read_time(words[-1])
    rest = [word for word in words[:-1] if word not in ("at", "on", "next")]
    return " ".join(rest), clock


def _day(word: str, today: date, text: str) -> date:
    if word == "today":
        return today
    if word == "tomorrow":
        return today + timedelta(days=1)
    weekday = next((number for number, name in enumerate(_WEEKDAYS) if len(word) >= 3 and name.startswith(word)), None)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise _unclear(text) from None


def _unclear(text: str) -> Invalid:
    return Invalid(Problem(field="when", what=f"I cannot read “{text[:40]}” as a time.", fix=EXAMPLES))
