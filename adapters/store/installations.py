"""Workspaces of chat apps that have let us in, in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.in_loop import InLoop
from adapters.store.tables import installations
from core.account import SealedGrant
from core.installation import Installation


class SqlInstallations:
    """`core.installation.Installations` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def save(self, installation: Installation) -> None:
        """Keep it in place of an earlier one of the same workspace."""
        await self.remove(installation.front_end, installation.team)
        row = {
            "front_end": installation.front_end,
            "team": installation.team,
            "name": installation.name,
            "key": installation.sealed.key,
            "box": installation.sealed.box,
            "at": installation.at,
        }
        await self._connection.execute(installations.insert(), row)

    async def get(self, front_end: str, team: str) -> Installation | None:
        """The installation there, or None."""
        wanted = select(installations).where(installations.c.front_end == front_end, installations.c.team == team)
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else _from_row(row)

    async def all(self) -> tuple[Installation, ...]:
        """Every installation."""
        return tuple(map(_from_row, (await self._connection.execute(select(installations))).mappings()))

    async def remove(self, front_end: str, team: str) -> None:
        """Forget it."""
        there = (installations.c.front_end == front_end, installations.c.team == team)
        await self._connection.execute(installations.delete().where(*there))


def _from_row(row: Record) -> Installation:
    sealed = SealedGrant(key=row["key"], box=bytes(row["box"]))
    return Installation(front_end=row["front_end"], team=row["team"], name=row["name"], sealed=sealed, at=row["at"])
