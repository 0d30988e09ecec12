"""Make a new post of an old one: word for word, or written anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from core.access import Actor, Right, post_for
from core.actions.new_post import next_free
from core.brand import Brand
from core.desk import count
from core.drafting import REMEMBERED, Studio, brief_for
from core.ids import PostId
from core.moves import PostState
from core.post import Content, Post
from core.rates import Tier
from core.slot import Moment
from core.store import PostFilter, Store, Transaction

SAME_WITHIN = timedelta(days=30)
MOST = 200


@dataclass(frozen=True, slots=True)
class CopyPost:
    """The copy waits for a decision in the next free slot and knows its original."""

    store: Store
    studio: Studio

    async def __call__(self, post_id: PostId, *, by: Actor) -> Post:
        """The same words and pictures once more.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            Invalid: every slot of the next weeks is taken.
        """
        async with self.store.begin() as tx:
            post, brand = await post_for(tx, post_id, by, may=Right.WRITE)
            moment = await next_free(tx, brand, self.studio.desk.clock.now())
            return await self._keep(tx, brand, self.copy(post, post.content, moment, post.origin), by)

    async def rework(self, post_id: PostId, *, by: Actor) -> Post:
        """The same idea in other words, by the writer. Raises as above, and TooOften."""
        count(self.studio.desk, by, Tier.AI)
        async with self.store.read() as tx:
            post, brand = await post_for(tx, post_id, by, may=Right.WRITE)
            moment = await next_free(tx, brand, self.studio.desk.clock.now())
            said = await tx.posts.find(PostFilter(brand_id=brand.id, newest_first=True, limit=REMEMBERED))
            accounts = await tx.accounts.of(brand.id)
        to = self.studio.destinations(brand, accounts)
        brief = replace(brief_for(brand, (moment,), said, to=to), idea=post.content.text)
        drafts, origin, _ = await self.studio.write(brief)
        (fresh,) = await self.studio.posts(brand, (moment,), drafts, origin, None, to=to)
        async with self.store.begin() as tx:
            return await self._keep(tx, brand, replace(fresh, copied_from=post.id, author=by.member.id), by)

    def copy(self, post: Post, content: Content, moment: Moment, origin: str) -> Post:
        """A new post of that content which knows where it comes from."""
        desk = self.studio.desk
        return Post(
            id=PostId(desk.ids.new()),
            brand_id=post.brand_id,
            batch_id=None,
            state=PostState.PENDING,
            content=content,
            moment=moment,
            origin=origin,
            created_at=desk.clock.now(),
            shape=post.shape,
            copied_from=post.id,
            author=post.author,
        )

    async def _keep(self, tx: Transaction, brand: Brand, post: Post, by: Actor) -> Post:
        await tx.posts.add(post)
        await tx.publications.add(*self.studio.publications((post,), brand, await tx.accounts.of(brand.id)))
        await tx.audit.append(by.deed("copied", post.id, self.studio.desk.clock.now(), detail=str(post.copied_from)))
        return post


async def said_before(tx: Transaction, post: Post) -> Post | None:
    """A relative of a copy (its original, or another copy) that says the same within 30 days of it; the nearest."""
    if not post.copied_from:
        return None
    family = [*await tx.posts.find(PostFilter(copied_from=post.copied_from, limit=MOST))]
    original = await tx.posts.find(PostFilter(brand_id=post.brand_id, ids=(post.copied_from,), limit=1))
    family += original
    at = post.moment.instant
    gone = (PostState.SKIPPED, PostState.CANCELLED, PostState.LAPSED)
    near = [
        one
        for one in family
        if one.id != post.id
        and one.state not in gone
        and abs(one.moment.instant - at) <= SAME_WITHIN
        and _folded(one) == _folded(post)
    ]
    return min(near, key=lambda one: abs(one.moment.instant - at), default=None)


def _folded(post: Post) -> str:
    return " ".join(post.content.text.casefold().split())
