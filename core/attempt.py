"""One claimed Part on its way out: check the seal, prepare, reveal once, write every turn down."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.account import Grant, Health
from core.desk import Desk
from core.errors import (
    Duplicate,
    Held,
    OutcomeUnknown,
    PortError,
    Reconnect,
    Rejected,
    Throttled,
    Unavailable,
)
from core.freeze import breach
from core.ids import encode
from core.moves import PartState
from core.notice import Notice, Topic
from core.payload import Accepted, Checkpoint, Live, Wait
from core.ports import Grants
from core.publication import Part
from core.publisher import Publisher
from core.queue import Claim, Move, Queue
from core.rules import said_of

log = logging.getLogger(__name__)

STEP_TIMEOUT = timedelta(seconds=60)
SKEW = timedelta(seconds=5)
FIRST_RETRY = timedelta(seconds=60)
LONGEST_RETRY = timedelta(minutes=30)
HELD_RETRY = timedelta(minutes=15)
BUSY_RETRY = timedelta(seconds=2)
FRESH = timedelta(seconds=1)
MOST_STEPS = 1000


ACCEPTED = "accepted"
"""The platform took it and shows it later: not finding it yet says nothing."""


def part_notice(claim: Claim, topic: Topic, at: datetime, **facts: str) -> Notice:
    """A notice about one Part, with the platform among its facts."""
    return Notice(
        topic=topic,
        workspace_id=claim.workspace_id,
        at=at,
        brand_id=claim.post.brand_id,
        batch_id=claim.post.batch_id,
        post_id=claim.post.id,
        part_id=claim.part.id,
        facts={"platform": claim.account.platform, **facts},
    )


def live_notice(claim: Claim, desk: Desk, live: Live, **facts: str) -> Notice:
    """The notice that a Part is out, with what is to be said of its choices: it may only wait for somebody there."""
    if said := said_of(claim.part.payload, desk.publishers[claim.account.platform].rules):
        facts["said"] = said
    return part_notice(claim, Topic.POST_LIVE, desk.clock.now(), url=live.url, **facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one run did: Parts that went live, wait for a later try, failed, need a look, or need approval anew."""

    live: int = 0
    later: int = 0
    failed: int = 0
    checking: int = 0
    voided: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            live=self.live + other.live,
            later=self.later + other.later,
            failed=self.failed + other.failed,
            checking=self.checking + other.checking,
            voided=self.voided + other.voided,
        )


