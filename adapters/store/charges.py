"""The ledger in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.in_loop import InLoop
from adapters.store.tables import brands, charges
from core.errors import Held
from core.ids import BrandId
from core.money import Charge, ChargeId, Spent, Usage


def to_row(charge: Charge) -> dict[str, object]:
    """A charge as its row."""
    return {
        "id": charge.id,
        "brand_id": charge.brand_id,
        "provider": charge.provider,
        "purpose": charge.purpose,
        "at": charge.at,
        "settled": charge.settled,
        **_came_to(charge.model, charge.usage, charge.micros),
    }


def _came_to(model: str, usage: Usage, micros: int | None) -> dict[str, object]:
    return {
        "model": model,
        "input_tokens": usage.input_tokens,
        "cached_tokens": usage.cached_tokens,
        "output_tokens": usage.output_tokens,
        "pictures": usage.pictures,
        "guessed": usage.guessed,
        "micros": micros,
    }


_ADD = charges.insert()
_SETTLE = (
    charges.update()
    .where(charges.c.id == bindparam("charge"))
    .values({name: bindparam(name) for name in (*_came_to("", Usage(), None), "settled")})
)


class SqlCharges:
    """`core.money.Charges` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def reserve(self, charge: Charge, *, since: datetime, cap: int | None) -> None:
        """Write a charge down before its call. The brand's row is locked, so that reservations wait for each other.

        Raises:
            Held: with it the brand would have spent more than `cap` micros since then.
        """
        if cap is not None:
            await self._connection.execute(select(brands.c.id).where(brands.c.id == charge.brand_id).with_for_update())
            of_brand = (charges.c.brand_id == charge.brand_id) & (charges.c.at >= since)
            found = await self._connection.execute(select(func.sum(charges.c.micros)).where(of_brand))
            if int(found.scalar_one() or 0) + (charge.micros or 0) > cap:
                raise Held("ai_budget")
        await self._connection.execute(_ADD, to_row(charge))

    async def settle(self, charge_id: ChargeId, model: str, usage: Usage, micros: int | None) -> None:
        """It came to this."""
        came_to = {**_came_to(model, usage, micros), "settled": True}
        await self._connection.execute(_SETTLE, {"charge": charge_id, **came_to})

    async def release(self, charge_id: ChargeId) -> None:
        """Nothing was called."""
        await self._connection.execute(charges.delete().where(charges.c.id == charge_id))

    async def spent(self, brand_id: BrandId, since: datetime) -> tuple[Spent, ...]:
        """By provider and model, the dearest first."""
        micros = func.coalesce(func.sum(charges.c.micros), 0)
        wanted = (
            select(
                charges.c.provider,
                charges.c.model,
                func.count().label("calls"),
                func.sum(charges.c.input_tokens).label("input_tokens"),
                func.sum(charges.c.output_tokens).label("output_tokens"),
                micros.label("micros"),
                func.sum(case((charges.c.micros.is_(None), 1), else_=0)).label("unknown"),
                func.sum(case((charges.c.guessed, 1), else_=0)).label("guessed"),
            )
            .where(charges.c.brand_id == brand_id, charges.c.at >= since)
            .group_by(charges.c.provider, charges.c.model)
            .order_by(micros.desc(), charges.c.provider, charges.c.model)
        )
        return tuple(
            Spent(
                provider=row["provider"],
                model=row["model"],
                **{
                    name: int(row[name])
                    for name in ("calls", "input_tokens", "output_tokens", "micros", "unknown", "guessed")
                },
            )
            for row in (await self._connection.execute(wanted)).mappings()
        )
