"""Connected accounts in the database."""

from __future__ import annotations

import json

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import add_new
from adapters.store.in_loop import InLoop
from adapters.store.tables import accounts
from core.account import Account, Health, Platform, SealedGrant
from core.errors import Conflict, NotFound
from core.ids import AccountId, BrandId


def to_row(account: Account) -> dict[str, object]:
    """An account as its row."""
    return {
        "id": account.id,
        "brand_id": account.brand_id,
        "platform": account.platform,
        "remote_id": account.remote_id,
        "name": account.name,
        "health": account.health.value,
        "reason": account.reason,
        "grant_key": None if account.grant is None else account.grant.key,
        "grant_box": None if account.grant is None else account.grant.box,
        "details": json.dumps(dict(account.details)),
    }


def from_row(row: Record) -> Account:
    """The account a row stands for."""
    key, box = row["grant_key"], row["grant_box"]
    return Account(
        id=AccountId(row["id"]),
        brand_id=BrandId(row["brand_id"]),
        platform=Platform(row["platform"]),
        remote_id=row["remote_id"],
        name=row["name"],
        health=Health(row["health"]),
        reason=row["reason"],
        grant=None if key is None else SealedGrant(key=key, box=bytes(box)),
        details=json.loads(row["details"]),
    )


_OF = select(accounts).where(accounts.c.brand_id == bindparam("brand")).order_by(accounts.c.id)


class SqlAccounts:
    """`core.store.Accounts` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, account: Account) -> None:
        """Store a new account.

        Raises:
            Conflict: the brand has this remote account already.
        """
        if not await add_new(self._connection, accounts, to_row(account)):
            raise Conflict

    async def get(self, account_id: AccountId) -> Account:
        """The account of that id.

        Raises:
            NotFound: there is none.
        """
        found = await self._connection.execute(select(accounts).where(accounts.c.id == account_id))
        row = found.mappings().one_or_none()
        if row is None:
            raise NotFound
        return from_row(row)

    async def of(self, brand_id: BrandId) -> tuple[Account, ...]:
        """All accounts of a brand, oldest first."""
        return tuple(map(from_row, (await self._connection.execute(_OF, {"brand": brand_id})).mappings()))

    async def save(self, account: Account) -> None:
        """Write name, health, reason, grant and details; platform and remote id never change."""
        row = to_row(account)
        kept = {name: row[name] for name in ("name", "health", "reason", "grant_key", "grant_box", "details")}
        await self._connection.execute(accounts.update().where(accounts.c.id == account.id).values(kept))
