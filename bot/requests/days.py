"""Reads the name of a day. "Next Friday" said on a Wednesday may be two days, so both are answered."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

from bot.requests.calendar_words import DAYS_AHEAD, MONTHS, NUMBERS, WEEKDAYS

LONG_AGO = timedelta(days=90)

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.)?(?: de| of)? ([a-z]{3,})\.?(?:(?: de)? (\d{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_AHEAD = re.compile(r"in (\w+) (days?|weeks?)")
_THAT = re.compile(r"(next|this|coming|this coming) ")


def read_day(words: str, today: date) -> tuple[date, ...]:
    """The days that folded `words` can mean, none when they name no day.

    A weekday is the coming one, and today's name may also mean the one in a week. "Next" is plain when the coming one
    lies in next week, else it may mean the one after.
    A date without a year is the coming one, or one that passed less than three months ago.
    """
    words = words.removeprefix("the ")
    if words in DAYS_AHEAD:
        return (today + timedelta(days=DAYS_AHEAD[words]),)
    if ahead := _AHEAD.fullmatch(words):
        number = NUMBERS.get(ahead[1], int(ahead[1]) if ahead[1].isdecimal() else 0)
        return (today + timedelta(days=number * (7 if ahead[2][0] == "w" else 1)),) if 0 < number < 100 else ()
    that = _THAT.match(words)
    name = words[that.end() :] if that else words
    weekday = WEEKDAYS.get(name.removesuffix("-feira"))
    if weekday is not None:
        return _weekday(weekday, today, next_one=bool(that) and words.startswith("next "))
    return _date(words, today)


def _weekday(weekday: int, today: date, *, next_one: bool) -> tuple[date, ...]:
    ahead = (weekday - today.weekday()) % 7
    coming = today + timedelta(days=ahead)
    doubtful = ahead < 7 - today.weekday() if next_one else ahead == 0
    return (coming, coming + timedelta(days=7)) if doubtful else (coming,)


def _date(words: str, today: date) -> tuple[date, ...]:
    if _ISO.fullmatch(words):
        with suppress(ValueError):
            return (date.fromisoformat(words),)
        return ()
    if dotted := _DOTTED.fullmatch(words):
        return _in_year(int(dotted[1]), int(dotted[2]), dotted[3], today)
    if first := _DAY_FIRST.fullmatch(words):
        return _in_year(int(first[1]), MONTHS.get(first[2], 0), first[3], today)
    if month := _MONTH_FIRST.fullmatch(words):
        return _in_year(int(month[2]), MONTHS.get(month[1], 0), month[3], today)
    return ()


def _in_year(day: int, month: int, year: str | None, today: date) -> tuple[date, ...]:
    with suppress(ValueError):
        named = date(int(year) if year else today.year, month, day)
        return (named if year or today - named < LONG_AGO else named.replace(year=today.year + 1),)
    return ()
