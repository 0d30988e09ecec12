"""Take out of a post what sounds made, now or in every draft to come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for, post_for
from core.actions.change_post import Changed, ChangePost
from core.brand import Brand
from core.clock import Clock
from core.errors import Invalid, Problem
from core.human import Lexicons, human_content
from core.ids import BrandId, PostId
from core.store import Store


@dataclass(frozen=True, slots=True)
class MakeHuman:
    """By the lexicon of the brand's language; no model is asked."""

    store: Store
    clock: Clock
    lexicons: Lexicons
    change: ChangePost

    async def __call__(self, post_id: PostId, *, by: Actor) -> tuple[Changed, tuple[str, ...]]:
        """Change the words everywhere; answers what was taken out too.

        Raises:
            NotAllowed, NotFound, IllegalMove, Conflict: as `ChangePost.content`.
            Invalid: there is nothing in it that sounds made.
        """
        async with self.store.read() as tx:
            post, brand = await post_for(tx, post_id, by, may=Right.WRITE)
        content, found = human_content(post.content, self.lexicons(brand.language))
        if content == post.content:
            raise Invalid(Problem(field="text", what="Nothing in it sounds made.", fix="It stays as it is."))
        return await self.change.content(post_id, content, by=by, seen=post.revision), found

    async def always(self, brand_id: BrandId, *, on: bool, by: Actor) -> Brand:
        """Do it to every draft to come, or not.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand here.
        """
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.WRITE)
            changed = replace(brand, human=on)
            await tx.brands.save(changed)
            what = "switched_human_on" if on else "switched_human_off"
            await tx.audit.append(by.deed(what, brand_id, self.clock.now()))
        return changed
