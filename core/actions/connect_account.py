"""Connect an account, heal it when it comes back, let it go."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for
from core.account import Account, Health, Platform
from core.actions.prove import Prove
from core.clock import Clock, Ids
from core.connecting import Candidate
from core.ids import AccountId, BrandId
from core.ports import Vault
from core.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class ConnectAccount:
    """The same remote account keeps its row, and with it everything approved for it."""

    store: Store
    clock: Clock
    ids: Ids
    prove: Prove
    vault: Vault

    async def __call__(
        self, brand_id: BrandId, platform: Platform, remote_id: str, name: str, *, by: Actor, code: str = ""
    ) -> Account:
        """Connect an account that needs no tokens to the brand, and aim new posts there.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand here.
            Invalid: a code is asked of this person, and this is none.
        """
        async with self.store.begin() as tx:
            await self.prove.check(tx, code, by=by)
            account = await self._account(tx, brand_id, platform, remote_id, name, by)
            return await self._kept(tx, replace(account, name=name, health=Health.OK, reason=""), by)

    async def candidate(self, brand_id: BrandId, platform: Platform, found: Candidate, *, by: Actor) -> Account:
        """Connect an account that a person has just allowed us to post to. Raises NotAllowed, NotFound as above."""
        async with self.store.begin() as tx:
            account = await self._account(tx, brand_id, platform, found.remote_id, found.name, by)
            sealed = self.vault.seal(found.grant, account.row)
            opened = account.opened_by(found.grant, sealed, self.clock.now())
            return await self._kept(tx, replace(opened, name=found.name, details=found.details, warned=0), by)

    async def lost(self, platform: Platform, remote_id: str, reason: str, *, by: Actor) -> tuple[Account, ...]:
        """The platform does not let us in there any more: those accounts of the workspace are broken."""
        async with self.store.begin() as tx:
            found = []
            for brand in await tx.brands.of(by.member.workspace_id):
                for one in await tx.accounts.of(brand.id):
                    if (one.platform, one.remote_id) == (platform, remote_id) and one.health is Health.OK:
                        found.append(one.fell_ill(Health.BROKEN, reason))
                        await tx.accounts.mark(found[-1])
        return tuple(found)

    async def _account(
        self, tx: Transaction, brand_id: BrandId, platform: Platform, remote_id: str, name: str, by: Actor
    ) -> Account:
        """The brand's account of that remote id, made where it is new."""
        await brand_for(tx, brand_id, by, may=Right.DECIDE)
        for one in await tx.accounts.of(brand_id):
            if (one.platform, one.remote_id) == (platform, remote_id):
                return one
        number = AccountId(self.ids.new())
        account = Account(id=number, brand_id=brand_id, platform=platform, remote_id=remote_id, name=name)
        await tx.accounts.add(account)
        return account

    async def _kept(self, tx: Transaction, account: Account, by: Actor) -> Account:
        await tx.accounts.save(account)
        brand = await tx.brands.get(account.brand_id)
        if account.id not in brand.targets:
            await tx.brands.save(brand.aimed_at((*brand.targets, account.id)))
        await tx.audit.append(by.deed("connected_account", account.id, self.clock.now(), detail=account.name))
        return account
