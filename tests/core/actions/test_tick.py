"""The heartbeat: what is due wakes up at its second, a jumping clock pauses it, and silence is noticed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from core.actions.tick import TICK, ClockWatch, Tick, Watchdog
from core.errors import OutcomeUnknown
from core.moves import PartState
from core.payload import Accepted, Checkpoint, Live, Payload
from tests.builders import HOUR, MINUTE, NOON
from tests.core.hands import HandClock
from tests.core.scene import Scene

SECOND = timedelta(seconds=1)
Action = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Alarms:
    """Remembers what shall run when; the test runs it."""

    set_for: dict[str, tuple[datetime, Action]] = field(default_factory=dict)

    def every(self, seconds: float, name: str, action: Action) -> None:
        raise AssertionError("a tick is started by others")

    def at(self, instant: datetime, name: str, action: Action) -> None:
        self.set_for[name] = (instant, action)

    def instants(self) -> list[datetime]:
        """When something shall run."""
        return sorted(instant for instant, _ in self.set_for.values())

    def taken(self) -> list[Action]:
        """What was set, and forget it."""
        actions = [action for _, action in self.set_for.values()]
        self.set_for.clear()
        return actions


def a_tick(scene: Scene, work: Alarms, *chores: tuple[str, Action]) -> Tick:
    publish = scene.publish()

    async def run() -> None:
        await publish()

    return Tick(
        store=scene.store,
        queue=scene.queue,
        clock=scene.clock,
        work=work,
        watch=ClockWatch(scene.clock),
        every=MINUTE,
        publish=run,
        chores=chores,
    )


@pytest.mark.parametrize(
    ("passed", "jumped", "expected"),
    [
        (MINUTE, timedelta(0), 0),
        (MINUTE, 5 * SECOND, 0),
        (MINUTE, 6 * SECOND, 6),
        (MINUTE, -6 * SECOND, -6),
        (8 * HOUR, timedelta(0), 0),
        (8 * HOUR, HOUR, 3600),
        (SECOND, -HOUR, -3600),
    ],
)
def test_a_jump_of_the_wall_clock_is_told_from_time_that_passed(
    passed: timedelta, jumped: timedelta, expected: int
) -> None:
    clock = HandClock()
    watch = ClockWatch(clock)
    assert watch.jumped() == timedelta(0)
    clock.advance(passed)
    clock.jump(jumped)
    assert watch.jumped().total_seconds() == expected


def test_a_jump_is_reported_once() -> None:
    clock = HandClock()
    watch = ClockWatch(clock)
    watch.jumped()
    clock.jump(HOUR)
    assert watch.jumped() == HOUR
    clock.advance(MINUTE)
    assert watch.jumped() == timedelta(0)


async def test_what_is_due_before_the_next_tick_wakes_up_at_its_second(scene: Scene) -> None:
    for offset in (-SECOND, timedelta(0), 30 * SECOND, MINUTE + SECOND):
        await scene.approved(text=str(offset), instant=NOON + offset)
    scene.clock.advance(HOUR)
    work = Alarms()
    await a_tick(scene, work)()
    assert work.instants() == [NOON, NOON, NOON + 30 * SECOND]


async def test_a_tick_publishes_nothing_itself_so_a_post_can_be_changed_until_its_second(scene: Scene) -> None:
    post = await scene.approved(instant=NOON + 30 * SECOND)
    scene.clock.advance(HOUR)
    work = Alarms()
    await a_tick(scene, work)()
    assert (await scene.part(post)).state is PartState.SCHEDULED
    scene.clock.advance(30 * SECOND)
    for action in work.taken():
        await action()
    assert (await scene.part(post)).state is PartState.LIVE


async def test_two_ticks_set_one_alarm_for_one_instant(scene: Scene) -> None:
    await scene.approved(instant=NOON + 30 * SECOND)
    scene.clock.advance(HOUR)
    work = Alarms()
    tick = a_tick(scene, work)
    await tick()
    await tick()
    assert work.instants() == [NOON + 30 * SECOND]


async def test_a_short_wait_does_not_wait_for_the_next_tick(scene: Scene) -> None:
    await scene.approved(text="First")
    scene.clock.advance(HOUR)
    work = Alarms()
    await a_tick(scene, work)()
    await scene.approved(text="Second", instant=NOON + 3 * SECOND)
    for action in work.taken():
        await action()
    assert work.instants() == [NOON + 3 * SECOND]


async def test_an_unclear_outcome_does_not_make_the_publisher_spin(scene: Scene) -> None:
    async def drop(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        raise OutcomeUnknown("dropped")

    await scene.due()
    scene.paper.on_reveal = drop
    await scene.publish()()
    scene.clock.advance(10 * SECOND)
    work = Alarms()
    await a_tick(scene, work)()
    for action in work.taken():
        await action()
    assert [instant for instant in work.instants() if instant <= scene.clock.now()] == []


async def test_after_a_jump_nothing_fires_for_one_tick_and_people_hear_of_it(scene: Scene) -> None:
    await scene.approved()
    work = Alarms()
    ran: list[str] = []

    async def chore() -> None:
        ran.append("chore")

    tick = a_tick(scene, work, ("chore", chore))
    await tick()
    scene.clock.jump(HOUR)
    await tick()
    assert work.instants() == []
    assert ran == ["chore"]
    (notice,) = await scene.told()
    assert (notice.topic.value, notice.facts) == ("clock_jumped", {"seconds": "3600"})
    await tick()
    assert work.instants() == [NOON]
    assert ran == ["chore", "chore"]


async def test_a_chore_that_fails_does_not_stop_the_others(scene: Scene) -> None:
    ran: list[str] = []

    async def broken() -> None:
        ran.append("broken")
        raise LookupError("a bug")

    async def fine() -> None:
        ran.append("fine")

    await a_tick(scene, Alarms(), ("broken", broken), ("fine", fine))()
    assert ran == ["broken", "fine"]
    async with scene.store.read() as tx:
        assert await tx.pulse.last(TICK) == scene.clock.now()


async def test_a_heart_that_beats_is_not_reported(scene: Scene) -> None:
    watchdog = Watchdog(scene.store, scene.clock, scene.clock.now())
    tick = a_tick(scene, Alarms())
    for _ in range(10):
        await tick()
        scene.clock.advance(3 * MINUTE)
        await watchdog()
    assert await scene.topics() == []


async def test_silence_is_reported_once_and_again_only_after_a_beat(scene: Scene) -> None:
    watchdog = Watchdog(scene.store, scene.clock, scene.clock.now())
    tick = a_tick(scene, Alarms())
    await tick()
    scene.clock.advance(3 * MINUTE + SECOND)
    for _ in range(3):
        await watchdog()
        scene.clock.advance(MINUTE)
    (notice,) = await scene.told()
    assert (notice.topic.value, notice.facts) == ("tick_late", {"seconds": "181"})
    await tick()
    scene.clock.advance(4 * MINUTE)
    await watchdog()
    assert await scene.topics() == ["tick_late"]


async def test_a_heart_that_never_beat_is_reported_too(scene: Scene) -> None:
    watchdog = Watchdog(scene.store, scene.clock, scene.clock.now())
    await watchdog()
    assert await scene.topics() == []
    scene.clock.advance(3 * MINUTE + SECOND)
    await watchdog()
    assert await scene.topics() == ["tick_late"]
