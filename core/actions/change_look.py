"""Change how a brand's pictures look, and see it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for
from core.brand import Brand
from core.drafting import Studio, drawing_of
from core.ids import BrandId
from core.look import Look
from core.payload import Media
from core.pictures import Frame
from core.post import Content
from core.store import PostFilter, Store

SAMPLE = "This is how your pictures look."


@dataclass(frozen=True, slots=True)
class ChangeLook:
    """Colours, lettering and logo of a brand. Pictures that exist keep theirs until they are drawn again."""

    store: Store
    studio: Studio

    async def __call__(self, brand_id: BrandId, look: Look, *, by: Actor) -> Brand:
        """Keep the look for the brand's coming pictures.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand here.
        """
        async with self.store.begin() as tx:
            brand = replace(await brand_for(tx, brand_id, by, may=Right.WRITE), look=look)
            await tx.brands.save(brand)
            await tx.audit.append(by.deed("changed_look", brand_id, self.studio.desk.clock.now()))
        return brand

    async def sample(self, brand_id: BrandId, *, by: Actor) -> tuple[Media, ...]:
        """A picture in the brand's look with words of its newest drafted post; none when it cannot be drawn.

        Raises:
            NotFound: there is no such brand here.
        """
        async with self.store.read() as tx:
            brand = await brand_for(tx, brand_id, by)
            newest = await tx.posts.find(PostFilter(brand_id=brand_id, newest_first=True))
        said = next((post for post in newest if post.content.drawn is not None), None)
        content = said.content if said else Content(text=SAMPLE)
        kicker = said.shape if said else ""
        frame = Frame(brand=brand.name, kicker=kicker, seed=content.drawn or 0, style=await self.studio.style(brand))
        return await self.studio.draw(drawing_of(content, frame))
