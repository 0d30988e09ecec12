"""Everything that is due goes out, side by side, and nobody stands in anybody's way."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from core.attempt import Counts
from core.errors import Unavailable
from core.moves import PartState
from core.payload import Accepted, Checkpoint, Live, Payload
from tests.builders import HOUR, NOON
from tests.core.hands import shows
from tests.core.scene import Scene

SECOND = timedelta(seconds=1)


async def test_nothing_leaves_before_its_second(scene: Scene) -> None:
    post = await scene.approved()
    scene.clock.advance(HOUR - SECOND)
    assert await scene.publish()() == Counts()
    assert (await scene.part(post)).state is PartState.SCHEDULED
    scene.clock.advance(SECOND)
    assert await scene.publish()() == Counts(live=1)


async def test_a_run_with_nothing_due_does_nothing(scene: Scene) -> None:
    assert await scene.publish()() == Counts()
    assert scene.paper.calls == []


async def test_one_run_publishes_more_than_one_claim_takes(scene: Scene) -> None:
    accounts = [scene.account] + [await scene.another_account() for _ in range(5)]
    for number in range(10):
        await scene.approved(*accounts, text=f"Post {number}")
    scene.clock.advance(HOUR)
    assert await scene.publish()() == Counts(live=60)


async def test_what_becomes_due_during_a_run_goes_out_with_it(scene: Scene) -> None:
    await scene.approved(text="First")

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        if payload.text == "First":
            await scene.approved(text="Second", instant=scene.clock.now() + SECOND)
            scene.clock.advance(SECOND)
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    scene.clock.advance(HOUR)
    assert await scene.publish()() == Counts(live=2)


async def test_accounts_are_published_side_by_side_and_each_account_one_at_a_time(scene: Scene) -> None:
    other = await scene.another_account()
    for number in range(3):
        await scene.approved(scene.account, other, text=f"Post {number}")
    scene.clock.advance(HOUR)
    inside: list[str] = []
    both = asyncio.Event()

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        account = dict(payload.fields)["account"]
        assert account not in inside
        inside.append(account)
        if len(inside) == 2:
            both.set()
        async with asyncio.timeout(10):
            await both.wait()
        inside.remove(account)
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    assert await scene.publish()() == Counts(live=6)


async def test_two_processes_share_the_work_and_nothing_goes_out_twice(scene: Scene) -> None:
    accounts = [scene.account] + [await scene.another_account() for _ in range(7)]
    await scene.approved(*accounts)
    scene.clock.advance(HOUR)
    shown: list[str] = []

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        shown.append(checkpoint.key)
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    one, two = await asyncio.gather(scene.publish("w1")(), scene.publish("w2")())
    assert one + two == Counts(live=8)
    assert len(set(shown)) == len(shown) == 8


async def test_one_that_breaks_does_not_cut_off_the_others(scene: Scene) -> None:
    other = await scene.another_account()
    broken = await scene.approved(scene.account, text="Broken")
    fine = await scene.approved(other, text="Fine")
    scene.clock.advance(HOUR)
    fell = asyncio.Event()

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        if payload.text == "Broken":
            fell.set()
            raise LookupError("a bug")
        async with asyncio.timeout(10):
            await fell.wait()
        for _ in range(5):
            await asyncio.sleep(0)
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    assert await scene.publish()() == Counts(live=1)
    assert (await scene.part(fine)).state is PartState.LIVE
    assert (await scene.part(broken)).state is PartState.SENDING


async def test_a_run_counts_every_outcome(scene: Scene) -> None:
    other = await scene.another_account()
    await scene.approved(scene.account, text="Fine")
    await scene.approved(other, text="Away")
    scene.clock.advance(HOUR)

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        if payload.text == "Away":
            raise Unavailable("away")
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    assert await scene.publish()() == Counts(live=1, later=1)


async def test_an_approved_batch_of_the_same_minute_keeps_its_order(scene: Scene) -> None:
    for number in range(4):
        await scene.approved(text=f"Post {number}", instant=NOON + number * SECOND)
    scene.clock.advance(HOUR + 10 * SECOND)
    sent: list[str] = []

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        sent.append(payload.text)
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    await scene.publish()()
    assert sent == [f"Post {number}" for number in range(4)]
