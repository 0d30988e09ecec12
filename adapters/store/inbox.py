"""Words from people: kept before they are acknowledged, each taken once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import add_new
from adapters.store.in_loop import InLoop
from adapters.store.tables import inbox
from core.talk import Event


def to_row(event: Event) -> dict[str, object]:
    """A new event as its row."""
    return {
        "front_end": event.front_end,
        "event_id": event.event_id,
        "body": event.body,
        "at": event.at,
        "handled": False,
    }


def from_row(row: Record) -> Event:
    """The event a row stands for."""
    return Event(front_end=row["front_end"], event_id=row["event_id"], body=row["body"], at=row["at"])


_DONE = (
    inbox.update()
    .where(inbox.c.front_end == bindparam("through"), inbox.c.event_id == bindparam("event"))
    .values(body="", handled=True)
)


class SqlInbox:
    """`core.store.Inbox` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def take(self, event: Event) -> bool:
        """Keep the event; False when it was taken before."""
        return await add_new(self._connection, inbox, to_row(event))

    async def done(self, front_end: str, event_id: str) -> None:
        """It was handled; its body is dropped, its id is remembered."""
        await self._connection.execute(_DONE, {"through": front_end, "event": event_id})

    async def unhandled(self, front_end: str, before: datetime) -> tuple[Event, ...]:
        """Events taken before that instant and never handled, oldest first."""
        wanted = (
            select(inbox)
            .where(literal_column("NOT handled"), inbox.c.front_end == front_end, inbox.c.at < before)
            .order_by(inbox.c.at, inbox.c.event_id)
        )
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def forget(self, before: datetime) -> None:
        """Drop handled events older than that."""
        await self._connection.execute(inbox.delete().where(literal_column("handled"), inbox.c.at < before))
