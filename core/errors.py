"""Every error Greenlight raises, named by what to do next.

GreenlightError
├── IllegalMove         the post is not in a state that allows this
├── Invalid             input breaks a rule; carries the list of problems
├── NotAllowed          this person may not do this here
├── NotFound            no such thing in this workspace
├── TooOften            this person did that too often; allowed again after `wait`
├── Conflict            somebody else changed it first; read again and decide anew
└── PortError           an adapter could not do what was asked
    ├── Rejected        the far side said no; the same again cannot help; carries its reason
    ├── Reconnect       permission is gone; the user must connect again
    ├── Throttled       too many calls; nothing happened; carries retry_at
    ├── Unavailable     nothing happened; safe to repeat
    ├── Held            account or operator paused; nothing happened; the post is kept
    ├── Duplicate       the far side says it has it already: look for it
    └── OutcomeUnknown  it may have happened; look before repeating

Data rides on the exception, words live in the cards. Tokens and message bodies never enter an error text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


class GreenlightError(Exception):
    """The root of all of them."""


class IllegalMove(GreenlightError):
    """`noun` is in state `have`, from which `want` cannot be reached."""

    def __init__(self, noun: str, have: str, want: str) -> None:
        super().__init__(f"a {noun} that is {have} cannot become {want}")
        self.noun = noun
        self.have = have
        self.want = want


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One broken rule: what is wrong, the limit, what to do.

    `field` names the input it is about; `limit` and `actual` are 0 where no number is involved.
    """

    field: str
    what: str
    fix: str = ""
    limit: int = 0
    actual: int = 0

    def sentence(self) -> str:
        """The problem and its way out as one line for a person."""
        return f"{self.what} {self.fix}".strip()


def too_much(field: str, actual: int, limit: int, fix: str, *, of: str = "characters") -> Problem:
    """The problem of more characters (or whatever is counted) than the limit allows."""
    return Problem(
        field=field, what=f"That is {actual} {of}; {limit} is the limit.", fix=fix, limit=limit, actual=actual
    )


def too_heavy(size: int, most: int) -> Problem:
    """The problem of a file with more bytes than the limit allows."""
    what = f"This file has {size / 10**6:.1f} MB; {most // 10**6} MB is the limit."
    return Problem(field="media", what=what, fix="Please send a smaller one.", limit=most, actual=size)


class Invalid(GreenlightError):
    """Input breaks at least one rule; all of them are listed."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.sentence() for problem in problems))
        self.problems = problems


class NotAllowed(GreenlightError):
    """The person may not do this here. Changes nothing."""


class NotFound(GreenlightError):
    """There is no such thing in this workspace."""


class Conflict(GreenlightError):
    """Somebody else changed it first. Read it again and decide anew."""


class TooOften(GreenlightError):
    """This person did something of that tier too often. Nothing happened; it is allowed again after `wait`."""

    def __init__(self, tier: str, wait: timedelta) -> None:
        super().__init__(f"too often: {tier}")
        self.tier = tier
        self.wait = wait


class PortError(GreenlightError):
    """An adapter could not do what was asked. `reason` is a short code that is safe to log and show."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class Rejected(PortError):
    """The far side said no; the same again cannot help."""


class Reconnect(PortError):
    """Permission is gone; a person must connect the account again. Nothing happened."""


class Throttled(PortError):
    """Too many calls. Nothing happened; allowed again at `retry_at`."""

    def __init__(self, reason: str = "", *, retry_at: datetime) -> None:
        super().__init__(reason)
        self.retry_at = retry_at


class Unavailable(PortError):
    """Nothing happened; safe to repeat."""


class Held(PortError):
    """The account or its operator is paused. Nothing happened; the post is kept and resumes."""


class Duplicate(PortError):
    """The far side says it has this already: look for it."""


class OutcomeUnknown(PortError):
    """It may have happened; look before repeating."""
