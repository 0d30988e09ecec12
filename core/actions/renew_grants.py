"""Keep permissions alive: renew tokens ahead of their end, one at a time for each account, also across processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from core.account import Account, Grant, Health, Platform
from core.clock import Clock, Ids
from core.connecting import Connector
from core.errors import OutcomeUnknown, PortError, Reconnect, Unavailable
from core.ids import AccountId
from core.notice import Notice, Topic
from core.ports import Vault
from core.store import Store, Transaction

log = logging.getLogger(__name__)

NEAR = timedelta(minutes=5)
"""Tokens that end within this are renewed before they are used."""

LOGIN = "login"
"""The detail of an account that names the login it shares its tokens with others by."""

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
        async with self.store.read() as tx:
            first = min(one.id for one in await self._of_one_login(tx, account))
        for _ in range(LOOKS):
            now = self.clock.now()
            async with self.store.begin() as tx:
                ours = await tx.accounts.hold(first, owner, now=now, until=now + HELD)
                fresh = await tx.accounts.get(account.id)
            if not ours and fresh.grant == account.grant:
                await asyncio.sleep(BETWEEN)
                continue
            if fresh.grant != account.grant:  # somebody else has just done it
                await self._release(first, owner)
                return self._opened(fresh)
            try:
                return await self._ask(fresh)
            finally:
                await self._release(first, owner)
        raise Unavailable("renewing")

    async def _ask(self, account: Account) -> Grant:
        """Renew the tokens of that account, and of all others that live by the same login."""
        connector = self.connectors.get(account.platform)
        if connector is None:
            raise Unavailable("platform_off")
        try:
            grant = await connector.refresh(self._opened(account))
        except Reconnect as error:
            async with self.store.read() as tx:
                together = await self._of_one_login(tx, account)
            for one in together:
                await self._broken(one, error.reason)
            raise
        except OutcomeUnknown as error:
            raise Unavailable(error.reason or "no_answer") from error
        now, asked_with = self.clock.now(), self._opened(account).refresh.reveal()
        async with self.store.begin() as tx:
            for one in await self._of_one_login(tx, account):
                theirs = self._opened(one)
                if one.id == account.id or theirs.refresh.reveal() == asked_with:
                    fresh = replace(grant, extra=theirs.extra)
                    await tx.accounts.renew(one.opened_by(fresh, self.vault.seal(fresh, one.row), now))
        log.info("grant_renewed account=%s", account.id)
        return grant

    async def _of_one_login(self, tx: Transaction, account: Account) -> list[Account]:
        """The accounts whose tokens are one: those that one person's yes has opened, such as the boards they chose."""
        login = account.details.get(LOGIN)
        if not login:
            return [account]
        every = [one for one in await tx.accounts.all() if one.platform == account.platform and one.grant]
        return [one for one in every if one.details.get(LOGIN) == login] or [account]

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
