"""Draw the pictures of everything that waits again, in the brand's present look."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from core.access import Actor, Right, brand_for
from core.brand import Brand
from core.desk import changed, pick_up, put_down
from core.drafting import Studio
from core.errors import PortError
from core.freeze import is_taken
from core.ids import BrandId
from core.moves import PostState
from core.pictures import Style
from core.post import Content, Post
from core.rules import Rules
from core.store import PostFilter, Store, Transaction

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """The posts that have new pictures, and how many keep the old ones: changed meanwhile, or not to be drawn."""

    posts: tuple[Post, ...]
    left: int


@dataclass(frozen=True, slots=True)
class RedrawWaiting:
    """New pictures for pending posts, where we drew the old ones; photos and approved posts stay as they are."""

    store: Store
    studio: Studio

    async def __call__(self, brand_id: BrandId, *, by: Actor) -> Redrawn:
        """Draw them all, then change the posts in one transaction. A repeat finds nothing to change.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand here.
            Conflict: somebody changed one at the same moment; nothing was changed.
        """
        async with self.store.read() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.WRITE)
            accounts = await tx.accounts.of(brand_id)
            waiting = await tx.posts.find(PostFilter(brand_id=brand_id, states=(PostState.PENDING,), limit=MOST))
        drawn = [post for post in waiting if post.content.drawn is not None]
        to, style = self.studio.destinations(brand, accounts), await self.studio.style(brand)
        contents = await asyncio.gather(*(self._again(brand, post, to, style) for post in drawn))
        fresh = [(post, new) for post, new in zip(drawn, contents, strict=True) if new != post.content]
        async with self.store.begin() as tx:
            kept = [await self._keep(tx, post, new, by) for post, new in fresh if new.drawn is not None]
            done = tuple(post for post in kept if post is not None)
            if done:
                names = " ".join(str(post.id) for post in done)
                now = self.studio.desk.clock.now()
                await tx.audit.append(by.deed("redrew_waiting", brand_id, now, detail=names))
        return Redrawn(posts=done, left=len(fresh) - len(done))

    async def _again(self, brand: Brand, post: Post, to: tuple[Rules, ...], style: Style) -> Content:
        """The post with new pictures; with none when its photo cannot be had."""
        content, seed = post.content, post.content.drawn or 0
        try:
            return await self.studio.illustrated(
                brand, content, seed, kicker=post.shape, to=to, style=style, photo=content.photo
            )
        except PortError:
            return content.with_pictures()

    async def _keep(self, tx: Transaction, seen: Post, content: Content, by: Actor) -> Post | None:
        """The post with its new pictures; None when it is not what was drawn for any more."""
        sheet = await pick_up(tx, seen.id, by)
        if sheet.post.revision != seen.revision or sheet.post.state is not PostState.PENDING:
            return None
        if is_taken(sheet.publications):
            return None
        after = changed(sheet, sheet.post.rewrite(content), self.studio.desk)
        await put_down(tx, sheet, after)
        await tx.approvals.void(seen.id, self.studio.desk.clock.now())
        return after.post
