"""Three doors to one house, each used over its own wire: what was sent can be altered on the way and sent again."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

import httpx

from bot.slack.manifest import PATH as SLACK_PATH
from bot.telegram.webhook import PATH as TELEGRAM_PATH
from bot.web.sessions import Session
from bot.wiring.app import web_app
from core.access import Actor
from core.ids import ChatId, PostId
from core.ticket import hashed
from core.workspace import Chat, Identity, Member
from tests.fakes.bot_api.people import OWNER_ID, TelegramPerson
from tests.fakes.bot_api.server import bot_api
from tests.fakes.bot_api.world import Chat as TelegramChat
from tests.fakes.chat import Seen
from tests.fakes.slack_api.lines import Signed
from tests.fakes.slack_api.people import OWNER as SLACK_OWNER, SlackPerson
from tests.fakes.slack_api.server import slack_api
from tests.fakes.slack_api.world import TEAM
from tests.stories.house import BASE_URL, CHAT, OWNER, House, open_house

GROUP = -100400
PUBLIC = "https://greenlight.example.org"
SHORT = timedelta(minutes=1)  # how long a session lasts that is to end
LONG = timedelta(days=400)

_events = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of a press: the request as it went out, its status, and what the person was told."""

    request: httpx.Request
    status: int
    told: tuple[str, ...]


class Wire(httpx.AsyncBaseTransport):
    """Requests to our own pages. `instead` are headers that somebody puts in place of the right ones."""

    def __init__(self, house: House) -> None:
        self._pages = httpx.ASGITransport(web_app(house.app, house.metrics))
        self.instead: Mapping[str, str] = {}
        self.last: httpx.Request | None = None
        self.status = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers.update(self.instead)
        self.last = request
        answer = await self._pages.handle_async_request(request)
        self.status = answer.status_code
        return answer


@dataclass(slots=True)
class Door(ABC):
    """A front-end as several people use it: by role, as a stranger, or with a way in that has ended."""

    house: House
    wire: Wire
    client: httpx.AsyncClient
    place: str = CHAT
    seated: dict[str, str] = field(default_factory=dict)

    @property
    @abstractmethod
    def name(self) -> str:
        """What the front-end is called."""

    @property
    @abstractmethod
    def forgery(self) -> Iterable[Mapping[str, str]]:
        """Headers by which nobody is let in."""

    @abstractmethod
    async def seat(self, who: str, member: Member | None) -> str:
        """Let somebody sit here; answers how the front-end calls them. With None they are a stranger."""

    @abstractmethod
    async def seat_ended(self, who: str, member: Member) -> None:
        """Let somebody sit here whose way in ends within `SHORT`."""

    @abstractmethod
    async def sends(self, who: str, press: str, message: str) -> Heard:
        """Press a packed button of that message."""

    @abstractmethod
    async def sees(self, who: str) -> list[Seen]:
        """What hangs in the place they share."""

    @abstractmethod
    async def settle(self) -> None:
        """Let what was sent be handled."""

    async def replay(self, heard: Heard) -> None:
        """Bring exactly the same request once more, byte for byte."""
        was = heard.request
        await self.client.send(httpx.Request(was.method, was.url, headers=was.headers, content=was.content))
        await self.settle()

    async def hang(self, *posts: PostId) -> dict[PostId, str]:
        """Bring the cards of these posts here; answers which message each became."""
        messenger = self.house.app.messenger
        front_end = messenger.front_ends[self.name]
        for post in posts:
            await messenger.send(front_end, self.place, await messenger.card_of("post", post))
        async with self.house.app.store.read() as tx:
            hung = {post: await tx.deliveries.of("post", post) for post in posts}
        return {post: one.messages[-1] for post, every in hung.items() for one in every if one.chat == self.place}

    async def buttons(self) -> dict[str, Mapping[str, str]]:
        """The buttons of each message, after every card was brought up to date."""
        await self.house.app.messenger.redraws(self.name)
        return {one.id: one.buttons for one in await self.sees("owner")}

    async def _link(self, member: Member, remote_id: str) -> None:
        async with self.house.app.store.begin() as tx:
            if await tx.members.identify(self.name, remote_id) is None:
                await tx.members.link(Identity(front_end=self.name, remote_id=remote_id, member_id=member.id))

    async def _leave(self, member: Member, remote_id: str) -> None:
        """Sign out there, as `/logout` does."""
        by = Actor(member=member, door=self.name)
        await self.house.app.actions.depart.sign_out(self.name, remote_id, remote_id, alone=True, by=by)

    async def _move_in(self, place: str) -> None:
        self.place = place
        async with self.house.app.store.begin() as tx:
            (workspace,) = await tx.workspaces.all()
            here = ChatId(self.house.app.ids.new())
            await tx.chats.add(Chat(id=here, workspace_id=workspace.id, front_end=self.name, remote_id=place))

    def _heard(self, told: Iterable[str]) -> Heard:
        assert self.wire.last is not None
        return Heard(request=self.wire.last, status=self.wire.status, told=tuple(told))


