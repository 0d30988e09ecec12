"""One-time links and web sessions, kept as SHA-256 of their token."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.in_loop import InLoop
from adapters.store.tables import tickets
from core.ids import MemberId


class SqlTickets:
    """`core.store.Tickets` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(
        self, sha256: str, purpose: str, value: str, expires: datetime, *, member_id: MemberId | None = None
    ) -> None:
        """Keep a ticket. One that belongs to a member goes when the member goes."""
        row = {
            "sha256": sha256,
            "purpose": purpose,
            "value": value,
            "expires": expires,
            "member_id": member_id,
        }
        await self._connection.execute(tickets.insert(), row)

    async def use(self, sha256: str, purpose: str, now: datetime) -> str | None:
        """Take a one-time ticket: its value, or None when it is unknown, used or expired."""
        taken = await self._connection.execute(
            tickets.delete()
            .where(tickets.c.sha256 == sha256, tickets.c.purpose == purpose)
            .returning(tickets.c.value, tickets.c.expires)
        )
        row = taken.one_or_none()
        return row.value if row is not None and row.expires > now else None

    async def read(self, sha256: str, purpose: str, now: datetime) -> str | None:
        """The value of a ticket that may be used again (a session), or None."""
        wanted = select(tickets.c.value).where(
            tickets.c.sha256 == sha256, tickets.c.purpose == purpose, tickets.c.expires > now
        )
        return (await self._connection.execute(wanted)).scalar_one_or_none()

    async def end(self, member_id: MemberId, purpose: str) -> None:
        """The member's tickets of that kind hold no longer."""
        theirs = (tickets.c.member_id == member_id, tickets.c.purpose == purpose)
        await self._connection.execute(tickets.delete().where(*theirs))
