"""Who was asked for a yes, in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import add_new
from adapters.store.in_loop import InLoop
from adapters.store.tables import asks
from core.ask import Ask
from core.ids import MemberId, PostId


def to_row(ask: Ask) -> dict[str, object]:
    """An ask as its row."""
    return {"post_id": ask.post_id, "member_id": ask.member_id, "revision": ask.revision, "at": ask.at}


def from_row(row: Record) -> Ask:
    """The ask a row stands for."""
    return Ask(
        post_id=PostId(row["post_id"]), member_id=MemberId(row["member_id"]), revision=row["revision"], at=row["at"]
    )


class SqlAsks:
    """`core.ask.Asks` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, ask: Ask) -> bool:
        """Note it; False when that member was asked about that revision already."""
        return await add_new(self._connection, asks, to_row(ask))

    async def of(self, *post_ids: PostId) -> tuple[Ask, ...]:
        """Who was asked about these posts, oldest first."""
        wanted = select(asks).where(asks.c.post_id.in_(post_ids)).order_by(asks.c.at, asks.c.member_id)
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))
