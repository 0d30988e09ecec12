"""Let an account go: give its permission back, forget its tokens, and say which posts lose their destination."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for
from core.account import Account, Health, Platform
from core.clock import Clock
from core.connecting import Connector
from core.errors import NotFound, PortError
from core.ids import AccountId
from core.moves import PostState
from core.ports import Vault
from core.post import Post
from core.store import PostFilter, Store, Transaction

log = logging.getLogger(__name__)

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What became of it: whether the platform took the permission back, and the posts that go nowhere else.

    `shared`: other accounts live by the same permission, so it was kept.
    """

    account: Account
    revoked: bool
    shared: bool
    homeless: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Our own tokens are forgotten whatever the platform answers."""

    store: Store
    clock: Clock
    vault: Vault
    connectors: Mapping[Platform, Connector]

    async def __call__(self, account_id: AccountId, *, by: Actor) -> Gone:
        """New posts do not go there; what is planned there fails with a word about it.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such account here.
        """
        async with self.store.begin() as tx:
            account = await tx.accounts.get(account_id)
            brand = await brand_for(tx, account.brand_id, by, may=Right.DECIDE)
            if account.health is Health.DISCONNECTED:
                raise NotFound("account")
            gone = replace(
                account, health=Health.DISCONNECTED, reason="", grant=None, refresh_at=None, ends_at=None, warned=0
            )
            await tx.accounts.save(gone)
            await tx.brands.save(brand.aimed_at(tuple(one for one in brand.targets if one != account_id)))
            await tx.audit.append(by.deed("disconnected_account", account_id, self.clock.now(), detail=account.name))
            waiting = await tx.posts.find(
                PostFilter(brand_id=brand.id, states=(PostState.PENDING, PostState.APPROVED), limit=MOST)
            )
            publications = await tx.publications.of(*(post.id for post in waiting))
            shared = await _shared(tx, account)
        elsewhere = {one.post_id for one in publications if one.account_id != account_id and not one.settled}
        here = {one.post_id for one in publications if one.account_id == account_id and not one.settled}
        homeless = tuple(post for post in waiting if post.id in here and post.id not in elsewhere)
        return Gone(account=gone, revoked=not shared and await self._revoked(account), shared=shared, homeless=homeless)

    async def _revoked(self, account: Account) -> bool:
        connector = self.connectors.get(account.platform)
        if connector is None or account.grant is None:
            return False
        try:
            return await connector.revoke(self.vault.open(account.grant, account.row))
        except PortError as error:
            log.warning("grant_not_revoked account=%s reason=%s", account.id, error.reason)
            return False


async def _shared(tx: Transaction, account: Account) -> bool:
    """Whether another account lives by the same permission, which then has to stay."""
    login = account.details.get("login")
    others = await tx.accounts.all() if login else ()
    return any(
        one.id != account.id
        and one.health is not Health.DISCONNECTED
        and (one.platform, one.details.get("login")) == (account.platform, login)
        for one in others
    )
