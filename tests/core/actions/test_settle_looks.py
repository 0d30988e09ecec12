"""When a look is taken, who takes it, and what a dead process left behind."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.account import Platform
from core.moves import PartState
from core.payload import Absent, Checkpoint, Found, Payload, Unknown
from core.post import Post
from core.queue import Move
from core.rules import Recovery
from tests.builders import MINUTE, NOON
from tests.core.actions.unclear import (
    ANSWERS,
    EARLY,
    LAST_SIGN,
    ONE,
    SECOND,
    dropped,
    recovering,
    stands,
    unclear,
)
from tests.core.hands import Paper, a_desk, paper_rules
from tests.core.scene import LEASE, Scene


async def test_a_look_that_is_not_due_is_not_taken(scene: Scene) -> None:
    await unclear(scene)
    scene.clock.advance(4 * SECOND)
    assert await scene.settle()() == 0
    assert scene.paper.calls == []


async def test_two_processes_do_not_look_at_the_same_time(scene: Scene) -> None:
    await unclear(scene)
    scene.clock.advance(EARLY)
    await asyncio.gather(scene.settle()(), scene.settle()())
    assert scene.paper.calls == ["find"]


async def test_what_nobody_can_tell_is_looked_at_again_every_minute(scene: Scene) -> None:
    await unclear(scene)
    scene.paper.on_find = ANSWERS["unknown"]
    scene.clock.advance(EARLY)
    for _ in range(3):
        await scene.settle()()
        scene.clock.advance(MINUTE)
    assert scene.paper.calls == ["find"] * 3


async def left_by_a_dead_process(scene: Scene, state: PartState) -> Post:
    """A post whose Part was claimed, or on its way, when its process died at noon."""
    recovering(scene, Recovery.SEARCH)
    post = await scene.due()
    (claim,) = await scene.queue.load(*await scene.queue.claim(NOON, owner="dead", lease=LEASE))
    if state is PartState.SENDING:
        part = replace(claim.part.go(state), sent_at=NOON, first_sent_at=NOON)
        move = Move(was=frozenset({PartState.CLAIMED}), attempt=part.attempt, result=part, at=NOON)
        assert await scene.queue.record(move)
    return post


@pytest.mark.parametrize(
    ("state", "after", "to"),
    [
        (PartState.CLAIMED, LEASE + 6 * SECOND, PartState.SCHEDULED),
        (PartState.SENDING, LAST_SIGN, PartState.CHECKING),
    ],
)
async def test_what_a_dead_process_left_is_picked_up_once_its_call_must_be_over(
    scene: Scene, state: PartState, after: timedelta, to: PartState
) -> None:
    post = await left_by_a_dead_process(scene, state)
    scene.paper.on_find = ANSWERS["unknown"]
    scene.clock.advance(after - SECOND)
    assert await scene.settle()() == 0
    assert (await scene.part(post)).state is state
    scene.clock.advance(SECOND)
    assert await scene.settle()() == 1
    assert await stands(scene, post) == (to, "worker_lost")


async def test_what_was_only_claimed_goes_out_after_all(scene: Scene) -> None:
    post = await left_by_a_dead_process(scene, PartState.CLAIMED)
    scene.clock.advance(LEASE + 6 * SECOND)
    await scene.settle()()
    await scene.publish()()
    part = await scene.part(post)
    assert (part.state, part.attempt, part.owner) == (PartState.LIVE, 2, "w1")


async def test_one_row_that_breaks_does_not_keep_the_others_unsettled(scene: Scene) -> None:
    post = await unclear(scene)
    other = await scene.another_account()
    second = await scene.approved(other, instant=scene.clock.now() + SECOND)
    scene.clock.advance(SECOND)
    scene.paper.on_reveal = dropped
    await scene.publish()()

    async def find(payload: Payload, checkpoint: Checkpoint) -> Found | Absent | Unknown:
        if scene.paper.calls.count("find") == 1:
            raise LookupError("a bug")
        return Found(candidates=(ONE,))

    scene.paper.on_find = find
    scene.clock.advance(EARLY)
    assert await scene.settle()() == 1
    assert {(await scene.part(post)).state, (await scene.part(second)).state} == {PartState.CHECKING, PartState.LIVE}


async def test_a_platform_that_was_switched_off_leaves_its_questions_open_and_the_others_settled(scene: Scene) -> None:
    post = await unclear(scene)
    feed = Paper(rules=replace(paper_rules(), platform=Platform("other")), on_reveal=dropped)
    feed.on_find = ANSWERS["found"]
    scene.desk = a_desk(scene.paper, feed, clock=scene.clock)
    second = await scene.approved(await scene.another_account(Platform("other")), instant=scene.clock.now() + SECOND)
    scene.clock.advance(SECOND)
    await scene.publish()()
    scene.desk = a_desk(feed, clock=scene.clock)
    scene.clock.advance(EARLY)
    await scene.settle()()
    assert (await scene.part(post)).state is PartState.CHECKING
    assert (await scene.part(second)).state is PartState.LIVE
