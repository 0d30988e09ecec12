"""Policies, roles and presses: what is approved, what waits, what is refused, and what leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from core.access import Actor
from core.account import Platform
from core.actions.approve import Approve
from core.actions.approve_batch import ApproveBatch
from core.actions.change_policy import ChangePolicy
from core.actions.change_post import ChangePost
from core.actions.prove import Prove
from core.actions.take_back import TakeBack
from core.actions.team import Team
from core.approval import ANYONE, Policy, Step
from core.errors import Conflict, GreenlightError, IllegalMove, Invalid, NotAllowed
from core.freeze import plan
from core.ids import MemberId
from core.moves import PartState, PostState
from core.workspace import Role
from tests.builders import HOUR, NOON, a_batch, a_member, a_post, a_workspace
from tests.core.room import IN_TURN, POLICIES, TWO, Room, Verdict
from tests.core.scene import PaperVault, fitter

GENUINE: list[tuple[str, str, list[Verdict]]] = [
    ("one", "ana", ["approved"]),
    ("one", "ben", ["approved"]),
    ("two", "ana ben", ["waits", "approved"]),
    ("two", "ben ben ana", ["waits", "said", "approved"]),
    ("in turn", "ana ben ana", ["turn", "waits", "approved"]),
    ("in turn", "ben ben cleo", ["waits", "said", "approved"]),
    ("not the author", "ben ana", ["own_words", "approved"]),
    ("two on paper", "ana cleo", ["waits", "approved"]),
]


@pytest.mark.parametrize(("policy", "people", "verdicts"), GENUINE)
async def test_the_right_people_in_the_right_order_approve(
    room: Room, policy: str, people: str, verdicts: list[Verdict]
) -> None:
    await room.under(policy)
    assert [await room.presses(who) for who in people.split()] == verdicts
    assert await room.goes_out()


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("who", ["will", "vera"])
async def test_a_press_of_somebody_who_may_not_decide_counts_nowhere(room: Room, policy: str, who: str) -> None:
    await room.under(policy)
    assert await room.presses(who) == "not allowed"
    async with room.scene.store.read() as tx:
        assert await tx.approvals.of(room.post.id) == ()


@pytest.mark.parametrize("policy", POLICIES)
async def test_a_press_from_another_workspace_finds_nothing(room: Room, policy: str) -> None:
    await room.under(policy)
    eve = Actor(member=a_member(a_workspace(), "Eve"), door="web")
    with pytest.raises(GreenlightError):
        await Approve(room.scene.store, room.scene.desk)(room.post.id, by=eve, seen=1)
    assert await room.state() is PostState.PENDING


@pytest.mark.parametrize("policy", POLICIES)
async def test_a_press_on_an_older_version_is_refused(room: Room, policy: str) -> None:
    await room.under(policy)
    await room.edit("will")
    with pytest.raises(Conflict):
        await room.presses("ana", seen=1)
    assert await room.state() is PostState.PENDING


@pytest.mark.parametrize("policy", ["two", "in turn", "two on paper"])
async def test_an_edit_after_a_first_yes_asks_everybody_anew(room: Room, policy: str) -> None:
    await room.under(policy)
    await room.presses("ben")
    await room.edit("will")
    assert await room.presses("ben") == "waits"
    assert await room.presses("ana") == "approved"
    assert await room.goes_out()


@pytest.mark.parametrize("policy", ["two", "in turn", "two on paper"])
async def test_a_press_after_it_was_approved_changes_nothing(room: Room, policy: str) -> None:
    await room.under(policy)
    await room.presses("ben")
    await room.presses("ana")
    with pytest.raises(IllegalMove):
        await room.presses("cleo")
    async with room.scene.store.read() as tx:
        assert len(await tx.approvals.of(room.post.id)) == 2


@pytest.mark.parametrize("policy", ["two", "in turn", "two on paper"])
async def test_a_post_with_one_yes_of_two_never_leaves(room: Room, policy: str) -> None:
    assert await room.presses("ben") == "approved"
    await room.under(policy)  # written past the verb that would ask anew
    assert not await room.goes_out()
    assert room.scene.paper.calls == []
    assert await room.state() is PostState.PENDING


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked in the block."""
    said: list[str] = []

    def listen(connection: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", listen)


async def test_one_yes_under_the_usual_policy_asks_the_database_for_nothing_more(room: Room) -> None:
    with statements() as said:
        assert await room.presses("ben", seen=1) == "approved"
    assert sum("FROM brands" in one for one in said) == 1
    for table in ("members", "asks", "factors", "notes"):
        assert not any(f" {table}" in one for one in said)


async def test_the_author_is_whoever_changed_the_content_last(room: Room) -> None:
    await room.under("not the author")
    await room.edit("ana")
    assert await room.presses("ana") == "own_words"
    assert await room.presses("ben") == "approved"
    assert await room.goes_out()


async def test_a_yes_given_for_one_is_not_enough_when_two_are_asked_for(room: Room) -> None:
    await room.presses("ana")
    await room.policy(TWO)
    assert await room.state() is PostState.PENDING
    assert (await room.scene.part(room.post)).state is PartState.PLANNED
    assert not await room.goes_out()


async def test_a_first_yes_of_two_does_not_become_enough_by_a_milder_policy(room: Room) -> None:
    await room.under("two")
    await room.presses("ben")
    await room.policy(ANYONE)
    assert await room.state() is PostState.PENDING
    async with room.scene.store.read() as tx:
        assert all(one.voided_at for one in await tx.approvals.of(room.post.id))
    assert await room.presses("ana") == "approved"


async def test_what_satisfies_the_new_policy_too_stays_approved(room: Room) -> None:
    await room.under("two")
    await room.presses("ben")
    await room.presses("ana")
    await room.policy(IN_TURN)
    assert await room.state() is PostState.APPROVED
    assert await room.goes_out()


async def test_the_workspace_hears_what_a_new_policy_undid(room: Room) -> None:
    await room.presses("ana")
    await room.scene.told()
    await room.policy(TWO)
    (notice,) = await room.scene.told()
    assert (notice.topic, notice.facts["reopened"], notice.facts["asked"]) == ("policy_changed", "1", "0")


@pytest.mark.parametrize("who", ["ben", "will", "vera"])
async def test_only_owners_change_the_policy(room: Room, who: str) -> None:
    with pytest.raises(NotAllowed):
        await ChangePolicy(room.scene.store, room.scene.desk)(room.brand.id, TWO, by=room.team[who])


@pytest.mark.parametrize(
    "policy",
    [
        Policy(steps=()),
        Policy(steps=(Step(needs=0),)),
        Policy(steps=(Step(needs=4),)),
        Policy(steps=(Step(needs=2, role=Role.APPROVER),)),
        Policy(steps=(Step(members=(MemberId(1),)),)),
        Policy(stricter={Platform("linkedin"): 4}),
        Policy(steps=(Step(role=Role.APPROVER), Step(role=Role.APPROVER))),
        Policy(steps=(Step(role=Role.APPROVER),), not_author=True),
        Policy(steps=(Step(needs=3),), not_author=True),
    ],
)
async def test_a_policy_nobody_could_satisfy_is_refused(room: Room, policy: Policy) -> None:
    with pytest.raises(Invalid):
        await room.policy(policy)


async def test_one_yes_can_be_taken_back_while_others_are_awaited(room: Room) -> None:
    await room.under("two")
    await room.presses("ben")
    take_back = TakeBack(room.scene.store, room.scene.desk)
    with pytest.raises(IllegalMove):
        await take_back.post(room.post.id, by=room.team["ana"])
    await take_back.post(room.post.id, by=room.team["ben"])
    assert await room.presses("ana") == "waits"
    assert await room.presses("cleo") == "approved"


async def test_a_removed_member_loses_a_yes_that_waits_and_keeps_one_that_was_enough(room: Room) -> None:
    await room.under("two")
    await room.presses("ben")
    team = Team(room.scene.store, room.scene.clock)
    await team.remove(room.team["ben"].member.id, by=room.scene.ana)
    assert await room.presses("ana") == "waits"
    assert await room.presses("cleo") == "approved"
    await team.remove(room.team["cleo"].member.id, by=room.scene.ana)
    assert await room.goes_out()


async def test_a_yes_given_in_another_role_falls_where_others_are_awaited(room: Room) -> None:
    await room.under("in turn")
    await room.presses("ben")
    await Team(room.scene.store, room.scene.clock).change_role(
        room.team["ben"].member.id, Role.WRITER, by=room.scene.ana
    )
    assert await room.presses("ana") == "turn"


async def test_publishing_at_once_takes_a_policy_of_one(room: Room) -> None:
    change = ChangePost(room.scene.store, room.scene.desk, fitter())
    await room.under("two")
    with pytest.raises(Invalid, match="More than one yes"):
        await change.publish_now(room.post.id, seen=1, by=room.scene.ana)
    await room.under("one")
    assert (await change.publish_now(room.post.id, seen=1, by=room.scene.ana)).state is PostState.APPROVED


async def test_approve_all_gives_one_members_yes_to_every_post(room: Room) -> None:
    scene = room.scene
    await room.under("two")
    batch = a_batch(room.brand)
    async with scene.store.begin() as tx:
        await tx.batches.add(batch)
        for number in range(3):
            post = a_post(room.brand, batch=batch, state=PostState.PENDING, instant=NOON + number * HOUR)
            await tx.posts.add(post)
            await tx.publications.add(plan(post, scene.account, scene.desk.publishers, scene.desk.ids))
    approve_all = ApproveBatch(scene.store, scene.desk, Prove(scene.store, scene.clock, scene.desk.ids, PaperVault()))
    first = await approve_all(batch.id, seen=3, by=room.team["ben"])
    again = await approve_all(batch.id, seen=3, by=room.team["ben"])
    second = await approve_all(batch.id, seen=3, by=scene.ana)
    assert [len(one.waiting) for one in (first, again, second)] == [3, 0, 0]
    assert [len(one.posts) for one in (first, again, second)] == [0, 0, 3]
    assert first.left == again.left == second.left == ()
