"""After a rotation everything opens with the new key alone, and nothing that could be opened was lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.vault import AesVault
from core.account import Grant
from core.actions.reseal import Reseal
from core.errors import Reconnect
from core.factor import Factor
from core.installation import Installation, row_of
from core.secret import KeyRing, Secret
from tests.builders import NOON
from tests.core.scene import Scene

OLD, NEW = {"old": b"o" * 32}, {"new": b"n" * 32}
BEFORE = AesVault(KeyRing(current="old", keys=OLD))
BOTH = AesVault(KeyRing(current="new", keys={**NEW, **OLD}))
AFTER = AesVault(KeyRing(current="new", keys=NEW))
GRANT = Grant(access=Secret("token"), extra={"server": "https://a.b"})


async def test_every_box_opens_with_the_new_key_alone(scene: Scene) -> None:
    account = replace(scene.account, grant=BEFORE.seal(GRANT, scene.account.row))
    factor = Factor(member_id=scene.ana.member.id, sealed=BEFORE.seal(GRANT, f"account {scene.ana.member.id}"), used=7)
    row = row_of("slack", "T1")
    installation = Installation(front_end="slack", team="T1", name="One", sealed=BEFORE.seal(GRANT, row), at=NOON)
    async with scene.store.begin() as tx:
        await tx.accounts.save(account)
        await tx.factors.save(factor)
        await tx.installations.save(installation)
    done = await Reseal(scene.store, BOTH)("new")
    assert done == {"sealed": 3}
    async with scene.store.read() as tx:
        boxes = [
            ((await tx.accounts.get(account.id)).grant, account.row),
            ((await tx.factors.all())[0].sealed, factor.row),
            ((await tx.installations.all())[0].sealed, row),
        ]
        assert (await tx.factors.all())[0].used == 7
    for box, name in boxes:
        assert box is not None
        assert AFTER.open(box, name) == GRANT
    assert await Reseal(scene.store, BOTH)("new") == {}


async def test_what_cannot_be_opened_is_counted_and_left_alone(scene: Scene) -> None:
    strange = AesVault(KeyRing(current="lost", keys={"lost": b"l" * 32}))
    account = replace(scene.account, grant=strange.seal(GRANT, scene.account.row))
    async with scene.store.begin() as tx:
        await tx.accounts.save(account)
    assert await Reseal(scene.store, BOTH)("new") == {"lost": 1}
    async with scene.store.read() as tx:
        kept = await tx.accounts.get(account.id)
    assert kept.grant == account.grant
    assert kept.grant is not None
    with pytest.raises(Reconnect):
        AFTER.open(kept.grant, account.row)
