"""Calls that cost money: written down before they are made, inside the brand's budget of the month."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from core.access import Actor, Right, brand_for
from core.brand import Brand
from core.clock import Clock, Ids
from core.errors import Held, Invalid, Problem, Reconnect, Rejected, Throttled, Unavailable
from core.ids import BrandId
from core.money import DOLLAR, Charge, ChargeId, Prices, Spent, Usage
from core.slot import zone_named
from core.store import Store

T = TypeVar("T")

HIGHEST_CAP = 100_000 * DOLLAR
_NOTHING_DONE = (Held, Reconnect, Rejected, Throttled, Unavailable)


@dataclass(frozen=True, slots=True)
class Spend:
    """The ledger's only way in. What a process that died had reserved stays: it may have to be paid."""

    store: Store
    clock: Clock
    ids: Ids
    prices: Prices

    async def call(
        self,
        brand_id: BrandId,
        *,
        provider: str,
        model: str,
        purpose: str,
        estimate: Usage,
        work: Callable[[], Awaitable[tuple[T, str, Usage]]],
    ) -> T:
        """Do the work, which answers its result, the model's full name and what it used up. `estimate` is the most.

        Of a call that was broken off nobody knows what it cost, so the estimate stays.

        Raises:
            Held: the brand's budget of the month is used up, or cannot be kept to because no price is known; nothing
                was called.
            PortError: as the work does; then nothing is charged.
        """
        now = self.clock.now()
        charge = Charge(
            id=ChargeId(self.ids.new()),
            brand_id=brand_id,
            provider=provider,
            model=model,
            purpose=purpose,
            usage=estimate,
            micros=self.prices.cost(provider, model, estimate, now.date()),
            at=now,
        )
        async with self.store.begin() as tx:
            brand = await tx.brands.get(brand_id)
            if brand.monthly_cap is not None and charge.micros is None:
                raise Held("ai_unpriced")
            await tx.charges.reserve(charge, since=month_of(brand, now), cap=brand.monthly_cap)
        try:
            result, named, usage = await work()
        except _NOTHING_DONE:
            async with self.store.begin() as tx:
                await tx.charges.release(charge.id)
            raise
        await asyncio.shield(self._settle(charge, named, usage))
        return result

    async def spent(self, brand: Brand, *, since: datetime) -> tuple[Spent, ...]:
        """What the brand used up since then, by model."""
        async with self.store.read() as tx:
            return await tx.charges.spent(brand.id, since)

    async def cap(self, brand_id: BrandId, micros: int | None, *, by: Actor) -> Brand:
        """Give the brand another budget for a month; None is without a limit.

        Raises:
            NotAllowed, NotFound: only owners may, or there is no such brand here.
            Invalid: it is below nothing, or beyond what anybody would spend on posts.
        """
        if micros is not None and not 0 <= micros <= HIGHEST_CAP:
            what = f"A month's budget is $0 to ${HIGHEST_CAP // DOLLAR:,}."
            raise Invalid(Problem(field="cap", what=what, fix="For example: /cost cap 5"))
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.OWN)
            changed = brand.budgeted(micros)
            await tx.brands.budget(brand_id, micros)
            detail = "none" if micros is None else str(micros)
            await tx.audit.append(by.deed("changed_cap", brand_id, self.clock.now(), detail=detail))
        return changed

    async def _settle(self, charge: Charge, model: str, usage: Usage) -> None:
        micros = self.prices.cost(charge.provider, model, usage, charge.at.date())
        async with self.store.begin() as tx:
            await tx.charges.settle(charge.id, model, usage, micros)


def month_of(brand: Brand, now: datetime) -> datetime:
    """When the month began where the brand is."""
    return day_of(brand, now).replace(day=1)


def day_of(brand: Brand, now: datetime) -> datetime:
    """When the day began where the brand is."""
    return now.astimezone(zone_named(brand.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
