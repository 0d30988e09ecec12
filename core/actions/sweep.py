"""Notice what time has overtaken: posts nobody decided, and approved ones that could not go out."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.attempt import part_notice
from core.clock import Clock
from core.desk import settle_batch
from core.errors import Conflict
from core.ids import BrandId, PostId, encode
from core.moves import PartState, PostState
from core.notice import Notice, Topic
from core.post import Post
from core.queue import Claim, Move, Queue
from core.store import PostFilter, Store

log = logging.getLogger(__name__)

GRACE = timedelta(hours=2)
MOST = 1000


@dataclass(frozen=True, slots=True)
class Sweep:
    """Ends in silence nothing: everything overtaken is told, many at once as one question."""

    store: Store
    queue: Queue
    clock: Clock
    grace: timedelta = GRACE

    async def __call__(self) -> int:
        """Mark what was missed or lapsed; answers how many."""
        return await self._missed() + await self._lapsed()

    async def _missed(self) -> int:
        now = self.clock.now()
        late = await self.queue.late(now - self.grace, limit=MOST)
        posts: dict[BrandId, set[PostId]] = defaultdict(set)
        for claim in late:
            posts[claim.post.brand_id].add(claim.post.id)
        told: set[BrandId] = set()
        moved = 0
        for claim in late:
            brand = claim.post.brand_id
            notices = () if brand in told else (self._missed_notice(claim, len(posts[brand]), now),)
            part = replace(claim.part.go(PartState.MISSED, reason=claim.part.reason), fire_at=None)
            was = frozenset({PartState.SCHEDULED})
            if await self.queue.record(Move(was=was, attempt=part.attempt, result=part, at=now, notices=notices)):
                told.add(brand)
                moved += 1
                log.warning("post_missed post=%s part=%s", encode(claim.post.id), encode(part.id))
        return moved

    def _missed_notice(self, claim: Claim, count: int, now: datetime) -> Notice:
        return part_notice(claim, Topic.POST_MISSED, now, count=str(count), reason=claim.part.reason)

    async def _lapsed(self) -> int:
        now = self.clock.now()
        async with self.store.read() as tx:
            overdue = await tx.posts.find(PostFilter(states=(PostState.PENDING,), before=now, limit=200))
        if not overdue:
            return 0
        try:
            async with self.store.begin() as tx:
                for post in overdue:
                    await tx.posts.save(post.lapse(), was=post)
                    await settle_batch(tx, post.batch_id, now)
                for brand_id, posts in _by_brand(overdue).items():
                    brand = await tx.brands.get(brand_id)
                    await tx.outbox.tell(
                        Notice(
                            topic=Topic.POST_LAPSED,
                            workspace_id=brand.workspace_id,
                            at=now,
                            brand_id=brand_id,
                            post_id=posts[0].id,
                            facts={"count": str(len(posts))},
                        )
                    )
        except Conflict:
            return 0
        return len(overdue)


def _by_brand(posts: Iterable[Post]) -> dict[BrandId, list[Post]]:
    grouped: dict[BrandId, list[Post]] = defaultdict(list)
    for post in posts:
        grouped[post.brand_id].append(post)
    return grouped
