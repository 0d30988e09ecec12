"""When the next week starts."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import a_batch, a_brand, a_workspace

WEEK = a_batch(a_brand(a_workspace()), first=date(2026, 11, 16))


@pytest.mark.parametrize(
    ("gap", "today", "first"),
    [
        (0, date(2026, 11, 20), date(2026, 11, 23)),
        (2, date(2026, 11, 20), date(2026, 11, 25)),
        (0, date(2026, 11, 22), date(2026, 11, 23)),
        (0, date(2026, 11, 30), date(2026, 12, 1)),
        (3, date(2026, 11, 30), date(2026, 12, 1)),
    ],
)
def test_the_next_batch_starts_after_the_last_and_never_before_tomorrow(gap: int, today: date, first: date) -> None:
    assert WEEK.next_first(gap, today) == first
