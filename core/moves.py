"""One table of legal moves per noun; every change of state asks it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from core.errors import IllegalMove


class PostState(StrEnum):
    """What people have decided about a post. Publishing progress is told by its publications."""

    DRAFTING = "drafting"
    PENDING = "pending"
    APPROVED = "approved"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class PartState(StrEnum):
    """Where one visible piece of a publication stands."""

    PLANNED = "planned"
    SCHEDULED = "scheduled"
    CLAIMED = "claimed"
    SENDING = "sending"
    CHECKING = "checking"
    ASK = "ask"
    LIVE = "live"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"
    REMOVED = "removed"


_P = PostState
POST_MOVES: Mapping[PostState, frozenset[PostState]] = {
    _P.DRAFTING: frozenset({_P.PENDING}),
    _P.PENDING: frozenset({_P.APPROVED, _P.SKIPPED, _P.CANCELLED, _P.LAPSED}),
    _P.APPROVED: frozenset({_P.PENDING, _P.SKIPPED, _P.CANCELLED}),
    _P.SKIPPED: frozenset({_P.PENDING}),
    _P.CANCELLED: frozenset(),
    _P.LAPSED: frozenset({_P.PENDING}),
}

_S = PartState
PART_MOVES: Mapping[PartState, frozenset[PartState]] = {
    _S.PLANNED: frozenset({_S.SCHEDULED, _S.CANCELLED}),
    _S.SCHEDULED: frozenset({_S.CLAIMED, _S.MISSED, _S.PLANNED, _S.CANCELLED}),
    _S.CLAIMED: frozenset({_S.SCHEDULED, _S.SENDING, _S.FAILED, _S.PLANNED, _S.CANCELLED}),
    _S.SENDING: frozenset({_S.LIVE, _S.SCHEDULED, _S.FAILED, _S.CHECKING}),
    _S.CHECKING: frozenset({_S.LIVE, _S.SCHEDULED, _S.FAILED, _S.ASK}),
    _S.ASK: frozenset({_S.LIVE, _S.SCHEDULED, _S.CANCELLED}),
    _S.MISSED: frozenset({_S.PLANNED, _S.SCHEDULED, _S.CANCELLED}),
    _S.FAILED: frozenset({_S.PLANNED, _S.SCHEDULED, _S.CANCELLED}),
    _S.LIVE: frozenset({_S.REMOVED}),
    _S.CANCELLED: frozenset(),
    _S.REMOVED: frozenset(),
}

TAKEN = frozenset({_S.CLAIMED, _S.SENDING, _S.CHECKING, _S.ASK})
"""The publisher has it: it can no longer be taken back by changing the post."""

SETTLED = frozenset({_S.LIVE, _S.FAILED, _S.MISSED, _S.CANCELLED, _S.REMOVED})
"""Nothing more happens by itself."""


def check_post(have: PostState, want: PostState) -> None:
    """Raise IllegalMove unless a post may go from `have` to `want`."""
    if want not in POST_MOVES[have]:
        raise IllegalMove("post", have, want)


def check_part(have: PartState, want: PartState) -> None:
    """Raise IllegalMove unless a part of a publication may go from `have` to `want`."""
    if want not in PART_MOVES[have]:
        raise IllegalMove("publication", have, want)
