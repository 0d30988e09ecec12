"""How often one person may do something: five tiers, each with a burst that fills up again evenly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from core.clock import Clock
from core.errors import TooOften


class Tier(StrEnum):
    """Kinds of things that are counted apart."""

    GENERAL = "general"
    CONNECT = "connect"
    AI = "ai"
    POST = "post"
    API = "api"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many `times` at once, and as many again over `per`."""

    times: int
    per: timedelta


LIMITS: Mapping[Tier, Limit] = {
    Tier.GENERAL: Limit(times=240, per=timedelta(minutes=1)),
    Tier.CONNECT: Limit(times=20, per=timedelta(hours=1)),
    Tier.AI: Limit(times=60, per=timedelta(hours=1)),
    Tier.POST: Limit(times=600, per=timedelta(hours=1)),
    Tier.API: Limit(times=1200, per=timedelta(minutes=1)),
}


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts in the memory of this process: a press costs no statement for it, and a restart forgets an hour at most.

    One number for each person and tier: the second, on the clock that cannot jump, from which nothing is owed any more.
    """

    limits: Mapping[Tier, Limit] = field(default_factory=lambda: LIMITS)
    _owed: dict[tuple[str, Tier], float] = field(default_factory=dict)

    def take(self, who: object, tier: Tier, clock: Clock) -> None:
        """Count one.

        Raises:
            TooOften: that was more than the limit; it carries how long to wait. Nothing was counted.
        """
        limit, now = self.limits[tier], clock.elapsed()
        each, span = limit.per.total_seconds() / limit.times, limit.per.total_seconds()
        until = max(self._owed.get((str(who), tier), now), now) + each
        if until - now > span + each / 1000:
            raise TooOften(tier.value, timedelta(seconds=until - now - span))
        self._owed[str(who), tier] = until
