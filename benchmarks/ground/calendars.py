"""A bakery's week and month, with other words for every number."""

from __future__ import annotations

from datetime import date, timedelta

from core.pictures import CalendarDay, CalendarEntry, CalendarSheet, Tint

MONDAY, TODAY = date(2026, 11, 23), date(2026, 11, 25)
LEGEND = (
    (Tint.WAIT, "…", "Waiting"),
    (Tint.GOOD, "➜", "Scheduled"),
    (Tint.LIVE, "✓", "Live"),
    (Tint.BAD, "!", "Stuck"),
    (Tint.QUIET, "»", "Set aside"),
)
MARKS = {tint: mark for tint, mark, _ in LEGEND}
BEGINNINGS = (
    "The oven is on and the first loaves are out, still singing on the rack.",
    "Saturday is walnut bread day: come early, they are gone by ten.",
    "How long should a dough rest? We asked Ana, who has never hurried one.",
    "Three ways to save a stale loaf, and one to share it.",
    "What would you put on a slice of warm rye? Tell us below!",
    "A slow morning on our street, in four pictures.",
)


def a_week(number: int) -> CalendarSheet:
    """A post a day on up to four platforms, and one free slot."""
    days = tuple(_day(MONDAY + timedelta(days=offset), number) for offset in range(7))
    return CalendarSheet(
        title="23 to 29 November 2026", brand="Padaria do Sol", today=TODAY, days=days, legend=_legend(days)
    )


def a_month(number: int) -> CalendarSheet:
    """The same for the six weeks around November."""
    start = date(2026, 10, 26)
    every = (start + timedelta(days=offset) for offset in range(42))
    days = tuple(_day(day, number) if day.month == 11 else CalendarDay(day=day, outside=True) for day in every)
    return CalendarSheet(title="November 2026", brand="Padaria do Sol", today=TODAY, days=days, legend=_legend(days))


def _day(day: date, number: int) -> CalendarDay:
    if day.weekday() == 5 and day > TODAY:
        return CalendarDay(day=day, free=("09:00",))
    past = day < TODAY
    tint = (Tint.LIVE, Tint.LIVE, Tint.QUIET) if past else (Tint.WAIT, Tint.GOOD, Tint.BAD)
    chosen = tint[(day.day + number) % 3]
    entry = CalendarEntry(
        clock=f"{9 + number % 3:02}:{day.day % 6}0",
        tint=chosen,
        mark=MARKS[chosen],
        text=BEGINNINGS[(day.day + number) % len(BEGINNINGS)],
        platforms=("feed", "linkedin") if past else ("linkedin", "x", "instagram", "facebook"),
    )
    return CalendarDay(day=day, entries=(entry,))


def _legend(days: tuple[CalendarDay, ...]) -> tuple[tuple[Tint, str, str], ...]:
    tints = {entry.tint for day in days for entry in day.entries}
    return tuple(line for line in LEGEND if line[0] in tints)
