"""Approve every waiting post of a batch with one tap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.access import Actor, Right, batch_brand_for
from core.actions.prove import Prove
from core.batch import edition
from core.desk import SAID, Desk, approved, count, pick_up, put_down, settle_batch
from core.errors import Conflict, Invalid, Problem
from core.ids import BatchId
from core.moves import PostState
from core.post import Post
from core.rates import Tier
from core.store import PostFilter, Store

UNDO = timedelta(seconds=60)
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchApproved:
    """What one tap did: the posts approved, those that got this yes and wait for others, those left with their
    problems, and until when it can be undone.
    """

    posts: tuple[Post, ...]
    waiting: tuple[Post, ...]
    left: tuple[tuple[Post, tuple[Problem, ...]], ...]
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class ApproveBatch:
    """One decision for the whole week, in one transaction; nothing leaves before the undo window closes."""

    store: Store
    desk: Desk
    prove: Prove

    async def __call__(self, batch_id: BatchId, *, seen: int, by: Actor, code: str = "") -> BatchApproved:
        """Give one person's yes to all posts of the batch that wait. Those it cannot be given to are named.

        `seen` is the edition of the batch the person looked at. A second press finds nothing waiting and
        changes nothing; it does not open the window again.

        Raises:
            TooOften: this person decided too much in an hour.
            NotAllowed, NotFound: this person may not, or there is no such batch here.
            Conflict: a post was changed since, or somebody decided at the same moment.
            Invalid: a code is asked of this person, and this is none.
        """
        count(self.desk, by, Tier.POST)
        now = self.desk.clock.now()
        done: list[Post] = []
        waiting: list[Post] = []
        left: list[tuple[Post, tuple[Problem, ...]]] = []
        async with self.store.begin() as tx:
            await batch_brand_for(tx, batch_id, by, may=Right.DECIDE)
            posts = await tx.posts.find(PostFilter(batch_id=batch_id, limit=MOST))
            if edition(posts) != seen:
                raise Conflict("batch")
            await self.prove.check(tx, code, by=by)
            for post in posts:
                if post.state is not PostState.PENDING:
                    continue
                sheet = await pick_up(tx, post.id, by, may=Right.DECIDE)
                try:
                    after, approval = approved(sheet, by, self.desk, not_before=now + UNDO)
                except Invalid as refusal:
                    if refusal.problems[0].field != SAID:
                        left.append((post, refusal.problems))
                    continue
                await put_down(tx, sheet, after)
                await tx.approvals.add(approval)
                (done if after.post.state is PostState.APPROVED else waiting).append(after.post)
            if done:
                batch = await tx.batches.get(batch_id)
                await tx.batches.save(replace(batch, undo_until=now + UNDO), was=batch)
                await settle_batch(tx, batch_id, now)
            if done or waiting:
                names = " ".join(str(post.id) for post in (*done, *waiting))
                await tx.audit.append(by.deed("approved_all", batch_id, now, detail=names))
        return BatchApproved(posts=tuple(done), waiting=tuple(waiting), left=tuple(left), undo_until=now + UNDO)
