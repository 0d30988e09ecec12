"""Publish what is due."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from core.attempt import Attempt, Counts
from core.desk import Desk
from core.ids import encode
from core.ports import Grants
from core.queue import Claim, Queue

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class PublishDue:
    """One run of the publisher. Any number of processes may run it at once.

    `owner` names this process in leases. A run claims until nothing is due, at most 50 Parts at a time.
    """

    queue: Queue
    grants: Grants
    desk: Desk
    owner: str
    lease: timedelta = LEASE
    _accounts: dict[int, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def __call__(self) -> Counts:
        """Publish everything that is due now."""
        total = Counts()
        while True:
            claimed_at = self.desk.clock.elapsed()
            leases = await self.queue.claim(self.desk.clock.now(), owner=self.owner, lease=self.lease)
            if not leases:
                return total
            claims = await self.queue.load(*leases)
            async with asyncio.TaskGroup() as group:
                running = [group.create_task(self._publish(claim, claimed_at)) for claim in claims]
            for task in running:
                total += task.result()

    async def _publish(self, claim: Claim, claimed_at: float) -> Counts:
        """One Part, accounts one at a time. What breaks here is found and settled when its lease is over."""
        async with self._accounts[claim.account.id]:
            attempt = Attempt(
                claim, queue=self.queue, grants=self.grants, desk=self.desk, lease=self.lease, claimed_at=claimed_at
            )
            try:
                return await attempt.run()
            except Exception:  # one broken Part must not cut off the others in the middle of a call
                log.exception("attempt_broke post=%s part=%s", encode(claim.post.id), encode(claim.part.id))
                return Counts()
