"""Skip a post, bring it back, or cancel it for good."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right
from core.desk import Desk, Sheet, changed, pick_up, put_down, settle_batch
from core.errors import IllegalMove, NotFound
from core.freeze import cancel, is_taken
from core.ids import PostId, PublicationId
from core.moves import PartState
from core.post import Post
from core.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class SetAside:
    """Decide that a post does not go out."""

    store: Store
    desk: Desk

    async def skip(self, post_id: PostId, *, by: Actor) -> Post:
        """Leave it out of the plan; it can be brought back.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            IllegalMove: it neither waits nor is approved, or the publisher has it in its hands.
            Conflict: somebody else was quicker.
        """
        async with self.store.begin() as tx:
            sheet = await self._pick_up(tx, post_id, by)
            return await self._put_down(tx, sheet, changed(sheet, sheet.post.skip(), self.desk), by, "skipped")

    async def bring_back(self, post_id: PostId, *, by: Actor) -> Post:
        """Let a skipped or lapsed post wait for a decision again. Raises as `skip`."""
        async with self.store.begin() as tx:
            sheet = await self._pick_up(tx, post_id, by)
            after = changed(sheet, sheet.post.reopen(), self.desk)
            return await self._put_down(tx, sheet, after, by, "brought_back")

    async def cancel(self, post_id: PostId, *, by: Actor) -> Post:
        """Take it out for good. What is live already stays live. Raises as `skip`."""
        async with self.store.begin() as tx:
            sheet = await self._pick_up(tx, post_id, by)
            if is_taken(sheet.publications):
                raise IllegalMove("post", "being published", "cancelled")
            ended = tuple(cancel(publication) for publication in sheet.publications)
            after = replace(sheet, post=sheet.post.cancel(), publications=ended)
            return await self._put_down(tx, sheet, after, by, "cancelled")

    async def cancel_publication(self, post_id: PostId, publication_id: PublicationId, *, by: Actor) -> Post:
        """Leave out one destination of an approved post; the others go out as approved. Raises as `skip`."""
        async with self.store.begin() as tx:
            sheet = await self._pick_up(tx, post_id, by)
            wanted = next((one for one in sheet.publications if one.id == publication_id), None)
            if wanted is None:
                raise NotFound("publication")
            if is_taken((wanted,)) or cancel(wanted) == wanted:
                raise IllegalMove("publication", wanted.state, PartState.CANCELLED)
            publications = tuple(cancel(one) if one is wanted else one for one in sheet.publications)
            after = replace(sheet, publications=publications)
            return await self._put_down(tx, sheet, after, by, "cancelled_destination")

    async def _pick_up(self, tx: Transaction, post_id: PostId, by: Actor) -> Sheet:
        return await pick_up(tx, post_id, by, may=Right.DECIDE)

    async def _put_down(self, tx: Transaction, before: Sheet, after: Sheet, by: Actor, what: str) -> Post:
        now = self.desk.clock.now()
        await put_down(tx, before, after)
        if after.post.state is not before.post.state:
            await tx.approvals.void(after.post.id, now)
        await tx.audit.append(by.deed(what, after.post.id, now))
        await settle_batch(tx, after.post.batch_id, now)
        return after.post
