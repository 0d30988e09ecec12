"""Reads a time of day. "5" says neither morning nor evening, so both are answered."""

from __future__ import annotations

import re
from datetime import time

from bot.requests.calendar_words import NUMBERS

_DIGITS = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s?(am|pm|a\.m\.?|p\.m\.?)?")
_HOUR = re.compile(r"(\d{1,2})\s?(?:o'clock|uhr|h)(?:\s(\d{2}))?")
_SPOKEN = re.compile(r"(half past|quarter past|quarter to) (\w+)")
_PART = re.compile(r"(?:in the |this |at )?(morning|afternoon|evening|night)")
_AT = re.compile(r"^(?:at|um|a las|a|as) (?=\S)")
_SPOKEN_MINUTES = {"half past": 30, "quarter past": 15, "quarter to": -15}
_HOURS_OF = {"morning": range(5, 12), "afternoon": range(12, 19), "evening": range(16, 24), "night": range(18, 24)}
_EARLY = range(1, 7)

NOON = ("noon", "midday", "mittag", "midi", "mediodia", "meio-dia")


def read_clock(words: str) -> tuple[time, ...]:
    """The times of day that folded `words` can mean: none when they are no time, two when they do not say which half.

    Written on the 24-hour clock, so "at 9" is 09:00 and "21" is 21:00; but one digit from 1 to 6 without am or pm
    is as often meant for the afternoon as for the night: "at 5" is 05:00 or 17:00, while "05:00" is plain.
    """
    for part in _PART.finditer(words):
        rest = " ".join(f"{words[: part.start()]} {words[part.end() :]}".split())
        if part.end() == len(words) or part.start() == 0:
            return _in_part(rest, part[1])
    return _plain(words)


def _in_part(words: str, part: str) -> tuple[time, ...]:
    hours = _HOURS_OF[part]
    either = {option for at in _plain(words) for option in (at, at.replace(hour=(at.hour + 12) % 24))}
    return tuple(sorted(option for option in either if option.hour in hours))


def _plain(words: str) -> tuple[time, ...]:
    words = _AT.sub("", words)
    if words in NOON:
        return (time(12, 0),)
    if spoken := _SPOKEN.fullmatch(words):
        hour = NUMBERS.get(spoken[2], int(spoken[2]) if spoken[2].isdecimal() else 99)
        if not 1 <= hour <= 12:
            return ()
        return _either(*divmod((hour * 60 + _SPOKEN_MINUTES[spoken[1]] - 60) % 720 + 60, 60), sure=False)
    if named := _HOUR.fullmatch(words):
        return _either(int(named[1]), int(named[2] or 0), sure=False)
    match = _DIGITS.fullmatch(words)
    if match is None:
        hour = NUMBERS.get(words.removesuffix(" o'clock"), 0) if words not in ("a", "an") else 0
        return _either(hour, 0, sure=False) if hour else ()
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0) if 1 <= hour <= 12 else 24
    return _either(hour, minute, sure=bool(half) or len(match[1]) == 2)


def _either(hour: int, minute: int, *, sure: bool) -> tuple[time, ...]:
    if hour > 23 or minute > 59:
        return ()
    if not sure and hour in _EARLY:
        return (time(hour, minute), time(hour + 12, minute))
    return (time(hour, minute),)
