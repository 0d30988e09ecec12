"""Change the words of a post as somebody asked in words of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, post_for
from core.actions.change_post import Changed, ChangePost
from core.brand import Brand
from core.desk import count
from core.drafting import Studio, brief_for
from core.errors import Invalid, Problem
from core.ids import PostId
from core.rates import Tier
from core.store import Store


@dataclass(frozen=True, slots=True)
class AskEdit:
    """For what no rule covers: a model makes the change, everything else of the post stays."""

    store: Store
    studio: Studio
    change: ChangePost

    def can(self, brand: Brand) -> bool:
        """Whether the brand's writer is one that can be asked."""
        return self.studio.editor_for(brand) is not None

    async def __call__(self, post_id: PostId, wish: str, *, by: Actor) -> Changed:
        """Let the brand's model change it.

        Raises:
            NotAllowed, NotFound, IllegalMove: as `ChangePost.content`.
            Invalid: it changed nothing, or there is nobody to ask.
            PortError: the model could not; nothing was changed.
            Conflict: somebody changed the post meanwhile.
        """
        count(self.studio.desk, by, Tier.AI)
        async with self.store.read() as tx:
            post, brand = await post_for(tx, post_id, by, may=Right.WRITE)
            accounts = await tx.accounts.of(brand.id)
        editor = self.studio.editor_for(brand)
        if editor is None:
            what = "No model is switched on for this brand."
            raise Invalid(Problem(field="writer", what=what, fix="/settings ai shows who writes."))
        to = self.studio.destinations(brand, accounts)
        brief = replace(brief_for(brand, (post.moment,), (), to=to), hint=wish)
        content = await editor.edit(brief, post.content)
        if content == post.content:
            what = "The model would leave it as it is."
            raise Invalid(Problem(field="text", what=what, fix="Say what should be different, or edit it yourself."))
        return await self.change.content(post_id, content, by=by, seen=post.revision)
