"""A team that comes together: invited by a link, given roles, shown out."""

from __future__ import annotations

import re

import httpx

from core.workspace import Member, Role
from tests.fakes.chat import Person, button, newest, presses
from tests.stories.house import BASE_URL, House, set_up


async def link_for(ana: Person, words: str, start: str) -> str:
    """The link of that chat in the invitation these words bring."""
    await ana.says(words)
    said = (await newest(ana, "It works once and for a day")).text
    links: list[str] = re.findall(r"https?://\S+", said)
    return next(one for one in links if one.startswith(start))


async def members(house: House) -> dict[str, Member]:
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        return {one.name: one for one in await tx.members.of(workspace.id)}


async def cleo_comes(house: House, ana: Person, role: str = "writer") -> Person:
    """Cleo opens her invitation in the harsh chat."""
    link = await link_for(ana, f"/team invite {role} Cleo", "https://harsh.example/")
    cleo = house.harsh_person("cleo")
    await cleo.says(f"/start {link.rpartition('/')[2]}")
    return cleo


async def test_whoever_opens_an_invitation_is_in_with_that_role(house: House, ana: Person) -> None:
    await set_up(house, ana)
    cleo = await cleo_comes(house, ana)
    await presses(cleo, "Skip", about="Sun 22 Nov")
    assert any("Only an owner or approver can decide that." in toast for toast in cleo.toasts)
    await ana.says("/team")
    listed = (await newest(ana, "Your team")).text
    assert "Cleo" in listed
    assert "writer" in listed


async def test_an_invitation_to_the_web_chat_opens_a_door_once(house: House, ana: Person) -> None:
    await set_up(house, ana)
    link = await link_for(ana, "/team invite approver Dora", BASE_URL)
    first, second = await house.web_person("nobody"), await house.web_person("nobody")
    for person, status in ((first, 303), (second, 410)):
        person.client.cookies.clear()
        assert (await person.client.post(link)).status_code == status
    assert (await members(house))["Dora"].role is Role.APPROVER
    await first.says("/me")
    assert "approver in" in (await newest(first, "You")).text


async def test_the_link_of_an_invitation_is_not_used_up_by_looking(house: House, ana: Person) -> None:
    await set_up(house, ana)
    link = await link_for(ana, "/team invite viewer Dora", BASE_URL)
    looking = await house.web_person("nobody")
    looking.client.cookies.clear()
    assert (await looking.client.get(link)).status_code == 200
    assert "Dora" not in await members(house)
    answer: httpx.Response = await looking.client.post(link)
    assert answer.status_code == 303
    assert "Dora" in await members(house)


async def test_a_role_is_changed_by_buttons_and_in_words(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await cleo_comes(house, ana)
    await ana.says("/team")
    await opens(ana, "Cleo")
    await presses(ana, "Make approver")
    assert (await members(house))["Cleo"].role is Role.APPROVER
    await ana.says("/team cleo viewer for padaria")
    cleo = (await members(house))["Cleo"]
    assert list(cleo.brand_roles.values()) == [Role.VIEWER]
    assert "Cleo is now approver, viewer for Padaria do Sol." in (await ana.sees())[-1].text
    await opens(ana, "Cleo")
    await presses(ana, "Another role for Padaria do Sol")
    await presses(ana, "Same as everywhere")
    assert (await members(house))["Cleo"].brand_roles == {}


async def test_whoever_is_removed_decides_nothing_any_more(house: House, ana: Person) -> None:
    await set_up(house, ana)
    cleo = await cleo_comes(house, ana, "approver")
    message, press = await button(cleo, "Approve", about="Sun 22 Nov, 09:00")
    await ana.says("/team remove cleo")
    await presses(ana, "Yes, remove Cleo")
    await cleo.sends(press, message=message)
    await house.wait(days=2)
    assert "This is not yours to decide. Nothing was changed." in cleo.toasts
    await ana.says("/activity")
    assert "Cleo" in (await newest(ana, "What happened")).text
    assert house.published() == []


async def test_only_owners_run_the_team(house: House, ana: Person) -> None:
    await set_up(house, ana)
    cleo = await cleo_comes(house, ana, "approver")
    await ana.says("/team")
    await opens(ana, "Cleo")
    message, press = await button(ana, "Make owner")
    await cleo.sends(press, message=message)
    await cleo.says("/team invite owner Mallory")
    await cleo.says("/team ana viewer")
    said = [one.text for one in await cleo.sees()]
    assert any("Only an owner can do that. Nothing was changed." in toast for toast in (*cleo.toasts, *said))
    assert {name: one.role for name, one in (await members(house)).items()} == {
        "Ana": Role.OWNER,
        "Cleo": Role.APPROVER,
    }


async def test_the_last_owner_stays(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/team ana writer")
    assert "Make somebody else an owner first." in (await ana.sees())[-1].text
    await ana.says("/team fly to the moon")
    assert "Try /team, /team invite writer Cleo" in (await ana.sees())[-1].text


async def opens(person: Person, name: str) -> None:
    """Press the row of that name on the newest list of the team."""
    listed = [one for one in await person.sees() if "Your team" in one.text][-1]
    press = next(press for label, press in listed.buttons.items() if name in label)
    await person.sends(press, message=listed.id)
