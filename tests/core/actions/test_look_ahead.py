"""A day before, people hear of what would keep a post from going out, once, with the way to mend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.account import Health
from core.actions.look_ahead import BROKEN, ENDS, OFF, RULES, LookAhead
from core.desk import Desk
from core.notice import Topic
from tests.core.scene import Scene

HOUR = timedelta(hours=1)


async def told(scene: Scene) -> list[str]:
    return [one.facts["reason"] for one in await scene.told() if one.topic is Topic.POST_AT_RISK]


async def test_all_is_well_and_nothing_is_said(scene: Scene) -> None:
    await scene.approved(instant=scene.clock.now() + 23 * HOUR)
    assert await LookAhead(scene.store, scene.desk)() == 0
    assert await told(scene) == []


@pytest.mark.parametrize("code", [BROKEN, ENDS])
async def test_a_permission_that_is_gone_or_ends_before_is_said_a_day_ahead_and_once(scene: Scene, code: str) -> None:
    post = await scene.approved(instant=scene.clock.now() + 30 * HOUR)
    look = LookAhead(scene.store, scene.desk)
    account = scene.account
    changed = (
        replace(account, health=Health.BROKEN) if code == BROKEN else replace(account, ends_at=post.moment.instant)
    )
    async with scene.store.begin() as tx:
        await tx.accounts.save(changed)
    assert await look() == 0
    scene.clock.advance(7 * HOUR)
    assert await look() == 1
    assert await look() == 0
    assert await told(scene) == [code]


async def test_a_platform_that_was_switched_off_is_said(scene: Scene) -> None:
    await scene.approved(instant=scene.clock.now() + HOUR)
    bare = Desk(publishers={}, keys=scene.desk.keys, clock=scene.clock, ids=scene.desk.ids)
    assert await LookAhead(scene.store, bare)() == 1
    assert await told(scene) == [OFF]


async def test_rules_that_became_stricter_are_said(scene: Scene) -> None:
    await scene.approved(text="A long text about bread.", instant=scene.clock.now() + HOUR)
    scene.paper.rules = replace(scene.paper.rules, max_text=5)
    assert await LookAhead(scene.store, scene.desk)() == 1
    assert await told(scene) == [RULES]
