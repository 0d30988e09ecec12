"""A person who was asked is asked again once a day, until somebody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.actions.settle import ASK_AFTER, REMIND_EVERY
from core.moves import PartState
from core.rules import Recovery
from tests.builders import HOUR, MINUTE, NOON
from tests.core.actions.unclear import (
    ANSWERS,
    CANNOT_TELL,
    NOT_THERE,
    ONE,
    SECOND,
    asked,
    one_we_have,
    stands,
    unclear,
)
from tests.core.scene import Scene

NOT_FOUND = ("ask", "not_found")


async def test_what_a_person_was_asked_about_is_still_found_and_told(scene: Scene) -> None:
    post = await asked(scene)
    scene.paper.on_find = ANSWERS["found"]
    scene.clock.advance(15 * MINUTE)
    assert await scene.settle()() == 1
    assert (await scene.part(post)).state is PartState.LIVE
    (notice,) = await scene.told()
    assert (notice.topic.value, notice.facts["url"]) == ("post_live", ONE.url)


@pytest.mark.parametrize("name", [*NOT_THERE, *CANNOT_TELL])
async def test_an_open_question_stays_open_whatever_else_is_seen(scene: Scene, name: str) -> None:
    if "we have" in name:
        await one_we_have(scene)
    post = await asked(scene)
    scene.paper.on_find = ANSWERS[name]
    scene.clock.advance(15 * MINUTE)
    assert await scene.settle()() == 0
    assert await stands(scene, post) == NOT_FOUND


async def reminders(scene: Scene, span: timedelta, delay: timedelta) -> list[timedelta]:
    """Settle whenever a look is due, that much later, and answer when people were asked again."""
    end = scene.clock.now() + span
    heard: list[timedelta] = []
    while (due := await scene.queue.upcoming(end)) and scene.clock.now() < end:
        scene.clock.advance(max(due[0] - scene.clock.now(), timedelta(0)) + delay)
        await scene.settle()()
        heard += [notice.at - NOON for notice in await scene.told() if notice.topic.value == "post_asks"]
    return heard


@pytest.mark.parametrize(("recovery", "delay"), [(Recovery.SEARCH, 40 * SECOND), (Recovery.NONE, SECOND)])
async def test_an_open_question_is_asked_again_once_a_day(scene: Scene, recovery: Recovery, delay: timedelta) -> None:
    await asked(scene, recovery)
    heard = await reminders(scene, 2 * REMIND_EVERY + HOUR, delay)
    assert len(heard) == 2
    for day, at in enumerate(heard, start=1):
        assert day * REMIND_EVERY <= at <= day * REMIND_EVERY + 17 * MINUTE


async def test_a_restored_question_is_asked_again_once_a_day_too(scene: Scene) -> None:
    await scene.due()
    (held,) = await scene.queue.hold_due(scene.clock.now())
    assert held.sent_at is None
    assert len(await reminders(scene, REMIND_EVERY + HOUR, SECOND)) == 1


async def test_a_person_hears_even_when_the_platform_is_gone_for_good(scene: Scene) -> None:
    post = await unclear(scene)
    scene.desk = replace(scene.desk, publishers={})
    scene.clock.advance(ASK_AFTER)
    await scene.settle()()
    assert (await scene.part(post)).state is PartState.ASK
    assert await scene.topics() == ["post_asks"]
