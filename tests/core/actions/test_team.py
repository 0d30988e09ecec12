"""Who is in the team, as what, and out again."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from core.access import Actor
from core.actions.enter import Enter
from core.actions.set_aside import SetAside
from core.actions.team import Team
from core.audit import first_broken
from core.brand import Brand
from core.errors import Invalid, NotAllowed, NotFound
from core.moves import PostState
from core.workspace import Member, Role
from tests.builders import HOUR, a_brand, a_chat, a_member, a_post, a_workspace, an_identity
from tests.core.scene import Scene


def team(scene: Scene) -> Team:
    return Team(scene.store, scene.clock)


def enter(scene: Scene) -> Enter:
    return Enter(scene.store, scene.clock, scene.desk.ids)


async def member(scene: Scene, name: str, role: Role) -> Member:
    """One more person, known in the web chat by their name."""
    made = a_member(scene.workspace, name, role=role, created_at=scene.clock.now())
    async with scene.store.begin() as tx:
        await tx.members.add(made, an_identity(made, "web", name.lower()))
    return made


async def as_now(scene: Scene, one: Member) -> Member:
    async with scene.store.read() as tx:
        return await tx.members.get(one.id)


async def the_brand(scene: Scene) -> Brand:
    async with scene.store.read() as tx:
        return (await tx.brands.of(scene.workspace.id))[0]


async def test_an_owner_changes_a_role_and_the_member_hears_of_it(scene: Scene) -> None:
    ben = await member(scene, "Ben", Role.WRITER)
    await team(scene).change_role(ben.id, Role.APPROVER, by=scene.ana)
    assert (await as_now(scene, ben)).role is Role.APPROVER
    (notice,) = await scene.told()
    assert (notice.member_id, notice.facts["role"]) == (ben.id, "approver")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OWNER}))
async def test_nobody_but_an_owner_changes_the_team(scene: Scene, role: Role) -> None:
    by = Actor(member=await member(scene, "Ben", role), door="web")
    cleo = await member(scene, "Cleo", Role.VIEWER)
    with pytest.raises(NotAllowed):
        await team(scene).change_role(by.member.id, Role.OWNER, by=by)
    with pytest.raises(NotAllowed):
        await team(scene).remove(cleo.id, by=by)
    with pytest.raises(NotAllowed):
        await enter(scene).invite(Role.VIEWER, "", by=by)
    assert (await as_now(scene, cleo)).left_at is None


async def test_a_member_of_another_workspace_is_not_found(scene: Scene) -> None:
    elsewhere = a_workspace()
    eve = a_member(elsewhere)
    async with scene.store.begin() as tx:
        await tx.workspaces.add(elsewhere)
        await tx.members.add(eve)
    with pytest.raises(NotFound):
        await team(scene).change_role(eve.id, Role.VIEWER, by=scene.ana)
    with pytest.raises(NotFound):
        await team(scene).remove(eve.id, by=scene.ana)


async def test_there_is_always_an_owner(scene: Scene) -> None:
    with pytest.raises(Invalid):
        await team(scene).change_role(scene.ana.member.id, Role.APPROVER, by=scene.ana)
    with pytest.raises(Invalid):
        await team(scene).remove(scene.ana.member.id, by=scene.ana)


async def test_of_two_owners_who_remove_each_other_at_once_one_stays(scene: Scene) -> None:
    ben = Actor(member=await member(scene, "Ben", Role.OWNER), door="web")
    done = await asyncio.gather(
        team(scene).remove(ben.member.id, by=scene.ana),
        team(scene).remove(scene.ana.member.id, by=ben),
        return_exceptions=True,
    )
    async with scene.store.read() as tx:
        assert len(await tx.members.of(scene.workspace.id)) == 1
    assert sum(isinstance(one, Invalid | NotFound) for one in done) == 1


async def test_a_role_for_one_brand_stands_over_that_for_all(scene: Scene) -> None:
    brand = await the_brand(scene)
    ben = await member(scene, "Ben", Role.VIEWER)
    post = a_post(brand, state=PostState.PENDING)
    async with scene.store.begin() as tx:
        await tx.posts.add(post)
    aside = SetAside(scene.store, scene.desk)
    with pytest.raises(NotAllowed):
        await aside.skip(post.id, by=Actor(member=ben, door="web"))
    await team(scene).change_role(ben.id, Role.APPROVER, brand_id=brand.id, by=scene.ana)
    await aside.skip(post.id, by=Actor(member=await as_now(scene, ben), door="web"))
    await team(scene).change_role(ben.id, None, brand_id=brand.id, by=scene.ana)
    with pytest.raises(NotAllowed):
        await aside.bring_back(post.id, by=Actor(member=await as_now(scene, ben), door="web"))


async def test_less_in_one_brand_is_less_there_and_nowhere_else(scene: Scene) -> None:
    brand, other = await the_brand(scene), a_brand(scene.workspace, "Other")
    ben = await member(scene, "Ben", Role.OWNER)
    posts = [a_post(one, state=PostState.PENDING) for one in (brand, other)]
    async with scene.store.begin() as tx:
        await tx.brands.add(other)
        await tx.posts.add(*posts)
    await team(scene).change_role(ben.id, Role.VIEWER, brand_id=brand.id, by=scene.ana)
    by = Actor(member=await as_now(scene, ben), door="web")
    aside = SetAside(scene.store, scene.desk)
    with pytest.raises(NotAllowed):
        await aside.skip(posts[0].id, by=by)
    assert (await aside.skip(posts[1].id, by=by)).state is PostState.SKIPPED


async def test_whoever_is_removed_is_a_stranger_with_a_name_in_the_log(scene: Scene) -> None:
    ben = await member(scene, "Ben", Role.APPROVER)
    async with scene.store.begin() as tx:
        await tx.chats.add(a_chat(scene.workspace, "web", "ben"))
        await tx.tickets.add("ab", "session", "ben", scene.clock.now() + HOUR, member_id=ben.id)
        await tx.members.save(replace(ben, email="ben@example.org"))
    await team(scene).remove(ben.id, by=scene.ana)
    async with scene.store.read() as tx:
        assert await tx.members.identify("web", "ben") is None
        assert await tx.chats.find("web", "ben") is None
        assert await tx.tickets.read("ab", "session", scene.clock.now()) is None
        assert [one.id for one in await tx.members.of(scene.workspace.id)] == [scene.ana.member.id]
        gone = await tx.members.get(ben.id)
        entries = await tx.audit.of(scene.workspace.id)
    assert (gone.name, gone.email, gone.left_at) == ("Ben", "", scene.clock.now())
    assert [one.deed.what for one in entries] == ["removed_member"]
    assert first_broken(entries) is None


async def test_an_invitation_makes_one_member_and_no_second(scene: Scene) -> None:
    code = await enter(scene).invite(Role.WRITER, "Cleo", by=scene.ana)
    cleo = await enter(scene).by_code(code, front_end="telegram", person="7", chat="7", name="cleo_77")
    assert (cleo.name, cleo.role, cleo.workspace_id) == ("Cleo", Role.WRITER, scene.workspace.id)
    with pytest.raises(Invalid):
        await enter(scene).by_code(code, front_end="telegram", person="8", chat="8", name="Mallory")
    async with scene.store.read() as tx:
        assert await tx.members.identify("telegram", "7") == cleo
        assert await tx.members.identify("telegram", "8") is None


async def test_without_a_name_the_chat_says_who_came(scene: Scene) -> None:
    code = await enter(scene).invite(Role.VIEWER, "", by=scene.ana)
    assert (await enter(scene).by_code(code, front_end="telegram", person="7", chat="7", name="Dora")).name == "Dora"


async def test_an_invitation_lasts_a_day(scene: Scene) -> None:
    code = await enter(scene).invite(Role.WRITER, "Cleo", by=scene.ana)
    scene.clock.advance(24 * HOUR)
    with pytest.raises(Invalid):
        await enter(scene).by_code(code, front_end="telegram", person="7", chat="7")


async def test_an_invitation_goes_when_the_one_who_invited_goes(scene: Scene) -> None:
    ben = Actor(member=await member(scene, "Ben", Role.OWNER), door="web")
    code = await enter(scene).invite(Role.OWNER, "Mallory", by=ben)
    await team(scene).remove(ben.member.id, by=scene.ana)
    with pytest.raises(Invalid):
        await enter(scene).by_code(code, front_end="telegram", person="7", chat="7")


async def test_an_invitation_opened_by_a_member_stays_good_for_another(scene: Scene) -> None:
    ben = await member(scene, "Ben", Role.VIEWER)
    code = await enter(scene).invite(Role.OWNER, "", by=scene.ana)
    with pytest.raises(Invalid):
        await enter(scene).by_code(code, front_end="web", person="ben", chat="ben")
    assert (await as_now(scene, ben)).role is Role.VIEWER
    await enter(scene).by_code(code, front_end="telegram", person="7", chat="7")
