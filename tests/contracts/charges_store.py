"""What every store promises about the ledger of paid calls."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from adapters.clock import SystemIds
from core.actions.spend import Spend
from core.errors import Held, Rejected
from core.money import Price, Prices, Spent, Usage, total
from core.store import Store
from tests.builders import HOUR, NOON, a_charge
from tests.contracts.store import a_house
from tests.fakes.clock import ManualClock

PRICES = Prices((Price(provider="openai", model="writer-1", input=1_000_000, output=2_000_000),))
ESTIMATE = Usage(input_tokens=60, output_tokens=20, guessed=True)
"""100 micros."""


class ChargesContract:
    """What calls to models cost. A database's test file brings the fixture `store`."""

    async def test_a_charge_comes_to_what_was_counted(self, store: Store) -> None:
        house = await a_house(store)
        charge = a_charge(house.brand, micros=100)
        async with store.begin() as tx:
            await tx.charges.reserve(charge, since=NOON - HOUR, cap=None)
            assert total(await tx.charges.spent(house.brand.id, NOON - HOUR)) == 100
            await tx.charges.settle(charge.id, "writer-2026", Usage(input_tokens=40, output_tokens=10), 60)
        async with store.read() as tx:
            assert await tx.charges.spent(house.brand.id, NOON - HOUR) == (
                Spent(
                    provider="openai",
                    model="writer-2026",
                    calls=1,
                    input_tokens=40,
                    output_tokens=10,
                    micros=60,
                    unknown=0,
                    guessed=0,
                ),
            )
            assert await tx.charges.spent(house.brand.id, NOON + HOUR) == ()

    async def test_what_was_released_was_never_spent(self, store: Store) -> None:
        house = await a_house(store)
        charge = a_charge(house.brand, micros=100)
        async with store.begin() as tx:
            await tx.charges.reserve(charge, since=NOON, cap=100)
            await tx.charges.release(charge.id)
            assert await tx.charges.spent(house.brand.id, NOON - HOUR) == ()

    async def test_a_budget_holds_what_is_reserved_too_and_for_its_brand_alone(self, store: Store) -> None:
        house, other = await a_house(store), await a_house(store)
        async with store.begin() as tx:
            await tx.charges.reserve(a_charge(house.brand, micros=60), since=NOON, cap=100)
        with pytest.raises(Held, match="ai_budget"):
            async with store.begin() as tx:
                await tx.charges.reserve(a_charge(house.brand, micros=41), since=NOON, cap=100)
        async with store.begin() as tx:
            await tx.charges.reserve(a_charge(other.brand, micros=41), since=NOON, cap=100)
            await tx.charges.reserve(a_charge(house.brand, micros=41), since=NOON + HOUR, cap=100)

    async def test_calls_without_a_known_price_are_told_apart(self, store: Store) -> None:
        house = await a_house(store)
        async with store.begin() as tx:
            await tx.charges.reserve(a_charge(house.brand, micros=None), since=NOON, cap=None)
            await tx.charges.reserve(a_charge(house.brand, micros=5), since=NOON, cap=None)
            (spent,) = await tx.charges.spent(house.brand.id, NOON)
        assert (spent.calls, spent.unknown, spent.micros, spent.guessed) == (2, 1, 5, 2)

    async def test_a_crowd_never_passes_a_nearly_used_budget(self, store: Store) -> None:
        house = await a_house(store)
        spend = Spend(store, ManualClock(), SystemIds(), PRICES)
        async with store.begin() as tx:
            await tx.brands.budget(house.brand.id, 1_000)
            await tx.brands.save(house.brand)  # a change by somebody who had not heard of it
        called, refused = 0, 0

        async def work() -> tuple[str, str, Usage]:
            nonlocal called
            called += 1
            await asyncio.sleep(0)
            return "text", "writer-1", replace(ESTIMATE, guessed=False)

        async def one() -> None:
            nonlocal refused
            try:
                await spend.call(
                    house.brand.id, provider="openai", model="writer-1", purpose="post", estimate=ESTIMATE, work=work
                )
            except Held:
                refused += 1

        async with asyncio.TaskGroup() as group:
            for _ in range(200):
                group.create_task(one())
        month = await spend.spent(house.brand, since=NOON.replace(day=1))
        assert (called, refused, total(month)) == (10, 190, 1_000)

    async def test_a_call_that_did_not_happen_costs_nothing_and_a_broken_off_one_its_estimate(
        self, store: Store
    ) -> None:
        house = await a_house(store)
        spend = Spend(store, ManualClock(), SystemIds(), PRICES)

        async def call(error: BaseException) -> None:
            async def work() -> tuple[str, str, Usage]:
                raise error

            await spend.call(
                house.brand.id, provider="openai", model="writer-1", purpose="post", estimate=ESTIMATE, work=work
            )

        with pytest.raises(Rejected):
            await call(Rejected("ai_request"))
        assert await spend.spent(house.brand, since=NOON.replace(day=1)) == ()
        with pytest.raises(asyncio.CancelledError):
            await call(asyncio.CancelledError())
        assert total(await spend.spent(house.brand, since=NOON.replace(day=1))) == 100

    async def test_a_budget_lets_no_call_through_whose_price_nobody_knows(self, store: Store) -> None:
        house = await a_house(store)
        spend = Spend(store, ManualClock(), SystemIds(), Prices(()))
        async with store.begin() as tx:
            await tx.brands.budget(house.brand.id, 1_000)

        async def work() -> tuple[str, str, Usage]:
            raise AssertionError("it was called")

        with pytest.raises(Held, match="ai_unpriced"):
            await spend.call(
                house.brand.id, provider="openai", model="writer-1", purpose="post", estimate=ESTIMATE, work=work
            )
