"""The chain of deeds in the database."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record, in_utc
from adapters.store.in_loop import InLoop
from adapters.store.tables import audit, workspaces
from core.audit import GENESIS, AuditEntry, Deed, link
from core.ids import MemberId, WorkspaceId


def to_row(entry: AuditEntry) -> dict[str, object]:
    """An entry as its row."""
    deed = entry.deed
    return {
        "workspace_id": deed.workspace_id,
        "number": entry.number,
        "member_id": deed.member_id,
        "what": deed.what,
        "about": deed.about,
        "door": deed.door,
        "at": deed.at,
        "detail": deed.detail,
        "previous": entry.previous,
        "seal": entry.seal,
    }


def from_row(row: Record) -> AuditEntry:
    """The entry a row stands for."""
    member_id = row["member_id"]
    deed = Deed(
        workspace_id=WorkspaceId(row["workspace_id"]),
        member_id=None if member_id is None else MemberId(member_id),
        what=row["what"],
        about=row["about"],
        door=row["door"],
        at=row["at"],
        detail=row["detail"],
    )
    return AuditEntry(deed=deed, number=row["number"], previous=row["previous"], seal=row["seal"])


_TURN = select(workspaces.c.id).where(workspaces.c.id == bindparam("workspace")).with_for_update(key_share=True)
_NEWEST = (
    select(audit.c.number, audit.c.seal)
    .where(audit.c.workspace_id == bindparam("workspace"))
    .order_by(audit.c.number.desc())
    .limit(1)
)
_ADD = audit.insert()


class SqlAuditLog:
    """`core.store.AuditLog` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def append(self, *deeds: Deed) -> None:
        """Link the deeds to the chain of their workspace, in order. Writers of one workspace take turns."""
        for workspace_id in sorted({deed.workspace_id for deed in deeds}):
            await self._append(workspace_id, [deed for deed in deeds if deed.workspace_id == workspace_id])

    async def of(self, workspace_id: WorkspaceId, *, after: int = 0, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """Entries numbered above `after`, in order."""
        wanted = (
            select(audit)
            .where(audit.c.workspace_id == workspace_id, audit.c.number > after)
            .order_by(audit.c.number)
            .limit(limit)
        )
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def newest(
        self, workspace_id: WorkspaceId, *, before: int | None = None, limit: int = 10
    ) -> tuple[AuditEntry, ...]:
        """The newest entries, or those numbered below `before`; newest first."""
        wanted = select(audit).where(audit.c.workspace_id == workspace_id)
        if before is not None:
            wanted = wanted.where(audit.c.number < before)
        wanted = wanted.order_by(audit.c.number.desc()).limit(limit)
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def _append(self, workspace_id: WorkspaceId, deeds: list[Deed]) -> None:
        chain = {"workspace": workspace_id}
        await self._connection.execute(_TURN, chain)
        row = (await self._connection.execute(_NEWEST, chain)).one_or_none()
        number, seal = (0, GENESIS) if row is None else (row.number, row.seal)
        rows = []
        for deed in deeds:
            # The seal covers the time as text: in UTC it reads the same when it comes back.
            entry = link(replace(deed, at=in_utc(deed.at)), number + 1, seal)
            number, seal = entry.number, entry.seal
            rows.append(to_row(entry))
        await self._connection.execute(_ADD, rows)
