"""Two posts change places, and a post goes back to what it was: both or neither, once, on record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.access import Actor
from core.actions.change_post import Changed, ChangePost
from core.actions.step_back import StepBack
from core.actions.swap import Swap
from core.errors import Conflict, IllegalMove, Invalid, NotAllowed, NotFound
from core.moves import PartState, PostState
from core.post import Content, Post
from core.workspace import Role
from tests.builders import HOUR, NOON, a_member, a_moment, a_post, an_identity
from tests.core.scene import Scene, fitter

DAY = timedelta(days=1)
THU, FRI = NOON + 5 * DAY, NOON + 6 * DAY


async def a_pair(scene: Scene) -> tuple[Post, Post]:
    """Two approved posts, for Thursday and Friday."""
    return await scene.approved(text="Thursday's", instant=THU), await scene.approved(text="Friday's", instant=FRI)


def verbs(scene: Scene) -> tuple[ChangePost, Swap, StepBack]:
    change = ChangePost(store=scene.store, desk=scene.desk, fitter=fitter())
    return change, Swap(change), StepBack(change)


async def deeds(scene: Scene) -> list[str]:
    async with scene.store.read() as tx:
        return [entry.deed.what for entry in await tx.audit.of(scene.workspace.id)]


async def test_swapping_exchanges_the_times_and_both_approvals_are_void(scene: Scene) -> None:
    one, other = await a_pair(scene)
    _, swap, _ = verbs(scene)

    done = await swap(one.id, other.id, seen=one.revision, by=scene.ana)

    assert (done.post.voided, done.other.voided) == (True, True)
    assert (await scene.post(one)).moment == other.moment
    assert (await scene.post(other)).moment == one.moment
    assert {(await scene.post(post)).state for post in (one, other)} == {PostState.PENDING}
    assert {(await scene.part(post)).state for post in (one, other)} == {PartState.PLANNED}
    assert (await deeds(scene))[-2:] == ["swapped", "swapped"]


async def test_swapping_changes_no_word(scene: Scene) -> None:
    one, other = await a_pair(scene)

    await verbs(scene)[1](one.id, other.id, seen=one.revision, by=scene.ana)

    assert (await scene.post(one)).content == one.content
    assert (await scene.post(other)).content == other.content


async def test_with_a_post_whose_time_has_come_neither_moves(scene: Scene) -> None:
    one = await scene.approved(text="Thursday's", instant=THU)
    other = await scene.due(text="Now")
    await scene.queue.claim(scene.clock.now(), owner="w1", lease=HOUR)

    with pytest.raises(Invalid, match="has passed"):
        await verbs(scene)[1](one.id, other.id, seen=one.revision, by=scene.ana)

    now = await scene.post(one)
    assert (now.moment, now.state) == (one.moment, PostState.APPROVED)


async def test_a_swap_on_top_of_somebody_elses_change_is_refused(scene: Scene) -> None:
    one, other = await a_pair(scene)
    change, swap, _ = verbs(scene)
    await change.content(one.id, Content(text="Newer"), by=scene.ana)

    with pytest.raises(Conflict):
        await swap(one.id, other.id, seen=one.revision, by=scene.ana)


async def test_a_post_is_not_swapped_with_itself_nor_with_a_skipped_one(scene: Scene) -> None:
    one, _ = await a_pair(scene)
    async with scene.store.begin() as tx:
        brand = (await tx.brands.of(scene.workspace.id))[0]
        skipped = a_post(brand, state=PostState.SKIPPED, instant=FRI)
        await tx.posts.add(skipped)
    _, swap, _ = verbs(scene)

    with pytest.raises(Invalid, match="the same time already"):
        await swap(one.id, one.id, seen=one.revision, by=scene.ana)
    with pytest.raises(IllegalMove):
        await swap(one.id, skipped.id, seen=one.revision, by=scene.ana)


async def test_a_viewer_neither_swaps_nor_steps_back(scene: Scene) -> None:
    one, other = await a_pair(scene)
    viewer = a_member(scene.workspace, "Bea", role=Role.VIEWER)
    async with scene.store.begin() as tx:
        await tx.members.add(viewer, an_identity(viewer))
    by = Actor(member=viewer, door="web")
    _, swap, step_back = verbs(scene)

    with pytest.raises(NotAllowed):
        await swap(one.id, other.id, seen=one.revision, by=by)
    with pytest.raises(NotAllowed):
        await step_back(one.id, seen=one.revision, by=by)


async def test_stepping_back_leads_through_every_version_down_to_the_first(scene: Scene) -> None:
    post = await scene.approved(text="v1", instant=THU)
    change, _, step_back = verbs(scene)
    for number in range(2, 8):
        await change.content(post.id, Content(text=f"v{number}"), by=scene.ana)

    seen, said = (await scene.post(post)).revision, []
    for _ in range(6):
        after = (await step_back(post.id, seen=seen, by=scene.ana)).post.post
        seen = after.revision
        said.append(after.content.text)

    assert said == ["v6", "v5", "v4", "v3", "v2", "v1"]
    with pytest.raises(Invalid, match="This is the first version"):
        await step_back(post.id, seen=seen, by=scene.ana)


async def test_a_change_after_going_back_is_the_next_one_to_go_back_from(scene: Scene) -> None:
    post = await scene.approved(text="v1", instant=THU)
    change, _, step_back = verbs(scene)
    await change.content(post.id, Content(text="v2"), by=scene.ana)
    await step_back(post.id, seen=post.revision + 1, by=scene.ana)
    await change.content(post.id, Content(text="v3"), by=scene.ana)

    back = await step_back(post.id, seen=post.revision + 3, by=scene.ana)

    assert back.post.post.content.text == "v1"


async def test_stepping_back_twice_from_the_same_version_does_it_once(scene: Scene) -> None:
    post = await scene.approved(text="v1", instant=THU)
    change, _, step_back = verbs(scene)
    await change.content(post.id, Content(text="v2"), by=scene.ana)
    await change.content(post.id, Content(text="v3"), by=scene.ana)
    await step_back(post.id, seen=post.revision + 2, by=scene.ana)

    with pytest.raises(Conflict):
        await step_back(post.id, seen=post.revision + 2, by=scene.ana)
    assert (await scene.post(post)).content.text == "v2"


async def test_stepping_back_voids_an_approval_and_is_on_record(scene: Scene) -> None:
    post = await scene.approved(text="v1", instant=THU)
    change, _, step_back = verbs(scene)
    moved: Changed = await change.time(post.id, a_moment(FRI), by=scene.ana)

    back = await step_back(post.id, seen=moved.post.revision, by=scene.ana)

    assert back.post.post.moment == post.moment
    assert (moved.voided, back.voided) == (True, False)
    assert (await deeds(scene))[-1] == "stepped_back"


async def test_a_time_that_has_passed_is_not_restored(scene: Scene) -> None:
    post = await scene.approved(text="v1", instant=NOON)
    change, _, step_back = verbs(scene)
    await change.content(post.id, Content(text="v2"), by=scene.ana)
    later = await change.time(post.id, a_moment(FRI), by=scene.ana)
    scene.clock.advance(3 * HOUR)

    back = await step_back(post.id, seen=later.post.revision, by=scene.ana)

    assert back.post.post.content.text == "v1"
    assert back.post.post.moment == a_moment(FRI)


async def test_stepping_back_from_a_swap_takes_the_partner_along(scene: Scene) -> None:
    one, other = await a_pair(scene)
    change, swap, step_back = verbs(scene)
    done = await swap(one.id, other.id, seen=one.revision, by=scene.ana)
    edited = await change.content(other.id, Content(text="Edited since"), by=scene.ana)

    back = await step_back(one.id, seen=done.post.post.revision, by=scene.ana)

    assert back.partner is not None
    assert (await scene.post(one)).moment == one.moment
    assert (await scene.post(other)).moment == other.moment
    assert (await scene.post(other)).content == edited.post.content


async def test_either_of_two_swapped_posts_leads_both_back(scene: Scene) -> None:
    one, other = await a_pair(scene)
    _, swap, step_back = verbs(scene)
    done = await swap(one.id, other.id, seen=one.revision, by=scene.ana)

    await step_back(other.id, seen=done.other.post.revision, by=scene.ana)

    assert (await scene.post(one)).moment == one.moment
    with pytest.raises(Invalid, match="This is the first version"):
        await step_back(one.id, seen=done.post.post.revision + 1, by=scene.ana)


async def test_what_is_live_does_not_go_back_and_does_not_change(scene: Scene) -> None:
    post = await scene.due(text="v1")
    await scene.publish()()
    change, _, step_back = verbs(scene)

    with pytest.raises(IllegalMove):
        await step_back(post.id, seen=post.revision, by=scene.ana)
    with pytest.raises(IllegalMove):
        await change.content(post.id, Content(text="v2"), by=scene.ana)
    assert (await scene.part(post)).state is PartState.LIVE


async def test_a_post_of_another_brand_is_not_found(scene: Scene) -> None:
    one, _ = await a_pair(scene)

    with pytest.raises(NotFound):
        await verbs(scene)[1](one.id, type(one.id)(12345), seen=one.revision, by=scene.ana)
