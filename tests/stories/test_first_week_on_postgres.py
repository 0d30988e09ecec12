"""The first week once more, remembered in PostgreSQL; what a chat shows does not depend on where it is remembered."""

from __future__ import annotations

import pytest

from tests.fakes.chat import Person
from tests.stories.house import House
from tests.stories.test_first_week import (
    test_a_week_approved_with_one_tap_goes_out_day_by_day,
    test_approve_all_can_be_taken_back_for_a_minute_and_nothing_leaves_before,
    test_one_edited_one_skipped_the_rest_approved,
    test_the_next_week_is_drafted_after_the_undo_window_closes,
    test_the_same_press_twice_is_one_decision,
)

__all__ = [
    "test_a_week_approved_with_one_tap_goes_out_day_by_day",
    "test_approve_all_can_be_taken_back_for_a_minute_and_nothing_leaves_before",
    "test_one_edited_one_skipped_the_rest_approved",
    "test_the_next_week_is_drafted_after_the_undo_window_closes",
    "test_the_same_press_twice_is_one_decision",
]


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """Where these stories are remembered."""
    return postgres_url


@pytest.fixture
async def ana(house: House) -> Person:
    """The owner, in the chat that says the least by itself."""
    return house.harsh_person()
