"""Say in good time that a permission ends: two weeks, three days and one day before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from core.clock import Clock
from core.notice import Notice, Topic
from core.store import Store

STAGES = (timedelta(days=14), timedelta(days=3), timedelta(hours=24))


@dataclass(frozen=True, slots=True)
class WarnOfEnds:
    """Each warning is written once, with the account's own count; a new permission starts anew."""

    store: Store
    clock: Clock

    async def __call__(self) -> int:
        """Warn where it is time; answers how many warnings were written. Repeating is harmless."""
        now = self.clock.now()
        written = 0
        async with self.store.begin() as tx:
            for account in await tx.accounts.ending(now + STAGES[0]):
                assert account.ends_at is not None  # that is what it was found by
                left = account.ends_at - now
                stage = sum(left <= one for one in STAGES)
                if stage <= account.warned or left <= timedelta(0):
                    continue
                brand = await tx.brands.get(account.brand_id)
                facts = {
                    "platform": account.platform,
                    "name": account.name,
                    "account": str(account.id),
                    "hours": str(int(left.total_seconds() // 3600)),
                }
                notice = Notice(
                    topic=Topic.ACCOUNT_ENDS, workspace_id=brand.workspace_id, at=now, brand_id=brand.id, facts=facts
                )
                await tx.outbox.tell(notice)
                await tx.accounts.mark(replace(account, warned=stage))
                written += 1
        return written
