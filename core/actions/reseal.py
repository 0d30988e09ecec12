"""Seal everything anew with the current key, so that an older one can be taken away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from core.account import SealedGrant
from core.errors import Reconnect
from core.ports import Vault
from core.store import Store


@dataclass(frozen=True, slots=True)
class Reseal:
    """Boxes of accounts, of people's second proofs and of chat apps' workspaces. Seals of approvals are not boxes: they
    are checked with the key they name, which stays on the ring until what was approved has gone out.
    """

    store: Store
    vault: Vault

    async def __call__(self, current: str) -> Counter[str]:
        """Answers how many boxes were "sealed" anew and how many are "lost", because their key is gone."""
        done: Counter[str] = Counter()
        async with self.store.begin() as tx:
            for account in await tx.accounts.all():
                if account.grant and (box := self._anew(account.grant, account.row, current, done)):
                    await tx.accounts.save(replace(account, grant=box))
            for factor in await tx.factors.all():
                if box := self._anew(factor.sealed, factor.row, current, done):
                    await tx.factors.save(replace(factor, sealed=box))
            for one in await tx.installations.all():
                if box := self._anew(one.sealed, one.row, current, done):
                    await tx.installations.save(replace(one, sealed=box))
        return done

    def _anew(self, box: SealedGrant, row: str, current: str, done: Counter[str]) -> SealedGrant | None:
        """The box under the current key; None where it has it already, or cannot be opened."""
        if box.key == current:
            return None
        try:
            fresh = self.vault.seal(self.vault.open(box, row), row)
        except Reconnect:
            done["lost"] += 1
            return None
        done["sealed"] += 1
        return fresh
