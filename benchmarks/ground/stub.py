"""A platform that answers at once and shows nothing to anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.account import Account, Grant, Platform
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Live, Payload, Ready
from core.post import Post
from core.rules import Recovery, Rules

STUB = Platform("stub")


class Stub:
    """`core.publisher.Publisher` without a far side."""

    platform = STUB
    rules = Rules(platform=STUB, label="Stub", recovery=Recovery.CONDITIONAL, count=len, max_text=5000, max_media=4)

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """The words, their hashtags and the pictures."""
        words = post.content.for_platform(STUB)
        return (Payload(text=words.text, tags=words.hashtags, media=post.content.media),)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Ready:
        """Nothing to prepare."""
        return Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """It is there."""
        return Live(remote_id=checkpoint.key, url=f"https://stub.example/{checkpoint.key}")

    async def find(self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant) -> Absent:
        """Nobody ever sees anything here."""
        return Absent()

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """There are none."""
        return {}

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Nothing to remove."""
