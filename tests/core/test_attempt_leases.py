"""Nothing is revealed outside a lease, beside another call, or without an approval that still holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core.attempt import Counts
from core.moves import PartState, PostState
from core.payload import Accepted, Checkpoint, Live, Payload, Ready, Wait
from core.post import Content
from core.queue import Move
from tests.builders import NOON
from tests.core.ends import (
    SCHEDULED,
    SECOND,
    After,
    stands,
)
from tests.core.hands import shows
from tests.core.scene import LEASE, Scene


async def test_slow_steps_keep_the_lease_alive(scene: Scene) -> None:
    post = await scene.due()
    ends: list[datetime | None] = []

    async def step(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        scene.clock.advance(timedelta(seconds=50))
        ends.append((await scene.part(post)).lease_until)
        return Ready(checkpoint=checkpoint) if len(ends) == 6 else checkpoint.with_data(done=str(len(ends)))

    scene.paper.on_step = step
    assert await scene.publish()() == Counts(live=1)
    assert all(end is not None and end >= NOON + 50 * number * SECOND for number, end in enumerate(ends, start=1))


async def test_a_part_that_somebody_else_has_taken_over_is_not_revealed(scene: Scene) -> None:
    post = await scene.due()

    async def step(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        if scene.paper.calls == ["step"]:
            scene.clock.advance(LEASE + 10 * SECOND)
            await scene.settle()()
            await scene.publish("w2")()
        return Ready(checkpoint=checkpoint)

    scene.paper.on_step = step
    await scene.publish("w1")()
    assert scene.paper.calls.count("reveal") == 1
    part = await scene.part(post)
    assert (part.state, part.owner, part.attempt) == (PartState.LIVE, "w2", 2)


async def test_a_process_that_slept_after_writing_sending_does_not_reveal(scene: Scene) -> None:
    post = await scene.due()
    scene.queue.after = {PartState.SENDING: lambda: scene.clock.advance(LEASE)}
    await scene.publish()()
    part = await scene.part(post)
    assert scene.paper.calls == ["step"] * scene.paper.calls.count("step")
    assert (part.state, part.reason) == (PartState.SCHEDULED, "lease_lost")


async def test_a_process_that_slept_while_it_claimed_still_reveals_only_inside_its_lease(scene: Scene) -> None:
    post = await scene.due()
    scene.queue.behind_claim = lambda: scene.clock.advance(LEASE - 36 * SECOND)
    scene.queue.after = {PartState.SENDING: lambda: scene.clock.advance(10 * SECOND)}
    left: list[timedelta] = []

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        lease_until = (await scene.part(post)).lease_until
        assert lease_until is not None
        left.append(lease_until - scene.clock.now())
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    await scene.publish()()
    assert all(span >= scene.paper.rules.timeout for span in left)
    assert len(left) == 1


async def test_a_wall_clock_that_was_set_back_does_not_stretch_the_lease(scene: Scene) -> None:
    post = await scene.due()

    async def step(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        scene.clock.advance(LEASE)
        scene.clock.jump(-LEASE)
        return Ready(checkpoint=checkpoint)

    scene.paper.on_step = step
    await scene.publish()()
    part = await scene.part(post)
    assert part.state is PartState.LIVE
    assert part.lease_until is not None
    assert part.lease_until >= NOON + LEASE


async def test_while_the_account_is_busy_the_part_waits_two_seconds(scene: Scene) -> None:
    sending = await scene.due(text="First")
    inside: list[After] = []

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        if payload.text == "First":
            other = await scene.approved(text="Second", instant=scene.clock.now() + SECOND)
            scene.clock.advance(SECOND)
            await scene.publish("w2")()
            inside.append(await stands(scene, other))
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    await scene.publish("w1")()
    assert inside == [After(state=SCHEDULED, reason="account_busy", again=3 * SECOND)]
    assert (await scene.part(sending)).state is PartState.LIVE
    scene.clock.advance(2 * SECOND)
    assert await scene.publish("w2")() == Counts(live=1)


async def test_what_is_not_what_was_approved_goes_back_to_the_people(scene: Scene) -> None:
    other = await scene.another_account()
    post = await scene.due(scene.account, other)
    async with scene.store.begin() as tx:
        was = await tx.posts.get(post.id)
        await tx.posts.save(replace(was, content=Content(text="Buy now!"), version=was.version + 1), was=was)
    assert (await scene.publish()()).voided >= 1
    assert "reveal" not in scene.paper.calls
    assert (await scene.post(post)).state is PostState.PENDING
    for publication in await scene.publications(post):
        assert [(part.state, part.digest) for part in publication.parts] == [(PartState.PLANNED, "")]
    async with scene.store.read() as tx:
        assert all(approval.voided_at for approval in await tx.approvals.of(post.id))
    told = await scene.told()
    assert {notice.topic.value for notice in told} == {"approval_voided"}
    assert told[0].facts["reason"] == "content_changed"


async def test_an_approval_that_is_voided_while_steps_run_is_noticed(scene: Scene) -> None:
    post = await scene.due()

    async def step(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        async with scene.store.begin() as tx:
            await tx.approvals.void(post.id, scene.clock.now())
        scene.clock.advance(2 * SECOND)
        return Ready(checkpoint=checkpoint)

    scene.paper.on_step = step
    assert await scene.publish()() == Counts(voided=1)
    assert scene.paper.calls == ["step"]


async def test_an_approval_that_is_voided_while_it_waits_for_the_account_is_noticed(scene: Scene) -> None:
    first = await scene.approved(text="First")
    second = await scene.approved(text="Second")
    scene.clock.advance(timedelta(hours=1))
    texts = {"First": second, "Second": first}

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        async with scene.store.begin() as tx:
            await tx.approvals.void(texts[payload.text].id, scene.clock.now())
        scene.clock.advance(2 * SECOND)
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    assert await scene.publish()() == Counts(live=1, voided=1)
    assert scene.paper.calls.count("reveal") == 1


async def test_a_clock_set_back_to_before_its_time_only_makes_it_wait(scene: Scene) -> None:
    post = await scene.due()
    scene.queue.behind_claim = lambda: scene.clock.jump(-5 * SECOND) if not scene.paper.calls else None

    async def stop(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        raise AssertionError("it is too early")

    scene.paper.on_step = stop
    await scene.publish()()
    part = await scene.part(post)
    assert (part.state, part.reason, part.fire_at) == (PartState.SCHEDULED, "too_early", NOON)
    assert (await scene.post(post)).state is PostState.APPROVED
    assert await scene.topics() == []


async def test_a_late_success_counts_even_when_somebody_was_asked_already(scene: Scene) -> None:
    """The answer of the platform comes after the Part was given up as stranded and a person was asked."""
    post = await scene.due()

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        scene.clock.advance(LEASE + timedelta(seconds=36))
        await scene.settle()()
        assert (await scene.part(post)).state is PartState.ASK
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    await scene.publish()()
    assert (await scene.part(post)).state is PartState.LIVE


async def test_a_success_after_a_person_left_it_is_told(scene: Scene) -> None:
    """It was recorded as cancelled while this process was frozen; nobody may believe that nothing is visible."""
    post = await scene.due()

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        scene.clock.advance(LEASE + timedelta(seconds=36))
        await scene.settle()()
        part = await scene.part(post)
        left = replace(part.go(PartState.CANCELLED), check_at=None)
        moved = Move(was=frozenset({PartState.ASK}), attempt=part.attempt, result=left, at=scene.clock.now())
        assert await scene.queue.record(moved)
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    await scene.publish()()
    assert (await scene.part(post)).state is PartState.CANCELLED
    last = (await scene.told())[-1]
    assert (last.topic.value, last.facts["late"]) == ("post_live", "yes")


async def test_a_lease_that_is_over_on_the_wall_is_not_relied_on(scene: Scene) -> None:
    post = await scene.due()

    async def step(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        scene.clock.jump(LEASE)
        return Ready(checkpoint=checkpoint)

    scene.paper.on_step = step
    await scene.publish()()
    assert scene.paper.calls == ["step"]
    assert (await scene.part(post)).state is PartState.SCHEDULED
