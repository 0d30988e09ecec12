"""One Part on its way out: every turn is written down before the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.account import Grant
from core.attempt import Counts
from core.errors import (
    OutcomeUnknown,
    PortError,
    Rejected,
    Unavailable,
)
from core.ids import encode
from core.moves import PartState
from core.payload import Accepted, Checkpoint, Live, Payload, Ready, Wait
from core.publication import Part
from tests.builders import NOON
from tests.core.ends import (
    MINUTES,
    SCHEDULED,
    After,
    failing,
    named,
    stands,
)
from tests.core.hands import shows
from tests.core.scene import TOKEN, Scene, with_grant


async def test_a_due_post_goes_live_with_its_receipt(scene: Scene) -> None:
    post = await scene.due()
    assert await scene.publish()() == Counts(live=1)
    part = await scene.part(post)
    assert (part.state, part.live_at, part.failures) == (PartState.LIVE, NOON, 0)
    assert (part.remote_id, part.url) == (f"r-{encode(part.id)}", f"https://paper.example/{encode(part.id)}")
    assert part.attempt == 1
    assert scene.paper.calls == ["step", "reveal"]


async def test_when_all_goes_well_people_are_not_disturbed(scene: Scene) -> None:
    await scene.due()
    await scene.publish()()
    assert await scene.topics() == []


async def test_every_turn_stands_in_the_timeline(scene: Scene) -> None:
    post = await scene.due()
    scene.paper.on_reveal = failing(Unavailable("away"))
    await scene.publish()()
    scene.paper.on_reveal = shows
    scene.clock.advance(timedelta(minutes=1))
    await scene.publish()()
    turns = [(turn.number, turn.state.value, turn.reason) for turn in await scene.queue.timeline(post.id)]
    assert turns == [(1, "sending", ""), (1, "scheduled", "away"), (2, "sending", ""), (2, "live", "")]


async def test_each_checkpoint_is_kept_before_the_next_step(scene: Scene) -> None:
    post = await scene.due()
    seen: list[tuple[str, str]] = []

    async def step(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        stored = (await scene.part(post)).checkpoint
        seen.append((checkpoint.get("done"), stored.get("done") if stored else "nothing"))
        done = len(seen)
        return checkpoint.with_data(done=str(done)) if done < 3 else Ready(checkpoint=checkpoint)

    scene.paper.on_step = step
    await scene.publish()()
    assert seen == [("", "nothing"), ("1", "1"), ("2", "2")]
    assert (await scene.part(post)).checkpoint == Checkpoint(
        key=encode((await scene.part(post)).id), data=(("done", "2"),)
    )


async def test_sending_is_written_down_before_it_is_revealed(scene: Scene) -> None:
    post = await scene.due()
    during: list[Part] = []

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        during.append(await scene.part(post))
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    await scene.publish()()
    (part,) = during
    assert part.state is PartState.SENDING
    assert (part.sent_at, part.first_sent_at) == (NOON, NOON)
    assert part.checkpoint == Checkpoint(key=encode(part.id))


async def test_what_goes_out_is_what_was_frozen_with_the_tokens_of_the_account(scene: Scene) -> None:
    post = await scene.due(text="Exactly this.")
    sent: list[Payload] = []

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        sent.append(payload)
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    await scene.publish()()
    assert sent == [(await scene.part(post)).payload]
    assert scene.paper.grants == [Grant(access=TOKEN)]


async def test_an_account_without_tokens_publishes_without(scene: Scene) -> None:
    async with scene.store.begin() as tx:
        await tx.accounts.save(replace(with_grant(scene.account), grant=None))
    await scene.due()
    assert await scene.publish()() == Counts(live=1)
    assert scene.paper.grants == [Grant()]


async def test_waiting_for_the_far_side_is_no_failure_and_goes_on_where_it_was(scene: Scene) -> None:
    ready_at = NOON + 3 * MINUTES

    async def step(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        if not checkpoint.get("container"):
            return checkpoint.with_data(container="c1")
        return Ready(checkpoint=checkpoint) if scene.clock.now() >= ready_at else Wait(until=ready_at)

    post = await scene.due()
    scene.paper.on_step = step
    assert await scene.publish()() == Counts(later=1)
    assert await stands(scene, post) == After(state=SCHEDULED, reason="waiting", again=3 * MINUTES)
    scene.clock.advance(3 * MINUTES)
    assert await scene.publish()() == Counts(live=1)
    assert scene.paper.calls == ["step", "step", "step", "reveal"]
    assert await scene.topics() == []


@pytest.mark.parametrize("trouble", ["wait", "away"])
async def test_progress_of_a_later_try_is_not_lost_either(scene: Scene, trouble: str) -> None:
    """The container of the first try has expired; the one the second try makes is the one that is used."""
    made: list[str] = []

    async def step(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        if scene.paper.calls.count("step") in (2, 4):
            if trouble == "away":
                raise Unavailable("away")
            return Wait(until=scene.clock.now() + MINUTES)
        if checkpoint.get("container") in ("", "expired"):
            made.append("expired" if not made else "fresh")
            return checkpoint.with_data(container=made[-1])
        return Ready(checkpoint=checkpoint)

    post = await scene.due()
    scene.paper.on_step = step
    for _ in range(3):
        await scene.publish()()
        scene.clock.advance(2 * MINUTES)
    assert made == ["expired", "fresh"]
    assert (await scene.part(post)).state is PartState.LIVE


async def test_a_thread_goes_out_in_order_and_each_part_knows_those_before(scene: Scene) -> None:
    post = await scene.due(thread=("Second", "Third"))
    parents: list[tuple[str, tuple[str, ...]]] = []

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        parents.append((payload.text, checkpoint.parents))
        return Live(remote_id=payload.text)

    scene.paper.on_reveal = reveal
    assert await scene.publish()() == Counts(live=3)
    assert parents == [
        ("Bread is out.", ()),
        ("Second", ("Bread is out.",)),
        ("Third", ("Bread is out.", "Second")),
    ]
    assert {part.state for part in (await scene.publications(post))[0].parts} == {PartState.LIVE}


@pytest.mark.parametrize("error", [Rejected("no"), Unavailable("away"), OutcomeUnknown("dropped")], ids=named)
async def test_the_rest_of_a_thread_waits_for_the_part_before(scene: Scene, error: PortError) -> None:
    post = await scene.due(thread=("Second",))
    scene.paper.on_reveal = failing(error)
    await scene.publish()()
    second = await scene.part(post, 1)
    assert (second.state, second.fire_at, second.attempt) == (PartState.SCHEDULED, None, 0)
