"""What calls to models use up and cost, in whole micro-dollars, called micros: a million of them are a dollar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType, Protocol

from core.ids import BrandId

ChargeId = NewType("ChargeId", int)

DOLLAR = 1_000_000
_DATED = re.compile(r"-(?:\d{4}-?\d{2}-?\d{2}|\d{3,4}|latest)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one call used up; `cached_tokens` are part of the input. `guessed` where the far side did not say."""

    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    pictures: int = 0
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Micros for a million tokens, and for a picture, from one day up to another.

    It is of the model of that name, with or without a date behind it; an empty name is every model of the provider.
    `cached` is None where cached input costs as much as other input, `until` where no end is known.
    """

    provider: str
    model: str
    input: int
    output: int
    cached: int | None = None
    picture: int = 0
    since: date = date.min
    until: date | None = None

    def holds(self, provider: str, model: str, on: date) -> bool:
        """Whether this is a price of that model on that day."""
        dated = model.startswith(f"{self.model}-") and _DATED.fullmatch(model[len(self.model) :])
        there = provider == self.provider and (not self.model or model == self.model or bool(dated))
        return there and self.since <= on and (self.until is None or on < self.until)

    def of(self, usage: Usage) -> int:
        """What that costs, rounded up."""
        fresh = usage.input_tokens - usage.cached_tokens
        cached = self.input if self.cached is None else self.cached
        tokens = fresh * self.input + usage.cached_tokens * cached + usage.output_tokens * self.output
        return -(-tokens // 1_000_000) + usage.pictures * self.picture


@dataclass(frozen=True, slots=True)
class Prices:
    """The table of prices that are known."""

    rows: tuple[Price, ...]

    def cost(self, provider: str, model: str, usage: Usage, on: date) -> int | None:
        """The micros of a call; None where no price is known, which does not mean that it was free.

        Of several rows the one with the longest name counts: far sides answer dated names.
        """
        known = [row for row in self.rows if row.holds(provider, model, on)]
        return max(known, key=lambda row: len(row.model)).of(usage) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One call that may have to be paid. Until it is settled, `usage` and `micros` are what it may come to at most."""

    id: ChargeId
    brand_id: BrandId
    provider: str
    model: str
    purpose: str
    usage: Usage
    micros: int | None
    at: datetime
    settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a brand used of one model. `unknown` counts the calls without a known price, `guessed` uncounted ones."""

    provider: str
    model: str
    calls: int
    input_tokens: int
    output_tokens: int
    micros: int
    unknown: int
    guessed: int


def total(spent: Iterable[Spent]) -> int:
    """All of it, in micros."""
    return sum(one.micros for one in spent)


class Charges(Protocol):
    """The ledger. What was reserved counts as spent until it is settled or released."""

    async def reserve(self, charge: Charge, *, since: datetime, cap: int | None) -> None:
        """Write a charge down before its call. One brand's reservations wait for each other.

        Raises:
            Held: with it the brand would have spent more than `cap` micros since then.
        """
        ...

    async def settle(self, charge_id: ChargeId, model: str, usage: Usage, micros: int | None) -> None:
        """It came to this."""
        ...

    async def release(self, charge_id: ChargeId) -> None:
        """Nothing was called."""
        ...

    async def spent(self, brand_id: BrandId, since: datetime) -> tuple[Spent, ...]:
        """By provider and model, the dearest first."""
        ...
