"""The ports with a named point before and after every call, and what waits there."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from core.account import Account, Grant, Platform
from core.ids import AccountId, PostId
from core.metrics import Metrics
from core.notice import Notice
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Payload, Ready, Unknown, Wait
from core.post import Post
from core.publication import Part
from core.publisher import Publisher
from core.queue import Attempt, Claim, Lease, Move, Queue
from core.rules import Rules
from tests.chaos.clock import TwoClocks
from tests.chaos.plan import Blow, Trap

T = TypeVar("T")
MINUTES = timedelta(minutes=7)
JUMP = timedelta(minutes=10)
MOMENT = timedelta(seconds=2)


@dataclass(slots=True)
class Saboteur:
    """Waits at the points of one process. Each trap springs once, for whoever comes first in any process."""

    traps: tuple[Trap, ...]
    sprung: Path
    clock: TwoClocks
    answers: int
    _visits: Counter[str] = field(default_factory=Counter)

    def at(self, point: str) -> None:
        """Pass this point, if it lets you."""
        self._visits[point] += 1
        for number, trap in enumerate(self.traps):
            if trap.point == point and self._visits[point] >= trap.nth and self._first(number):
                self._strike(point, trap.blow)

    async def around(self, name: str, call: Awaitable[T]) -> T:
        """Make the call between its two points."""
        self.at(f"{name} before")
        result = await call
        self.at(f"{name} after")
        return result

    def _first(self, number: int) -> bool:
        try:
            os.close(os.open(self.sprung / str(number), os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    def _strike(self, point: str, blow: Blow) -> None:
        os.write(self.answers, json.dumps({"struck": [point, blow]}).encode() + b"\n")
        match blow:
            case Blow.KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            case Blow.LEASE:
                self.clock.advance(MINUTES)
            case Blow.FORWARD:
                self.clock.jump(JUMP)
            case Blow.BACK:
                self.clock.jump(-JUMP)
            case _:
                os.kill(os.getpid(), signal.SIGSTOP)


@dataclass(frozen=True, slots=True)
class WatchedQueue:
    """`core.store.Queue` with its points."""

    queue: Queue
    saboteur: Saboteur

    async def upcoming(self, until: datetime) -> tuple[datetime, ...]:
        return await self.queue.upcoming(until)

    async def claim(self, now: datetime, *, owner: str, lease: timedelta, limit: int = 50) -> tuple[Lease, ...]:
        return await self.saboteur.around("claim", self.queue.claim(now, owner=owner, lease=lease, limit=limit))

    async def keep(self, part: Part, *, lease_until: datetime, checkpoint: Checkpoint | None = None) -> bool:
        kept = self.queue.keep(part, lease_until=lease_until, checkpoint=checkpoint)
        return await self.saboteur.around("keep", kept)

    async def load(self, *leases: Lease) -> tuple[Claim, ...]:
        return await self.saboteur.around("load", self.queue.load(*leases))

    async def record(self, move: Move) -> bool:
        return await self.saboteur.around(f"record {move.result.state}", self.queue.record(move))

    async def tell(self, *notices: Notice) -> None:
        await self.queue.tell(*notices)

    async def to_settle(self, now: datetime, *, again: datetime, limit: int = 50) -> tuple[Claim, ...]:
        return await self.saboteur.around("to_settle", self.queue.to_settle(now, again=again, limit=limit))

    async def stranded(self, before: datetime, limit: int = 50) -> tuple[Claim, ...]:
        return await self.saboteur.around("stranded", self.queue.stranded(before, limit))

    async def late(self, before: datetime, limit: int = 50) -> tuple[Claim, ...]:
        return await self.saboteur.around("late", self.queue.late(before, limit))

    async def hold_due(self, now: datetime) -> tuple[Part, ...]:
        return await self.queue.hold_due(now)

    async def owned(self, account_id: AccountId, remote_ids: Sequence[str]) -> frozenset[str]:
        return await self.saboteur.around("owned", self.queue.owned(account_id, remote_ids))

    async def timeline(self, post_id: PostId) -> tuple[Attempt, ...]:
        return await self.queue.timeline(post_id)


@dataclass(frozen=True, slots=True)
class WatchedPublisher:
    """`core.publisher.Publisher` with its points; with `slow` every step takes a moment."""

    publisher: Publisher
    saboteur: Saboteur
    slow: bool

    @property
    def platform(self) -> Platform:
        return self.publisher.platform

    @property
    def rules(self) -> Rules:
        return self.publisher.rules

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        return self.publisher.compose(post, account)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        if self.slow:
            self.saboteur.clock.advance(MOMENT)
        return await self.saboteur.around("step", self.publisher.step(payload, checkpoint, grant))

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live | Accepted:
        return await self.saboteur.around("reveal", self.publisher.reveal(payload, checkpoint, grant))

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        return await self.saboteur.around("find", self.publisher.find(payload, checkpoint, since, grant))

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        return await self.publisher.metrics(remote_ids, grant)

    async def remove(self, remote_id: str, grant: Grant) -> None:
        await self.publisher.remove(remote_id, grant)
