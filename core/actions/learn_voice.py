"""Learn how a brand's own posts are written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for
from core.brand import Brand
from core.clock import Clock
from core.errors import Invalid, Problem, too_much
from core.ids import BrandId
from core.store import Store
from core.voice import LEAST, LONGEST, MOST, measure


@dataclass(frozen=True, slots=True)
class LearnVoice:
    """Only what was measured is kept, not the posts."""

    store: Store
    clock: Clock

    async def __call__(self, brand_id: BrandId, posts: tuple[str, ...], *, by: Actor) -> Brand:
        """Measure these posts in place of what was learned before.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand here.
            Invalid: there are too few or too many of them, or one is too long.
        """
        if len(posts) > MOST:
            raise Invalid(too_much("posts", len(posts), MOST, "Please choose the most typical.", of="posts"))
        longest = max(map(len, posts), default=0)
        if longest > LONGEST:
            raise Invalid(too_much("posts", longest, LONGEST, "Please leave that post out or shorten it."))
        traits = measure(posts)
        if traits.samples < LEAST:
            what = f"I need {LEAST} posts to hear a voice; that was {traits.samples}."
            fix = "Send them together, with a line of three dashes (---) between two."
            raise Invalid(Problem(field="posts", what=what, fix=fix, limit=LEAST, actual=traits.samples))
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.WRITE)
            changed = replace(brand, traits=traits)
            await tx.brands.save(changed)
            await tx.audit.append(by.deed("learned_voice", brand_id, self.clock.now()))
        return changed

    async def forget(self, brand_id: BrandId, *, by: Actor) -> Brand:
        """Write as before. Raises NotAllowed and NotFound as above."""
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.WRITE)
            changed = replace(brand, traits=None)
            await tx.brands.save(changed)
            await tx.audit.append(by.deed("forgot_voice", brand_id, self.clock.now()))
        return changed
