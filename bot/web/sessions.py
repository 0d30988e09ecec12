"""The cookie that remembers who entered in this browser, and the tickets behind it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from core.clock import Clock, Ids
from core.store import Store, Transaction
from core.ticket import hashed

COOKIE = "greenlight"
LASTS = timedelta(days=90)
DOWNLOAD = "download"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who sits in front of the page: their web identity, their name and the chat they are in."""

    person: str
    name: str
    chat: str

    def value(self) -> str:
        """The session as the value of an "enter" or "session" ticket."""
        return json.dumps({"person": self.person, "name": self.name, "chat": self.chat}, ensure_ascii=False)

    @staticmethod
    def parse(value: str) -> Session:
        """Read what `value` wrote."""
        raw = json.loads(value)
        return Session(person=raw["person"], name=raw["name"], chat=raw["chat"])


async def session_of(store: Store, clock: Clock, token: str) -> Session | None:
    """Whom a cookie belongs to, or None when it is unknown or has expired."""
    if not token:
        return None
    async with store.read() as tx:
        value = await tx.tickets.read(hashed(token), "session", clock.now())
    return Session.parse(value) if value else None


async def exchange(store: Store, clock: Clock, ids: Ids, token: str) -> str | None:
    """Turn the token of a one-time link into that of a new session, or None when it is used or has expired."""
    async with store.begin() as tx:
        value = await tx.tickets.use(hashed(token), "enter", clock.now())
        return await _begin(tx, clock, ids, Session.parse(value)) if value else None


async def begin(store: Store, clock: Clock, ids: Ids, session: Session) -> str:
    """The token of a new session."""
    async with store.begin() as tx:
        return await _begin(tx, clock, ids, session)


async def _begin(tx: Transaction, clock: Clock, ids: Ids, session: Session) -> str:
    """It goes when its member goes."""
    cookie = ids.token()
    member = await tx.members.identify("web", session.person)
    member_id = member.id if member else None
    await tx.tickets.add(hashed(cookie), "session", session.value(), clock.now() + LASTS, member_id=member_id)
    return cookie


async def forget(store: Store, clock: Clock, token: str) -> None:
    """End the session a cookie belongs to, if it is one."""
    if token:
        async with store.begin() as tx:
            await tx.tickets.use(hashed(token), "session", clock.now())
