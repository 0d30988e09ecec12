"""When a post comes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from core.series import Rhythm
from tests.builders import NOON, a_brand, a_post, a_series, a_workspace, an_evergreen

POST = a_post(a_brand(a_workspace()))


def at(day: str) -> datetime:
    """Nine o'clock on that day's wall."""
    return datetime.fromisoformat(f"{day}T09:00")


def walls(rhythm: Rhythm, start: datetime, times: int = 4) -> list[str]:
    series = replace(a_series(POST, rhythm=rhythm), start=start)
    return [f"{series.wall(number):%a %d %b}" for number in range(1, times + 1)]


@pytest.mark.parametrize(
    ("rhythm", "start", "comes"),
    [
        (Rhythm.DAILY, at("2028-02-27"), ["Mon 28 Feb", "Tue 29 Feb", "Wed 01 Mar", "Thu 02 Mar"]),
        (Rhythm.WEEKDAYS, at("2026-11-26"), ["Fri 27 Nov", "Mon 30 Nov", "Tue 01 Dec", "Wed 02 Dec"]),
        (Rhythm.WEEKLY, at("2026-11-27"), ["Fri 04 Dec", "Fri 11 Dec", "Fri 18 Dec", "Fri 25 Dec"]),
        (Rhythm.FORTNIGHTLY, at("2026-11-27"), ["Fri 11 Dec", "Fri 25 Dec", "Fri 08 Jan", "Fri 22 Jan"]),
        (Rhythm.MONTHLY, at("2027-10-31"), ["Tue 30 Nov", "Fri 31 Dec", "Mon 31 Jan", "Tue 29 Feb"]),
    ],
)
def test_each_rhythm_lands_on_its_days(rhythm: Rhythm, start: datetime, comes: list[str]) -> None:
    assert walls(rhythm, start) == comes


@pytest.mark.parametrize("start", [at("2026-03-22"), at("2026-10-18")])
def test_the_hour_on_the_wall_stays_when_clocks_change(start: datetime) -> None:
    series = replace(a_series(POST), start=start, zone="Europe/Lisbon")
    upcoming = series.upcoming
    assert upcoming is not None
    assert upcoming.local == start + timedelta(days=7)
    assert upcoming.instant.hour == (8 if start.month == 3 else 9)


def test_it_ends_by_number_and_by_day_and_when_it_is_stopped() -> None:
    twice = a_series(POST, times=2)
    assert (twice.left, twice.again().left, twice.again().again().upcoming) == (2, 1, None)
    assert a_series(POST).left is None
    until = replace(a_series(POST), until=POST.moment.local.date() + timedelta(days=7))
    assert until.upcoming is not None
    assert until.again().upcoming is None
    assert a_series(POST).stopped().upcoming is None
    assert replace(a_series(POST), until=date(2000, 1, 1)).upcoming is None


def test_an_evergreen_rests() -> None:
    one = an_evergreen(POST, last_out=NOON, days=30)
    assert not one.rested(NOON + timedelta(days=29))
    assert one.rested(NOON + timedelta(days=30))
