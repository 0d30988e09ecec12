"""Choose who writes for a brand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for
from core.brand import Brand
from core.drafting import Studio
from core.errors import Invalid, Problem
from core.ids import BrandId
from core.store import Store


@dataclass(frozen=True, slots=True)
class ChooseWriter:
    """Among those that are switched on here."""

    store: Store
    studio: Studio

    @property
    def writers(self) -> dict[str, str]:
        """What each writer says of itself, by its name; the first one writes for brands that chose none."""
        return {name: writer.origin for name, writer in self.studio.writers.items()}

    def of(self, brand: Brand) -> str:
        """The name of the one who writes for the brand now."""
        return self.studio.chosen(brand.writer)

    async def __call__(self, brand_id: BrandId, name: str, *, by: Actor) -> Brand:
        """Let that one write from the next draft on; what is drafted stays.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand here.
            Invalid: no such writer is switched on.
        """
        if name not in self.studio.writers:
            known = ", ".join(self.studio.writers)
            what = f"“{name[:40]}” is not switched on here."
            raise Invalid(Problem(field="writer", what=what, fix=f"There is: {known}."))
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.DECIDE)
            changed = replace(brand, writer=name)
            await tx.brands.save(changed)
            await tx.audit.append(by.deed("chose_writer", brand_id, self.studio.desk.clock.now(), detail=name))
        return changed
