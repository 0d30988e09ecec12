"""The port that every platform implements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.account import Account, Grant, Platform
from core.metrics import Metrics
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Payload, Ready, Unknown, Wait
from core.post import Post
from core.rules import Rules


class Publisher(Protocol):
    """Publishes to one platform. All calls may be made by several processes at once.

    Every call but `compose` may raise the PortErrors of `core.errors`, and nothing else. What may follow an
    error of `reveal` is the heart of the product: `Unavailable`, `Throttled`, `Held` and `Reconnect` promise
    that nothing became visible, `Rejected` that nothing ever will, `Duplicate` and `OutcomeUnknown` that a
    look is needed. A timeout, a dropped answer or a 5xx after the request was sent is `OutcomeUnknown`.
    """

    @property
    def platform(self) -> Platform: ...

    @property
    def rules(self) -> Rules: ...

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """The Parts as they will be sent, in order, at least one. Pure: card, digest and publishing share it."""
        ...

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        """Take the next invisible step (upload, container, session).

        Repeating a step from the same checkpoint is safe. The caller stores each Checkpoint before it asks for
        the next. An expired checkpoint is started over by the adapter.
        """
        ...

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live | Accepted:
        """Make it visible: exactly one visible call, never repeated inside."""
        ...

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Look whether it is visible, considering posts made at or after `since`. Reads only."""
        ...

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """How these posts did, by their ids. Reads only.

        At most `rules.metrics_at_once` are asked about. What is missing in the answer is gone there, or nothing is told
        of it. What the permission does not open is left out of the counts; a worthless token raises.
        """
        ...

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the live copy; one that is gone already is fine."""
        ...
