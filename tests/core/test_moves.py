"""The tables of moves: what is legal passes, everything else is refused, nothing is out of reach."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from core.errors import IllegalMove
from core.moves import PART_MOVES, POST_MOVES, SETTLED, TAKEN, PartState, PostState, check_part, check_post

POST = {
    "drafting": {"pending"},
    "pending": {"approved", "skipped", "cancelled", "lapsed"},
    "approved": {"pending", "skipped", "cancelled"},
    "skipped": {"pending"},
    "lapsed": {"pending"},
    "cancelled": set(),
}
PART = {
    "planned": {"scheduled", "cancelled"},
    "scheduled": {"claimed", "missed", "planned", "cancelled"},
    "claimed": {"scheduled", "sending", "failed", "planned", "cancelled"},
    "sending": {"live", "scheduled", "failed", "checking"},
    "checking": {"live", "scheduled", "failed", "ask"},
    "ask": {"live", "scheduled", "cancelled"},
    "missed": {"planned", "scheduled", "cancelled"},
    "failed": {"planned", "scheduled", "cancelled"},
    "live": {"removed"},
    "cancelled": set(),
    "removed": set(),
}


@pytest.mark.parametrize("want", PostState)
@pytest.mark.parametrize("have", PostState)
def test_a_post_moves_exactly_where_the_plan_says(have: PostState, want: PostState) -> None:
    if want in POST[have]:
        check_post(have, want)
    else:
        with pytest.raises(IllegalMove) as refused:
            check_post(have, want)
        assert (refused.value.noun, refused.value.have, refused.value.want) == ("post", have, want)


@pytest.mark.parametrize("want", PartState)
@pytest.mark.parametrize("have", PartState)
def test_a_part_moves_exactly_where_the_plan_says(have: PartState, want: PartState) -> None:
    if want in PART[have]:
        check_part(have, want)
    else:
        with pytest.raises(IllegalMove) as refused:
            check_part(have, want)
        assert (refused.value.noun, refused.value.have, refused.value.want) == ("publication", have, want)


def test_every_state_has_a_row() -> None:
    assert set(POST_MOVES) == set(PostState)
    assert set(PART_MOVES) == set(PartState)


def reachable(table: Mapping[StrEnum, frozenset[StrEnum]], start: StrEnum) -> set[StrEnum]:
    """Every state that some series of moves leads to."""
    found = {start}
    while more := {want for have in found for want in table[have]} - found:
        found |= more
    return found


def test_every_state_can_be_reached() -> None:
    assert reachable(POST_MOVES, PostState.DRAFTING) == set(PostState)  # type: ignore[arg-type]  # a Mapping's key is invariant
    assert reachable(PART_MOVES, PartState.PLANNED) == set(PartState)  # type: ignore[arg-type]  # a Mapping's key is invariant


def test_only_cancelled_and_removed_are_the_end() -> None:
    assert {state for state, wants in PART_MOVES.items() if not wants} == {PartState.CANCELLED, PartState.REMOVED}
    assert {state for state, wants in POST_MOVES.items() if not wants} == {PostState.CANCELLED}


def test_what_the_publisher_has_is_not_settled() -> None:
    assert set() == TAKEN & SETTLED


def test_what_happens_by_itself_is_neither_settled_nor_unknown() -> None:
    assert set(PartState) - TAKEN - SETTLED == {PartState.PLANNED, PartState.SCHEDULED}
