"""The port through which a person lets us post to an account of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from core.account import Grant, Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What has to be known before a person can be sent to the platform; asked on a page of ours, never in chat.

    An `optional` one may be left empty. Where there are `choices`, values with what people read, one of them is taken.
    """

    name: str
    label: str
    hint: str = ""
    secret: bool = False
    optional: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Where a person says yes, and what is needed when they come back (a verifier, the app's name there)."""

    address: str
    kept: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An account that may be connected, with the tokens that open it.

    `name` is what people call it, `kind` what it is there (a page, a board; empty for the person's own profile).
    `details` become the account's.
    """

    remote_id: str
    name: str
    grant: Grant
    kind: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


class Connector(Protocol):
    """Connects accounts of one platform.

    Every call may raise the PortErrors of `core.errors`: `Rejected` where the platform refuses for good, `Reconnect`
    where a permission is gone. `Invalid` carries the sentence for a person who gave or allowed the wrong thing.
    """

    @property
    def platform(self) -> Platform: ...

    @property
    def label(self) -> str:
        """What people call the platform."""
        ...

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked before; empty for most."""
        ...

    async def begin(self, answers: Mapping[str, str], *, state: str, redirect: str) -> Consent | Grant:
        """Where the person says yes and comes back to `redirect` with `state`; a grant where no consent is needed."""
        ...

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """The grant for what the person `came_back` with. Works once."""
        ...

    async def candidates(self, grant: Grant) -> tuple[Candidate, ...]:
        """Every account that this grant may post to, the likeliest first. Reads only."""
        ...

    async def refresh(self, grant: Grant) -> Grant:
        """A newer grant for the same account; the old one may be worthless from then on.

        Raises:
            Reconnect: the permission is gone.
            OutcomeUnknown: the answer got lost; the old one may be worthless.
        """
        ...

    async def revoke(self, grant: Grant) -> bool:
        """Give the permission back; False where the platform has no way to, and the person does it there."""
        ...
