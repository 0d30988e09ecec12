"""The publisher's side of what is remembered: claims, moves and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.account import Account, Platform
from core.approval import ANYONE, Approval, Policy
from core.ids import AccountId, PartId, PostId, WorkspaceId
from core.moves import PartState
from core.notice import Notice
from core.payload import Checkpoint
from core.post import Post
from core.publication import Part, Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to publish one Part until that instant, under that attempt number."""

    part_id: PartId
    post_id: PostId
    attempt: int
    owner: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A Part with all that is needed to decide about it. `platforms` are those the whole post is bound for."""

    part: Part
    publications: tuple[Publication, ...]
    post: Post
    account: Account
    workspace_id: WorkspaceId
    approvals: tuple[Approval, ...]
    policy: Policy = ANYONE
    platforms: frozenset[Platform] = frozenset()

    @property
    def publication(self) -> Publication:
        """The publication the Part belongs to; `publications` are all of the post's."""
        return next(one for one in self.publications if one.id == self.part.publication_id)

    @property
    def lease(self) -> Lease | None:
        """The lease that holds the Part; None when none does."""
        part = self.part
        if part.lease_until is None:
            return None
        return Lease(
            part_id=part.id, post_id=self.post.id, attempt=part.attempt, owner=part.owner, until=part.lease_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One change of a Part by the publisher, written only where the row has `attempt` and a state of `was`.

    With `needs_lease_until` the row's lease must last at least that long, and no other Part of the same
    account may be `sending`. `result` is the Part as it shall stand. `notices` are written with it;
    `next_fire_at` lets the following Part of the publication go at that time, once this one is live.
    `account`, when set, is written with its new health. `voids_approval` takes the whole post back: its approvals
    are voided, it becomes `pending`, and its other Parts that are still `scheduled` become `planned` and unsealed.
    """

    was: frozenset[PartState]
    attempt: int
    result: Part
    at: datetime
    needs_lease_until: datetime | None = None
    notices: Sequence[Notice] = ()
    next_fire_at: datetime | None = None
    account: Account | None = None
    voids_approval: bool = False


class Queue(Protocol):
    """The publisher's side of the store. Every call is its own short transaction."""

    async def upcoming(self, until: datetime) -> tuple[datetime, ...]:
        """The distinct instants up to `until` at which something becomes due, in order. Reads only."""
        ...

    async def claim(self, now: datetime, *, owner: str, lease: timedelta, limit: int = 50) -> tuple[Lease, ...]:
        """Take Parts that are due (`scheduled`, `fire_at` ≤ now), oldest first, never one that another process takes.

        Parts of accounts that are broken or disconnected are left alone. Each becomes `claimed` with the next
        attempt number, the owner and a lease of that length.
        """
        ...

    async def load(self, *leases: Lease) -> tuple[Claim, ...]:
        """What is leased, as the database has it now, in order; what is no longer held so is left out. Reads only."""
        ...

    async def keep(self, part: Part, *, lease_until: datetime, checkpoint: Checkpoint | None = None) -> bool:
        """Renew the lease of a claimed Part and store its checkpoint; False when it is no longer ours."""
        ...

    async def record(self, move: Move) -> bool:
        """Write one move with its notices, the post's new version and, where the state changes, a line in the timeline.

        False when the row has moved on, the lease is too short or the account is busy: nothing is written.
        """
        ...

    async def tell(self, *notices: Notice) -> None:
        """Write letters that go with no move."""
        ...

    async def to_settle(self, now: datetime, *, again: datetime, limit: int = 50) -> tuple[Claim, ...]:
        """Parts in `checking` or `ask` whose `check_at` has come, as they were; it is set to `again` for the others."""
        ...

    async def stranded(self, before: datetime, limit: int = 50) -> tuple[Claim, ...]:
        """Parts left `claimed` or `sending` by a process whose lease ended before that instant. Reads only."""
        ...

    async def late(self, before: datetime, limit: int = 50) -> tuple[Claim, ...]:
        """Parts that missed their time: `scheduled` with a `fire_at`, planned before that instant. Reads only.

        A Part that a person sent again, or that follows a late one, counts from its `fire_at`: it is late
        when that lies before the instant too, or when it has failed since.
        """
        ...

    async def hold_due(self, now: datetime) -> tuple[Part, ...]:
        """Put everything that was due by `now` or in flight into `ask`, after a backup was brought back.

        What the backup calls scheduled may have gone out since it was made, so only a person can tell. This is
        the one change outside the table of moves.
        """
        ...

    async def owned(self, account_id: AccountId, remote_ids: Sequence[str]) -> frozenset[str]:
        """Those of the remote ids that belong to a Part of this account already."""
        ...

    async def timeline(self, post_id: PostId) -> tuple[Attempt, ...]:
        """Every recorded move of the post's Parts, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One line of a post's timeline."""

    part_id: PartId
    account_id: AccountId
    number: int
    at: datetime
    state: PartState
    reason: str = ""
