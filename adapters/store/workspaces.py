"""Tenants in the database."""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.in_loop import InLoop
from adapters.store.tables import chat_messages, chats, deliveries, workspaces
from core.errors import NotFound
from core.ids import WorkspaceId
from core.workspace import Settings, Workspace


def to_row(workspace: Workspace) -> dict[str, object]:
    """A workspace as its row."""
    return {
        "id": workspace.id,
        "name": workspace.name,
        "created_at": workspace.created_at,
        "settings": settings_text(workspace.settings),
    }


def from_row(row: Record) -> Workspace:
    """The workspace a row stands for."""
    return Workspace(
        id=WorkspaceId(row["id"]),
        name=row["name"],
        created_at=row["created_at"],
        settings=settings_from(row["settings"]),
    )


def settings_text(settings: Settings) -> str:
    """Settings as JSON."""
    return json.dumps(asdict(settings))


def settings_from(text: str) -> Settings:
    """Settings from JSON; one that an older version did not know has its default."""
    return Settings(**json.loads(text))


class SqlWorkspaces:
    """`core.store.Workspaces` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, workspace: Workspace) -> None:
        """Store a new workspace."""
        await self._connection.execute(workspaces.insert(), to_row(workspace))

    async def get(self, workspace_id: WorkspaceId) -> Workspace:
        """The workspace of that id.

        Raises:
            NotFound: there is none.
        """
        found = await self._connection.execute(select(workspaces).where(workspaces.c.id == workspace_id))
        row = found.mappings().one_or_none()
        if row is None:
            raise NotFound
        return from_row(row)

    async def all(self) -> tuple[Workspace, ...]:
        """Every workspace, oldest first."""
        wanted = select(workspaces).order_by(workspaces.c.created_at, workspaces.c.id)
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def save(self, workspace: Workspace) -> None:
        """Write name and settings."""
        await self._connection.execute(
            workspaces.update()
            .where(workspaces.c.id == workspace.id)
            .values(name=workspace.name, settings=settings_text(workspace.settings))
        )

    async def remove(self, workspace_id: WorkspaceId) -> None:
        """Delete it with everything that hangs on it, and what hangs in its chats."""
        theirs = select(chats.c.front_end, chats.c.remote_id).where(chats.c.workspace_id == workspace_id)
        for row in (await self._connection.execute(theirs)).all():
            front_end, chat = row.front_end, row.remote_id
            here = or_(deliveries.c.chat == chat, deliveries.c.chat.startswith(f"{chat}/", autoescape=True))
            await self._connection.execute(deliveries.delete().where(deliveries.c.front_end == front_end, here))
            if front_end == "web":
                await self._connection.execute(chat_messages.delete().where(chat_messages.c.chat == chat))
        await self._connection.execute(workspaces.delete().where(workspaces.c.id == workspace_id))
