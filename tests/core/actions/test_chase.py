"""Decisions that stand still: the next person hears, and an old half of one falls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.actions.chase import Chase
from core.actions.step_away import StepAway
from core.approval import Patience, Policy, Step
from core.moves import PostState
from tests.builders import HOUR
from tests.core.room import Room

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def waits_until_friday(room: Room) -> None:
    """Plan the post far enough ahead, on Monday morning, for two people of the team."""
    async with room.scene.store.begin() as tx:
        post = await tx.posts.get(room.post.id)
        friday = post.reschedule(replace(post.moment, instant=MONDAY + timedelta(days=30)))
        await tx.posts.save(replace(friday, created_at=MONDAY), was=post)
    room.scene.clock.advance(MONDAY - room.scene.clock.now())
    await room.under("two")


async def asked(room: Room) -> list[str]:
    """Whom one round asks, by name."""
    await Chase(room.scene.store, room.scene.clock)()
    names = {actor.member.id: name for name, actor in room.team.items()}
    return [
        names[one.member_id] for one in await room.scene.told() if one.topic == "your_turn" and one.member_id in names
    ]


async def test_after_a_first_yes_the_next_one_hears_at_once_and_once(room: Room) -> None:
    await waits_until_friday(room)
    await room.presses("ben")
    assert await asked(room) == ["ana"]
    assert await asked(room) == []


async def test_after_the_hours_of_the_policy_somebody_else_hears(room: Room) -> None:
    await waits_until_friday(room)
    await room.presses("ben")
    assert await asked(room) == ["ana"]
    room.scene.clock.advance(4 * HOUR - timedelta(minutes=1))
    assert await asked(room) == []
    room.scene.clock.advance(timedelta(minutes=1))
    assert await asked(room) == ["cleo"]
    room.scene.clock.advance(24 * HOUR)
    assert await asked(room) == []


async def test_nobody_is_asked_at_night_and_the_night_does_not_count(room: Room) -> None:
    await waits_until_friday(room)
    room.scene.clock.advance(7 * HOUR)
    await room.presses("ben")
    assert await asked(room) == ["ana"]
    room.scene.clock.advance(7 * HOUR)
    assert await asked(room) == []
    room.scene.clock.advance(12 * HOUR)
    assert await asked(room) == ["cleo"]


async def test_a_first_yes_at_night_is_told_in_the_morning(room: Room) -> None:
    await waits_until_friday(room)
    room.scene.clock.advance(14 * HOUR)
    await room.presses("ben")
    assert await asked(room) == []
    room.scene.clock.advance(9 * HOUR)
    assert await asked(room) == ["ana"]


async def test_whoever_decides_for_the_one_away_is_asked(room: Room) -> None:
    await waits_until_friday(room)
    until = room.scene.clock.now() + timedelta(days=3)
    await StepAway(room.scene.store, room.scene.clock)(until, room.team["cleo"].member.id, by=room.team["ana"])
    await room.presses("ben")
    assert await asked(room) == ["cleo"]


async def test_where_one_yes_is_enough_nobody_is_chased(room: Room) -> None:
    await waits_until_friday(room)
    await room.under("one")
    room.scene.clock.advance(24 * HOUR)
    assert await asked(room) == []


async def test_a_yes_that_waited_too_long_falls_and_people_are_told(room: Room) -> None:
    await waits_until_friday(room)
    await room.presses("ben")
    await room.scene.told()
    room.scene.clock.advance(timedelta(days=7))
    await Chase(room.scene.store, room.scene.clock)()
    assert "approval_lapsed" in await room.scene.topics()
    assert await room.presses("ana") == "waits"
    assert await room.state() is PostState.PENDING


async def test_the_policy_says_how_long(room: Room) -> None:
    await waits_until_friday(room)
    patient = Policy(steps=(Step(needs=2),), patience=Patience(escalate_hours=1))
    await room.policy(patient)
    await room.presses("ben")
    assert await asked(room) == ["ana"]
    room.scene.clock.advance(HOUR)
    assert await asked(room) == ["cleo"]


async def test_a_change_of_patience_alone_lets_every_yes_stand(room: Room) -> None:
    await waits_until_friday(room)
    await room.presses("ben")
    await room.policy(Policy(steps=(Step(needs=2),), patience=Patience(lapse_days=3)))
    assert await room.presses("ana") == "approved"
