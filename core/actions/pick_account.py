"""Pick which of several accounts that one permission opens are to be connected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.access import Actor
from core.account import Account, Platform, SealedGrant
from core.actions.connect_account import ConnectAccount
from core.clock import Clock, Ids
from core.connecting import Candidate
from core.errors import NotFound
from core.ids import BrandId, MemberId
from core.ports import Vault
from core.store import Store
from core.ticket import hashed

PICKING = timedelta(hours=1)
SHOWN = 20
"""How many names are shown at once."""
_PICK = "pick_account"


@dataclass(frozen=True, slots=True)
class PickAccount:
    """Keeps what was found, sealed, for an hour, in which its finder may connect as many as they like."""

    store: Store
    clock: Clock
    ids: Ids
    vault: Vault
    connect_account: ConnectAccount

    async def ask(self, about: Mapping[str, Any], label: str, found: tuple[Candidate, ...]) -> dict[str, str]:
        """Keep them, and answer the facts of the question: its number, the first names and how many there are."""
        number = self.ids.new()
        kept = []
        for index, one in enumerate(found):
            sealed = self.vault.seal(one.grant, f"pick {number} {index}")
            kept.append(
                {
                    "remote_id": one.remote_id,
                    "name": one.name,
                    "kind": one.kind,
                    "details": dict(one.details),
                    "key": sealed.key,
                    "box": sealed.box.hex(),
                }
            )
        value = json.dumps({**about, "label": label, "found": kept})
        async with self.store.begin() as tx:
            until = self.clock.now() + PICKING
            await tx.tickets.add(hashed(str(number)), _PICK, value, until, member_id=MemberId(about["member"]))
        names = json.dumps([_name(one) for one in kept[:SHOWN]])
        return {"number": str(number), "names": names, "many": str(len(kept)), "label": label}

    async def names(self, number: int, *, by: Actor) -> tuple[str, tuple[str, ...]]:
        """What the platform is called, and every name there is to pick from.

        Raises:
            NotFound: it is not this person's to pick, or too late.
        """
        about = await self._kept(number, by)
        return about["label"], tuple(_name(one) for one in about["found"])

    async def __call__(self, number: int, index: int, *, by: Actor) -> Account:
        """Connect one; the others stay to be picked.

        Raises:
            NotFound, NotAllowed: it is not this person's to pick, or too late.
        """
        about = await self._kept(number, by)
        if not 0 <= index < len(about["found"]):
            raise NotFound("pick")
        one = about["found"][index]
        sealed = SealedGrant(key=one["key"], box=bytes.fromhex(one["box"]))
        found = Candidate(
            remote_id=one["remote_id"],
            name=one["name"],
            grant=self.vault.open(sealed, f"pick {number} {index}"),
            kind=one["kind"],
            details=one["details"],
        )
        return await self.connect_account.candidate(BrandId(about["brand"]), Platform(about["platform"]), found, by=by)

    async def _kept(self, number: int, by: Actor) -> dict[str, Any]:
        async with self.store.read() as tx:
            value = await tx.tickets.read(hashed(str(number)), _PICK, self.clock.now())
        about: dict[str, Any] = json.loads(value) if value else {}
        if about.get("member") != by.member.id:
            raise NotFound("pick")
        return about


def _name(one: Mapping[str, Any]) -> str:
    return f"{one['name']} ({one['kind']})" if one["kind"] else str(one["name"])
