"""Keep the weeks coming: draft the next batch once the last one is decided."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace

from core.actions.draft_batch import DraftBatch
from core.brand import Brand
from core.clock import Clock
from core.errors import Conflict
from core.moves import PostState
from core.notice import Notice, Topic
from core.store import PostFilter, Store, Transaction

IGNORED = 2
"""Weeks in a row that nobody decided anything about, after which no more are drafted."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlanAhead:
    """Looks at every brand on autopilot; safe to run at any time and anywhere."""

    store: Store
    clock: Clock
    draft_batch: DraftBatch

    async def __call__(self) -> int:
        """Draft what is owed now; answers how many batches were drafted."""
        await self._close_windows()
        async with self.store.read() as tx:
            brands = [brand for workspace in await tx.workspaces.all() for brand in await tx.brands.of(workspace.id)]
            running = [brand for brand in brands if brand.drafts_at(self.clock.now())]
            owed = [brand for brand in running if await self._owes(tx, brand)]
            ignored = {brand.id for brand in owed if await self._ignored(tx, brand)}
        drafted = 0
        for brand in owed:
            if brand.id in ignored:
                await self._rest(brand)
                continue
            try:
                await self.draft_batch(brand.id)
                drafted += 1
            except Conflict:
                log.info("batch_drafted_elsewhere brand=%s", brand.id)
        return drafted

    async def _close_windows(self) -> None:
        """Take the Undo button off the weeks whose minute is over."""
        now = self.clock.now()
        async with self.store.read() as tx:
            brands = [brand for workspace in await tx.workspaces.all() for brand in await tx.brands.of(workspace.id)]
            newest = [batch for brand in brands for batch in await tx.batches.of(brand.id, limit=2)]
        over = [batch for batch in newest if batch.undo_until is not None and batch.undo_until <= now]
        for batch in over:
            with suppress(Conflict):
                async with self.store.begin() as tx:
                    await tx.batches.save(replace(batch, undo_until=None), was=batch)

    async def _ignored(self, tx: Transaction, brand: Brand) -> bool:
        """True when nobody decided anything in the last two weeks that were drafted since it was last switched on."""
        newest = await tx.batches.of(brand.id, limit=IGNORED)
        since = brand.paused_until
        if len(newest) < IGNORED or (since and newest[-1].created_at <= since):
            return False
        for batch in newest:
            lapsed = await tx.posts.count(PostFilter(batch_id=batch.id, states=(PostState.LAPSED,)))
            if lapsed == 0 or lapsed < await tx.posts.count(PostFilter(batch_id=batch.id)):
                return False
        return True

    async def _rest(self, brand: Brand) -> None:
        """Nobody is looking: draft no more, and say so once."""
        now = self.clock.now()
        paused = Notice(topic=Topic.AUTOPILOT_RESTS, workspace_id=brand.workspace_id, at=now, brand_id=brand.id)
        async with self.store.begin() as tx:
            fresh = await tx.brands.get(brand.id)
            if fresh != brand:
                return
            await tx.brands.save(replace(brand, autopilot=False, paused_until=None))
            await tx.outbox.tell(paused)
        log.info("autopilot_rests brand=%s", brand.id)

    async def _owes(self, tx: Transaction, brand: Brand) -> bool:
        """True when the newest batch is decided and can no longer be undone with one press."""
        newest = await tx.batches.of(brand.id, limit=1)
        if not newest:
            return False
        return newest[0].decided_at is not None and newest[0].undo_until is None