class Attempt:
    """One claimed Part on its way, with the lease that covers it."""

    def __init__(
        self, claim: Claim, *, queue: Queue, grants: Grants, desk: Desk, lease: timedelta, claimed_at: float
    ) -> None:
        """`claimed_at` was read from `Clock.elapsed` before the claim was asked for, so the lease ends no earlier."""
        self._queue = queue
        self._grants = grants
        self._desk = desk
        self._clock = desk.clock
        self._lease = lease
        self._claim = claim
        self._claimed_at = claimed_at
        self._held_until = claimed_at + lease.total_seconds()

    async def run(self) -> Counts:
        """Take the Part as far as it gets, and write every turn down before the next."""
        if refused := await self._check():
            return refused
        publisher = self._desk.publishers[self._claim.account.platform]
        try:
            grant = await self._grants.open(self._claim.account)
        except PortError as error:
            return await self._refused(self._claim.part, error, PartState.CLAIMED)
        try:
            checkpoint = await self._prepare(publisher, grant)
        except PortError as error:
            return await self._refused(self._claim.part, await self._meant(error, grant), PartState.CLAIMED)
        if checkpoint is None:
            return Counts(later=1)
        if self._clock.elapsed() - self._claimed_at > FRESH.total_seconds():
            lease = self._claim.lease
            again = await self._queue.load(lease) if lease else ()
            if not again:
                return Counts(later=1)
            self._claim = again[0]
            if refused := await self._check():
                return refused
        return await self._reveal(publisher, checkpoint, grant)

    async def _check(self) -> Counts | None:
        """None when the approval covers exactly what would leave now; else what was done instead of publishing."""
        part, now = self._claim.part, self._clock.now()
        if self._claim.account.platform not in self._desk.publishers:
            return await self._refused(part, Held("platform_off"), PartState.CLAIMED)
        code = breach(self._claim, self._desk.publishers, self._desk.keys)
        if code:
            return await self._void(code)
        instant = self._claim.post.moment.instant
        if now < instant:
            return await self._later(part, "too_early", instant, PartState.CLAIMED, failures=part.failures)
        return None

    async def _prepare(self, publisher: Publisher, grant: Grant) -> Checkpoint | None:
        """Take the invisible steps. None when the Part waits for later or is no longer ours."""
        checkpoint = self._claim.part.checkpoint or self._first_checkpoint()
        for _ in range(MOST_STEPS):
            part = self._claim.part
            if not await self._hold(STEP_TIMEOUT):
                return None
            try:
                async with asyncio.timeout(STEP_TIMEOUT.total_seconds()):
                    step = await publisher.step(part.payload, checkpoint, grant)
            except TimeoutError as error:
                raise Unavailable("timeout") from error
            if isinstance(step, Wait):
                await self._later(part, "waiting", step.until, PartState.CLAIMED, failures=part.failures)
                return None
            if not isinstance(step, Checkpoint):
                return step.checkpoint
            checkpoint = step
            if not await self._keep(checkpoint):
                return None
            self._claim = replace(self._claim, part=replace(part, checkpoint=checkpoint))
        raise Rejected("endless_steps")

    async def _reveal(self, publisher: Publisher, checkpoint: Checkpoint, grant: Grant) -> Counts:
        """Make the one visible call, with `sending` committed before it and its outcome after it."""
        timeout = publisher.rules.timeout
        if not await self._hold(timeout + SKEW):
            return Counts(later=1)
        now = self._clock.now()
        claimed = self._claim.part
        part = replace(
            claimed.go(PartState.SENDING),
            checkpoint=checkpoint,
            sent_at=now,
            first_sent_at=claimed.first_sent_at or now,
        )
        if not await self._record(part, PartState.CLAIMED, needs_lease_until=now + timeout):
            again = now + BUSY_RETRY
            return await self._later(claimed, "account_busy", again, PartState.CLAIMED, failures=claimed.failures)
        if self._clock.elapsed() + timeout.total_seconds() > self._held_until:
            return await self._later(part, "lease_lost", now, PartState.SENDING, failures=part.failures)
        try:
            async with asyncio.timeout(timeout.total_seconds()):
                outcome = await publisher.reveal(part.payload, checkpoint, grant)
        except TimeoutError:
            return await self._unsure(part, "timeout")
        except (OutcomeUnknown, Duplicate) as error:
            return await self._unsure(part, error.reason or "unknown")
        except PortError as error:
            return await self._refused(part, await self._meant(error, grant), PartState.SENDING)
        if isinstance(outcome, Accepted):
            return await self._unsure(replace(part, checkpoint=outcome.checkpoint or checkpoint), ACCEPTED)
        return await self._live(part, outcome)

    async def _live(self, part: Part, live: Live) -> Counts:
        now = self._clock.now()
        told = part.failures > 0
        result = replace(part.go(PartState.LIVE), remote_id=live.remote_id, url=live.url, live_at=now, check_at=None)
        notices = (live_notice(self._claim, self._desk, live),) if told else ()
        was = frozenset({PartState.SENDING, PartState.CHECKING, PartState.ASK})
        done = await self._queue.record(
            Move(was=was, attempt=part.attempt, result=result, at=now, notices=notices, next_fire_at=now)
        )
        if done:
            log.info("post_published post=%s part=%s attempt=%s", self._post(), encode(part.id), part.attempt)
            return Counts(live=1)
        log.warning("success_came_late post=%s part=%s attempt=%s", self._post(), encode(part.id), part.attempt)
        await self._queue.tell(live_notice(self._claim, self._desk, live, late="yes"))
        return Counts()

    async def _unsure(self, part: Part, reason: str) -> Counts:
        """It may be visible: look before anything else happens to it."""
        result = replace(part.go(PartState.CHECKING, reason=reason), check_at=self._clock.now() + SKEW)
        await self._record(result, PartState.SENDING)
        log.warning("outcome_unknown post=%s part=%s reason=%s", self._post(), encode(part.id), reason)
        return Counts(checking=1)

    async def _meant(self, error: PortError, grant: Grant) -> PortError:
        """The error; but tokens that were refused because newer ones have taken their place are worth another try."""
        if not isinstance(error, Reconnect):
            return error
        try:
            newest = await self._grants.open(self._claim.account)
        except PortError as newer:
            return newer
        return error if newest.access == grant.access else Unavailable("renewing")

    async def _refused(self, part: Part, error: PortError, was: PartState) -> Counts:
        """Surely nothing happened: later, or never."""
        now, failures = self._clock.now(), part.failures + 1
        match error:
            case Throttled():
                return await self._later(part, "throttled", error.retry_at, was, failures=failures)
            case Held():
                known = self._claim.part.reason == "held"
                notices = () if known else (self._notice(Topic.POST_HELD, reason=error.reason),)
                return await self._later(part, "held", now + HELD_RETRY, was, failures=failures, notices=notices)
            case Unavailable():
                wait = min(FIRST_RETRY * 2 ** min(part.failures, 10), LONGEST_RETRY)
                spread = wait * (1 + self._desk.ids.jitter() / 4)
                return await self._later(part, error.reason or "unavailable", now + spread, was, failures=failures)
            case OutcomeUnknown() | Duplicate() if was is PartState.CLAIMED:
                return await self._later(part, error.reason, now + FIRST_RETRY, was, failures=failures)
        reconnect = isinstance(error, Reconnect)
        reason = "reconnect" if reconnect else error.reason or "rejected"
        result = replace(part.go(PartState.FAILED, reason=reason), fire_at=None)
        account = self._claim.account.fell_ill(Health.BROKEN, error.reason) if reconnect else None
        notice = self._notice(Topic.POST_FAILED, reason=reason)
        await self._queue.record(
            Move(
                was=frozenset({was}),
                attempt=part.attempt,
                result=result,
                at=now,
                notices=(notice,),
                account=account,
            )
        )
        log.warning("post_failed post=%s part=%s reason=%s", self._post(), encode(part.id), reason)
        return Counts(failed=1)

    async def _later(
        self,
        part: Part,
        reason: str,
        at: datetime,
        was: PartState,
        *,
        failures: int,
        notices: tuple[Notice, ...] = (),
    ) -> Counts:
        """Back to the queue. Never sooner than in two seconds, whatever the far side or a clock says."""
        at = max(at, self._clock.now() + BUSY_RETRY)
        result = replace(part.go(PartState.SCHEDULED, reason=reason), fire_at=at, failures=failures)
        await self._record(result, was, notices=notices)
        log.info("post_waits post=%s part=%s reason=%s", self._post(), encode(part.id), reason)
        return Counts(later=1)

    async def _void(self, code: str) -> Counts:
        """What would go out is not what was approved: it goes back to the people."""
        part = replace(self._claim.part.go(PartState.PLANNED, reason=code), fire_at=None, digest="")
        notice = self._notice(Topic.APPROVAL_VOIDED, reason=code)
        await self._record(part, PartState.CLAIMED, notices=(notice,), voids=True)
        log.warning("approval_voided post=%s part=%s reason=%s", self._post(), encode(part.id), code)
        return Counts(voided=1)

    async def _record(
        self,
        part: Part,
        was: PartState,
        *,
        needs_lease_until: datetime | None = None,
        notices: tuple[Notice, ...] = (),
        voids: bool = False,
    ) -> bool:
        return await self._queue.record(
            Move(
                was=frozenset({was}),
                attempt=part.attempt,
                result=part,
                at=self._clock.now(),
                needs_lease_until=needs_lease_until,
                notices=notices,
                voids_approval=voids,
            )
        )

    async def _hold(self, span: timedelta) -> bool:
        """Make sure that the lease lasts for `span` more; False when it is lost."""
        if self._held_until - self._clock.elapsed() >= span.total_seconds():
            return True
        return await self._keep(None)

    async def _keep(self, checkpoint: Checkpoint | None) -> bool:
        held_until = self._clock.elapsed() + self._lease.total_seconds()
        until = self._clock.now() + self._lease
        kept = await self._queue.keep(self._claim.part, lease_until=until, checkpoint=checkpoint)
        if kept:
            self._held_until = held_until
        return kept

    def _first_checkpoint(self) -> Checkpoint:
        part = self._claim.part
        before = tuple(one.remote_id for one in self._claim.publication.parts if one.index < part.index)
        return Checkpoint(key=encode(part.id), parents=before)

    def _notice(self, topic: Topic, **facts: str) -> Notice:
        return part_notice(self._claim, topic, self._clock.now(), **facts)

    def _post(self) -> str:
        return encode(self._claim.post.id)
