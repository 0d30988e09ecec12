"""A day before an approved post goes out: can its accounts still be posted to, and do its rules still hold?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.account import Account, Health
from core.brand import Brand
from core.desk import Desk
from core.ids import AccountId
from core.moves import PartState, PostState
from core.notice import Notice, Topic
from core.post import Post
from core.publication import Publication
from core.rules import check, of_account
from core.store import PostFilter, Store, Transaction

AHEAD = timedelta(hours=24)
EVERY = timedelta(minutes=10)
MOST = 200
_NAME = "look_ahead"
BROKEN, ENDS, OFF, RULES = "account_broken", "account_ends_before", "platform_off", "rules_changed"


@dataclass(frozen=True, slots=True)
class LookAhead:
    """Says each trouble of a post once for each of its versions; nothing is changed."""

    store: Store
    desk: Desk

    async def __call__(self) -> int:
        """Look, and tell; answers how many troubles were told. Repeating is harmless."""
        now = self.desk.clock.now()
        told = 0
        async with self.store.read() as tx:
            last = await tx.pulse.last(_NAME)
        if last is not None and now - last < EVERY:
            return 0
        async with self.store.begin() as tx:
            await tx.pulse.beat(_NAME, now)
            for workspace in await tx.workspaces.all():
                for brand in await tx.brands.of(workspace.id):
                    told += await self._brand(tx, brand, now)
        return told

    async def _brand(self, tx: Transaction, brand: Brand, now: datetime) -> int:
        ahead = PostFilter(brand_id=brand.id, states=(PostState.APPROVED,), since=now, before=now + AHEAD, limit=MOST)
        posts = await tx.posts.find(ahead)
        if not posts:
            return 0
        accounts = {one.id: one for one in await tx.accounts.of(brand.id)}
        told = 0
        for publication in await tx.publications.of(*(post.id for post in posts)):
            post = next(one for one in posts if one.id == publication.post_id)
            code = self._trouble(post, publication, accounts)
            mark = f"ahead {publication.id} {post.revision} {code}"
            if code and await tx.pulse.last(mark) is None:
                await tx.pulse.beat(mark, now)
                account = accounts[publication.account_id]
                facts = {"platform": account.platform, "name": account.name, "reason": code, "account": str(account.id)}
                notice = Notice(
                    topic=Topic.POST_AT_RISK,
                    workspace_id=brand.workspace_id,
                    at=now,
                    brand_id=brand.id,
                    post_id=post.id,
                    facts=facts,
                )
                await tx.outbox.tell(notice)
                told += 1
        return told

    def _trouble(self, post: Post, publication: Publication, accounts: Mapping[AccountId, Account]) -> str:
        """What would keep this publication from going out at its time, as a code; empty when nothing would."""
        if publication.state is not PartState.SCHEDULED:
            return ""
        account = accounts[publication.account_id]
        publisher = self.desk.publishers.get(account.platform)
        if publisher is None:
            return OFF
        if account.health in (Health.BROKEN, Health.DISCONNECTED):
            return BROKEN
        if account.ends_at is not None and account.ends_at <= post.moment.instant:
            return ENDS
        return RULES if check(publisher.compose(post, account), of_account(publisher.rules, account)) else ""
