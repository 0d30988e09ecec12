"""Nudge people about a batch that has waited for a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from core.clock import Clock
from core.notice import Notice, Topic
from core.store import Store


@dataclass(frozen=True, slots=True)
class Remind:
    """One reminder a batch and waiting period, never more."""

    store: Store
    clock: Clock

    async def __call__(self) -> int:
        """Send the reminders that are due; answers how many."""
        now = self.clock.now()
        sent = 0
        async with self.store.begin() as tx:
            for workspace in await tx.workspaces.all():
                wait = timedelta(hours=workspace.settings.remind_after_hours)
                for brand in await tx.brands.of(workspace.id):
                    for batch in await tx.batches.of(brand.id, limit=2):
                        if batch.decided_at or now < (batch.reminded_at or batch.created_at) + wait:
                            continue
                        await tx.batches.save(replace(batch, reminded_at=now))
                        await tx.outbox.tell(
                            Notice(
                                topic=Topic.BATCH_WAITS,
                                workspace_id=workspace.id,
                                at=now,
                                brand_id=brand.id,
                                batch_id=batch.id,
                            )
                        )
                        sent += 1
        return sent
