"""A meter that only counts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from core.ids import BrandId
from core.money import Usage

T = TypeVar("T")


@dataclass(slots=True)
class Counting:
    """Lets every call through; `used` holds what each one said it used up."""

    used: list[Usage] = field(default_factory=list)

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
        """Do the work and note what it used up."""
        result, _, used = await work()
        self.used.append(used)
        return result
