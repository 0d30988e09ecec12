"""What was said in the local web chat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import insert_into
from adapters.store.in_loop import InLoop
from adapters.store.tables import chat_messages, counters
from core.errors import NotFound
from core.talk import ChatMessage


def from_row(row: Record) -> ChatMessage:
    """The message a row stands for."""
    return ChatMessage(
        id=row["id"],
        chat=row["chat"],
        seq=row["seq"],
        author=row["author"],
        body=row["body"],
        at=row["at"],
        edited_at=row["edited_at"],
    )


class SqlChatMessages:
    """`core.store.ChatMessages` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, chat: str, author: str, body: str, at: datetime) -> tuple[int, int]:
        """Keep a message and answer its id and its number."""
        seq = await self._next()
        write = (
            chat_messages.insert()
            .values(chat=chat, seq=seq, author=author, body=body, at=at)
            .returning(chat_messages.c.id)
        )
        return (await self._connection.execute(write)).scalar_one(), seq

    async def edit(self, chat: str, message_id: int, body: str, at: datetime) -> int:
        """Replace the body and answer the new number of the message.

        Raises:
            NotFound: the chat has no such message.
        """
        seq = await self._next()
        write = chat_messages.update().where(chat_messages.c.id == message_id, chat_messages.c.chat == chat)
        written = await self._connection.execute(write.values(seq=seq, body=body, edited_at=at))
        if written.rowcount != 1:
            raise NotFound
        return seq

    async def since(self, chat: str, seq: int, limit: int = 100) -> tuple[ChatMessage, ...]:
        """Messages written or edited after number `seq`, in order of their numbers; none is ever passed over."""
        wanted = (
            select(chat_messages)
            .where(chat_messages.c.chat == chat, chat_messages.c.seq > seq)
            .order_by(chat_messages.c.seq)
            .limit(limit)
        )
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def recent(self, chat: str, limit: int = 50, before: int | None = None) -> tuple[ChatMessage, ...]:
        """The newest messages, or those older than the message with the id `before`; oldest first."""
        wanted = select(chat_messages).where(chat_messages.c.chat == chat)
        if before is not None:
            wanted = wanted.where(chat_messages.c.id < before)
        wanted = wanted.order_by(chat_messages.c.id.desc()).limit(limit)
        rows = (await self._connection.execute(wanted)).mappings().all()
        return tuple(map(from_row, reversed(rows)))

    async def _next(self) -> int:
        """The next number. Its row stays locked until the commit, so numbers appear in their order."""
        write = insert_into(self._connection, counters).values(name="chat_messages", value=1)
        raised = write.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
        number: int = (await self._connection.execute(raised.returning(counters.c.value))).scalar_one()
        return number
