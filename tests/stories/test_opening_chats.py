"""A group or channel in which others read along: an owner opens it, others ask one first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.press import Press
from core.access import Actor
from core.errors import NotFound
from core.ids import MemberId
from core.workspace import Identity, Member, Role
from tests.builders import a_member, a_workspace
from tests.fakes.bot_api.server import bot_api
from tests.fakes.bot_api.world import Chat
from tests.fakes.chat import HarshPerson, Person, button, newest, presses
from tests.fakes.slack_api.server import slack_api
from tests.fakes.slack_api.world import TEAM
from tests.stories.house import House, open_house, set_up

ROOM = "room-2"
ASKED = "An owner has to agree before cards come here; I have asked."
QUESTION = "Ben wants the cards of this workspace in"
YES = "Ana said yes: from now on the cards of this workspace come to"


async def comes(house: House, role: Role = Role.APPROVER, front_end: str = "harsh", remote_id: str = "ben") -> Member:
    """Ben is in the team, known in that chat app."""
    app = house.app
    async with app.store.begin() as tx:
        (workspace,) = await tx.workspaces.all()
        ben = Member(
            id=MemberId(app.ids.new()), workspace_id=workspace.id, name="Ben", role=role, created_at=app.clock.now()
        )
        await tx.members.add(ben, Identity(front_end=front_end, remote_id=remote_id, member_id=ben.id))
    return ben


async def places(house: House) -> set[str]:
    """The chats cards come to."""
    async with house.app.store.read() as tx:
        return {one.remote_id for team in await tx.workspaces.all() for one in await tx.chats.of(team.id)}


async def deeds(house: House) -> list[str]:
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        return [one.deed.what for one in await tx.audit.of(workspace.id)]


async def ben_asks(house: House) -> HarshPerson:
    """Ben starts the bot in a room with others; the owners hear."""
    ben = house.harsh_person("ben", ROOM)
    await ben.says("/start")
    await house.settle()
    return ben


async def test_an_owner_lets_the_cards_come_to_a_room_an_approver_asked_for(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await comes(house)
    ben = await ben_asks(house)
    assert ASKED in (await newest(ben, "")).text
    assert ROOM not in await places(house)
    await presses(ana, "Let them come", about=QUESTION)
    await house.settle()
    assert ROOM in await places(house)
    await newest(ben, YES)
    assert [one for one in await deeds(house) if "chat" in one][-2:] == ["asked_for_chat", "opened_chat"]


async def test_a_refused_room_stays_closed_and_the_question_is_answered_once(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await comes(house)
    ben = await ben_asks(house)
    message, yes = await button(ana, "Let them come", about=QUESTION)
    await presses(ana, "Refuse", about=QUESTION)
    await house.settle()
    await ana.sends(yes, message=message)
    assert any("That was answered, or is too old." in toast for toast in ana.toasts)
    assert ROOM not in await places(house)
    assert not any(YES in one.text for one in await ben.sees())
    assert (await deeds(house))[-1] == "refused_chat"


async def test_asking_again_asks_nobody_twice(house: House) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    await comes(house)
    for _ in range(3):
        await ben_asks(house)
    assert len([one for one in await ana.sees() if QUESTION in one.text]) == 1


async def test_of_two_owners_each_is_asked_once(house: House) -> None:
    ana, olga = house.harsh_person(), house.harsh_person("olga", "olga")
    await set_up(house, ana)
    await comes(house, Role.OWNER, remote_id="olga")
    await olga.says("/start")
    await comes(house)
    await ben_asks(house)
    for owner in (ana, olga):
        assert len([one for one in await owner.sees() if QUESTION in one.text]) == 1
    await presses(olga, "Let them come", about=QUESTION)
    assert ROOM in await places(house)


async def test_an_owner_of_another_workspace_does_not_answer(house: House) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    await comes(house)
    await ben_asks(house)
    theirs = a_workspace()
    mallory = a_member(theirs, "Mallory")
    async with house.app.store.begin() as tx:
        await tx.workspaces.add(theirs)
        await tx.members.add(mallory)
    message, yes = await button(ana, "Let them come", about=QUESTION)
    with pytest.raises(NotFound):
        await house.app.actions.enter.answer(
            Press.unpack(yes).target, yes=False, by=Actor(member=mallory, door="harsh")
        )
    await ana.sends(yes, message=message)
    assert ROOM in await places(house)


async def test_a_question_ends_after_a_day_and_can_be_asked_again(house: House) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    await comes(house)
    await ben_asks(house)
    house.clock.advance(timedelta(hours=25))
    await presses(ana, "Let them come", about=QUESTION)
    assert "That was answered, or is too old." in ana.toasts[-1]
    assert ROOM not in await places(house)
    await ben_asks(house)
    await presses(ana, "Let them come", about=QUESTION)
    assert ROOM in await places(house)


async def test_a_question_survives_a_restart(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        ana = house.harsh_person()
        await set_up(house, ana)
        await comes(house)
        await ben_asks(house)
        message, yes = await button(ana, "Let them come", about=QUESTION)
    async with open_house(tmp_path) as house:
        await house.harsh_person().sends(yes, message=message)
        assert ROOM in await places(house)


async def test_only_owners_answer_and_not_for_one_who_left(house: House) -> None:
    ana, ben_at_home = house.harsh_person(), house.harsh_person("ben")
    await set_up(house, ana)
    ben = await comes(house)
    await ben_asks(house)
    message, yes = await button(ana, "Let them come", about=QUESTION)
    await ben_at_home.sends(yes, message=message)
    assert "Only an owner can do that. Nothing was changed." in ben_at_home.toasts
    await ana.says("/team remove ben")
    await presses(ana, "Yes, remove Ben")
    await ana.sends(yes, message=message)
    assert "That was answered, or is too old." in ana.toasts[-1]
    assert ben.name == "Ben"
    assert ROOM not in await places(house)


@pytest.mark.parametrize(
    ("role", "said", "opened"),
    [
        (Role.OWNER, "Done: I know you here now", True),
        (Role.APPROVER, ASKED, False),
        (Role.WRITER, "I know you here now. Only an owner or approver can bring me into a chat.", False),
        (Role.VIEWER, "I know you here now. Only an owner or approver can bring me into a chat.", False),
    ],
)
async def test_a_code_said_among_others_opens_their_room_for_owners_only(
    house: House, role: Role, said: str, opened: bool
) -> None:
    await set_up(house, house.harsh_person())
    code = await house.app.actions.enter.code_for(await comes(house, role))
    phone = house.harsh_person("bens-phone", ROOM)
    await phone.says(f"/link {code}")
    assert said in (await newest(phone, "I know you here now")).text
    assert (ROOM in await places(house)) is opened


async def test_a_telegram_group_waits_for_the_owner(tmp_path: Path) -> None:
    async with bot_api() as api, open_house(tmp_path, api=api) as house:
        ana = house.telegram_person()
        await set_up(house, ana)
        await comes(house, front_end="telegram", remote_id="2002")
        api.world.chats[-100500] = Chat(id=-100500, type="supergroup", title="Padaria friends")
        ben = house.telegram_person(2002, "Ben", chat=-100500)
        await ben.adds_the_bot()
        await newest(ben, ASKED)
        await house.settle()
        await presses(ana, "Let them come", about=f"{QUESTION} “Padaria friends” on Telegram")
        await house.settle()
        await newest(ben, f"{YES} “Padaria friends” too.")
        await ben.says("/pending@greenlight_test_bot")
        await presses(ben, "One by one")
        await newest(ben, "Sun 22 Nov")


async def test_a_slack_channel_waits_for_the_owner(tmp_path: Path) -> None:
    async with slack_api() as slack, open_house(tmp_path, slack=slack) as house:
        ana = house.slack_person()
        await set_up(house, ana)
        slack.world.person("U0BEN", "Ben")
        await comes(house, front_end="slack", remote_id=f"{TEAM}:U0BEN")
        channel = slack.world.channel("social", "U0ANA", "U0BEN")
        ben = house.slack_person("U0BEN", "Ben", channel=channel.id)
        await ben.adds_the_bot()
        await newest(ben, ASKED)
        await house.settle()
        await presses(ana, "Let them come", about=QUESTION)
        await house.settle()
        await newest(ben, YES)
