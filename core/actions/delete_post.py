"""Put a post into the bin, and take it out again; delete what is live of it where the platform can."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from core.access import Actor, Right
from core.desk import Desk, Sheet, changed, pick_up, put_down, settle_batch
from core.errors import IllegalMove, Invalid, PortError, Problem
from core.freeze import cancel, is_taken
from core.ids import PostId
from core.moves import PartState, PostState
from core.ports import Grants
from core.post import Post
from core.publication import Part
from core.store import Store

UNDO = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What became of the live copies: names of accounts where they are gone, and where they could not be deleted."""

    gone: tuple[str, ...]
    left: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DeletePost:
    """A deleted post is listed nowhere and never published; its row stays for the record."""

    store: Store
    desk: Desk
    grants: Grants

    async def __call__(self, post_id: PostId, *, by: Actor) -> Post:
        """Delete it here. What is live stays live.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            IllegalMove: it is deleted already, or the publisher has it in its hands.
            Conflict: somebody else was quicker.
        """
        now = self.desk.clock.now()
        async with self.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.DECIDE)
            if sheet.post.hidden_at or is_taken(sheet.publications):
                raise IllegalMove("post", "deleted" if sheet.post.hidden_at else "being published", "deleted")
            after = self._taken_out(sheet)
            after = replace(after, post=after.post.hidden(now))
            await put_down(tx, sheet, after)
            if after.post.state is not sheet.post.state:
                await tx.approvals.void(post_id, now)
            await tx.series.drop(post_id)
            for series in await tx.series.of(sheet.brand.id):
                if series.post_id == post_id and series.active:
                    await tx.series.save(series.stopped(), was=series)
            await tx.audit.append(by.deed("deleted", post_id, now))
            await settle_batch(tx, after.post.batch_id, now)
        return after.post

    async def undo(self, post_id: PostId, *, waited: bool, by: Actor) -> Post:
        """Bring it back within a minute; one that `waited` for a decision or was approved waits again.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            Invalid: the minute is over.
            IllegalMove: it is not deleted.
        """
        now = self.desk.clock.now()
        async with self.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.DECIDE)
            if sheet.post.hidden_at is None:
                raise IllegalMove("post", sheet.post.state, "brought back")
            if now >= sheet.post.hidden_at + UNDO:
                what = "The minute for Undo is over."
                raise Invalid(Problem(field="undo", what=what, fix="Send me its text again to make a new post of it."))
            reopened = waited and sheet.post.state is PostState.SKIPPED
            after = changed(sheet, sheet.post.reopen(), self.desk) if reopened else sheet
            after = replace(after, post=after.post.hidden(None))
            await put_down(tx, sheet, after)
            await tx.audit.append(by.deed("undeleted", post_id, now))
            await settle_batch(tx, after.post.batch_id, now)
        return after.post

    async def live_copies(self, post_id: PostId, *, by: Actor) -> Removed:
        """Delete what is live of it on the platforms; asking twice is harmless. Raises NotAllowed, NotFound."""
        async with self.store.read() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.DECIDE)
        gone: list[str] = []
        left: list[tuple[str, str]] = []
        for publication in sheet.publications:
            account = sheet.accounts[publication.account_id]
            publisher = self.desk.publishers[account.platform]
            for part in reversed([one for one in publication.parts if one.state is PartState.LIVE]):
                try:
                    grant = await self.grants.open(account)
                    await publisher.remove(part.remote_id, grant)
                except PortError as error:
                    left.append((account.name, error.reason))
                else:
                    await self._record(post_id, part, by)
                    gone.append(account.name)
        return Removed(gone=tuple(dict.fromkeys(gone)), left=tuple(left))

    async def _record(self, post_id: PostId, removed: Part, by: Actor) -> None:
        async with self.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by)
            publications = tuple(
                replace(
                    one,
                    parts=tuple(part.go(PartState.REMOVED) if part.id == removed.id else part for part in one.parts),
                )
                for one in sheet.publications
            )
            await put_down(tx, sheet, replace(sheet, publications=publications))
            await tx.audit.append(by.deed("removed_live", post_id, self.desk.clock.now(), detail=removed.remote_id))

    def _taken_out(self, sheet: Sheet) -> Sheet:
        """Nothing more of it goes out."""
        live = any(part.state is PartState.LIVE for one in sheet.publications for part in one.parts)
        if sheet.post.state in (PostState.PENDING, PostState.APPROVED) and not live:
            return changed(sheet, sheet.post.skip(), self.desk)
        return replace(sheet, publications=tuple(cancel(one) for one in sheet.publications))
