"""The test platform as a case of the publisher contract, and its own contract's far side."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import httpx

from core.account import Account, Grant
from core.ids import AccountId, BrandId
from core.rules import Recovery
from core.secret import Secret
from tests.contracts.publisher import LATENESS, PAUSE, PROCESSING, SECRET, Can, Case, Shown
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.clock import SharedClock
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.publisher import Patience, TestPlatform
from tests.fakes.platform.running import MANNERS, RunningPlatform

IMPATIENCE = timedelta(seconds=0.2)
"""How long a publisher waits, in real time, for an answer that will not come."""

_FAULTS = {
    Can.REFUSE: Fault(call=Call.REVEAL, answer=Answer.STATUS, status=403, reason="not_allowed_here"),
    Can.THROTTLE: Fault(call=Call.REVEAL, answer=Answer.STATUS, status=429, retry_after=f"{PAUSE.total_seconds():.0f}"),
    Can.FAIL_BEFORE: Fault(call=Call.REVEAL, answer=Answer.STATUS, status=500),
    Can.FAIL_AFTER: Fault(call=Call.REVEAL, answer=Answer.STATUS, status=500, commit=True),
    Can.RESET_BEFORE: Fault(call=Call.REVEAL, answer=Answer.RESET),
    Can.RESET_AFTER: Fault(call=Call.REVEAL, answer=Answer.RESET, commit=True),
    Can.SAY_NOTHING_BEFORE: Fault(call=Call.REVEAL, answer=Answer.SILENCE),
    Can.SAY_NOTHING_AFTER: Fault(call=Call.REVEAL, answer=Answer.SILENCE, commit=True),
    Can.GARBLE: Fault(call=Call.REVEAL, answer=Answer.GARBLED, commit=True),
    Can.SHOW_LATE: Fault(
        call=Call.REVEAL, answer=Answer.STATUS, status=502, commit=True, late=LATENESS.total_seconds()
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TownSide:
    """One account on the platform."""

    platform: RunningPlatform
    account: str
    token: str
    patience: Patience

    async def shown(self) -> tuple[Shown, ...]:
        """What readers see now."""
        return tuple(
            Shown(
                remote_id=post.id,
                text=post.text,
                parent=post.parent,
                media=tuple(self.platform.medium(sha256) for sha256 in post.media),
            )
            for post in self.platform.visible(self.token)
        )

    async def trace(self) -> str:
        """Every request that was not a look, and the ledger."""
        return f"{self.platform.writes(self.account)} {self.platform.ledger(self.account)}"

    async def arrange(self, what: Can) -> None:
        """Script the platform."""
        match what:
            case Can.REVOKE:
                self.platform.change(self.token, revoked=True)
            case Can.BE_UNREACHABLE:
                self.platform.shut()
            case Can.TAKE_LONG:
                self.platform.change(self.token, processing=PROCESSING.total_seconds())
            case Can.ACCEPT:
                self.platform.change(self.token, accepts=True, late=LATENESS.total_seconds())
            case Can.SAY_NOTHING_BEFORE | Can.SAY_NOTHING_AFTER:
                self.patience.within = IMPATIENCE
                self.platform.plan(self.token, _FAULTS[what])
            case _:
                self.platform.plan(self.token, _FAULTS[what])

    async def mend(self) -> None:
        """Be the platform again that it was."""
        self.patience.within = Patience().within
        self.platform.open()
        self.platform.change(self.token, revoked=False, accepts=False, late=0.0, processing=0.0)


def platform_case(
    name: str,
    recovery: Recovery,
    *,
    platform: RunningPlatform,
    clock: SharedClock,
    client: httpx.AsyncClient,
    max_parts: int = 5,
) -> Case:
    """A publisher of that recovery class with a fresh account; `name` makes the account unique."""
    account = hashlib.sha256(name.encode()).hexdigest()[:12]
    token = f"{SECRET}-{account}"
    platform.open()
    platform.join(account, token, MANNERS[recovery])
    blobs = MemoryBlobs()
    patience = Patience()
    publisher = TestPlatform(
        recovery=recovery,
        client=client,
        url=platform.url,
        clock=clock,
        blobs=blobs,
        max_parts=max_parts,
        patience=patience,
    )
    return Case(
        publisher=publisher,
        account=Account(
            id=AccountId(1),
            brand_id=BrandId(1),
            platform=publisher.platform,
            remote_id=account,
            name=account,
        ),
        grant=Grant(access=Secret(token)),
        clock=clock,
        blobs=blobs,
        far_side=TownSide(platform=platform, account=account, token=token, patience=patience),
    )
