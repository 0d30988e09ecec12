"""Reads when a post should go out: a small strict grammar of our own.

dateparser 1.5.0 read "demain 9h" as 21:00, "on monday at 5" as 21 May and "1er décembre 10h" as a day in 2110; dateutil
and parsedatetime guess alike (tried 2026-11). A wrong guess moves a post, a refusal costs one more message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.requests.calendar_words import NUMBERS, fold
from bot.requests.clock import read_clock
from bot.requests.days import read_day
from core.slot import Moment, moment_at, resolve, zone_named

_UNITS = {
    "minute": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "h": timedelta(hours=1),
}
_DAYS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
_SPAN = r"(half an hour|an hour and a half|(?:an?|\d{1,3}|[a-z]+) ?(?:minute|min|hour|h|day|week)s?)"
_FROM_NOW = re.compile(rf"(?:in )?{_SPAN}(?: from now)?")
_SHIFT = re.compile(rf"{_SPAN} (later|earlier|sooner)")
_SAME = re.compile(r"\b(?:at )?(?:the )?same (?:time|hour)\b")
_PREPOSITIONS = ("at", "on", "to", "for", "um", "am", "le", "el", "den")
_LONGEST = 8  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The moments that some words can mean, earliest first; they may have passed.

    With `day_only` no time of day was named; it is that of the post.
    """

    moments: tuple[Moment, ...]
    day_only: bool = False


def read_when(text: str, *, now: datetime, zone: str, planned: datetime | None = None) -> Reading | None:
    """What `text` means on the wall of `zone`; None when it is not plainly a time.

    `planned` is the present time of the post on that wall: "a day later" and "Friday" start from it, and without it
    neither is read. A time of day alone is the next one ahead or, with `planned`, that of the post's own day as well.
    Of several readings, those that passed are left out.
    """
    words = _spelled(fold(text))
    if not words or len(words.split()) > _LONGEST:
        return None
    return _from_now(words, now, zone) or _shifted(words, zone, planned) or _named(words, now, zone, planned)


def _spelled(words: str) -> str:
    words = re.sub(r"(\d{4}-\d{2}-\d{2})t(?=\d)", r"\1 ", words)
    words = re.sub(r"(?<=\d) (?=(?:am|pm)\b)", "", words)
    words = re.sub(r"\bthis (morning|afternoon|evening)\b", r"today \1", words)
    return words.replace("tonight", "today night")


def _span(words: str) -> tuple[timedelta, bool] | None:
    """How long, and whether it is counted in days."""
    if words == "half an hour":
        return timedelta(minutes=30), False
    if words == "an hour and a half":
        return timedelta(minutes=90), False
    match = re.fullmatch(r"(\d+|[a-z]+?) ?(minute|min|hour|h|day|week)s?", words)
    if match is None:
        return None
    number = int(match[1]) if match[1].isdecimal() else NUMBERS.get(match[1], 0)
    if number == 0:
        return None
    return number * (_UNITS | _DAYS)[match[2]], match[2] in _DAYS


def _from_now(words: str, now: datetime, zone: str) -> Reading | None:
    match = _FROM_NOW.fullmatch(words)
    span = _span(match[1]) if match and (words.startswith("in ") or words.endswith("from now")) else None
    if span is None or span[1]:
        return None
    at = now.astimezone(UTC) + span[0]
    whole = at.replace(second=0, microsecond=0)
    return Reading(moments=(moment_at(whole if whole == at else whole + timedelta(minutes=1), zone),))


def _shifted(words: str, zone: str, planned: datetime | None) -> Reading | None:
    match = _SHIFT.fullmatch(words)
    span = _span(match[1]) if match else None
    if match is None or span is None or planned is None:
        return None
    by = span[0] if match[2] == "later" else -span[0]
    if span[1]:
        return Reading(moments=(resolve(planned + by, zone),))
    return Reading(moments=(moment_at(resolve(planned, zone).instant + by, zone),))


def _named(words: str, now: datetime, zone: str, planned: datetime | None) -> Reading | None:
    today = now.astimezone(zone_named(zone)).date()
    rest = _SAME.sub("", words)
    same = planned.time() if planned and rest != words else None
    if rest != words and same is None:
        return None
    both: list[datetime] = []
    for day_words, clock_words in _halves(rest):
        days = read_day(day_words, today) if day_words else ()
        clocks = read_clock(clock_words) if clock_words else (same,) if same else ()
        both += [datetime.combine(day, at) for day in days for at in clocks]
    if both:
        return _reading(both, now, zone)
    words = _bare(rest.split())
    if planned and (days := read_day(words, today)):
        return _reading([datetime.combine(day, planned.time()) for day in days], now, zone, day_only=True)
    if not same and (clocks := read_clock(words)):
        own_day = [datetime.combine(planned.date(), at) for at in clocks] if planned else []
        return _reading([*own_day, *(_ahead(at, now, zone) for at in clocks)], now, zone)
    return None


def _halves(words: str) -> Iterator[tuple[str, str]]:
    """Every way to split the words into a day and a time of day, in either order."""
    split = words.split()
    for at in range(1, len(split) + 1):
        one, other = _bare(split[:at]), _bare(split[at:])
        yield one, other
        yield other, one


def _bare(words: list[str]) -> str:
    while words and words[0] in _PREPOSITIONS:
        words = words[1:]
    while words and words[-1] in _PREPOSITIONS:
        words = words[:-1]
    return " ".join(words)


def _ahead(at: time, now: datetime, zone: str) -> datetime:
    wall = datetime.combine(now.astimezone(zone_named(zone)).date(), at)
    return wall if resolve(wall, zone).instant > now else wall + timedelta(days=1)


def _reading(walls: list[datetime], now: datetime, zone: str, *, day_only: bool = False) -> Reading:
    moments = sorted({resolve(wall, zone) for wall in walls}, key=lambda one: one.instant)
    coming = tuple(one for one in moments if one.instant > now)
    return Reading(moments=coming or tuple(moments[-1:]), day_only=day_only)
