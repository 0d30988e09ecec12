"""What follows when a call of an attempt ends badly: later, never, or a look."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.account import Grant, Health
from core.attempt import MOST_STEPS, Counts
from core.errors import (
    Duplicate,
    Held,
    OutcomeUnknown,
    PortError,
    Reconnect,
    Rejected,
    Throttled,
    Unavailable,
)
from core.moves import PartState
from core.payload import Accepted, Checkpoint, Live, Payload, Ready, Wait
from core.secret import Secret
from tests.builders import NOON
from tests.core.ends import (
    CHECKING,
    FAILED,
    MINUTES,
    SCHEDULED,
    SECOND,
    After,
    failing,
    named,
    stands,
    step_failing,
    waits,
)
from tests.core.hands import CountedIds, a_desk, paper_rules, shows
from tests.core.scene import LEASE, TOKEN, PaperVault, Scene

REFUSALS: list[tuple[PortError, After]] = [
    (
        Throttled("slow", retry_at=NOON + 7 * MINUTES),
        After(state=SCHEDULED, reason="throttled", again=7 * MINUTES, failures=1),
    ),
    (Held("quota"), After(state=SCHEDULED, reason="held", again=15 * MINUTES, failures=1, told=("post_held",))),
    (Unavailable("refused"), After(state=SCHEDULED, reason="refused", again=MINUTES, failures=1)),
    (Unavailable(), After(state=SCHEDULED, reason="unavailable", again=MINUTES, failures=1)),
    (Rejected("too_rude"), After(state=FAILED, reason="too_rude", told=("post_failed",))),
    (Rejected(), After(state=FAILED, reason="rejected", told=("post_failed",))),
    (Reconnect("revoked"), After(state=FAILED, reason="reconnect", told=("post_failed",))),
]
LOST: list[tuple[Exception, After]] = [
    (OutcomeUnknown("dropped"), After(state=CHECKING, reason="dropped", again=5 * SECOND)),
    (OutcomeUnknown(), After(state=CHECKING, reason="unknown", again=5 * SECOND)),
    (Duplicate("seen_before"), After(state=CHECKING, reason="seen_before", again=5 * SECOND)),
    (TimeoutError(), After(state=CHECKING, reason="timeout", again=5 * SECOND)),
]
UNSURE_BEFORE: list[tuple[Exception, After]] = [
    (OutcomeUnknown("dropped"), After(state=SCHEDULED, reason="dropped", again=MINUTES, failures=1)),
    (Duplicate("seen_before"), After(state=SCHEDULED, reason="seen_before", again=MINUTES, failures=1)),
    (TimeoutError(), After(state=SCHEDULED, reason="timeout", again=MINUTES, failures=1)),
]


@pytest.mark.parametrize(("error", "after"), [*REFUSALS, *LOST], ids=named)
async def test_each_end_of_the_visible_call_has_its_consequence(scene: Scene, error: Exception, after: After) -> None:
    post = await scene.due()
    scene.paper.on_reveal = failing(error)
    await scene.publish()()
    assert await stands(scene, post) == after
    assert scene.paper.calls == ["step", "reveal"]


@pytest.mark.parametrize("where", ["on_step", "on_reveal"])
async def test_tokens_that_were_renewed_meanwhile_are_no_reason_to_connect_again(scene: Scene, where: str) -> None:
    post = await scene.due()
    renewed = PaperVault().seal(Grant(access=Secret("a newer one")), scene.account.row)
    async with scene.store.begin() as tx:
        account = replace(scene.account, refresh_at=NOON)
        await tx.accounts.save(account)

    async def refuse(payload: Payload, checkpoint: Checkpoint) -> Live:
        async with scene.store.begin() as tx:
            await tx.accounts.renew(replace(account, grant=renewed))
        raise Reconnect("token")

    setattr(scene.paper, where, refuse)
    assert await scene.publish()() == Counts(later=1)
    assert (await stands(scene, post)).reason == "renewing"
    assert (await scene.account_now()).health is Health.OK


@pytest.mark.parametrize(("error", "after"), [*REFUSALS, *UNSURE_BEFORE], ids=named)
async def test_an_error_before_the_visible_call_never_leads_to_a_look(
    scene: Scene, error: Exception, after: After
) -> None:
    post = await scene.due()
    scene.paper.on_step = step_failing(error)
    await scene.publish()()
    assert await stands(scene, post) == after
    assert scene.paper.calls == ["step"]
    assert (await scene.part(post)).first_sent_at is None


async def test_what_was_only_accepted_is_looked_for(scene: Scene) -> None:
    async def accept(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        return Accepted()

    post = await scene.due()
    scene.paper.on_reveal = accept
    assert await scene.publish()() == Counts(checking=1)
    assert await stands(scene, post) == After(state=CHECKING, reason="accepted", again=5 * SECOND)


async def test_what_came_with_an_acceptance_is_kept_for_the_look(scene: Scene) -> None:
    async def accept(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        return Accepted(checkpoint=checkpoint.with_data(number="7"))

    post = await scene.due()
    scene.paper.on_reveal = accept
    await scene.publish()()
    checkpoint = (await scene.part(post)).checkpoint
    assert checkpoint is not None
    assert checkpoint.get("number") == "7"


async def test_a_call_that_takes_too_long_is_cut_off_and_looked_for(scene: Scene) -> None:
    async def hang(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        await asyncio.Event().wait()
        raise AssertionError

    post = await scene.due()
    scene.paper.rules = paper_rules(timeout=timedelta(milliseconds=20))
    scene.paper.on_reveal = hang
    await scene.publish()()
    assert await stands(scene, post) == After(state=CHECKING, reason="timeout", again=5 * SECOND)


@pytest.mark.parametrize("where", ["step", "reveal"])
async def test_lost_permission_marks_the_account_and_leaves_its_posts_alone(scene: Scene, where: str) -> None:
    await scene.due()
    if where == "step":
        scene.paper.on_step = step_failing(Reconnect("revoked"))
    else:
        scene.paper.on_reveal = failing(Reconnect("revoked"))
    await scene.publish()()
    account = await scene.account_now()
    assert (account.health, account.reason) == (Health.BROKEN, "revoked")
    scene.paper.calls.clear()
    other = await scene.due()
    await scene.publish()()
    assert (await scene.part(other)).state is PartState.SCHEDULED
    assert scene.paper.calls == []


async def test_tokens_that_do_not_open_ask_for_a_new_connection(scene: Scene) -> None:
    foreign = PaperVault().seal(Grant(access=TOKEN), (await scene.another_account()).row)
    async with scene.store.begin() as tx:
        await tx.accounts.save(replace(scene.account, grant=foreign))
    post = await scene.due()
    await scene.publish()()
    assert await stands(scene, post) == After(state=FAILED, reason="reconnect", told=("post_failed",))
    assert scene.paper.calls == []


async def test_success_after_trouble_is_told(scene: Scene) -> None:
    await scene.due()
    scene.paper.on_reveal = failing(Unavailable("away"))
    await scene.publish()()
    scene.paper.on_reveal = shows
    scene.clock.advance(MINUTES)
    await scene.publish()()
    assert await scene.topics() == ["post_live"]


async def test_a_held_account_is_told_about_once(scene: Scene) -> None:
    await scene.due()
    scene.paper.on_reveal = failing(Held("quota"))
    for _ in range(4):
        await scene.publish()()
        scene.clock.advance(15 * MINUTES)
    assert scene.paper.calls.count("reveal") == 4
    assert await scene.topics() == ["post_held"]


async def test_each_try_waits_longer_but_never_more_than_half_an_hour(scene: Scene) -> None:
    post = await scene.due()
    scene.paper.on_reveal = failing(Unavailable("away"))
    pauses = []
    for _ in range(45):
        await scene.publish()()
        pauses.append(round((await waits(scene, post)).total_seconds() / 60))
        scene.clock.advance(await waits(scene, post))
    assert pauses[:7] == [1, 2, 4, 8, 16, 30, 30]
    assert set(pauses[7:]) == {30}


async def test_retries_are_spread_by_up_to_a_quarter(scene: Scene) -> None:
    scene.desk = a_desk(scene.paper, clock=scene.clock, ids=CountedIds(chance=0.8))
    post = await scene.due()
    scene.paper.on_reveal = failing(Unavailable("away"))
    await scene.publish()()
    assert await waits(scene, post) == timedelta(seconds=72)


@pytest.mark.parametrize("where", ["throttled", "waiting"])
async def test_a_retry_time_in_the_past_does_not_make_it_spin(scene: Scene, where: str) -> None:
    async def wait(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        return Wait(until=scene.clock.now() - MINUTES)

    post = await scene.due()
    if where == "waiting":
        scene.paper.on_step = wait
    else:
        scene.paper.on_reveal = failing(Throttled("slow", retry_at=NOON - MINUTES))
    await scene.publish()()
    assert scene.paper.calls.count("step") == 1
    assert await waits(scene, post) == 2 * SECOND


async def test_steps_that_never_end_are_given_up(scene: Scene) -> None:
    async def step(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        return checkpoint.with_data(done=checkpoint.get("done")[:1] + "x")

    post = await scene.due()
    scene.paper.on_step = step
    await scene.publish()()
    assert await stands(scene, post) == After(state=FAILED, reason="endless_steps", told=("post_failed",))
    assert scene.paper.calls == ["step"] * MOST_STEPS


async def test_a_platform_that_is_switched_off_holds_its_posts(scene: Scene) -> None:
    post = await scene.due()
    scene.desk = replace(scene.desk, publishers={})
    await scene.publish()()
    assert await stands(scene, post) == After(
        state=SCHEDULED, reason="held", again=15 * MINUTES, failures=1, told=("post_held",)
    )


@pytest.mark.parametrize("where", ["step", "reveal"])
async def test_what_breaks_unexpectedly_is_picked_up_when_the_lease_is_over(scene: Scene, where: str) -> None:
    post = await scene.due()
    if where == "step":
        scene.paper.on_step = step_failing(ValueError("a bug"))
    else:
        scene.paper.on_reveal = failing(ValueError("a bug"))
    await scene.publish()()
    assert (await scene.part(post)).state is (PartState.CLAIMED if where == "step" else PartState.SENDING)
    scene.clock.advance(LEASE + timedelta(seconds=36))
    await scene.settle()()
    part = await scene.part(post)
    assert part.reason in ("worker_lost", "not_found")
    assert part.state is (PartState.SCHEDULED if where == "step" else PartState.ASK)
