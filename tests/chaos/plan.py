"""What happens under one seed: where, what, to whom, in which weather."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count, product
from typing import TypeVar

from adapters.publishers import KNOWN
from core.rules import Recovery
from tests.chaos.weather import AFTER, ALL, ANYWHERE, BEFORE, DOWN, FOUND, KINDS, LATER, LOST, REFUSED, Weather

T = TypeVar("T")

RULES = {str(rules.platform): rules for rules in KNOWN}
REFUSALS = {
    "bluesky": (400, "InvalidRequest"),
    "facebook": (400, "100/1349125"),
    "instagram": (400, "36003/2207009"),
    "linkedin": (400, "INVALID_VALUE_FOR_FIELD"),
    "mastodon": (422, "Validation failed"),
    "pinterest": (400, "maxItems=5"),
    "threads": (400, "100/0"),
    "tiktok": (200, "spam_risk_user_banned_from_posting"),
    "x": (403, "You are not permitted to perform this action."),
    "youtube": (400, "invalidVideoMetadata"),
}
"""How each platform refuses a post for good."""

CALLS = (
    "claim",
    "keep",
    "load",
    "record sending",
    "record live",
    "record checking",
    "record ask",
    "record scheduled",
    "record failed",
    "record missed",
    "to_settle",
    "stranded",
    "owned",
    "late",
    "step",
    "reveal",
    "find",
    "answer",
)
POINTS = tuple(f"{call} {when}" for call in CALLS for when in ("before", "after"))


class Blow(StrEnum):
    """What hits a process at a point.

    KILL: SIGKILL. FREEZE_*: SIGSTOP, and SIGCONT after ten seconds, after its lease, or when all others are done.
    LEASE: minutes pass there. FORWARD, BACK: the wall clock jumps ten minutes.
    """

    KILL = "kill"
    FREEZE_BRIEFLY = "freeze briefly"
    FREEZE_PAST_LEASE = "freeze past the lease"
    FREEZE_TO_THE_END = "freeze to the end"
    LEASE = "lose the lease"
    FORWARD = "clock forward"
    BACK = "clock back"

    @property
    def freezes(self) -> bool:
        return self in (Blow.FREEZE_BRIEFLY, Blow.FREEZE_PAST_LEASE, Blow.FREEZE_TO_THE_END)


PAIRS = tuple(product(POINTS, Blow))
_STRIDE = 97  # coprime to the number of pairs: neighbouring seeds differ in both
_READABLE = (Recovery.CONDITIONAL, Recovery.KEYED, Recovery.SEARCH)
_ASKING = (Recovery.SEARCH, Recovery.NONE)

# Which recovery classes and which weather lead to a point; every other point is reached in any.
_WAYS: dict[str, tuple[tuple[Recovery, ...], tuple[str, ...]]] = {
    "record live": (tuple(Recovery), (*LATER, "calm", "slow")),
    "record checking": (tuple(Recovery), LOST),
    "record ask": (_ASKING, BEFORE),
    "record scheduled": (tuple(Recovery), LATER),
    "record failed": (tuple(Recovery), REFUSED),
    "record missed": (tuple(Recovery), DOWN),
    "owned": (_READABLE, FOUND),
    "find": (_READABLE, LOST),
    "answer": (_ASKING, BEFORE),
    "reveal": (tuple(Recovery), tuple(kind for kind in ALL if kind not in DOWN)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """The blow that falls on whoever first reaches the point for the `nth` time."""

    point: str
    blow: Blow
    nth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One seed. `again`: the person who is asked and sees nothing there says "publish again", not "leave it".

    `fresh` starts processes that import everything themselves. `slow` lets two seconds pass in every step.
    """

    seed: int
    database: str
    recovery: Recovery
    weather: tuple[Weather, ...]
    traps: tuple[Trap, ...]
    processes: int
    posts: int
    parts: int
    media: bool
    slow: bool
    again: bool
    fresh: bool
    dialect: str = ""


class Dice:
    """Chance that is the same for the same seed, everywhere."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._throws = count()

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        digest = hashlib.sha256(f"{self._seed}/{next(self._throws)}".encode()).digest()
        return options[int.from_bytes(digest[:8], "big") % len(options)]

    def one_in(self, times: int) -> bool:
        """True once in so many times."""
        return self.pick(range(times)) == 0


def plan_for(seed: int, databases: tuple[str, ...], dialect: str = "") -> Plan:
    """The plan of a seed. Every pair of point and blow has its turn, on each database.

    With a `dialect` it happens on that platform: in its recovery class, and in weather that it knows.
    """
    made = _plan_for(seed, databases)
    if not dialect:
        return made
    rules = RULES[dialect]
    known = tuple(_there(one, dialect) for one in made.weather if one.name in ANYWHERE)
    return replace(
        made,
        dialect=dialect,
        recovery=rules.recovery,
        weather=known or (KINDS["reset after"],),
        parts=min(made.parts, rules.max_parts),
        media=made.media or rules.needs_media,
    )


def _there(weather: Weather, dialect: str) -> Weather:
    """The weather with refusals as that platform words them."""
    status, reason = REFUSALS[dialect]
    if weather.name != "rejected":
        return weather
    return replace(weather, faults=tuple(replace(one, status=status, reason=reason) for one in weather.faults))


def _plan_for(seed: int, databases: tuple[str, ...]) -> Plan:
    dice = Dice(seed)
    fresh = seed % 50 == 7
    point, blow = PAIRS[seed * _STRIDE % len(PAIRS)]
    call = point.rpartition(" ")[0]
    recoveries, kinds = _WAYS.get(call, (tuple(Recovery), ALL))
    kind = dice.pick(kinds)
    weather = [KINDS[kind]]
    if dice.one_in(3):
        weather.append(KINDS[dice.pick((*BEFORE, *AFTER, *REFUSED, "throttled", "throttled long"))])
    if dice.one_in(4) and call not in ("owned", "record ask", "answer"):
        weather.append(KINDS[dice.pick(("find fails", "find breaks", "step fails", "step breaks"))])
    often = call in ("claim", "load", "stranded", "late")
    traps = [Trap(point=point, blow=blow, nth=2 if often and dice.one_in(5) else 1)]
    if dice.one_in(3):
        traps.append(Trap(point=dice.pick(POINTS), blow=dice.pick(tuple(Blow)), nth=dice.pick((1, 2, 3))))
    if dice.one_in(12):
        traps.append(Trap(point="reveal before", blow=Blow.FREEZE_TO_THE_END))  # the window itself
    return Plan(
        seed=seed,
        database=databases[(seed + seed // len(PAIRS)) % len(databases)],
        recovery=dice.pick(recoveries),
        weather=tuple(weather),
        traps=tuple(traps),
        processes=1 if fresh else dice.pick((1, 2, 2)),
        posts=dice.pick((1, 1, 2)),
        parts=dice.pick((1, 1, 2, 3)),
        media=call == "keep" or dice.one_in(4),
        slow=call == "load" or dice.one_in(4),
        again=dice.one_in(3),
        fresh=fresh,
    )
