"""Typed times: read where they are plain, refused with examples where they are not."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.commands.when import read_moment, read_slots, read_time
from core.errors import Invalid
from core.slot import Slot

SATURDAY_NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("18:30", "2026-11-21 18:30"),
        ("9:00", "2026-11-22 09:00"),
        ("9", "2026-11-22 09:00"),
        ("9pm", "2026-11-21 21:00"),
        ("9 pm", "2026-11-21 21:00"),
        ("12am", "2026-11-22 00:00"),
        ("09.30", "2026-11-22 09:30"),
        ("today 18:00", "2026-11-21 18:00"),
        ("tomorrow 9:00", "2026-11-22 09:00"),
        ("Tomorrow at 9", "2026-11-22 09:00"),
        ("fri 10:30", "2026-11-27 10:30"),
        ("Friday, 10:30", "2026-11-27 10:30"),
        ("2026-12-24 10:00", "2026-12-24 10:00"),
        ("2026-12-24T10:00", "2026-12-24 10:00"),
    ],
)
def test_a_plain_time_is_read(said: str, meant: str) -> None:
    assert f"{read_moment(said, SATURDAY_NOON, 'Europe/Lisbon').local:%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    "said", ["", "soon", "25:00", "9:75", "13pm", "frideay 9:00", "2026-02-30 9:00", "fr 9:00", "tomorrow", "9:00 9:00"]
)
def test_anything_else_is_refused_with_examples(said: str) -> None:
    with pytest.raises(Invalid, match="tomorrow 9:00"):
        read_moment(said, SATURDAY_NOON, "Europe/Lisbon")


def test_a_time_of_day_is_that_of_the_brands_zone() -> None:
    assert read_moment("18:30", SATURDAY_NOON, "Asia/Tokyo").instant == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_weekdays_may_have_times_of_their_own() -> None:
    assert read_slots("9:00 sat 11:00 sunday 11:30") == (
        Slot(at=time(9, 0), weekdays=frozenset({0, 1, 2, 3, 4})),
        Slot(at=time(11, 0), weekdays=frozenset({5})),
        Slot(at=time(11, 30), weekdays=frozenset({6})),
    )


@pytest.mark.parametrize("said", ["", "sat 11:00", "9:00 sat", "9:00 xyz 10:00"])
def test_posting_times_that_are_none_are_refused(said: str) -> None:
    with pytest.raises(Invalid):
        read_slots(said)


def test_midnight_and_noon_are_told_apart() -> None:
    assert (read_time("12am"), read_time("12pm")) == (time(0, 0), time(12, 0))


@pytest.mark.parametrize(
    ("said", "both"),
    [
        ("tomorrow at 5", "Sun 22 Nov, 05:00 or Sun 22 Nov, 17:00"),
        ("sat 18:00", "Sat 21 Nov, 18:00 or Sat 28 Nov, 18:00"),
    ],
)
def test_a_time_that_can_mean_two_is_asked_about(said: str, both: str) -> None:
    with pytest.raises(Invalid, match=f"Is that {both}"):
        read_moment(said, SATURDAY_NOON, "Europe/Lisbon")
