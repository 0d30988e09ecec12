"""Wall-clock times and the instants they mean, on the days when clocks change above all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from core.errors import Invalid
from core.slot import Moment, Slot, moment_at, resolve, slots_between, zone_named

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "UTC",
]
CHANGES = [
    "2026-03-29",
    "2026-10-25",
    "2026-03-08",
    "2026-11-01",
    "2026-10-04",
    "2026-04-05",
    "2011-12-29",
    "2011-12-30",
]
DAYS = st.one_of(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2037, 12, 31)),
    st.sampled_from([date.fromisoformat(day) for day in CHANGES]),
)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return wall(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "local", "instant", "shown"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:30", "2026-03-29 03:30"),
        ("Europe/Berlin", "2026-03-29 01:59", "2026-03-29 00:59", "2026-03-29 01:59"),
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29 01:00", "2026-03-29 03:00"),
        ("America/New_York", "2026-03-08 02:00", "2026-03-08 07:00", "2026-03-08 03:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45", "2026-10-04 02:45"),
        ("Pacific/Apia", "2011-12-30 09:00", "2011-12-30 19:00", "2011-12-31 09:00"),
    ],
)
def test_a_time_that_the_clock_skips_moves_forward_by_the_gap(zone: str, local: str, instant: str, shown: str) -> None:
    moment = resolve(wall(local), zone)
    assert moment == Moment(local=wall(shown), zone=zone, instant=utc(instant))


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),
    ],
)
def test_of_a_time_that_comes_twice_the_first_counts(zone: str, local: str, instant: str) -> None:
    assert resolve(wall(local), zone) == Moment(local=wall(local), zone=zone, instant=utc(instant))
    assert resolve(wall(local).replace(fold=1), zone).instant == utc(instant)


@settings(deadline=None)
@given(DAYS, st.times(), st.sampled_from(ZONES))
def test_resolving_what_the_wall_shows_changes_nothing(day: date, at: time, zone: str) -> None:
    moment = resolve(datetime.combine(day, at), zone)
    assert resolve(moment.local, zone) == moment


@settings(deadline=None)
@given(DAYS, st.times(), st.times(), st.sampled_from(ZONES))
def test_a_later_time_on_the_wall_of_a_day_is_a_later_instant(day: date, one: time, other: time, zone: str) -> None:
    walls = sorted({datetime.combine(day, one), datetime.combine(day, other)})
    instants = [moment.instant for at in walls if (moment := resolve(at, zone)).local == at]
    assert instants == sorted(set(instants))


@settings(deadline=None)
@given(DAYS, st.times(), st.sampled_from(ZONES))
def test_a_fresh_moment_has_not_drifted_and_its_instant_is_in_utc(day: date, at: time, zone: str) -> None:
    moment = resolve(datetime.combine(day, at), zone)
    assert not moment.drifted()
    assert moment.instant.tzinfo is UTC
    assert moment.local.tzinfo is None


@settings(deadline=None)
@given(
    st.datetimes(min_value=wall("2000-01-01"), max_value=wall("2037-01-01"), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
)
def test_the_moment_of_an_instant_is_that_second_on_the_wall(instant: datetime, zone: str) -> None:
    moment = moment_at(instant, zone)
    assert moment.instant == instant.replace(microsecond=0)
    assert not moment.drifted()


def test_an_instant_in_another_zone_is_the_same_moment() -> None:
    tokyo = datetime(2026, 11, 21, 21, 0, tzinfo=zone_named("Asia/Tokyo"))
    assert moment_at(tokyo, "Europe/Lisbon") == moment_at(utc("2026-11-21 12:00"), "Europe/Lisbon")


def test_a_moment_whose_instant_shows_another_time_today_has_drifted() -> None:
    agreed = resolve(wall("2026-07-01 09:00"), "Europe/Berlin")
    old_rules = Moment(local=agreed.local, zone=agreed.zone, instant=agreed.instant + timedelta(hours=1))
    assert old_rules.drifted()


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "/etc/passwd", "Europe", "a\0b", "x" * 5000])
def test_an_unknown_zone_is_refused_with_a_way_out(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        resolve(wall("2026-01-01"), name)
    (problem,) = refused.value.problems
    assert problem.field == "zone"
    assert "Europe/Lisbon" in problem.fix
    assert len(problem.what) < 200


def test_slots_come_in_order_of_time() -> None:
    slots = (Slot(at=time(18)), Slot(at=time(9), weekdays=frozenset({5})))
    found = slots_between(slots, date(2026, 11, 20), 3, "UTC")
    assert [str(moment.local) for moment in found] == [
        "2026-11-20 18:00:00",
        "2026-11-21 09:00:00",
        "2026-11-21 18:00:00",
        "2026-11-22 18:00:00",
    ]


def test_no_instant_is_planned_twice() -> None:
    nine = (Slot(at=time(9)), Slot(at=time(9)))
    assert len(slots_between(nine, date(2026, 11, 20), 7, "UTC")) == 7
    over_the_date_line = slots_between(nine, date(2011, 12, 29), 3, "Pacific/Apia")
    assert [moment.local.day for moment in over_the_date_line] == [29, 31]


def test_two_slots_that_the_gap_pushes_together_are_one() -> None:
    slots = (Slot(at=time(2, 30)), Slot(at=time(3, 30)))
    assert len(slots_between(slots, date(2026, 3, 29), 1, "Europe/Berlin")) == 1
