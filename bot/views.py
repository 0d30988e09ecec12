"""Reads from the store what the cards are made of."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards.batch_card import BatchView
from bot.cards.post_card import PostView
from bot.cards.status_card import TROUBLE, StatusView
from core.account import Account
from core.actions.copy_post import said_before
from core.actions.tick import TICK
from core.approval import Approval
from core.desk import Desk
from core.errors import NotFound
from core.freeze import bound_for, subject_of
from core.ids import AccountId, BatchId, BrandId, PostId
from core.moves import PartState, PostState
from core.post import Post
from core.publication import Publication
from core.store import PostFilter, Transaction
from core.workspace import Member

MOST = 200
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


async def post_view(tx: Transaction, post_id: PostId, desk: Desk) -> PostView:
    """A post with all its card shows. Raises NotFound."""
    post = await tx.posts.get(post_id)
    brand = await tx.brands.get(post.brand_id)
    publications = await tx.publications.of(post.id)
    accounts = {account.id: account for account in await tx.accounts.of(brand.id)}
    bound = [accounts[one.account_id] for one in publications]
    subject = subject_of(post, publications, bound_for(publications, accounts))
    standing = brand.policy.standing(await tx.approvals.of(post.id), subject)
    approvers = [await approver(tx, one) for one in standing.counted]
    waits = not brand.policy.plain and post.state is PostState.PENDING
    team = await tx.members.of(brand.workspace_id) if waits else ()
    return PostView(
        post=post,
        brand=brand,
        publications=publications,
        accounts=accounts,
        publishers=desk.publishers,
        rules=desk.rules,
        approvers=tuple(approvers),
        now=desk.clock.now(),
        awaited=_awaited(brand.policy.awaited(standing, subject, team, brand.id), team, desk.clock.now()),
        missing=standing.missing if waits else 0,
        notes=await tx.notes.of(post.id),
        said_before=await said_before(tx, post),
        in_a_day=await _in_a_day(tx, post) if _is_bounded(bound, desk) else 0,
    )


def _is_bounded(accounts: list[Account], desk: Desk) -> bool:
    """Whether one of these takes so and so many posts a day."""
    rules = (desk.rules.get(one.platform) for one in accounts)
    return any(one is not None and one.max_daily for one in rules)


async def _in_a_day(tx: Transaction, post: Post) -> int:
    """How many posts of the brand go out in the 24 hours that end with this one."""
    at = post.moment.instant
    states = (PostState.PENDING, PostState.APPROVED)
    near = PostFilter(brand_id=post.brand_id, states=states, since=at - DAY + SECOND, before=at + SECOND)
    return await tx.posts.count(near)


async def approver(tx: Transaction, given: Approval) -> str:
    """Whose yes it is: "Ben", or "Ben for Ana"."""
    name = (await tx.members.get(given.member_id)).name
    if given.instead_of is None:
        return name
    try:
        return f"{name} for {(await tx.members.get(given.instead_of)).name}"
    except NotFound:
        return f"{name} for somebody who left"


def _awaited(people: tuple[Member, ...], team: tuple[Member, ...], now: datetime) -> tuple[str, ...]:
    """The names of those who are waited for, or of those who decide for them while they are away."""
    names = {one.id: one.name for one in team}

    def called(one: Member) -> str:
        away = one.away_at(now)
        if away is None:
            return one.name
        deputy = names.get(away.deputy) if away.deputy else None
        return f"{deputy} for {one.name}" if deputy else f"{one.name} (away)"

    return tuple(called(one) for one in people)


async def batch_view(tx: Transaction, batch_id: BatchId, desk: Desk) -> BatchView:
    """A batch with all its header shows. Raises NotFound."""
    batch = await tx.batches.get(batch_id)
    posts = await tx.posts.find(PostFilter(batch_id=batch_id, limit=MOST))
    brand = await tx.brands.get(batch.brand_id)
    given = () if brand.policy.plain else await tx.approvals.partial(brand.workspace_id)
    return BatchView(
        batch=batch,
        brand=brand,
        half=len({one.post_id for one in given} & {post.id for post in posts}),
        gap_days=(await tx.workspaces.get(brand.workspace_id)).settings.gap_days,
        posts=posts,
        publications=await by_post(tx, posts),
        now=desk.clock.now(),
    )


async def by_post(tx: Transaction, posts: tuple[Post, ...]) -> dict[PostId, tuple[Publication, ...]]:
    """The publications of these posts, by post."""
    grouped: dict[PostId, list[Publication]] = {post.id: [] for post in posts}
    if posts:
        for publication in await tx.publications.of(*(post.id for post in posts)):
            grouped[publication.post_id].append(publication)
    return {post_id: tuple(publications) for post_id, publications in grouped.items()}


async def account_label(tx: Transaction, post_id: PostId, part_id: int) -> str:
    """The name of the account that a Part of this post goes to, or an empty text."""
    for publication in await tx.publications.of(post_id):
        if any(part.id == part_id for part in publication.parts):
            return (await tx.accounts.get(AccountId(publication.account_id))).name
    return ""


async def status_view(tx: Transaction, brand_id: BrandId, desk: Desk) -> StatusView:
    """How things stand with a brand. Raises NotFound."""
    brand = await tx.brands.get(brand_id)
    wanted = PostFilter(brand_id=brand.id, states=(PostState.APPROVED,), part_states=(PartState.SCHEDULED,), limit=1)
    coming = await tx.posts.find(wanted)
    return StatusView(
        brand=brand,
        accounts=await tx.accounts.of(brand.id),
        publishers=desk.publishers,
        beat=await tx.pulse.last(TICK),
        coming=coming[0] if coming else None,
        waiting=await tx.posts.count(PostFilter(brand_id=brand.id, states=(PostState.PENDING,))),
        live=await tx.posts.count(PostFilter(brand_id=brand.id, part_states=(PartState.LIVE,))),
        trouble={state: await tx.posts.count(PostFilter(brand_id=brand.id, part_states=(state,))) for state in TROUBLE},
        now=desk.clock.now(),
    )
