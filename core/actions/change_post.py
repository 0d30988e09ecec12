"""Change what a post says, when it goes out or where."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, post_for
from core.desk import Desk, Sheet, approved, changed, count, pick_up, put_down, settle_batch
from core.errors import Conflict, IllegalMove, Invalid, NotFound, Problem, too_much
from core.fitting import Fitter
from core.freeze import plan
from core.ids import AccountId, PostId
from core.moves import PartState, PostState
from core.post import Content, Post
from core.rates import Tier
from core.slot import Moment, moment_at
from core.store import Store, Transaction

LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The post after a change; `voided` is true when an approval was lost by it."""

    post: Post
    voided: bool


@dataclass(frozen=True, slots=True)
class ChangePost:
    """Every change makes a new revision; an approval of the old one covers nothing any more."""

    store: Store
    desk: Desk
    fitter: Fitter

    async def content(
        self,
        post_id: PostId,
        content: Content,
        *,
        by: Actor,
        seen: int | None = None,
        origin: str | None = None,
    ) -> Changed:
        """Give the post other words or pictures.

        With `seen`, the revision the person was looking at, a change on top of somebody else's is refused.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            Invalid: there is nothing in it, or it is far too long for anywhere.
            IllegalMove: it was cancelled, is live, or the publisher has it in its hands.
            Conflict: somebody else changed it first.
        """
        if not content.text.strip() and not content.media and not content.film:
            raise Invalid(Problem(field="text", what="There is nothing in it.", fix="Please write something."))
        everything = (content.text, *content.below, *(words.text for words in content.variants.values()))
        size = max(map(len, everything))
        if size > LONGEST:
            raise Invalid(too_much("text", size, LONGEST, "Please shorten it."))
        async with self.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.WRITE)
            if seen is not None and sheet.post.revision != seen:
                raise Conflict("post")
            must_be_open(sheet)
            after = changed(sheet, sheet.post.rewrite(content, origin=origin), self.desk)
            return await self.keep(tx, sheet, after, by, "edited")

    async def time(self, post_id: PostId, moment: Moment, *, by: Actor) -> Changed:
        """Plan the post for another time.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            Invalid: the time has passed.
            IllegalMove: it was cancelled, is live, or the publisher has it in its hands.
            Conflict: somebody else changed it first.
        """
        if moment.instant <= self.desk.clock.now():
            raise Invalid(Problem(field="time", what="That time has passed.", fix="Please pick a later one."))
        async with self.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.WRITE)
            must_be_open(sheet)
            after = changed(sheet, sheet.post.reschedule(moment), self.desk)
            return await self.keep(tx, sheet, after, by, "rescheduled")

    async def publish_now(self, post_id: PostId, *, seen: int, by: Actor) -> Post:
        """Plan the post for this second and approve revision `seen` of it, in one decision. There is no undo.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            Invalid: it breaks a rule of a destination, or this yes alone is not enough.
            IllegalMove: it was cancelled, or the publisher has it in its hands.
            Conflict: somebody else changed it first.
        """
        count(self.desk, by, Tier.POST)
        now = self.desk.clock.now()
        async with self.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.DECIDE)
            if sheet.post.revision != seen:
                raise Conflict("post")
            must_be_open(sheet)
            moved = changed(sheet, sheet.post.reschedule(moment_at(now, sheet.brand.zone)), self.desk)
            await tx.approvals.void(post_id, now)
            after, approval = approved(replace(moved, approvals=()), by, self.desk, not_before=now)
            if after.post.state is not PostState.APPROVED:
                what = "More than one yes is needed here, so it cannot go out at once."
                raise Invalid(Problem(field="now", what=what, fix="Give it a later time that everybody approves."))
            await put_down(tx, sheet, after)
            await tx.approvals.add(approval)
            await tx.audit.append(by.deed("published_now", post_id, now, detail=approval.digest))
            await settle_batch(tx, after.post.batch_id, now)
        return after.post

    async def target(self, post_id: PostId, account_id: AccountId, *, on: bool, by: Actor) -> Changed:
        """Tick or untick one destination of the post.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post or account here.
            IllegalMove: it went out there already, was cancelled, or the publisher has it in its hands.
            Conflict: somebody else changed it first.
        """
        before, fitted = await self._fitted(post_id, account_id, by)
        async with self.store.begin() as tx:
            sheet = await pick_up(tx, post_id, by, may=Right.WRITE)
            there = next((one for one in sheet.publications if one.account_id == account_id), None)
            if on is (there is not None):
                return Changed(post=sheet.post, voided=False)
            if account_id not in sheet.accounts:
                raise NotFound("account")
            content = fitted if sheet.post.content == before else sheet.post.content
            loose = changed(sheet, sheet.post.rewrite(content), self.desk)
            if there is None:
                await tx.publications.add(
                    plan(loose.post, sheet.accounts[account_id], self.desk.publishers, self.desk.ids)
                )
                return await self.keep(tx, sheet, loose, by, "target_added")
            if any(part.state not in (PartState.PLANNED, PartState.SCHEDULED) for part in there.parts):
                raise IllegalMove("publication", there.state, PartState.CANCELLED)
            result = await self.keep(tx, sheet, loose, by, "target_dropped")
            await tx.publications.remove(there.id)
            return result

    async def _fitted(self, post_id: PostId, account_id: AccountId, by: Actor) -> tuple[Content, Content]:
        """The content as it is, and with pictures that the platform of that account takes."""
        async with self.store.read() as tx:
            post, _ = await post_for(tx, post_id, by, may=Right.WRITE)
            account = await tx.accounts.get(account_id)
        rules = self.desk.rules.get(account.platform)
        return post.content, await self.fitter.fitted(post.content, (rules,) if rules else ())

    async def keep(self, tx: Transaction, sheet: Sheet, after: Sheet, by: Actor, what: str) -> Changed:
        """Write a changed sheet: its approvals are void, the deed is on record, who changed the content is its author.

        Raises Conflict on a lost race.
        """
        now = self.desk.clock.now()
        voided = sheet.post.state is PostState.APPROVED
        if after.post.content != sheet.post.content:
            after = replace(after, post=replace(after.post, author=by.member.id))
        await put_down(tx, sheet, after)
        await tx.approvals.void(sheet.post.id, now)
        if after.post.content != sheet.post.content:
            await tx.notes.settle(sheet.post.id, now)
        await tx.audit.append(by.deed(what, sheet.post.id, now, detail="approval voided" if voided else ""))
        await settle_batch(tx, after.post.batch_id, now)
        return Changed(post=after.post, voided=voided)


def must_be_open(sheet: Sheet) -> None:
    """Raise IllegalMove when the post has gone out everywhere: what is live is not changed any more."""
    live = [one.settled and one.state is PartState.LIVE for one in sheet.publications]
    if live and all(live):
        raise IllegalMove("post", "live", PostState.PENDING)
