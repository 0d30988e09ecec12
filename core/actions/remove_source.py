"""Take a source away from a brand."""

from __future__ import annotations

from dataclasses import dataclass

from core.access import Actor, Right, source_for
from core.clock import Clock
from core.source import Source, SourceId
from core.store import Store


@dataclass(frozen=True, slots=True)
class RemoveSource:
    """Its items go with it; posts that were made of them stay."""

    store: Store
    clock: Clock

    async def __call__(self, source_id: SourceId, *, by: Actor) -> Source:
        """Remove it.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such source here.
        """
        async with self.store.begin() as tx:
            source = await source_for(tx, source_id, by, may=Right.WRITE)
            await tx.sources.remove(source_id)
            await tx.audit.append(by.deed("removed_source", source_id, self.clock.now()))
        return source