class WebDoor(Door):
    """The page: a cookie says who somebody is, headers that our own script sent it."""

    name = "web"
    forgery = (
        {"Cookie": "greenlight=guessed"},
        {"Origin": "https://evil.example"},
        {"X-Greenlight": "0"},
    )

    async def seat(self, who: str, member: Member | None) -> str:
        return await self._enter(who, member, LONG)

    async def seat_ended(self, who: str, member: Member) -> None:
        await self._enter(who, member, SHORT)

    async def _enter(self, who: str, member: Member | None, lasts: timedelta) -> str:
        app, person = self.house.app, OWNER if who == "owner" else who
        if member is not None:
            await self._link(member, person)
        token = self.seated[who] = app.ids.token()
        value = Session(person=person, name=who.title(), chat=CHAT).value()
        async with app.store.begin() as tx:
            until, whose = self.house.clock.now() + lasts, member.id if member else None
            await tx.tickets.add(hashed(token), "session", value, until, member_id=whose)
        return person

    async def sends(self, who: str, press: str, message: str) -> Heard:
        body = {"event_id": f"matrix-{next(_events):08}", "press": press, "message": message}
        answer = await self.client.post("/api/press", json=body, headers=self._mine(who))
        said = answer.json()
        return self._heard([said["error"]] if "error" in said else said["toasts"])

    async def sees(self, who: str) -> list[Seen]:
        answer = await self.client.get("/api/history", headers=self._mine(who))
        return [
            Seen(
                id=one["id"],
                text=json.dumps(one, ensure_ascii=False),
                buttons={
                    each["label"]: each["press"]
                    for row in one.get("card", {}).get("buttons", ())
                    for each in row
                    if each.get("press")
                },
                pictures=0,
            )
            for one in answer.json()["messages"]
        ]

    async def settle(self) -> None:
        """The page's requests are handled when they are answered."""

    def _mine(self, who: str) -> dict[str, str]:
        return {"Cookie": f"greenlight={self.seated[who]}", "Origin": BASE_URL, "X-Greenlight": "1"}


