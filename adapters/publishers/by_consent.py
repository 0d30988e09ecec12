"""The plain way to connect an account: the standard's consent, and a question to the platform about who said yes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from core.account import Grant, Platform
from core.connecting import Candidate, Consent, Question
from core.rules import Rules


class Tokens(Protocol):
    """How a platform hands out tokens; see `adapters.publishers.oauth.OAuth`."""

    def consent(self, *, state: str, redirect: str) -> Consent: ...

    async def exchange(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant: ...

    async def refresh(self, grant: Grant) -> Grant: ...

    async def revoke(self, grant: Grant) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ByConsent:
    """Implements `core.connecting.Connector` where all that differs is data and `who` is asked for the accounts."""

    rules: Rules
    tokens: Tokens
    who: Callable[[Grant], Awaitable[tuple[Candidate, ...]]]

    @property
    def platform(self) -> Platform:
        return self.rules.platform

    @property
    def label(self) -> str:
        return self.rules.label

    @property
    def questions(self) -> tuple[Question, ...]:
        return ()

    async def begin(self, answers: Mapping[str, str], *, state: str, redirect: str) -> Consent:
        """Lead to the consent page."""
        return self.tokens.consent(state=state, redirect=redirect)

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """The tokens of whoever said yes."""
        return await self.tokens.exchange(came_back, kept, redirect=redirect)

    async def candidates(self, grant: Grant) -> tuple[Candidate, ...]:
        """The accounts that these tokens open."""
        return await self.who(grant)

    async def refresh(self, grant: Grant) -> Grant:
        """Newer tokens."""
        return await self.tokens.refresh(grant)

    async def revoke(self, grant: Grant) -> bool:
        """Give the tokens back, where there is an address for it."""
        return await self.tokens.revoke(grant)
