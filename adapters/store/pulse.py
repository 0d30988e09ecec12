"""When things last happened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.engine import insert_into
from adapters.store.in_loop import InLoop
from adapters.store.tables import pulse


class SqlPulse:
    """`core.store.Pulse` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def beat(self, name: str, at: datetime) -> None:
        """Remember that it happened at that instant."""
        write = insert_into(self._connection, pulse).values(name=name, at=at)
        await self._connection.execute(
            write.on_conflict_do_update(index_elements=["name"], set_={"at": write.excluded.at})
        )

    async def last(self, name: str) -> datetime | None:
        """When it last happened, or None."""
        found = await self._connection.execute(select(pulse.c.at).where(pulse.c.name == name))
        return found.scalar_one_or_none()
