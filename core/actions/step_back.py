"""Go back to what a post said before, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right
from core.actions.change_post import Changed, ChangePost, must_be_open
from core.actions.swap import PLANNED
from core.desk import changed, pick_up
from core.errors import Conflict, Invalid, Problem
from core.ids import PostId
from core.post import Post
from core.store import PostFilter, Transaction

MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SteppedBack:
    """The post as it was before, and the one that went back with it because the two had changed places."""

    post: Changed
    partner: Changed | None = None

    @property
    def voided(self) -> bool:
        """True when an approval of either was lost by it."""
        return self.post.voided or (self.partner is not None and self.partner.voided)


@dataclass(frozen=True, slots=True)
class StepBack:
    """Restores the version before the present one as a new revision; again and again, down to the first."""

    change: ChangePost

    async def __call__(self, post_id: PostId, *, seen: int, by: Actor) -> SteppedBack:
        """Give revision `seen` of the post the words, pictures and time it had before.

        A time that has passed meanwhile is not restored; versions that differ in nothing else are passed over.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            Invalid: there is no earlier version.
            IllegalMove: it was cancelled, is live, or the publisher has it in its hands.
            Conflict: somebody else changed it first.
        """
        change = self.change
        async with change.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.WRITE)
            if sheet.post.revision != seen:
                raise Conflict("post")
            must_be_open(sheet)
            earlier = await self._earlier(tx, sheet.post)
            partner = await self._partner(tx, sheet.post, earlier, by)
            after = changed(sheet, sheet.post.restore(earlier), change.desk)
            return SteppedBack(post=await change.keep(tx, sheet, after, by, "stepped_back"), partner=partner)

    async def _earlier(self, tx: Transaction, post: Post) -> Post:
        """The nearest earlier version that differs from the present one."""
        now, number = self.change.desk.clock.now(), post.before
        while number:
            earlier = await tx.posts.revision(post.id, number)
            if earlier.moment.instant <= now:
                earlier = replace(earlier, moment=post.moment)
            if (earlier.content, earlier.moment) != (post.content, post.moment):
                return earlier
            number = earlier.before
        raise Invalid(Problem(field="version", what="This is the first version."))

    async def _partner(self, tx: Transaction, post: Post, earlier: Post, by: Actor) -> Changed | None:
        """Send the post back that came from where this one stands and took the place this one returns to."""
        if earlier.moment == post.moment:
            return None
        place = earlier.moment.instant
        there = PostFilter(
            brand_id=post.brand_id, states=PLANNED, since=place, before=place.replace(microsecond=1), limit=MOST_AT_ONCE
        )
        for other in await tx.posts.find(there):
            origin = await _moved_from(tx, other)
            if other.id != post.id and origin is not None and origin.moment == post.moment:
                sheet = await pick_up(tx, other.id, by)
                direct = origin.revision == other.before
                back = other.restore(origin) if direct else other.reschedule(origin.moment)
                return await self.change.keep(tx, sheet, changed(sheet, back, self.change.desk), by, "stepped_back")
        return None


async def _moved_from(tx: Transaction, post: Post) -> Post | None:
    """The newest earlier version that had another time."""
    number = post.before
    while number:
        earlier = await tx.posts.revision(post.id, number)
        if earlier.moment != post.moment:
            return earlier
        number = earlier.before
    return None
