"""Publish what is due."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from core.attempt import Attempt, Counts
from core.desk import Desk
from core.ports import Vault
from core.store import Claim, Queue

LEASE = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class PublishDue:
    """One run of the publisher. Any number of processes may run it at once.

    `owner` names this process in leases. A run claims until nothing is due, at most 50 Parts at a time.
    """

    queue: Queue
    vault: Vault
    desk: Desk
    owner: str
    lease: timedelta = LEASE
    _accounts: dict[int, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def __call__(self) -> Counts:
        """Publish everything that is due now."""
        total = Counts()
        while claims := await self.queue.claim(self.desk.clock.now(), owner=self.owner, lease=self.lease):
            async with asyncio.TaskGroup() as group:
                running = [group.create_task(self._publish(claim)) for claim in claims]
            for task in running:
                total += task.result()
        return total

    async def _publish(self, claim: Claim) -> Counts:
        held_until = self.desk.clock.elapsed() + self.lease.total_seconds()
        async with self._accounts[claim.account.id]:
            attempt = Attempt(
                claim,
                queue=self.queue,
                vault=self.vault,
                desk=self.desk,
                lease=self.lease,
                held_until=held_until,
            )
            return await attempt.run()
