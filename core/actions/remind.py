"""Nudge people about a batch that has waited for a day."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from core.access import Actor, Right, batch_brand_for
from core.batch import Batch
from core.clock import Clock
from core.errors import Conflict
from core.ids import BatchId
from core.notice import Notice, Topic
from core.slot import moment_at
from core.store import Store, Transaction
from core.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Remind:
    """One reminder a batch and waiting period, never more."""

    store: Store
    clock: Clock

    async def __call__(self) -> int:
        """Send the reminders that are due; answers how many."""
        async with self.store.read() as tx:
            due = [one for workspace in await tx.workspaces.all() for one in await self._due(tx, workspace)]
        sent = 0
        for workspace, batch in due:
            with suppress(Conflict):
                await self._remind(workspace, batch)
                sent += 1
        return sent

    async def mute(self, batch_id: BatchId, *, by: Actor) -> None:
        """Nobody is reminded of this week any more.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such batch here.
        """
        async with self.store.begin() as tx:
            await batch_brand_for(tx, batch_id, by, may=Right.WRITE)
            batch = await tx.batches.get(batch_id)
            await tx.batches.save(replace(batch, muted=True), was=batch)
            await tx.audit.append(by.deed("muted_reminders", batch_id, self.clock.now()))

    async def _due(self, tx: Transaction, workspace: Workspace) -> list[tuple[Workspace, Batch]]:
        wait = timedelta(hours=workspace.settings.remind_after_hours)
        now = self.clock.now()
        awake = [
            brand
            for brand in await tx.brands.of(workspace.id)
            if not workspace.settings.is_quiet(moment_at(now, brand.zone).local.hour)
        ]
        batches = [batch for brand in awake for batch in await tx.batches.of(brand.id, limit=2)]
        return [
            (workspace, batch)
            for batch in batches
            if batch.decided_at is None and not batch.muted and now >= (batch.reminded_at or batch.created_at) + wait
        ]

    async def _remind(self, workspace: Workspace, batch: Batch) -> None:
        now = self.clock.now()
        notice = Notice(
            topic=Topic.BATCH_WAITS, workspace_id=workspace.id, at=now, brand_id=batch.brand_id, batch_id=batch.id
        )
        async with self.store.begin() as tx:
            await tx.batches.save(replace(batch, reminded_at=now), was=batch)
            await tx.outbox.tell(notice)
