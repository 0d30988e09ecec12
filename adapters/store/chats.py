"""The places where workspaces are spoken to."""

from __future__ import annotations

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import add_new
from adapters.store.in_loop import InLoop
from adapters.store.tables import chats, deliveries, delivery_messages
from core.errors import Conflict
from core.ids import BrandId, ChatId, WorkspaceId
from core.workspace import Chat


def to_row(chat: Chat) -> dict[str, object]:
    """A chat as its row."""
    return {
        "id": chat.id,
        "workspace_id": chat.workspace_id,
        "front_end": chat.front_end,
        "remote_id": chat.remote_id,
        "brand": chat.brand,
    }


def from_row(row: Record) -> Chat:
    """The chat a row stands for."""
    return Chat(
        id=ChatId(row["id"]),
        workspace_id=WorkspaceId(row["workspace_id"]),
        front_end=row["front_end"],
        remote_id=row["remote_id"],
        brand=BrandId(row["brand"]),
    )


_NAMED = select(chats).where(chats.c.front_end == bindparam("front_end"), chats.c.remote_id == bindparam("remote_id"))


class SqlChats:
    """`core.store.Chats` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, chat: Chat) -> None:
        """Store a new chat.

        Raises:
            Conflict: the chat is known already.
        """
        if not await add_new(self._connection, chats, to_row(chat)):
            raise Conflict

    async def find(self, front_end: str, remote_id: str) -> Chat | None:
        """The chat of that name in a front-end, or None."""
        named = {"front_end": front_end, "remote_id": remote_id}
        row = (await self._connection.execute(_NAMED, named)).mappings().one_or_none()
        return None if row is None else from_row(row)

    async def of(self, workspace_id: WorkspaceId) -> tuple[Chat, ...]:
        """All chats of a workspace, oldest first."""
        wanted = select(chats).where(chats.c.workspace_id == workspace_id).order_by(chats.c.id)
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def speak_of(self, chat_id: ChatId, brand_id: BrandId) -> None:
        """That brand is spoken of there from now on."""
        await self._connection.execute(chats.update().where(chats.c.id == chat_id).values(brand=brand_id))

    async def move(self, chat: Chat, remote_id: str) -> None:
        """Its front-end calls it so from now on. What hangs there is hung anew when it changes.

        Raises:
            Conflict: a chat of that name is known already.
        """
        if await self.find(chat.front_end, remote_id) is not None:
            raise Conflict
        await self._connection.execute(chats.update().where(chats.c.id == chat.id).values(remote_id=remote_id))
        here = (deliveries.c.front_end == chat.front_end, deliveries.c.chat == chat.remote_id)
        moved = select(deliveries.c.id).where(*here)
        await self._connection.execute(delivery_messages.delete().where(delivery_messages.c.delivery_id.in_(moved)))
        await self._connection.execute(deliveries.update().where(*here).values(chat=remote_id, messages="[]"))

    async def remove(self, chat_id: ChatId) -> None:
        """Delete it with its deliveries and waiting letters."""
        named = select(chats.c.front_end, chats.c.remote_id).where(chats.c.id == chat_id)
        row = (await self._connection.execute(named)).one_or_none()
        if row is None:
            return
        front_end, remote_id = row.front_end, row.remote_id
        here = or_(deliveries.c.chat == remote_id, deliveries.c.chat.startswith(f"{remote_id}/", autoescape=True))
        await self._connection.execute(deliveries.delete().where(deliveries.c.front_end == front_end, here))
        await self._connection.execute(chats.delete().where(chats.c.id == chat_id))
