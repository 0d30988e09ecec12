"""Connect an account, heal it when it comes back, let it go."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for
from core.account import Account, Health, Platform
from core.actions.prove import Prove
from core.clock import Clock, Ids
from core.errors import NotFound
from core.ids import AccountId, BrandId
from core.store import Store


@dataclass(frozen=True, slots=True)
class ConnectAccount:
    """The same remote account keeps its row, and with it everything approved for it."""

    store: Store
    clock: Clock
    ids: Ids
    prove: Prove

    async def __call__(
        self, brand_id: BrandId, platform: Platform, remote_id: str, name: str, *, by: Actor, code: str = ""
    ) -> Account:
        """Connect it to the brand, and aim new posts there.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand here.
            Invalid: a code is asked of this person, and this is none.
        """
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.DECIDE)
            await self.prove.check(tx, code, by=by)
            known = next(
                (
                    one
                    for one in await tx.accounts.of(brand_id)
                    if (one.platform, one.remote_id) == (platform, remote_id)
                ),
                None,
            )
            if known is None:
                account = Account(
                    id=AccountId(self.ids.new()), brand_id=brand_id, platform=platform, remote_id=remote_id, name=name
                )
                await tx.accounts.add(account)
            else:
                account = replace(known, name=name, health=Health.OK, reason="")
                await tx.accounts.save(account)
            if account.id not in brand.targets:
                await tx.brands.save(brand.aimed_at((*brand.targets, account.id)))
            await tx.audit.append(by.deed("connected_account", account.id, self.clock.now(), detail=name))
        return account

    async def lost(self, platform: Platform, remote_id: str, reason: str, *, by: Actor) -> tuple[Account, ...]:
        """The platform does not let us in there any more: those accounts of the workspace are broken."""
        async with self.store.begin() as tx:
            found = []
            for brand in await tx.brands.of(by.member.workspace_id):
                for one in await tx.accounts.of(brand.id):
                    if (one.platform, one.remote_id) == (platform, remote_id) and one.health is Health.OK:
                        found.append(one.fell_ill(Health.BROKEN, reason))
                        await tx.accounts.save(found[-1])
        return tuple(found)

    async def disconnect(self, account_id: AccountId, *, by: Actor) -> Account:
        """New posts do not go there; what is planned there fails with a word about it. Raises as above."""
        async with self.store.begin() as tx:
            account = await tx.accounts.get(account_id)
            brand = await brand_for(tx, account.brand_id, by, may=Right.DECIDE)
            if account.health is Health.DISCONNECTED:
                raise NotFound("account")
            gone = replace(account, health=Health.DISCONNECTED, reason="", grant=None)
            await tx.accounts.save(gone)
            await tx.brands.save(brand.aimed_at(tuple(one for one in brand.targets if one != account_id)))
            await tx.audit.append(by.deed("disconnected_account", account_id, self.clock.now(), detail=account.name))
        return gone
