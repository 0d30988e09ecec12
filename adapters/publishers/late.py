"""A publisher or connector whose module, and the HTTP library with it, is loaded when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from core.account import Account, Grant, Platform
from core.connecting import Candidate, Connector, Consent, Question
from core.metrics import Metrics
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Payload, Ready, Unknown, Wait
from core.post import Post
from core.publisher import Publisher
from core.rules import Rules


class LatePublisher:
    """Implements `core.publisher.Publisher` by one that is made when it is needed."""

    def __init__(self, rules: Rules, make: Callable[[], Publisher]) -> None:
        self.rules = rules
        self._make = make

    @property
    def platform(self) -> Platform:
        return self.rules.platform

    @cached_property
    def _real(self) -> Publisher:
        return self._make()

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """As the port says."""
        return self._real.compose(post, account)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        """As the port says."""
        return await self._real.step(payload, checkpoint, grant)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live | Accepted:
        """As the port says."""
        return await self._real.reveal(payload, checkpoint, grant)

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """As the port says."""
        return await self._real.find(payload, checkpoint, since, grant)

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """As the port says."""
        return await self._real.metrics(remote_ids, grant)

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """As the port says."""
        await self._real.remove(remote_id, grant)


class LateConnector:
    """Implements `core.connecting.Connector` by one that is made when it is needed."""

    def __init__(self, rules: Rules, make: Callable[[], Connector]) -> None:
        self.platform = rules.platform
        self.label = rules.label
        self._make = make

    @cached_property
    def _real(self) -> Connector:
        return self._make()

    @property
    def questions(self) -> tuple[Question, ...]:
        return self._real.questions

    async def begin(self, answers: Mapping[str, str], *, state: str, redirect: str) -> Consent | Grant:
        """As the port says."""
        return await self._real.begin(answers, state=state, redirect=redirect)

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """As the port says."""
        return await self._real.finish(came_back, kept, redirect=redirect)

    async def candidates(self, grant: Grant) -> tuple[Candidate, ...]:
        """As the port says."""
        return await self._real.candidates(grant)

    async def refresh(self, grant: Grant) -> Grant:
        """As the port says."""
        return await self._real.refresh(grant)

    async def revoke(self, grant: Grant) -> bool:
        """As the port says."""
        return await self._real.revoke(grant)
