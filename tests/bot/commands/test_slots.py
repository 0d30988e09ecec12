"""How /slots is read, and how a week is told."""

from __future__ import annotations

from datetime import time

import pytest

from bot.commands.slots import describe, read_week
from core.errors import Invalid
from core.slot import Slot, slots_of, week_of

NINE, EIGHTEEN = time(9), time(18)
DAILY = week_of((Slot(at=NINE),))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("mon 09:00 17:30", ("Mon 09:00 and 17:30", "Tue to Sun 09:00")),
        ("sat off", ("Mon to Fri, Sun 09:00", "Sat off")),
        ("every 18:00", ("Every day 18:00",)),
        ("18:00", ("Every day 18:00",)),
        ("weekdays 9:00 18:00 weekend off", ("Mon to Fri 09:00 and 18:00", "Sat, Sun off")),
        ("mon, wed 18:00", ("Mon, Wed 18:00", "Tue, Thu to Sun 09:00")),
        ("fri-mon 18", ("Mon, Fri to Sun 18:00", "Tue to Thu 09:00")),
        ("Montag 7:30", ("Mon 07:30", "Tue to Sun 09:00")),
    ],
)
def test_days_and_times_are_read_as_people_write_them(typed: str, told: tuple[str, ...]) -> None:
    assert describe(read_week(typed, DAILY)) == told


@pytest.mark.parametrize("typed", ["mon", "noonish", "mon 9:00 sat", "off 9:00", "sat off 9:00", "mon 25:00"])
def test_what_is_no_week_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Invalid, match="Try /slots mon 09:00 17:30"):
        read_week(typed, DAILY)


def test_a_week_without_any_time_is_refused() -> None:
    with pytest.raises(Invalid, match="at least one posting time"):
        read_week("every off", DAILY)


def test_slots_and_week_are_the_same_thing_twice() -> None:
    slots = (Slot(at=NINE, weekdays=frozenset({0, 1})), Slot(at=EIGHTEEN))
    assert slots_of(week_of(slots)) == slots
