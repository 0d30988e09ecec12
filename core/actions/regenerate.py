"""Write one post anew, with a wish if there is one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, post_for
from core.actions.change_post import Changed, ChangePost
from core.desk import count
from core.drafting import MATERIAL, REMEMBERED, Studio, brief_for, redo, seed_of
from core.errors import Invalid, too_much
from core.ids import PostId
from core.rates import Tier
from core.store import PostFilter, Store

LONGEST_HINT = 500


@dataclass(frozen=True, slots=True)
class Regenerate:
    """Another text and picture for the same slot; photos that people sent stay."""

    store: Store
    studio: Studio
    change: ChangePost

    async def __call__(self, post_id: PostId, *, by: Actor, hint: str = "") -> Changed:
        """Ask the writer again, also for what reviewers asked for; the old version stays in the history.

        Raises:
            NotAllowed, NotFound, IllegalMove: as `ChangePost.content`.
            Invalid: the hint is too long.
            Conflict: somebody changed the post while it was being written.
        """
        if len(hint) > LONGEST_HINT:
            raise Invalid(too_much("hint", len(hint), LONGEST_HINT, "Please say it in a sentence."))
        count(self.studio.desk, by, Tier.AI)
        async with self.store.read() as tx:
            post, brand = await post_for(tx, post_id, by, may=Right.WRITE)
            said = await tx.posts.find(PostFilter(brand_id=brand.id, newest_first=True, limit=REMEMBERED))
            accounts = await tx.accounts.of(brand.id)
            material = await tx.sources.fresh(brand.id, MATERIAL)
            asked = [one.text for one in await tx.notes.of(post_id) if one.open]
        to = self.studio.destinations(brand, accounts)
        day = post.moment.local.date()
        wish = "\n".join(one for one in (hint.strip(), *asked) if one)
        brief = redo(brief_for(brand, (post.moment,), said, to=to, material=material), day, wish)
        (draft, *_), origin, _ = await self.studio.write(brief)
        before, words = post.content, self.studio.words(brand, draft, to)
        if (before.media or before.film) and before.drawn is None:
            fresh = words.with_pictures_of(before)
        else:
            seed = seed_of(day) + post.revision
            fresh = await self.studio.illustrated(brand, words, seed, kicker=draft.shape, to=to, photo=before.photo)
        content = replace(fresh, link=fresh.link or before.link, thread=before.thread, comment=before.comment)
        changed = await self.change.content(post_id, content, by=by, seen=post.revision, origin=origin)
        if draft.item is not None:
            async with self.store.begin() as tx:
                await tx.sources.used((draft.item,), self.studio.desk.clock.now())
        return changed
