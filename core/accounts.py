"""Connected accounts as they are remembered."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from core.account import Account
from core.ids import AccountId, BrandId


class Accounts(Protocol):
    """Connected accounts of brands."""

    async def add(self, account: Account) -> None:
        """Raises Conflict when the brand has this remote account already."""
        ...

    async def get(self, account_id: AccountId) -> Account:
        """Raises NotFound when there is none."""
        ...

    async def of(self, brand_id: BrandId) -> tuple[Account, ...]:
        """All accounts of a brand, oldest first."""
        ...

    async def all(self) -> tuple[Account, ...]:
        """Every account, oldest first."""
        ...

    async def save(self, account: Account) -> None:
        """Write everything but brand, platform and remote id, which never change."""
        ...

    async def mark(self, account: Account) -> None:
        """Write its health, the cause and how often people were warned, and nothing else."""
        ...

    async def to_renew(self, before: datetime) -> tuple[Account, ...]:
        """Accounts that are well and whose tokens are to be renewed at or before that instant."""
        ...

    async def ending(self, before: datetime) -> tuple[Account, ...]:
        """Accounts that are well and whose permission ends at or before that instant."""
        ...

    async def hold(self, account_id: AccountId, owner: str, *, now: datetime, until: datetime) -> bool:
        """Take the right to renew its tokens, closed to everybody else until then; False while another has it."""
        ...

    async def renew(self, account: Account) -> None:
        """Write newer tokens, unless the account was let go of in between."""
        ...

    async def release(self, account_id: AccountId, owner: str) -> None:
        """Give that right back."""
        ...
