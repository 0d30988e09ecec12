"""Keep decisions moving: let an old half of one fall, and ask the next person after a while."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.approval import Standing
from core.ask import Ask
from core.brand import Brand
from core.clock import Clock
from core.errors import Conflict
from core.freeze import bound_for, subject_of
from core.ids import MemberId, PostId
from core.moves import PostState
from core.notice import Notice, Topic
from core.post import Post
from core.slot import moment_at
from core.store import PostFilter, Store, Transaction
from core.working import is_working, worked_by
from core.workspace import Member, Settings

MOST = 200  # posts of a brand in one round


@dataclass(frozen=True, slots=True)
class Chase:
    """Looks only at brands whose policy asks for more than any one yes; the others have their reminders.

    The first whose turn it is hears at once, outside quiet hours. Whoever follows hears when nothing happened for the
    hours the policy names, counted and said in working hours. Nobody hears twice about the same version.
    """

    store: Store
    clock: Clock

    async def __call__(self) -> int:
        """Let fall and ask what is due; answers how many people and posts that were."""
        done = 0
        async with self.store.read() as tx:
            found = [
                (brand, workspace.settings)
                for workspace in await tx.workspaces.all()
                for brand in await tx.brands.of(workspace.id)
                if not brand.policy.plain
            ]
        for brand, settings in found:
            with suppress(Conflict):
                done += await self._let_fall(brand)
                done += await self._ask(brand, settings)
        return done

    async def _let_fall(self, brand: Brand) -> int:
        """Void what waited too long for others, and say so."""
        now = self.clock.now()
        async with self.store.read() as tx:
            old = await self._old(tx, brand, now - timedelta(days=brand.policy.patience.lapse_days))
        for post_id in old:
            async with self.store.begin() as tx:
                post = await tx.posts.get(post_id)
                await tx.posts.save(post.touched(), was=post)
                await tx.approvals.void(post_id, now)
                await tx.outbox.tell(_notice(Topic.APPROVAL_LAPSED, brand, now, post_id))
        return len(old)

    async def _old(self, tx: Transaction, brand: Brand, before: datetime) -> list[PostId]:
        ids = {one.post_id for one in await tx.approvals.partial(brand.workspace_id) if one.at <= before}
        if not ids:
            return []
        return [post.id for post in await tx.posts.find(PostFilter(brand_id=brand.id, ids=tuple(ids), limit=len(ids)))]

    async def _ask(self, brand: Brand, settings: Settings) -> int:
        """Ask the next person about each post where it is time, one notice for each of them."""
        now = self.clock.now()
        if settings.is_quiet(moment_at(now, brand.zone).local.hour):
            return 0
        async with self.store.read() as tx:
            due = await self._due(tx, brand, settings, now)
        if not due:
            return 0
        people: dict[MemberId, list[Post]] = defaultdict(list)
        async with self.store.begin() as tx:
            for post, member_id in due:
                if await tx.asks.add(Ask(post_id=post.id, member_id=member_id, revision=post.revision, at=now)):
                    people[member_id].append(post)
            for member_id, posts in people.items():
                notice = _notice(Topic.YOUR_TURN, brand, now, posts[0].id)
                await tx.outbox.tell(replace(notice, member_id=member_id, facts={"count": str(len(posts))}))
        return len(people)

    async def _due(
        self, tx: Transaction, brand: Brand, settings: Settings, now: datetime
    ) -> list[tuple[Post, MemberId]]:
        posts = await tx.posts.find(PostFilter(brand_id=brand.id, states=(PostState.PENDING,), limit=MOST))
        if not posts:
            return []
        ids = [post.id for post in posts]
        accounts = {one.id: one for one in await tx.accounts.of(brand.id)}
        team = await tx.members.of(brand.workspace_id)
        given, asks = await tx.approvals.partial(brand.workspace_id), await tx.asks.of(*ids)
        publications = await tx.publications.of(*ids)
        due = []
        for post in posts:
            own = tuple(one for one in publications if one.post_id == post.id)
            subject = subject_of(post, own, bound_for(own, accounts))
            standing = brand.policy.standing((one for one in given if one.post_id == post.id), subject)
            asked = [one for one in asks if (one.post_id, one.revision) == (post.id, post.revision)]
            heard = standing.spoken | {one.member_id for one in asked}
            awaited = brand.policy.awaited(standing, subject, team, brand.id)
            person = next((one for one in _present(awaited, team, now) if one not in heard), None)
            if person is not None and _is_time(post, standing, asked, brand, settings, now):
                due.append((post, person))
        return due


def _present(awaited: Iterable[Member], team: tuple[Member, ...], now: datetime) -> Iterator[MemberId]:
    """Those who are waited for, or who decide for them while they are away."""
    here = {one.id for one in team}
    for one in awaited:
        away = one.away_at(now)
        if away is None:
            yield one.id
        elif away.deputy in here:
            yield away.deputy


def _is_time(
    post: Post, standing: Standing, asked: Sequence[Ask], brand: Brand, settings: Settings, now: datetime
) -> bool:
    """At once after a yes, and else after the hours of the policy."""
    said = max((one.at for one in standing.counted), default=None)
    last = max((one.at for one in asked), default=None)
    if said is not None and (last is None or last < said):
        return True
    patience = brand.policy.patience
    since = max(one for one in (post.created_at, said, last) if one is not None)
    return is_working(now, brand.zone, patience, settings) and now >= worked_by(since, brand.zone, patience, settings)


def _notice(topic: Topic, brand: Brand, at: datetime, post_id: PostId) -> Notice:
    return Notice(topic=topic, workspace_id=brand.workspace_id, at=at, brand_id=brand.id, post_id=post_id)
