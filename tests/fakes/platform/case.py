"""The test platform as a case of the publisher contract, and its own contract's far side."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import httpx

from adapters.http import SILENCE
from core.account import Account, Grant
from core.clock import Clock
from core.ids import AccountId, BrandId
from core.payload import Media
from core.publisher import Publisher
from core.rules import Recovery
from core.secret import Secret
from tests.contracts.publisher import A_PICTURE, LATENESS, PAUSE, PROCESSING, SECRET, Can, Case, Shown
from tests.contracts.publisher_case import picture_of
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.clock import SharedClock
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.fetching import link_to
from tests.fakes.platform.publisher import Patience, TestPlatform
from tests.fakes.platform.running import MANNERS, Manners, RunningPlatform

IMPATIENCE = timedelta(seconds=0.2)
"""How long a publisher waits, in real time, for an answer that will not come."""

_PAUSE = f"{PAUSE.total_seconds():.0f}"
FAULTS = {
    Can.REFUSE: Fault(call=Call.REVEAL, answer=Answer.STATUS, status=403, reason="not_allowed_here"),
    Can.THROTTLE: Fault(call=Call.REVEAL, answer=Answer.STATUS, status=429, retry_after=_PAUSE),
    Can.THROTTLE_COUNTS: Fault(
        call=Call.FIND, answer=Answer.STATUS, status=429, retry_after=f"{PAUSE.total_seconds():.0f}"
    ),
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
    patience: Patience = field(default_factory=Patience)
    client: httpx.AsyncClient | None = None
    faults: Mapping[Can, Fault] = field(default_factory=lambda: FAULTS)

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
                self._hurry(IMPATIENCE)
                self.platform.plan(self.token, self.faults[what])
            case _:
                self.platform.plan(self.token, self.faults[what])

    async def mend(self) -> None:
        """Be the platform again that it was."""
        self._hurry(None)
        self.platform.open()
        self.platform.change(self.token, revoked=False, accepts=False, late=0.0, processing=0.0)

    def _hurry(self, within: timedelta | None) -> None:
        self.patience.within = within or Patience().within
        if self.client is not None:
            self.client.timeout = httpx.Timeout((within or SILENCE).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What a publisher of a real platform needs: where its far side is, and the account it speaks for there."""

    client: httpx.AsyncClient
    url: str
    account: str
    blobs: MemoryBlobs
    clock: Clock

    def address(self, medium: Media) -> str:
        """A public link to a medium, for a far side that fetches."""
        return link_to(self.blobs.kept(medium.sha256), medium.mime)


def spoken_case(
    name: str,
    publisher_of: Callable[[Spoken], Publisher],
    *,
    platform: RunningPlatform,
    clock: SharedClock,
    client: httpx.AsyncClient,
    extra: Callable[[Spoken], Mapping[str, str]] = lambda _: {},
    faults: Mapping[Can, Fault] | None = None,
    manners: Manners | None = None,
    details: Mapping[str, str] | None = None,
    mime: str = "image/png",
) -> Case:
    """A publisher of a real platform with a fresh account on a far side that speaks its API.

    `extra` is the grant's, `details` the account's; `faults` replace the plain ones where refusals look different.
    `mime` is the kind of picture it takes; where no post goes without, each has one unless a test says which.
    """
    account = hashlib.sha256(name.encode()).hexdigest()[:12]
    token = f"{SECRET}-{account}"
    platform.open()
    blobs = MemoryBlobs(A_PICTURE)
    spoken = Spoken(client=client, url=platform.url, account=account, blobs=blobs, clock=clock)
    publisher = publisher_of(spoken)
    platform.join(account, token, manners or MANNERS[publisher.rules.recovery])
    return Case(
        publisher=publisher,
        account=Account(
            id=AccountId(1),
            brand_id=BrandId(1),
            platform=publisher.platform,
            remote_id=account,
            name=account,
            details=details or {},
        ),
        grant=Grant(access=Secret(token), extra=extra(spoken)),
        clock=clock,
        blobs=blobs,
        far_side=TownSide(
            platform=platform, account=account, token=token, client=client, faults={**FAULTS, **(faults or {})}
        ),
        mime=mime,
        media=(picture_of(A_PICTURE, mime),) if publisher.rules.needs_media else (),
    )


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
