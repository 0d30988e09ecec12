"""Posts whose outcome nobody knows, and what the platform may answer when it is asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from core.errors import OutcomeUnknown, Reconnect, Throttled, Unavailable
from core.moves import PartState
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Payload, Unknown
from core.post import Post
from core.rules import Recovery
from tests.builders import HOUR, MINUTE, NOON
from tests.core.hands import paper_rules
from tests.core.scene import LEASE, Scene

Find = Callable[[Payload, Checkpoint], Awaitable[Found | Absent | Unknown]]
SECOND = timedelta(seconds=1)
LATENESS = timedelta(seconds=60)
WINDOW = HOUR
EARLY = 10 * SECOND
LAST_SIGN = LEASE + timedelta(seconds=30 + 5)
"""From then on the call that may still be under way has surely ended: lease, its timeout, and skew between clocks."""
LATE = LAST_SIGN + LATENESS
ONE = Live(remote_id="r1", url="https://paper.example/r1")
TWO = Live(remote_id="r2")
TAKEN = Live(remote_id="taken")


def answers(answer: Found | Absent | Unknown) -> Find:
    async def find(payload: Payload, checkpoint: Checkpoint) -> Found | Absent | Unknown:
        return answer

    return find


def find_failing(error: Exception) -> Find:
    async def find(payload: Payload, checkpoint: Checkpoint) -> Found | Absent | Unknown:
        raise error

    return find


ANSWERS: dict[str, Find] = {
    "found": answers(Found(candidates=(ONE,))),
    "found beside one we have": answers(Found(candidates=(TAKEN, ONE))),
    "found only what we have": answers(Found(candidates=(TAKEN,))),
    "found several": answers(Found(candidates=(ONE, TWO))),
    "absent": answers(Absent()),
    "unknown": answers(Unknown()),
    "unknown for good": answers(Unknown(reason="cannot_look", for_good=True)),
    "out of reach": find_failing(Unavailable("away")),
    "permission gone": find_failing(Reconnect("revoked")),
    "too many calls": find_failing(Throttled("slow", retry_at=NOON + HOUR)),
    "too slow": find_failing(TimeoutError()),
}
VISIBLE = ("found", "found beside one we have")
NOT_THERE = ("found only what we have", "absent")
NEVER_TELLS = ("unknown for good",)
CANNOT_TELL = tuple(name for name in ANSWERS if name not in VISIBLE + NOT_THERE + NEVER_TELLS)


async def dropped(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
    raise OutcomeUnknown("dropped")


async def accepted(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
    return Accepted()


def recovering(scene: Scene, recovery: Recovery) -> None:
    """Let the platform be of that class."""
    window = WINDOW if recovery is Recovery.KEYED else timedelta(0)
    scene.paper.rules = paper_rules(recovery, visible_within=LATENESS, key_window=window)


async def unclear(scene: Scene, recovery: Recovery = Recovery.SEARCH) -> Post:
    """A post whose answer was lost at noon."""
    recovering(scene, recovery)
    post = await scene.due()
    scene.paper.on_reveal = dropped
    await scene.publish()()
    scene.paper.calls.clear()
    return post


async def one_we_have(scene: Scene) -> None:
    """Let another post of the account own the remote id "taken" since eleven o'clock."""

    async def reveal(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        return TAKEN

    scene.paper.on_reveal = reveal
    scene.clock.advance(-HOUR)
    await scene.due(text="Ours already")
    await scene.publish()()


async def stands(scene: Scene, post: Post) -> tuple[str, str]:
    part = await scene.part(post)
    return part.state.value, part.reason


async def asked(scene: Scene, recovery: Recovery = Recovery.SEARCH) -> Post:
    """A post that a person was asked about at a quarter past noon."""
    post = await unclear(scene, recovery)
    scene.clock.advance(15 * MINUTE)
    await scene.settle()()
    assert (await scene.part(post)).state is PartState.ASK
    assert await scene.topics() == ["post_asks"]
    return post