@dataclass(slots=True)
class TelegramDoor(Door):
    """A group; Telegram brings updates to our page and shows its secret."""

    people: dict[str, TelegramPerson] = field(default_factory=dict)

    name = "telegram"
    forgery = ({"X-Telegram-Bot-Api-Secret-Token": "guess"}, {"X-Telegram-Bot-Api-Secret-Token": ""})

    async def open(self) -> None:
        """Wait for the page to be registered, and come into the group."""
        assert self.house.api is not None
        while not self.house.api.world.webhook:
            await self.house.api.bell.wait_for(5)
        self.house.api.world.chats[GROUP] = TelegramChat(id=GROUP, type="supergroup", title="Padaria")
        await self._move_in(str(GROUP))

    async def seat(self, who: str, member: Member | None) -> str:
        assert self.house.api is not None
        number = OWNER_ID if who == "owner" else 3000 + len(self.people)
        self.people[who] = TelegramPerson(self.house.api, self._told, number, who.title(), chat=GROUP)
        if member is not None:
            await self._link(member, str(number))
        return str(number)

    async def seat_ended(self, who: str, member: Member) -> None:
        await self._leave(member, await self.seat(who, member))

    async def sends(self, who: str, press: str, message: str) -> Heard:
        person = self.people[who]
        before = Counter(person.toasts)
        await person.sends(press, message=message)
        return self._heard((Counter(person.toasts) - before).elements())

    async def sees(self, who: str) -> list[Seen]:
        return await self.people[who].sees()

    async def settle(self) -> None:
        assert self.house.app.telegram is not None
        await self.house.app.telegram.reception.settle()

    async def _told(self, number: int) -> None:
        """Bring the update of that number to our page, as Telegram does."""
        assert self.house.api is not None
        world = self.house.api.world
        update = next(one for one in reversed(world.updates) if one["update_id"] == number)
        secret = {"X-Telegram-Bot-Api-Secret-Token": world.webhook["secret_token"]}
        await self.client.post(TELEGRAM_PATH, json=update, headers=secret)
        await self.settle()


@dataclass(slots=True)
class SlackDoor(Door):
    """A channel; Slack brings signed requests."""

    people: dict[str, SlackPerson] = field(default_factory=dict)

    name = "slack"
    forgery = ({"X-Slack-Signature": "v0=" + "0" * 64}, {"X-Slack-Request-Timestamp": "1"})

    async def open(self) -> None:
        """Come into a channel."""
        assert self.house.slack is not None
        world = self.house.slack.world
        channel = world.channel("social", world.team(TEAM).bot_user)
        await self._move_in(f"{TEAM}:{channel.id}")

    async def seat(self, who: str, member: Member | None) -> str:
        assert self.house.slack is not None
        user = SLACK_OWNER if who == "owner" else f"U0M{len(self.people):03}"
        world, channel = self.house.slack.world, self.place.partition(":")[2]
        line = Signed(self.client, SLACK_PATH, patience=60.0)  # a busy machine is no failure of ours
        self.people[who] = SlackPerson(self.house.slack, line, self.settle, user, who.title(), channel=channel)
        world.channels[channel].members.add(user)
        if member is not None:
            await self._link(member, f"{TEAM}:{user}")
        return f"{TEAM}:{user}"

    async def seat_ended(self, who: str, member: Member) -> None:
        await self._leave(member, await self.seat(who, member))

    async def sends(self, who: str, press: str, message: str) -> Heard:
        person = self.people[who]
        before = len(person.toasts)
        await person.sends(press, message=message)
        return self._heard(person.toasts[before:])

    async def sees(self, who: str) -> list[Seen]:
        return await self.people[who].sees()

    async def settle(self) -> None:
        assert self.house.app.slack is not None
        await self.house.app.slack.lanes.settle()


@asynccontextmanager
async def open_door(name: str, folder: Path) -> AsyncIterator[Door]:
    """A house with one of its doors: `web`, `telegram` or `slack`."""
    match name:
        case "telegram":
            async with (
                bot_api() as api,
                open_house(folder, api=api, public_url=PUBLIC) as house,
                _wired(house, PUBLIC) as (wire, client),
            ):
                telegram = TelegramDoor(house, wire, client)
                await telegram.open()
                yield telegram
        case "slack":
            async with (
                slack_api() as api_of_slack,
                open_house(folder, slack=api_of_slack) as house,
                _wired(house, BASE_URL) as (wire, client),
            ):
                slack = SlackDoor(house, wire, client)
                await slack.open()
                yield slack
        case _:
            async with open_house(folder) as house, _wired(house, BASE_URL) as (wire, client):
                yield WebDoor(house, wire, client)


@asynccontextmanager
async def _wired(house: House, address: str) -> AsyncIterator[tuple[Wire, httpx.AsyncClient]]:
    wire = Wire(house)
    async with httpx.AsyncClient(transport=wire, base_url=address) as client:
        yield wire, client
