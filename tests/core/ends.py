"""Calls that end badly, and how a Part stands afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from core.moves import PartState
from core.payload import Accepted, Checkpoint, Live, Payload, Ready, Wait
from core.post import Post
from tests.builders import NOON
from tests.core.scene import Scene

Step = Callable[[Payload, Checkpoint], Awaitable[Checkpoint | Ready | Wait]]
SCHEDULED, FAILED, CHECKING = "scheduled", "failed", "checking"
SECOND = timedelta(seconds=1)
MINUTES = timedelta(minutes=1)


def failing(error: Exception) -> Callable[[Payload, Checkpoint], Awaitable[Live | Accepted]]:
    """A call that ends like that."""

    async def fail(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        raise error

    return fail


def step_failing(error: Exception) -> Step:
    """A step that ends like that."""

    async def fail(payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        raise error

    return fail


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """How a Part stands after a call that ended badly; `again` is when it is tried or looked at, from noon."""

    state: str
    reason: str
    again: timedelta | None = None
    failures: int = 0
    told: tuple[str, ...] = ()


async def stands(scene: Scene, post: Post) -> After:
    part = await scene.part(post)
    again = part.check_at if part.state is PartState.CHECKING else part.fire_at
    return After(
        state=part.state,
        reason=part.reason,
        again=None if again is None else again - NOON,
        failures=part.failures,
        told=tuple(await scene.topics()),
    )


async def waits(scene: Scene, post: Post) -> timedelta:
    """How long the Part now waits for its next try."""
    part = await scene.part(post)
    assert part.fire_at is not None
    return part.fire_at - scene.clock.now()


def named(case: object) -> str:
    """The name of an error as the name of a test."""
    return f"{type(case).__name__}-{case}" if isinstance(case, Exception) else ""
