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

    async def ring(self, now: datetime) -> None:
        """Run what was set for `now` or earlier, once."""
        due = [name for name, (instant, _) in self.set_for.items() if instant <= now]
        for _, action in [self.set_for.pop(name) for name in due]:
            await action()


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
        chores=(("publish", run), *chores),
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


async def lived(scene: Scene, tick: Tick, work: Alarms, span: timedelta) -> int:
    """Let time pass with a tick every minute and every alarm in its second; answers how often something ran."""
    end, next_tick, runs = scene.clock.now() + span, scene.clock.now(), 0
    while (at := min([next_tick, *work.instants()])) <= end:
        scene.clock.advance(max(at - scene.clock.now(), timedelta(0)))
        if at == next_tick:
            next_tick += MINUTE
            await tick()
        else:
            await work.ring(scene.clock.now())
        runs += 1
        assert runs < 100, "it spins"
    return runs


async def test_every_post_goes_out_in_its_second(scene: Scene) -> None:
    offsets = [0, 1, 30, 59, 60, 61, 119, 120, 150]
    posts = [await scene.approved(text=str(offset), instant=NOON + offset * SECOND) for offset in offsets]
    scene.clock.advance(HOUR)
    work = Alarms()
    await lived(scene, a_tick(scene, work), work, 3 * MINUTE)
    late = [(await scene.part(post)).live_at for post in posts]
    assert late == [post.moment.instant for post in posts]


async def test_what_becomes_due_during_slow_chores_goes_out_when_they_are_done(scene: Scene) -> None:
    posts = [await scene.approved(text=str(second), instant=NOON + MINUTE + second * SECOND) for second in (1, 2, 3)]
    ticks = 0

    async def slow() -> None:
        nonlocal ticks
        ticks += 1
        scene.clock.advance(4 * SECOND if ticks == 2 else timedelta(0))

    scene.clock.advance(HOUR)
    work = Alarms()
    await lived(scene, a_tick(scene, work, ("slow", slow)), work, 3 * MINUTE)
    for post in posts:
        live_at = (await scene.part(post)).live_at
        assert live_at is not None
        assert live_at - post.moment.instant <= 5 * SECOND


async def test_a_tick_publishes_nothing_itself_so_a_post_can_be_changed_until_its_second(scene: Scene) -> None:
    post = await scene.approved(instant=NOON + 30 * SECOND)
    scene.clock.advance(HOUR)
    work = Alarms()
    await a_tick(scene, work)()
    assert (await scene.part(post)).state is PartState.SCHEDULED
    scene.clock.advance(30 * SECOND)
    await work.ring(scene.clock.now())
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
    scene.clock.advance(HOUR - SECOND)
    work = Alarms()
    await a_tick(scene, work)()
    await scene.approved(text="Second", instant=NOON + 3 * SECOND)
    scene.clock.advance(SECOND)
    await work.ring(scene.clock.now())
    assert work.instants() == [NOON + 3 * SECOND]


async def test_an_unclear_outcome_does_not_make_the_publisher_spin(scene: Scene) -> None:
    async def drop(payload: Payload, checkpoint: Checkpoint) -> Live | Accepted:
        raise OutcomeUnknown("dropped")

    await scene.approved()
    scene.paper.on_reveal = drop
    scene.clock.advance(HOUR)
    work = Alarms()
    assert await lived(scene, a_tick(scene, work), work, 3 * MINUTE) < 15


async def test_after_a_jump_nothing_fires_for_one_tick_and_people_hear_of_it(scene: Scene) -> None:
    post = await scene.approved()
    work = Alarms()
    ran: list[str] = []

    async def chore() -> None:
        ran.append("chore")

    tick = a_tick(scene, work, ("chore", chore))
    await tick()
    scene.clock.jump(HOUR)
    await tick()
    assert work.instants() == []
    assert (await scene.part(post)).state is PartState.SCHEDULED
    assert ran == ["chore"]
    (notice,) = await scene.told()
    assert (notice.topic.value, notice.facts) == ("clock_jumped", {"seconds": "3600"})
    await tick()
    await work.ring(scene.clock.now())
    assert (await scene.part(post)).state is PartState.LIVE
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
    assert (notice.topic.value, notice.facts) == ("tick_late", {"seconds": "241"})
    await tick()
    scene.clock.advance(4 * MINUTE)
    await watchdog()
    await watchdog()
    assert await scene.topics() == ["tick_late"]


async def test_a_machine_that_just_woke_up_is_not_reported(scene: Scene) -> None:
    watchdog = Watchdog(scene.store, scene.clock, scene.clock.now())
    tick = a_tick(scene, Alarms())
    await tick()
    scene.clock.advance(600 * MINUTE)
    await watchdog()
    await tick()
    await watchdog()
    assert "tick_late" not in await scene.topics()


async def test_a_heart_that_never_beat_is_reported_too(scene: Scene) -> None:
    watchdog = Watchdog(scene.store, scene.clock, scene.clock.now())
    await watchdog()
    assert await scene.topics() == []
    scene.clock.advance(3 * MINUTE + SECOND)
    await watchdog()
    await watchdog()
    assert await scene.topics() == ["tick_late"]
