"""Connected accounts in the database."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import bindparam, or_, select
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
        "refresh_at": account.refresh_at,
        "ends_at": account.ends_at,
        "warned": account.warned,
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
        refresh_at=row["refresh_at"],
        ends_at=row["ends_at"],
        warned=row["warned"],
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
        """Write everything but brand, platform and remote id, which never change."""
        row = to_row(account)
        kept = {name: value for name, value in row.items() if name not in ("id", "brand_id", "platform", "remote_id")}
        await self._connection.execute(accounts.update().where(accounts.c.id == account.id).values(kept))

    async def mark(self, account: Account) -> None:
        """Write its health, the cause and how often people were warned, and nothing else."""
        said = {"health": account.health.value, "reason": account.reason, "warned": account.warned}
        await self._connection.execute(accounts.update().where(accounts.c.id == account.id).values(said))

    async def to_renew(self, before: datetime) -> tuple[Account, ...]:
        """Accounts that are well and whose tokens are to be renewed at or before that instant."""
        wanted = select(accounts).where(accounts.c.refresh_at <= before, accounts.c.health == Health.OK.value)
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def ending(self, before: datetime) -> tuple[Account, ...]:
        """Accounts that are well and whose permission ends at or before that instant."""
        wanted = select(accounts).where(accounts.c.ends_at <= before, accounts.c.health == Health.OK.value)
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def all(self) -> tuple[Account, ...]:
        """Every account, oldest first."""
        return tuple(
            map(from_row, (await self._connection.execute(select(accounts).order_by(accounts.c.id))).mappings())
        )

    async def hold(self, account_id: AccountId, owner: str, *, now: datetime, until: datetime) -> bool:
        """Take the right to renew its tokens, for everybody else closed until then; False while another has it."""
        free = or_(accounts.c.held_until.is_(None), accounts.c.held_until <= now, accounts.c.held_by == owner)
        taken = accounts.update().where(accounts.c.id == account_id, free).values(held_by=owner, held_until=until)
        return (await self._connection.execute(taken)).rowcount == 1

    async def renew(self, account: Account) -> None:
        """Write newer tokens, unless the account was let go of in between."""
        row = to_row(account)
        fresh = {name: row[name] for name in ("grant_key", "grant_box", "refresh_at", "ends_at", "warned")}
        still = (accounts.c.id == account.id, accounts.c.grant_box.is_not(None))
        await self._connection.execute(accounts.update().where(*still).values(fresh))

    async def release(self, account_id: AccountId, owner: str) -> None:
        """Give that right back."""
        held = (accounts.c.id == account_id, accounts.c.held_by == owner)
        await self._connection.execute(accounts.update().where(*held).values(held_by="", held_until=None))
