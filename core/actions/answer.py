"""A person answers what the machine cannot know, or starts a stopped publication again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right
from core.account import Account
from core.actions.settle import Settle
from core.desk import Desk, pick_up, put_down
from core.errors import IllegalMove, NotFound
from core.freeze import bound_for
from core.ids import PartId, PostId
from core.moves import PartState
from core.publication import Part
from core.queue import Claim
from core.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Answer:
    """Answers to “is it there?” and the Retry button. A platform that can be read is read first."""

    store: Store
    desk: Desk
    settle: Settle

    async def it_is_there(self, post_id: PostId, part_id: PartId, *, by: Actor) -> None:
        """The person has seen it live: it counts as published, and the next Part may follow.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            IllegalMove: nobody asks about it any more.
            Conflict: somebody else was quicker.
        """
        await self._answer(post_id, part_id, PartState.LIVE, "confirmed_live", by)

    async def publish_again(self, post_id: PostId, part_id: PartId, *, by: Actor) -> Account | None:
        """Send it once more to the account that is answered, unless a fresh look finds it: then None.

        It leaves at once where that account is well, else as soon as it was connected again. Raises as above.
        """
        claim = await self._claim(post_id, part_id, by)
        if claim.part.state is PartState.ASK and await self.settle.one(claim):
            return None
        await self._answer(post_id, part_id, PartState.SCHEDULED, "sent_again", by)
        return claim.account

    async def look_again(self, post_id: PostId, part_id: PartId, *, by: Actor) -> bool:
        """Look at the platform now; True when that settled it. Nothing is sent. Raises NotAllowed, NotFound."""
        claim = await self._claim(post_id, part_id, by)
        return claim.part.state in (PartState.ASK, PartState.CHECKING) and await self.settle.one(claim)

    async def leave_it(self, post_id: PostId, part_id: PartId, *, by: Actor) -> None:
        """Do nothing more about it; Parts that would follow it are cancelled too. Raises as above."""
        await self._answer(post_id, part_id, PartState.CANCELLED, "left_it", by)

    async def _answer(self, post_id: PostId, part_id: PartId, to: PartState, what: str, by: Actor) -> None:
        now = self.desk.clock.now()
        async with self.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.DECIDE)
            publication = next(
                (one for one in sheet.publications if any(part.id == part_id for part in one.parts)), None
            )
            if publication is None:
                raise NotFound("publication")
            index = next(part.index for part in publication.parts if part.id == part_id)
            parts = tuple(self._moved(part, to, index, asked=part.id == part_id) for part in publication.parts)
            after = replace(
                sheet,
                publications=tuple(
                    replace(one, parts=parts) if one.id == publication.id else one for one in sheet.publications
                ),
            )
            await put_down(tx, sheet, after)
            await tx.audit.append(by.deed(what, post_id, now))

    def _moved(self, part: Part, to: PartState, answered: int, *, asked: bool) -> Part:
        now = self.desk.clock.now()
        if asked:
            if part.state not in (PartState.ASK, PartState.FAILED):
                raise IllegalMove("publication", part.state, to)
            live_at = now if to is PartState.LIVE else part.live_at
            fire_at = now if to is PartState.SCHEDULED else None
            return replace(part.go(to), fire_at=fire_at, check_at=None, live_at=live_at, failures=0)
        if part.index <= answered or part.state is not PartState.SCHEDULED:
            return part
        if to is PartState.CANCELLED:
            return replace(part.go(PartState.CANCELLED), fire_at=None)
        if to is PartState.LIVE and part.index == answered + 1:
            return replace(part, fire_at=now)
        return part

    async def _claim(self, post_id: PostId, part_id: PartId, by: Actor) -> Claim:
        async with self.store.read() as tx:
            return await _as_claim(tx, post_id, part_id, by)


async def _as_claim(tx: Transaction, post_id: PostId, part_id: PartId, by: Actor) -> Claim:
    sheet = await pick_up(tx, post_id, by, may=Right.DECIDE)
    for publication in sheet.publications:
        for part in publication.parts:
            if part.id == part_id:
                return Claim(
                    part=part,
                    publications=sheet.publications,
                    post=sheet.post,
                    account=sheet.accounts[publication.account_id],
                    workspace_id=sheet.brand.workspace_id,
                    approvals=sheet.approvals,
                    policy=sheet.brand.policy,
                    platforms=bound_for(sheet.publications, sheet.accounts),
                )
    raise NotFound("publication")
