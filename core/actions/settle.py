"""Find out what became of posts whose outcome nobody knows, and pick up what a dead process left."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from core.attempt import ACCEPTED, SKEW, STEP_TIMEOUT, live_notice, part_notice
from core.desk import Desk
from core.errors import PortError
from core.ids import encode
from core.moves import PartState
from core.notice import Topic
from core.payload import Absent, Checkpoint, Found, Live, Unknown
from core.ports import Grants
from core.queue import Claim, Move, Queue
from core.rules import Recovery, Rules

log = logging.getLogger(__name__)

ASK_AFTER = timedelta(minutes=30)
LOOK_EVERY = timedelta(seconds=60)
LOOK_ASKED_EVERY = timedelta(minutes=15)
REMIND_EVERY = timedelta(hours=24)
FIND_TIMEOUT = timedelta(seconds=30)
SINCE_MARGIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Settle:
    """One look at everything that is unclear. Reads the platforms, never posts."""

    queue: Queue
    grants: Grants
    desk: Desk

    async def __call__(self) -> int:
        """Settle what can be settled now; answers how many Parts moved."""
        moved = await self._pick_up_stranded()
        now = self.desk.clock.now()
        for claim in await self.queue.to_settle(now, again=now + LOOK_EVERY):
            try:
                moved += await self.one(claim)
            except Exception:  # one broken row must not keep the others unsettled
                log.exception("settling_broke post=%s part=%s", encode(claim.post.id), encode(claim.part.id))
        return moved

    async def one(self, claim: Claim) -> bool:
        """Look for one unclear Part and decide by its recovery class; True when it moved."""
        publisher = self.desk.publishers.get(claim.account.platform)
        if publisher is None:
            return await self._not_found(claim, None, certain=False)
        rules = publisher.rules
        if rules.recovery is Recovery.NONE and claim.part.reason != ACCEPTED:
            return await self._ask(claim, "cannot_look")
        live = await self._look(claim)
        if isinstance(live, Live):
            return await self._found(claim, live)
        if isinstance(live, Unknown) and live.for_good:
            return await self._ask(claim, live.reason)
        return await self._not_found(claim, rules, certain=isinstance(live, Absent))

    async def _look(self, claim: Claim) -> Live | Absent | Unknown:
        """Read the platform back: exactly one candidate that is nobody else's counts as found."""
        part, account = claim.part, claim.account
        publisher = self.desk.publishers[account.platform]
        checkpoint = part.checkpoint or Checkpoint(key=encode(part.id))
        since = (part.first_sent_at or claim.post.moment.instant) - SINCE_MARGIN
        try:
            grant = await self.grants.open(account)
            async with asyncio.timeout(FIND_TIMEOUT.total_seconds()):
                answer = await publisher.find(part.payload, checkpoint, since, grant)
        except (PortError, TimeoutError) as error:
            return Unknown(reason=error.reason if isinstance(error, PortError) else "timeout")
        if not isinstance(answer, Found):
            return answer
        owned = await self.queue.owned(account.id, [one.remote_id for one in answer.candidates])
        fresh = [one for one in answer.candidates if one.remote_id not in owned]
        if len(fresh) == 1:
            return fresh[0]
        return Unknown(reason="several") if fresh else Absent()

    async def _found(self, claim: Claim, live: Live) -> bool:
        now = self.desk.clock.now()
        part = replace(
            claim.part.go(PartState.LIVE), remote_id=live.remote_id, url=live.url, live_at=now, check_at=None
        )
        asked = claim.part.state is PartState.ASK
        notices = (live_notice(claim, self.desk, live),) if asked else ()
        log.info("post_found post=%s part=%s", encode(claim.post.id), encode(part.id))
        return await self.queue.record(
            Move(
                was=frozenset({claim.part.state}),
                attempt=part.attempt,
                result=part,
                at=now,
                notices=notices,
                next_fire_at=now,
            )
        )

    async def _not_found(self, claim: Claim, rules: Rules | None, *, certain: bool) -> bool:
        """Decide without having found it; `rules` are None when the platform is switched off."""
        now = self.desk.clock.now()
        part = claim.part
        if part.state is PartState.ASK:
            return await self._remind(claim)
        sent = part.sent_at or now
        if certain and rules and part.reason != ACCEPTED:
            shown = sent + rules.timeout + SKEW + rules.visible_within
            if rules.recovery is Recovery.CONDITIONAL:
                return await self._repeat(claim) if now >= shown else False
            if now >= max(shown, (part.lease_until or sent) + rules.timeout + SKEW + rules.visible_within):
                in_window = now + rules.timeout + SKEW < (part.first_sent_at or sent) + rules.key_window
                if rules.recovery is Recovery.KEYED and in_window:
                    return await self._repeat(claim)
                return await self._ask(claim, "not_found")
        if now - sent >= ASK_AFTER:
            return await self._ask(claim, "no_verdict" if rules else "platform_off")
        return False

    async def _repeat(self, claim: Claim) -> bool:
        now = self.desk.clock.now()
        part = replace(claim.part.go(PartState.SCHEDULED, reason="repeat"), fire_at=now, check_at=None)
        log.info("publication_repeats post=%s part=%s", encode(claim.post.id), encode(part.id))
        return await self.queue.record(
            Move(was=frozenset({PartState.CHECKING}), attempt=part.attempt, result=part, at=now)
        )

    async def _ask(self, claim: Claim, reason: str) -> bool:
        now = self.desk.clock.now()
        if claim.part.state is PartState.ASK:
            return await self._remind(claim)
        part = replace(claim.part.go(PartState.ASK, reason=reason), check_at=now + LOOK_ASKED_EVERY)
        log.warning("person_asked post=%s part=%s reason=%s", encode(claim.post.id), encode(part.id), reason)
        return await self.queue.record(
            Move(
                was=frozenset({PartState.CHECKING}),
                attempt=part.attempt,
                result=part,
                at=now,
                notices=(part_notice(claim, Topic.POST_ASKS, now, reason=reason),),
            )
        )

    async def _remind(self, claim: Claim) -> bool:
        """Ask again once a day; look again every quarter of an hour."""
        now = self.desk.clock.now()
        sent = claim.part.sent_at or claim.post.moment.instant
        looked = max((claim.part.check_at or now) - LOOK_ASKED_EVERY, sent)
        a_day_more = (now - sent) // REMIND_EVERY > (looked - sent) // REMIND_EVERY
        notices = (part_notice(claim, Topic.POST_ASKS, now, reason=claim.part.reason),) if a_day_more else ()
        part = replace(claim.part, check_at=now + LOOK_ASKED_EVERY)
        await self.queue.record(
            Move(was=frozenset({PartState.ASK}), attempt=part.attempt, result=part, at=now, notices=notices)
        )
        return False

    async def _pick_up_stranded(self) -> int:
        """A claimed Part goes back to the queue; one that was being sent must be looked for."""
        now = self.desk.clock.now()
        moved = 0
        for claim in await self.queue.stranded(now - SKEW):
            part = claim.part
            if part.state is PartState.CLAIMED:
                result = replace(part.go(PartState.SCHEDULED, reason="worker_lost"), fire_at=now)
            else:
                publisher = self.desk.publishers.get(claim.account.platform)
                timeout = publisher.rules.timeout if publisher else STEP_TIMEOUT
                if (part.lease_until or now) + timeout + SKEW > now:
                    continue
                result = replace(part.go(PartState.CHECKING, reason="worker_lost"), check_at=now)
            moved += await self.queue.record(
                Move(was=frozenset({part.state}), attempt=part.attempt, result=result, at=now)
            )
            log.warning("worker_lost post=%s part=%s", encode(claim.post.id), encode(part.id))
        return moved
