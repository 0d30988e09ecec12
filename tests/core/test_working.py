"""Hours in which people may be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.approval import Patience
from core.working import is_working, worked_by
from core.workspace import Settings

LISBON = "Europe/Lisbon"
FOUR = Patience()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """That time of November 2026; the 23rd is a Monday, and Lisbon is on UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (at(23, 9), at(23, 13)),
        (at(23, 6), at(23, 13)),
        (at(23, 15, 30), at(24, 10, 30)),
        (at(27, 17), at(30, 12)),
        (at(28, 12), at(30, 13)),
    ],
    ids=["in the morning", "before work", "over night", "over the weekend", "on Saturday"],
)
def test_only_working_hours_count(since: datetime, until: datetime) -> None:
    assert worked_by(since, LISBON, FOUR, Settings()) == until


def test_quiet_hours_are_none() -> None:
    quiet = Settings(quiet_from=9, quiet_to=11)
    assert not is_working(at(23, 10), LISBON, FOUR, quiet)
    assert worked_by(at(23, 9), LISBON, FOUR, quiet) == at(23, 15)


def test_the_wall_is_that_of_the_brand_also_where_hours_begin_at_half_past() -> None:
    assert worked_by(at(23, 0), "Asia/Kolkata", FOUR, Settings()) == at(23, 7, 30)


def test_where_nobody_works_nobody_is_asked_for_a_month() -> None:
    never = replace(FOUR, work_from=22, work_to=23)
    assert (worked_by(at(1, 0), LISBON, never, Settings()) - at(1, 0)).days >= 31
