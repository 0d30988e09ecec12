"""People and their data: who did what, several brands, signing out, taking everything along, being forgotten."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from core.audit import first_broken
from core.ids import MemberId
from core.store import PostFilter
from core.workspace import Identity, Member, Role
from tests.fakes.bot_api.people import TelegramPerson
from tests.fakes.chat import HarshPerson, Person, WebPerson, newest, presses, skips
from tests.fakes.slack_api.people import SlackPerson
from tests.stories.house import ANSWERS, House, set_up


async def handed(ana: Person, name: str) -> str:
    """The file of that name, as it reached the person."""
    if isinstance(ana, HarshPerson):
        return ana.front_end.handed[name]
    if isinstance(ana, TelegramPerson):
        world = ana.api.world
        sent = [one.data["document"] for one in world.hanging(ana.id) if "document" in one.data]
        return world.files[sent[-1]["file_id"]].decode()
    if isinstance(ana, SlackPerson):
        sent = [one for message in ana.messages() for one in message.data.get("files", ()) if one["name"] == name]
        return ana.api.world.files[sent[-1]["id"]].data.decode()
    assert isinstance(ana, WebPerson)
    await newest(ana, f"Fetch {name}")
    path = re.findall(r"/download/[\w-]+", (await ana.client.get("/api/history")).text)[-1]
    answer = await ana.client.get(path)
    assert (await ana.client.get(path)).status_code == 404
    return answer.text


async def another_brand(ana: Person, name: str) -> None:
    await ana.says("/brand new")
    for answer in (name, *ANSWERS[1:]):
        if answer:
            await ana.says(answer)
        else:
            await skips(ana)


async def test_what_happened_is_told_newest_first(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Skip", about="Sun 22 Nov")
    await ana.says("/activity")
    said = (await newest(ana, "What happened")).text
    assert "skipped it" in said
    assert "The autopilot" in said or "drafted a week" in said
    assert said.index("skipped it") < said.index("drafted a week")


async def test_the_audit_log_is_sealed_and_for_owners_only(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/audit")
    assert "Every seal is intact." in (await newest(ana, "Audit log")).text
    await ana.says("/audit export")
    entries = [json.loads(line) for line in (await handed(ana, "audit.jsonl")).splitlines()]
    assert [one["number"] for one in entries] == list(range(1, len(entries) + 1))
    await _become(house, Role.APPROVER)
    await ana.says("/audit")
    assert "Only an owner can read the audit log" in (await ana.sees())[-1].text


async def test_everything_can_be_taken_along_and_no_key_is_in_it(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/privacy")
    await presses(ana, "Export everything")
    everything = json.loads(await handed(ana, "greenlight-export.json"))
    (brand,) = everything["brands"]
    assert brand["name"] == "Padaria do Sol"
    assert len(brand["posts"]) == 7
    assert all(len(post["publications"]) == 1 for post in brand["posts"])
    assert "grant" not in brand["accounts"][0]


async def test_the_last_owner_takes_everything_along_and_no_row_stays(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/privacy")
    await presses(ana, "Delete me")
    await newest(ana, "You are the only owner, so everything goes with you")
    await presses(ana, "Yes, delete it all")
    assert "It is gone. Goodbye, and thank you." in ana.toasts
    async with house.app.store.read() as tx:
        assert await tx.workspaces.all() == ()
        assert await tx.posts.count(_everything()) == 0
        assert await tx.outbox.due("web", house.clock.now()) == ()
    await house.wait(days=8)
    assert house.published() == []


async def test_another_member_is_forgotten_alone(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben = await _a_member(house, "Ben", "ben")
    person = house.harsh_person("ben")
    await person.says("/privacy")
    await presses(person, "Delete me")
    await presses(person, "Yes, delete it all")
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        assert ben.id not in {one.id for one in await tx.members.of(workspace.id)}
        assert await tx.posts.count(_everything()) == 7
        assert first_broken(await tx.audit.of(workspace.id)) is None


async def test_two_brands_live_side_by_side_and_every_card_names_its_own(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await another_brand(ana, "Forno Norte")
    await house.settle()
    await ana.says("/pending")
    assert "Forno Norte" in (await ana.sees())[-1].text
    await ana.says("/brand padaria")
    await ana.says("/pending")
    assert "Padaria do Sol" in (await ana.sees())[-1].text
    await ana.says("/brand rename Padaria da Lua")
    await ana.says("/brand list")
    listed = (await newest(ana, "Your brands")).text
    assert "Padaria da Lua" in listed
    assert "Forno Norte" in listed
    await ana.says("/brand cinema")
    assert "There is no one brand called “cinema”." in (await ana.sees())[-1].text


async def test_a_removed_brand_takes_its_posts_along_and_the_other_goes_on(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await another_brand(ana, "Forno Norte")
    await ana.says("/brand remove")
    await presses(ana, "Yes, remove Forno Norte")
    await ana.says("/posts")
    assert "7 posts" in (await newest(ana, "All posts")).text
    async with house.app.store.read() as tx:
        assert await tx.posts.count(_everything()) == 7


async def test_me_tells_who_one_is(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/me")
    said = (await newest(ana, "Brand here")).text
    assert "owner in" in said
    assert "Padaria do Sol, Europe/Lisbon" in said


async def test_who_signs_out_is_a_stranger_there(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/logout")
    await presses(ana, "Yes, sign out")
    if isinstance(ana, WebPerson):
        assert (await ana.client.get("/")).status_code == 401
    if isinstance(ana, TelegramPerson | SlackPerson):
        await ana.says("/pending")
        await newest(ana, "I do not know you yet")


async def test_help_explains_commands_and_errors(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/help")
    assert "/slots" in (await newest(ana, "What I can do")).text
    await ana.says("/help disk full")
    assert "Make room, then press Retry." in (await newest(ana, "Help: disk full")).text
    await ana.says("/help slots")
    assert "Posting times by weekday" in (await newest(ana, "Help: slots")).text
    await ana.says("/help flurb")
    assert "I know nothing about “flurb”." in (await ana.sees())[-1].text


def _everything() -> PostFilter:
    return PostFilter(limit=1000)


async def _become(house: House, role: Role) -> None:
    async with house.app.store.begin() as tx:
        (workspace,) = await tx.workspaces.all()
        for member in await tx.members.of(workspace.id):
            await tx.members.save(replace(member, role=role))


async def _a_member(house: House, name: str, person: str) -> Member:
    async with house.app.store.begin() as tx:
        (workspace,) = await tx.workspaces.all()
        member = Member(
            id=MemberId(house.app.ids.new()),
            workspace_id=workspace.id,
            name=name,
            role=Role.APPROVER,
            created_at=house.clock.now(),
        )
        await tx.members.add(member, Identity(front_end="harsh", remote_id=person, member_id=member.id))
    return member
