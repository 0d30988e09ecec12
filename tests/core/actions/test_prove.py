"""Codes before much happens: asked of those who wish it, by every door, and good for one use."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from core.access import Actor
from core.account import Platform
from core.actions.approve_batch import ApproveBatch
from core.actions.connect_account import ConnectAccount
from core.actions.prove import Prove
from core.errors import Conflict, Invalid
from core.totp import code_for, step_of
from tests.builders import a_batch
from tests.core.scene import PaperVault, Scene

FEED = Platform("feed")


def prove(scene: Scene) -> Prove:
    return Prove(scene.store, scene.clock, scene.desk.ids, PaperVault())


async def guarded(scene: Scene) -> tuple[Actor, bytes]:
    """Ana with codes on, a minute later, and her secret."""
    found = await prove(scene).reveal(await prove(scene).enrol(by=scene.ana))
    assert found is not None
    secret = base64.b32decode(found.secret)
    member = await prove(scene).switch_on(shown(scene, secret), by=scene.ana)
    scene.clock.advance(timedelta(minutes=1))
    return Actor(member=member, door="web"), secret


def shown(scene: Scene, secret: bytes) -> str:
    return code_for(secret, step_of(scene.clock.now()))


async def connects(scene: Scene, by: Actor, code: str = "") -> None:
    async with scene.store.read() as tx:
        (brand,) = await tx.brands.of(scene.workspace.id)
    connect = ConnectAccount(scene.store, scene.clock, scene.desk.ids, prove(scene), PaperVault())
    await connect(brand.id, FEED, "there", "Our feed", by=by, code=code)


async def test_a_new_connection_takes_a_code(scene: Scene) -> None:
    ana, secret = await guarded(scene)
    for wrong in ("", "123456"):
        with pytest.raises(Invalid):
            await connects(scene, ana, wrong)
    await connects(scene, ana, shown(scene, secret))


async def test_a_code_used_for_one_thing_is_no_good_for_another(scene: Scene) -> None:
    ana, secret = await guarded(scene)
    code = shown(scene, secret)
    await connects(scene, ana, code)
    with pytest.raises(Invalid, match="used already"):
        await connects(scene, ana, code)
    with pytest.raises(Invalid, match="used already"):
        await prove(scene).switch_off(code, by=ana)


async def test_what_was_refused_for_another_reason_spends_no_code(scene: Scene) -> None:
    ana, secret = await guarded(scene)
    code = shown(scene, secret)
    async with scene.store.begin() as tx:
        (brand,) = await tx.brands.of(scene.workspace.id)
        batch = a_batch(brand)
        await tx.batches.add(batch)
    with pytest.raises(Conflict):
        await ApproveBatch(scene.store, scene.desk, prove(scene))(batch.id, seen=7, by=ana, code=code)
    await connects(scene, ana, code)


async def test_others_are_asked_for_nothing(scene: Scene) -> None:
    await connects(scene, scene.ana)


async def test_a_secret_in_use_is_not_replaced(scene: Scene) -> None:
    ana, _ = await guarded(scene)
    with pytest.raises(Invalid, match="on already"):
        await prove(scene).enrol(by=ana)


async def test_the_page_lasts_ten_minutes(scene: Scene) -> None:
    token = await prove(scene).enrol(by=scene.ana)
    scene.clock.advance(timedelta(minutes=10))
    assert await prove(scene).reveal(token) is None


async def test_the_secret_lies_sealed(scene: Scene) -> None:
    await guarded(scene)
    async with scene.store.read() as tx:
        factor = await tx.factors.get(scene.ana.member.id)
    assert factor is not None
    assert factor.sealed.key == "k1"
    assert "box" not in repr(factor)
