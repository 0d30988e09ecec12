"""The far side's moods, each with a name that a table can show."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fakes.platform.faults import Answer, Call, Fault

LATE = 60.0
"""Seconds after which a post that appears late can be seen."""

VISIBLE_WITHIN = 120.0
"""Seconds that the publisher promises for it."""

IMPATIENCE = 0.25
"""Real seconds a publisher waits where an answer never comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Faults for the next calls, or a door that stays shut for some rounds (`shut`), or answers of 202 only."""

    name: str
    faults: tuple[Fault, ...] = ()
    shut: int = 0
    accepts: bool = False

    @property
    def silent(self) -> bool:
        """True when some answer never comes."""
        return any(fault.answer is Answer.SILENCE for fault in self.faults)


def _reveal(name: str, answer: Answer, **more: object) -> Weather:
    return Weather(name=name, faults=(Fault(call=Call.REVEAL, answer=answer, **more),))  # type: ignore[arg-type]


_ALL = (
    Weather(name="calm"),
    Weather(name="refused", shut=2),
    Weather(name="down", shut=1000),
    _reveal("reset before", Answer.RESET),
    _reveal("reset after", Answer.RESET, commit=True),
    _reveal("silence before", Answer.SILENCE),
    _reveal("silence after", Answer.SILENCE, commit=True),
    _reveal("500 before", Answer.STATUS),
    _reveal("500 after", Answer.STATUS, commit=True),
    _reveal("garbled", Answer.GARBLED, commit=True),
    _reveal("late 502", Answer.STATUS, status=502, commit=True, late=LATE),
    _reveal("late silence", Answer.SILENCE, commit=True, late=LATE),
    _reveal("throttled", Answer.STATUS, status=429, retry_after="90"),
    _reveal("throttled long", Answer.STATUS, status=429, retry_after="10800"),
    _reveal("rejected", Answer.STATUS, status=403, reason="not_allowed_here"),
    _reveal("revoked", Answer.STATUS, status=401),
    _reveal("slow", Answer.SLOW, commit=True, seconds=0.05),
    Weather(name="accepted", accepts=True),
    Weather(name="find fails", faults=(Fault(call=Call.FIND, answer=Answer.STATUS),)),
    Weather(name="find breaks", faults=(Fault(call=Call.FIND, answer=Answer.RESET),)),
    Weather(name="step fails", faults=(Fault(call=Call.STEP, answer=Answer.STATUS),)),
    Weather(name="step breaks", faults=(Fault(call=Call.STEP, answer=Answer.RESET),)),
)
KINDS = {weather.name: weather for weather in _ALL}

ALL = tuple(KINDS)
BEFORE = ("reset before", "silence before", "500 before")
AFTER = ("reset after", "silence after", "500 after", "garbled", "late 502", "late silence")
LOST = (*BEFORE, *AFTER, "accepted")
FOUND = (*AFTER, "accepted")
LATER = ("refused", "throttled")
REFUSED = ("rejected", "revoked")
DOWN = ("down",)
ANYWHERE = tuple(
    name for name in ALL if name not in ("late 502", "late silence", "accepted")
)  # the rest promises that reads lag, which only some platforms say of theirs
