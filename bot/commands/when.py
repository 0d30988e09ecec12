"""Reads a typed time; anything that is not plainly one is refused with examples."""

from __future__ import annotations

from datetime import datetime, time

from bot.cards.labels import day_time
from bot.requests.calendar_words import WEEKDAYS, fold
from bot.requests.clock import read_clock
from bot.requests.when import read_when
from core.errors import Invalid, Problem
from core.slot import EVERY_DAY, Moment, Slot

EXAMPLES = "Try “18:30”, “tomorrow 9:00”, “fri 10:30” or “2026-11-24 10:00”."


def read_moment(text: str, now: datetime, zone: str) -> Moment:
    """The moment that `text` names on the wall of `zone`, which may have passed; a time of day alone is the next one.

    Raises:
        Invalid: it cannot be read as a time, or as several.
    """
    reading = read_when(text, now=now, zone=zone)
    if reading is None:
        raise _unclear(text)
    if len(reading.moments) > 1:
        choices = " or ".join(day_time(one.local) for one in reading.moments)
        fix = "Write the hour with two digits, or am or pm, and the date if need be."
        raise Invalid(Problem(field="when", what=f"Is that {choices}?", fix=fix))
    return reading.moments[0]


def read_time(text: str) -> time:
    """A time of day such as "9", "9:30", "09.30" or "9pm", on the 24-hour clock where nothing else is said.

    Raises:
        Invalid: it is none.
    """
    clocks = read_clock(fold(text))
    if not clocks:
        raise _unclear(text)
    return clocks[0]


def read_slots(text: str) -> tuple[Slot, ...]:
    """A time for every day, and after it other times for named weekdays: "9:00 sat 11:00 sun 11:00".

    Raises:
        Invalid: it cannot be read so.
    """
    words = fold(text).split()
    if not words:
        raise _unclear(text)
    common, rest = read_time(words[0]), words[1:]
    if len(rest) % 2:
        raise _unclear(text)
    if any(name not in WEEKDAYS for name in rest[::2]):
        raise _unclear(text)
    special = {WEEKDAYS[name]: read_time(at) for name, at in zip(rest[::2], rest[1::2], strict=True)}
    slots = [Slot(at=common, weekdays=EVERY_DAY - special.keys())] if len(special) < 7 else []
    return (*slots, *(Slot(at=at, weekdays=frozenset({weekday})) for weekday, at in sorted(special.items())))


def _unclear(text: str) -> Invalid:
    return Invalid(Problem(field="when", what=f"I cannot read “{text[:40]}” as a time.", fix=EXAMPLES))
