"""Second proofs in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.in_loop import InLoop
from adapters.store.tables import factors
from core.account import SealedGrant
from core.factor import Factor
from core.ids import MemberId


class SqlFactors:
    """`core.factor.Factors` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def get(self, member_id: MemberId) -> Factor | None:
        """The member's secret, in use or about to be."""
        wanted = select(factors).where(factors.c.member_id == member_id)
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            return None
        return Factor(member_id=member_id, sealed=SealedGrant(key=row["key"], box=row["box"]), used=row["used"])

    async def all(self) -> tuple[Factor, ...]:
        """Every secret."""
        rows = (await self._connection.execute(select(factors))).mappings()
        return tuple(
            Factor(
                member_id=MemberId(row["member_id"]),
                sealed=SealedGrant(key=row["key"], box=bytes(row["box"])),
                used=row["used"],
            )
            for row in rows
        )

    async def save(self, factor: Factor) -> None:
        """Keep it in place of an earlier one."""
        await self.remove(factor.member_id)
        row = {"member_id": factor.member_id, "key": factor.sealed.key, "box": factor.sealed.box, "used": factor.used}
        await self._connection.execute(factors.insert(), row)

    async def spend(self, member_id: MemberId, step: int) -> bool:
        """Mark the code of that half minute as used; False when it, or a later one, was used already."""
        fresh = (factors.c.member_id == member_id, factors.c.used < step)
        done = await self._connection.execute(factors.update().where(*fresh).values(used=step))
        return done.rowcount == 1

    async def remove(self, member_id: MemberId) -> None:
        """Forget it."""
        await self._connection.execute(factors.delete().where(factors.c.member_id == member_id))
