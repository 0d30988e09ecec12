"""What may follow an unknown outcome, for every recovery class and every answer of the platform."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.actions.settle import ASK_AFTER
from core.moves import PartState
from core.payload import Accepted, Checkpoint, Live, Payload
from core.rules import Recovery
from tests.builders import NOON
from tests.core.actions.unclear import (
    ANSWERS,
    CANNOT_TELL,
    EARLY,
    LATE,
    NEVER_TELLS,
    NOT_THERE,
    ONE,
    SECOND,
    VISIBLE,
    WINDOW,
    accepted,
    dropped,
    one_we_have,
    recovering,
    stands,
    unclear,
)
from tests.core.hands import shows
from tests.core.scene import Scene

LIVE, AGAIN, OPEN = ("live", ""), ("scheduled", "repeat"), ("checking", "dropped")
NOT_FOUND, NO_VERDICT, BLIND = ("ask", "not_found"), ("ask", "no_verdict"), ("ask", "cannot_look")
KINDS = {"visible": VISIBLE, "not there": NOT_THERE, "cannot tell": CANNOT_TELL, "never tells": NEVER_TELLS}
TABLE: dict[tuple[Recovery, str], dict[timedelta, tuple[str, str]]] = {
    (Recovery.CONDITIONAL, "visible"): {EARLY: LIVE, LATE: LIVE, ASK_AFTER: LIVE},
    (Recovery.CONDITIONAL, "not there"): {EARLY: OPEN, LATE: AGAIN, ASK_AFTER: AGAIN},
    (Recovery.CONDITIONAL, "cannot tell"): {EARLY: OPEN, LATE: OPEN, ASK_AFTER: NO_VERDICT},
    (Recovery.KEYED, "visible"): {EARLY: LIVE, LATE: LIVE, ASK_AFTER: LIVE},
    (Recovery.KEYED, "not there"): {
        EARLY: OPEN,
        LATE - SECOND: OPEN,
        LATE: AGAIN,
        WINDOW - 36 * SECOND: AGAIN,
        WINDOW - 35 * SECOND: NOT_FOUND,
    },
    (Recovery.KEYED, "cannot tell"): {EARLY: OPEN, LATE: OPEN, ASK_AFTER: NO_VERDICT},
    (Recovery.SEARCH, "visible"): {EARLY: LIVE, LATE: LIVE, ASK_AFTER: LIVE},
    (Recovery.SEARCH, "not there"): {EARLY: OPEN, LATE - SECOND: OPEN, LATE: NOT_FOUND, ASK_AFTER: NOT_FOUND},
    (Recovery.SEARCH, "cannot tell"): {EARLY: OPEN, LATE: OPEN, ASK_AFTER - SECOND: OPEN, ASK_AFTER: NO_VERDICT},
    **{(one, "never tells"): {EARLY: BLIND, LATE: BLIND} for one in Recovery},
    (Recovery.NONE, "visible"): {EARLY: BLIND, LATE: BLIND},
    (Recovery.NONE, "not there"): {EARLY: BLIND, LATE: BLIND},
    (Recovery.NONE, "cannot tell"): {EARLY: BLIND, LATE: BLIND},
}
CASES = [
    pytest.param(recovery, name, after, expected, id=f"{recovery}, {name}, after {after.total_seconds():.0f} s")
    for (recovery, kind), row in TABLE.items()
    for name in KINDS[kind]
    for after, expected in row.items()
]


@pytest.mark.parametrize(("recovery", "name", "after", "expected"), CASES)
async def test_an_unknown_outcome_is_settled_as_the_platform_allows(
    scene: Scene, recovery: Recovery, name: str, after: timedelta, expected: tuple[str, str]
) -> None:
    if "we have" in name:
        await one_we_have(scene)
    post = await unclear(scene, recovery)
    scene.paper.on_find = ANSWERS[name]
    scene.clock.advance(after)
    moved = await scene.settle()()
    assert await stands(scene, post) == expected
    assert moved == (expected != OPEN)
    assert "reveal" not in scene.paper.calls
    assert await scene.topics() == (["post_asks"] if expected[0] == "ask" else [])


async def test_what_was_found_has_its_receipt(scene: Scene) -> None:
    await one_we_have(scene)
    post = await unclear(scene)
    scene.paper.on_find = ANSWERS["found beside one we have"]
    scene.clock.advance(EARLY)
    await scene.settle()()
    part = await scene.part(post)
    assert (part.remote_id, part.url, part.live_at, part.check_at) == (ONE.remote_id, ONE.url, NOON + EARLY, None)


async def test_a_platform_that_cannot_be_read_is_not_asked(scene: Scene) -> None:
    await unclear(scene, Recovery.NONE)
    scene.clock.advance(EARLY)
    await scene.settle()()
    assert scene.paper.calls == []


@pytest.mark.parametrize("recovery", Recovery)
async def test_what_was_accepted_is_never_repeated_only_awaited(scene: Scene, recovery: Recovery) -> None:
    recovering(scene, recovery)
    post = await scene.due()
    scene.paper.on_reveal = accepted
    await scene.publish()()
    scene.clock.advance(LATE)
    await scene.settle()()
    assert await stands(scene, post) == ("checking", "accepted")
    scene.clock.advance(ASK_AFTER - LATE)
    await scene.settle()()
    assert await stands(scene, post) == NO_VERDICT


@pytest.mark.parametrize("recovery", Recovery)
async def test_what_was_accepted_and_shows_is_live(scene: Scene, recovery: Recovery) -> None:
    recovering(scene, recovery)
    post = await scene.due()
    scene.paper.on_reveal = accepted
    scene.paper.on_find = ANSWERS["found"]
    await scene.publish()()
    scene.clock.advance(EARLY)
    await scene.settle()()
    assert (await scene.part(post)).state is PartState.LIVE


async def test_a_repeat_uses_the_same_handle_and_goes_live(scene: Scene) -> None:
    post = await unclear(scene, Recovery.CONDITIONAL)
    keys: list[str] = []

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        keys.append(checkpoint.key)
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    before = await scene.part(post)
    scene.clock.advance(LATE)
    await scene.settle()()
    await scene.publish()()
    part = await scene.part(post)
    assert before.checkpoint is not None
    assert keys == [before.checkpoint.key]
    assert (part.state, part.attempt, part.first_sent_at) == (PartState.LIVE, before.attempt + 1, NOON)


async def test_the_key_window_counts_from_the_first_try(scene: Scene) -> None:
    post = await unclear(scene, Recovery.KEYED)
    for _ in range(2):
        scene.clock.advance(ASK_AFTER - LATE)
        await scene.settle()()
        await scene.publish()()
    scene.clock.advance(LATE)
    await scene.settle()()
    assert (await scene.part(post)).first_sent_at == NOON
    scene.clock.advance(NOON + WINDOW - scene.clock.now())
    await scene.settle()()
    await scene.publish()()
    scene.clock.advance(LATE)
    await scene.settle()()
    assert await stands(scene, post) == NOT_FOUND


async def test_the_rest_of_a_thread_follows_what_was_found(scene: Scene) -> None:
    recovering(scene, Recovery.SEARCH)
    post = await scene.due(thread=("Second",))
    scene.paper.on_reveal = dropped
    await scene.publish()()
    scene.paper.on_find = ANSWERS["found"]
    scene.clock.advance(EARLY)
    await scene.settle()()
    parents: list[tuple[str, ...]] = []

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        parents.append(checkpoint.parents)
        return await shows(payload, checkpoint)

    scene.paper.on_reveal = reveal
    await scene.publish()()
    assert parents == [(ONE.remote_id,)]
    assert (await scene.part(post, 1)).state is PartState.LIVE
