"""A post as it lies on the desk: with everything a decision about it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.access import Actor, Right, post_for
from core.account import Account, Platform
from core.approval import Approval, Standing, Voice, voices
from core.brand import Brand
from core.clock import Clock, Ids
from core.errors import IllegalMove, Invalid, Problem
from core.freeze import Publishers, bound_for, is_taken, problems_of, recompose, schedule, seal, subject_of, thaw
from core.ids import AccountId, ApprovalId, BatchId, BrandId, MemberId, PostId
from core.moves import PostState
from core.post import Post
from core.publication import Publication
from core.rates import Rates, Tier
from core.rules import Rules
from core.secret import KeyRing
from core.store import PostFilter, Transaction
from core.workspace import Member

PASSED, SAID, OWN_WORDS, TURN = "passed", "said", "own_words", "turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What deciding needs besides the store: platforms, keys, time and ids.

    `rules` knows every platform words can be written for, also those nothing can be published to yet. `rates` says how
    often one person may do something.
    """

    publishers: Publishers
    keys: KeyRing
    clock: Clock
    ids: Ids
    rules: Mapping[Platform, Rules] = field(default_factory=dict)
    rates: Rates = field(default_factory=Rates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One post with its brand, publications, accounts and approvals, read in one transaction.

    `team` is read only where the brand's policy asks for more than any one yes.
    """

    post: Post
    brand: Brand
    publications: tuple[Publication, ...]
    accounts: Mapping[AccountId, Account]
    approvals: tuple[Approval, ...]
    team: tuple[Member, ...] = ()


async def pick_up(tx: Transaction, post_id: PostId, by: Actor, *, may: Right = Right.LOOK) -> Sheet:
    """Read a post of this person's workspace with all that hangs on it. Raises NotFound, NotAllowed."""
    post, brand = await post_for(tx, post_id, by, may=may)
    accounts = {account.id: account for account in await tx.accounts.of(brand.id)}
    return Sheet(
        post=post,
        brand=brand,
        publications=await tx.publications.of(post.id),
        accounts=accounts,
        approvals=await tx.approvals.of(post.id),
        team=() if brand.policy.plain else await tx.members.of(brand.workspace_id),
    )


async def put_down(tx: Transaction, before: Sheet, after: Sheet) -> None:
    """Write what changed on the sheet. Raises Conflict on a lost race."""
    if after.post != before.post:
        await tx.posts.save(after.post, was=before.post)
    was = {publication.id: publication for publication in before.publications}
    for publication in after.publications:
        if publication != was[publication.id]:
            await tx.publications.save(publication, was=was[publication.id])


def approved(sheet: Sheet, by: Actor, desk: Desk, *, not_before: datetime) -> tuple[Sheet, Approval]:
    """The sheet after this person's yes: sealed, and scheduled when the brand's policy is satisfied.

    Raises:
        Invalid: the text breaks a platform's rule, there is no destination, the time has passed, or the yes of this
            person does not count now.
        IllegalMove: the post does not wait for a decision.
    """
    now = desk.clock.now()
    if sheet.post.state is not PostState.PENDING:
        raise IllegalMove("post", sheet.post.state, PostState.APPROVED)
    if sheet.post.moment.instant < now.replace(microsecond=0):
        raise Invalid(Problem(field=PASSED, what="Its time has passed.", fix="Tomorrow at the same time, or now?"))
    problems = problems_of(sheet.post, sheet.publications, sheet.accounts, desk.publishers)
    if problems:
        raise Invalid(*problems)
    sealed = tuple(_sealed(sheet, publication, desk) for publication in sheet.publications)
    policy = sheet.brand.policy
    subject = subject_of(sheet.post, sealed, bound_for(sealed, sheet.accounts))
    before = policy.standing(sheet.approvals, subject)
    voice = _heard(by, before, voices(by.member, sheet.team, sheet.brand.id, now), policy.not_author, subject.author)
    approval = Approval(
        id=ApprovalId(desk.ids.new()),
        post_id=sheet.post.id,
        member_id=by.member.id,
        revision=sheet.post.revision,
        digest=subject.digest,
        step=before.step,
        door=by.door,
        at=now,
        role=voice.role,
        instead_of=voice.member_id if voice.member_id != by.member.id else None,
    )
    approvals = (*sheet.approvals, approval)
    after = replace(sheet, post=sheet.post.touched(), publications=sealed, approvals=approvals)
    if policy.standing(approvals, subject).enough:
        after = replace(
            after,
            post=sheet.post.approve(at=now),
            publications=tuple(schedule(one, sheet.post, not_before=not_before) for one in sealed),
        )
    return after, approval


def _heard(by: Actor, standing: Standing, names: tuple[Voice, ...], not_author: bool, author: MemberId | None) -> Voice:
    """In whose name this yes counts now. Raises Invalid where it counts in none."""
    turn = standing.turn
    if turn is None:
        return names[0]
    if by.member.id in standing.spoken:
        raise Invalid(Problem(field=SAID, what="You said yes already.", fix="It waits for somebody else now."))
    if not_author and by.member.id == author:
        what = "You changed it last."
        raise Invalid(Problem(field=OWN_WORDS, what=what, fix="Somebody else has to approve it."))
    for voice in names:
        own = not_author and voice.member_id == author
        if not own and voice.member_id not in standing.spoken and turn.takes(voice.member_id, voice.role):
            return voice
    raise Invalid(Problem(field=TURN, what="It is not your turn yet.", fix="The card says who is next."))


def changed(sheet: Sheet, post: Post, desk: Desk) -> Sheet:
    """The sheet after the post was changed: earlier approvals cover nothing any more.

    Raises:
        IllegalMove: the publisher has it in its hands.
    """
    if is_taken(sheet.publications):
        raise IllegalMove("post", "being published", post.state)
    loose = (thaw(publication) for publication in sheet.publications)
    return replace(
        sheet,
        post=post,
        publications=tuple(
            recompose(post, one, sheet.accounts[one.account_id], desk.publishers, desk.ids) for one in loose
        ),
    )


async def touch_waiting(tx: Transaction, brand_id: BrandId) -> frozenset[PostId]:
    """Let the cards of the posts that wait be drawn again: who is waited for has changed. Answers which they are."""
    wanted, ids = PostFilter(brand_id=brand_id, states=(PostState.PENDING,), limit=200), set[PostId]()
    while posts := await tx.posts.find(wanted):
        for post in posts:
            await tx.posts.save(post.touched(), was=post)
            ids.add(post.id)
        wanted = replace(wanted, offset=wanted.offset + len(posts))
    return frozenset(ids)


def count(desk: Desk, by: Actor, tier: Tier) -> None:
    """Count one of that tier for this person. Raises TooOften."""
    desk.rates.take(by.member.id, tier, desk.clock)


async def settle_batch(tx: Transaction, batch_id: BatchId | None, now: datetime) -> bool:
    """Note whether any post of the batch still waits; True when this decision was the last one."""
    if batch_id is None:
        return False
    batch = await tx.batches.get(batch_id)
    waiting = await tx.posts.count(PostFilter(batch_id=batch_id, states=(PostState.PENDING, PostState.DRAFTING)))
    if bool(batch.decided_at) is (waiting == 0):
        return False
    await tx.batches.save(replace(batch, decided_at=None if waiting else now), was=batch)
    return waiting == 0


def _sealed(sheet: Sheet, publication: Publication, desk: Desk) -> Publication:
    account = sheet.accounts[publication.account_id]
    fresh = recompose(sheet.post, publication, account, desk.publishers, desk.ids)
    return seal(sheet.post, fresh, account, desk.keys)
