"""Take an approval back, for one post or for a whole batch."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, batch_brand_for
from core.desk import Desk, Sheet, changed, pick_up, put_down, settle_batch
from core.errors import IllegalMove
from core.freeze import is_taken
from core.ids import BatchId, PostId
from core.moves import PartState, PostState
from core.post import Post
from core.store import PostFilter, Store, Transaction

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """The posts that wait again, and those that had already gone out or were on their way."""

    posts: tuple[Post, ...]
    too_late: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Undo: what nobody has claimed waits for a decision again."""

    store: Store
    desk: Desk

    async def post(self, post_id: PostId, *, by: Actor) -> Post:
        """Take the approval of a post back; of one that waits for others still, only the person's own yes.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            IllegalMove: it is not approved, also not by this person, or the publisher has it already.
            Conflict: somebody else was quicker.
        """
        now = self.desk.clock.now()
        async with self.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.DECIDE)
            if sheet.post.state is PostState.PENDING:
                return await self._own_yes(tx, sheet, by)
            if sheet.post.state is PostState.APPROVED and _too_late(sheet):
                raise IllegalMove("post", "being published", PostState.PENDING)
            post = await self._take(tx, sheet)
            await tx.audit.append(by.deed("took_back", post_id, now))
            await settle_batch(tx, post.batch_id, now)
        return post

    async def batch(self, batch_id: BatchId, *, by: Actor) -> TakenBack:
        """Take back every approval of the batch that can still be taken back, and name the rest.

        Works inside the undo window and after it.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such batch here.
            Conflict: the publisher claimed one at the same moment; ask again.
        """
        now = self.desk.clock.now()
        done: list[Post] = []
        late: list[Post] = []
        async with self.store.begin() as tx:
            await batch_brand_for(tx, batch_id, by, may=Right.DECIDE)
            wanted = PostFilter(batch_id=batch_id, states=(PostState.APPROVED,), limit=MOST)
            for post in await tx.posts.find(wanted):
                sheet = await pick_up(tx, post.id, by, may=Right.DECIDE)
                if _too_late(sheet):
                    late.append(post)
                else:
                    done.append(await self._take(tx, sheet))
            if done:
                batch = await tx.batches.get(batch_id)
                await tx.batches.save(replace(batch, undo_until=None), was=batch)
                await settle_batch(tx, batch_id, now)
                names = " ".join(str(post.id) for post in done)
                await tx.audit.append(by.deed("took_back_all", batch_id, now, detail=names))
        return TakenBack(posts=tuple(done), too_late=tuple(late))

    async def _own_yes(self, tx: Transaction, sheet: Sheet, by: Actor) -> Post:
        now = self.desk.clock.now()
        if not any(one.member_id == by.member.id and one.voided_at is None for one in sheet.approvals):
            raise IllegalMove("post", sheet.post.state, PostState.PENDING)
        post = sheet.post.touched()
        await tx.posts.save(post, was=sheet.post)
        await tx.approvals.void(post.id, now, of=by.member.id)
        await tx.audit.append(by.deed("took_back", post.id, now))
        return post

    async def _take(self, tx: Transaction, sheet: Sheet) -> Post:
        after = changed(sheet, sheet.post.void(), self.desk)
        await put_down(tx, sheet, after)
        await tx.approvals.void(sheet.post.id, self.desk.clock.now())
        return after.post


def _too_late(sheet: Sheet) -> bool:
    if is_taken(sheet.publications):
        return True
    return not any(
        part.state is PartState.SCHEDULED for publication in sheet.publications for part in publication.parts
    )
