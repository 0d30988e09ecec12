"""The second proof of who somebody is, kept sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from core.account import SealedGrant
from core.ids import MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A member's sealed secret. The code of half minute `used`, and of any before it, is spent."""

    member_id: MemberId
    sealed: SealedGrant
    used: int = 0

    @property
    def row(self) -> str:
        """The name it is sealed for."""
        return row_of(self.member_id)


def row_of(member_id: MemberId) -> str:
    """The name a member's secret is sealed for, as the first release named it; ids are unique over all nouns."""
    return f"account {member_id}"


class Factors(Protocol):
    """Secrets of members; one goes when its member goes."""

    async def get(self, member_id: MemberId) -> Factor | None:
        """The member's secret, in use or about to be."""
        ...

    async def all(self) -> tuple[Factor, ...]:
        """Every secret."""
        ...

    async def save(self, factor: Factor) -> None:
        """Keep it in place of an earlier one."""
        ...

    async def spend(self, member_id: MemberId, step: int) -> bool:
        """Mark the code of that half minute as used; False when it, or a later one, was used already."""
        ...

    async def remove(self, member_id: MemberId) -> None:
        """Forget it. Repeating is harmless."""
        ...
