"""Approve one post."""

from __future__ import annotations

from dataclasses import dataclass

from core.access import Actor, Right
from core.desk import Desk, approved, count, pick_up, put_down, settle_batch
from core.errors import Conflict
from core.ids import PostId
from core.moves import PostState
from core.post import Post
from core.rates import Tier
from core.store import Store


@dataclass(frozen=True, slots=True)
class Approve:
    """Bind a person's yes to the exact bytes and hand them to the publisher at their time."""

    store: Store
    desk: Desk

    async def __call__(self, post_id: PostId, *, seen: int, by: Actor) -> Post:
        """Approve the post as the person saw it, in revision `seen`.

        Raises:
            TooOften: this person decided too much in an hour.
            NotAllowed, NotFound: this person may not, or there is no such post here.
            IllegalMove: it does not wait for a decision.
            Invalid: it breaks a rule of a destination, has none, or its time has passed.
            Conflict: it was changed since, or somebody decided at the same moment.
        """
        count(self.desk, by, Tier.POST)
        now = self.desk.clock.now()
        async with self.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.DECIDE)
            if sheet.post.state is PostState.PENDING and sheet.post.revision != seen:
                raise Conflict("post")
            after, approval = approved(sheet, by, self.desk, not_before=now)
            await put_down(tx, sheet, after)
            await tx.approvals.add(approval)
            await tx.audit.append(by.deed("approved", post_id, now, detail=approval.digest))
            await settle_batch(tx, after.post.batch_id, now)
        return after.post
