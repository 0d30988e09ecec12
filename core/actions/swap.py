"""Let two posts of a brand change places in the plan."""

from __future__ import annotations

from dataclasses import dataclass

from core.access import Actor, Right
from core.actions.change_post import Changed, ChangePost
from core.desk import Sheet, changed, pick_up
from core.errors import Conflict, IllegalMove, Invalid, NotFound, Problem
from core.ids import PostId
from core.moves import PartState, PostState

PLANNED = (PostState.PENDING, PostState.APPROVED)
"""States in which a post has a place in the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swapped:
    """Both posts after the exchange, the one that was spoken of first."""

    post: Changed
    other: Changed

    @property
    def voided(self) -> bool:
        """True when an approval of either was lost by it."""
        return self.post.voided or self.other.voided


@dataclass(frozen=True, slots=True)
class Swap:
    """Each post gets the other's time; approvals of both cover nothing any more."""

    change: ChangePost

    async def __call__(self, post_id: PostId, other_id: PostId, *, seen: int, by: Actor) -> Swapped:
        """Exchange the times of revision `seen` of one post and of another, both or neither.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post of that brand here.
            Invalid: it is the same post, or one of the times has passed.
            IllegalMove: one of them has no place in the plan, is live somewhere, or is in the publisher's hands.
            Conflict: somebody else changed one of them first.
        """
        change, now = self.change, self.change.desk.clock.now()
        async with change.store.begin() as tx:
            one = await pick_up(tx, post_id, by, may=Right.WRITE)
            other = await pick_up(tx, other_id, by, may=Right.WRITE)
            if one.brand.id != other.brand.id:
                raise NotFound("post")
            if one.post.revision != seen:
                raise Conflict("post")
            if one.post.moment == other.post.moment:
                what = "They have the same time already."
                raise Invalid(Problem(field="post", what=what, fix="Please pick another day."))
            if min(one.post.moment.instant, other.post.moment.instant) <= now:
                what = "The time of one of them has passed."
                raise Invalid(Problem(field="time", what=what, fix="Please give that one a new time first."))
            _must_be_planned(one)
            _must_be_planned(other)
            after = changed(one, one.post.reschedule(other.post.moment), change.desk)
            opposite = changed(other, other.post.reschedule(one.post.moment), change.desk)
            return Swapped(
                post=await change.keep(tx, one, after, by, "swapped"),
                other=await change.keep(tx, other, opposite, by, "swapped"),
            )


def _must_be_planned(sheet: Sheet) -> None:
    if sheet.post.state not in PLANNED:
        raise IllegalMove("post", sheet.post.state, PostState.PENDING)
    if any(publication.state is PartState.LIVE for publication in sheet.publications):
        raise IllegalMove("post", "live", PostState.PENDING)
