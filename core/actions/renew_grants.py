"""Keep permissions alive: renew tokens ahead of their end, one at a time for each account, also across processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from core.account import Account, Grant, Health, Platform
from core.clock import Clock, Ids
from core.connecting import Connector
from core.errors import OutcomeUnknown, PortError, Reconnect, Unavailable
from core.ids import AccountId
from core.notice import Notice, Topic
from core.ports import Vault
from core.store import Store

log = logging.getLogger(__name__)

NEAR = timedelta(minutes=5)
"""Tokens that end within this are renewed before they are used."""

HELD = timedelta(minutes=2)
LOOKS, BETWEEN = 100, 0.2  # how often, and how many seconds apart, somebody waits for another who renews


@dataclass(frozen=True, slots=True)
class RenewGrants:
    """Implements `core.ports.Grants`. Newer tokens are stored before anybody uses them."""

    store: Store
    clock: Clock
    ids: Ids
    vault: Vault
    connectors: Mapping[Platform, Connector]

    async def __call__(self) -> int:
        """Renew what is due; answers how many accounts have newer tokens. Repeating is harmless."""
        async with self.store.read() as tx:
            due = await tx.accounts.to_renew(self.clock.now())
        renewed = 0
        for account in due:
            try:
                await self._renewed(account)
                renewed += 1
            except PortError as error:
                log.warning("grant_not_renewed account=%s reason=%s", account.id, error.reason)
        return renewed

    async def open(self, account: Account) -> Grant:
        """The tokens as they are stored now, renewed where they are about to end. Raises as the port says."""
        if account.refresh_at is not None:
            async with self.store.read() as tx:
                account = await tx.accounts.get(account.id)
        grant = self._opened(account)
        return await self._renewed(account) if self._ends_soon(account, grant) else grant

    async def _renewed(self, account: Account) -> Grant:
        """Ask for newer tokens, or wait for whoever does."""
        owner = self.ids.token()
        for _ in range(LOOKS):
            now = self.clock.now()
            async with self.store.begin() as tx:
                ours = await tx.accounts.hold(account.id, owner, now=now, until=now + HELD)
                fresh = await tx.accounts.get(account.id)
            if not ours and fresh.grant == account.grant:
                await asyncio.sleep(BETWEEN)
                continue
            if fresh.grant != account.grant:  # somebody else has just done it
                await self._release(account.id, owner)
                return self._opened(fresh)
            try:
                return await self._ask(fresh, owner)
            finally:
                await self._release(account.id, owner)
        raise Unavailable("renewing")

    async def _ask(self, account: Account, owner: str) -> Grant:
        connector = self.connectors.get(account.platform)
        if connector is None:
            raise Unavailable("platform_off")
        try:
            grant = await connector.refresh(self._opened(account))
        except Reconnect as error:
            await self._broken(account, error.reason)
            raise
        except OutcomeUnknown as error:
            raise Unavailable(error.reason or "no_answer") from error
        sealed = self.vault.seal(grant, account.row)
        async with self.store.begin() as tx:
            kept = await tx.accounts.renew(account.opened_by(grant, sealed, self.clock.now()), owner)
        if not kept:
            raise Unavailable("renewing")
        log.info("grant_renewed account=%s", account.id)
        return grant

    async def _broken(self, account: Account, reason: str) -> None:
        """The permission is gone: say so once."""
        async with self.store.begin() as tx:
            now_is = await tx.accounts.get(account.id)
            if now_is.health is not Health.OK:
                return
            await tx.accounts.mark(now_is.fell_ill(Health.BROKEN, reason))
            brand = await tx.brands.get(account.brand_id)
            notice = Notice(
                topic=Topic.ACCOUNT_BROKEN,
                workspace_id=brand.workspace_id,
                at=self.clock.now(),
                brand_id=brand.id,
                facts={"platform": account.platform, "name": account.name, "account": str(account.id)},
            )
            await tx.outbox.tell(notice)

    async def _release(self, account_id: AccountId, owner: str) -> None:
        async with self.store.begin() as tx:
            await tx.accounts.release(account_id, owner)

    def _opened(self, account: Account) -> Grant:
        return self.vault.open(account.grant, account.row) if account.grant else Grant()

    def _ends_soon(self, account: Account, grant: Grant) -> bool:
        ends = grant.expires_at
        return account.refresh_at is not None and ends is not None and ends - self.clock.now() < NEAR
