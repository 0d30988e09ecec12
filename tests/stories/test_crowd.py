"""Ten people in three chats press two hundred times on one week: one decision for each post, one truth everywhere."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.ids import ChatId, MemberId
from core.store import PostFilter
from core.workspace import Chat, Identity, Member, Role
from tests.fakes.bot_api.server import bot_api
from tests.fakes.bot_api.world import Chat as TelegramChat
from tests.fakes.chat import Person, newest
from tests.fakes.slack_api.server import slack_api
from tests.fakes.slack_api.world import TEAM
from tests.stories.house import CHAT, House, open_house, set_up

GROUP = -100300
PRESSES = 20  # of each of the ten


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with (
        bot_api() as api,
        slack_api() as slack,
        open_house(tmp_path, api=api, slack=slack) as built,
    ):
        yield built


async def a_crowd(house: House) -> list[Person]:
    """Ten approvers: four in the web chat, three in a Telegram group, three in a Slack channel."""
    assert house.api is not None
    assert house.slack is not None
    house.api.world.chats[GROUP] = TelegramChat(id=GROUP, type="supergroup", title="Padaria")
    team = house.slack.world.team(TEAM)
    channel = house.slack.world.channel("social", team.bot_user, *(f"U0N{number}" for number in range(3)))
    ways = [("web", f"web{number}") for number in range(4)]
    ways += [("telegram", str(7000 + number)) for number in range(3)]
    ways += [("slack", f"{TEAM}:U0N{number}") for number in range(3)]
    async with house.app.store.begin() as tx:
        (workspace,) = await tx.workspaces.all()
        for number, (front_end, person) in enumerate(ways):
            member = Member(
                id=MemberId(house.app.ids.new()),
                workspace_id=workspace.id,
                name=f"Person {number}",
                role=Role.APPROVER,
                created_at=house.clock.now(),
            )
            await tx.members.add(member, Identity(front_end=front_end, remote_id=person, member_id=member.id))
        for front_end, place in (("telegram", str(GROUP)), ("slack", f"{TEAM}:{channel.id}")):
            here = ChatId(house.app.ids.new())
            await tx.chats.add(Chat(id=here, workspace_id=workspace.id, front_end=front_end, remote_id=place))
    web = [await house.web_person(f"web{number}", CHAT) for number in range(4)]
    telegram = [house.telegram_person(7000 + number, f"T{number}", chat=GROUP) for number in range(3)]
    slack = [house.slack_person(f"U0N{number}", f"S{number}", channel=channel.id) for number in range(3)]
    return [*web, *telegram, *slack]


async def test_two_hundred_presses_are_seven_decisions_and_every_screen_says_the_same(house: House) -> None:
    crowd = await a_crowd(house)
    await set_up(house, await house.web_person())
    await house.settle()
    async with house.app.store.read() as tx:
        posts = await tx.posts.find(PostFilter())
    days = [f"{post.moment.local:%a} {post.moment.local.day} {post.moment.local:%b}, 09:00" for post in posts]

    async def presses_on(person: Person, first: int) -> None:
        cards = [await newest(person, day) for day in days]
        for number in range(PRESSES):
            card = cards[(first + number) % len(cards)]
            await person.sends(card.buttons["Approve"], message=card.id)

    async with asyncio.TaskGroup() as group:
        for number, person in enumerate(crowd):
            group.create_task(presses_on(person, number))
    await house.settle()

    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        decided = Counter(one.deed.about for one in await tx.audit.of(workspace.id) if one.deed.what == "approved")
        approvals = [await tx.approvals.of(post.id) for post in posts]
        states = {post.state for post in await tx.posts.find(PostFilter())}
    assert sorted(decided.values()) == [1] * 7
    assert [len(given) for given in approvals] == [1] * 7
    assert states == {"approved"}
    for person in (crowd[0], crowd[4], crowd[7]):
        for day in days:
            assert "Scheduled" in (await newest(person, day)).text
