"""What is handed out for a while: one-time links, states of a consent under way, web sessions."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Protocol

from core.ids import MemberId


def hashed(token: str) -> str:
    """What a token is kept as."""
    return hashlib.sha256(token.encode()).hexdigest()


class Tickets(Protocol):
    """One-time links and web sessions, kept as SHA-256 of their token."""

    async def add(
        self, sha256: str, purpose: str, value: str, expires: datetime, *, member_id: MemberId | None = None
    ) -> None:
        """Keep a ticket. One that belongs to a member goes when the member goes."""
        ...

    async def use(self, sha256: str, purpose: str, now: datetime) -> str | None:
        """Take a one-time ticket: its value, or None when it is unknown, used or expired."""
        ...

    async def read(self, sha256: str, purpose: str, now: datetime) -> str | None:
        """The value of a ticket that may be used again (a session), or None."""
        ...

    async def end(self, member_id: MemberId, purpose: str) -> None:
        """The member's tickets of that kind hold no longer."""
        ...
