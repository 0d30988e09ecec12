"""Time moved by hand, counted ids, and a platform whose every answer is a function."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.account import Account, Grant, Platform
from core.desk import Desk
from core.metrics import Metrics
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Payload, Ready, Unknown, Wait
from core.post import Post
from core.rules import Recovery, Rules
from core.secret import KeyRing
from tests.builders import NOON, fresh_id

PAPER = Platform("paper")
KEYS = KeyRing(current="k1", keys={"k1": b"1" * 32})


class HandClock:
    """Both clocks of a process: `advance` moves them together, `jump` only the one on the wall."""

    def __init__(self, at: datetime = NOON) -> None:
        self._now = at
        self._elapsed = 1000.0

    def now(self) -> datetime:
        return self._now

    def elapsed(self) -> float:
        return self._elapsed

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by
        self._elapsed += by.total_seconds()

    def jump(self, by: timedelta) -> None:
        """Set the wall clock to another time."""
        self._now += by


@dataclass(slots=True)
class CountedIds:
    """Ids in order, and chance that is always the same."""

    chance: float = 0.0

    def new(self) -> int:
        return fresh_id()

    def token(self) -> str:
        return f"token-{fresh_id()}"

    def jitter(self) -> float:
        return self.chance


def paper_rules(
    recovery: Recovery = Recovery.SEARCH,
    *,
    max_text: int = 500,
    max_parts: int = 5,
    max_media: int = 4,
    needs_media: bool = False,
    timeout: timedelta = timedelta(seconds=30),
    visible_within: timedelta = timedelta(0),
    key_window: timedelta = timedelta(0),
) -> Rules:
    """The limits of a platform made of paper."""
    return Rules(
        platform=PAPER,
        label="Paper",
        recovery=recovery,
        count=len,
        max_text=max_text,
        max_parts=max_parts,
        max_media=max_media,
        media_types=frozenset({"image/png"}),
        needs_media=needs_media,
        timeout=timeout,
        visible_within=visible_within,
        key_window=key_window,
    )


async def ready(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
    """Nothing has to be prepared."""
    return Ready(checkpoint=checkpoint)


async def shows(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
    """It is visible at once."""
    return Live(remote_id=f"r-{checkpoint.key}", url=f"https://paper.example/{checkpoint.key}")


async def sees_nothing(payload: Payload, checkpoint: Checkpoint) -> Found | Absent | Unknown:
    """It is not there."""
    return Absent()


@dataclass(slots=True, kw_only=True)
class Paper:
    """A platform that does what its functions say and remembers in `calls` what it was asked, in order."""

    rules: Rules = field(default_factory=paper_rules)
    on_step: Callable[[Payload, Checkpoint], Awaitable[Checkpoint | Ready | Wait]] = ready
    on_reveal: Callable[[Payload, Checkpoint], Awaitable[Live | Accepted]] = shows
    on_find: Callable[[Payload, Checkpoint], Awaitable[Found | Absent | Unknown]] = sees_nothing
    calls: list[str] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)

    @property
    def platform(self) -> Platform:
        return self.rules.platform

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        words = post.content.for_platform(self.platform)
        where = (("account", account.remote_id),)
        first = Payload(text=words.text, tags=words.hashtags, media=words.media, fields=where)
        return (first, *(Payload(text=text, fields=where) for text in post.content.thread))

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        self.calls.append("step")
        self.grants.append(grant)
        return await self.on_step(payload, checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live | Accepted:
        self.calls.append("reveal")
        return await self.on_reveal(payload, checkpoint)

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        self.calls.append("find")
        return await self.on_find(payload, checkpoint)

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        return {}

    async def remove(self, remote_id: str, grant: Grant) -> None:
        self.calls.append("remove")


def a_desk(*papers: Paper, clock: HandClock | None = None, ids: CountedIds | None = None) -> Desk:
    """What deciding needs, around these platforms."""
    return Desk(
        publishers={paper.platform: paper for paper in papers or (Paper(),)},
        keys=KEYS,
        clock=clock or HandClock(),
        ids=ids or CountedIds(),
    )
