"""The real wiring with local adapters and time moved by hand; a story only talks, waits and looks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import httpx

from bot.metrics import Metrics
from bot.settings import Settings
from bot.slack.manifest import PATH
from bot.web.sessions import Session
from bot.wiring.app import App, heartbeat, web_app
from bot.wiring.build import build
from bot.wiring.tools import migrate
from core.actions.tick import Tick
from core.freeze import Publishers
from core.ids import ChatId
from core.secret import Secret
from core.ticket import hashed
from core.workspace import Chat, Identity
from tests.fakes.bot_api.people import OWNER_ID, TelegramPerson
from tests.fakes.bot_api.server import BotApi
from tests.fakes.chat import HarshPerson, Person, WebPerson
from tests.fakes.clock import START, Hurry, ManualClock, NoWork
from tests.fakes.harsh import HarshFrontEnd
from tests.fakes.pictures import RememberedPictures
from tests.fakes.slack_api.lines import Signed
from tests.fakes.slack_api.people import OWNER as SLACK_OWNER, SlackPerson
from tests.fakes.slack_api.server import SlackApi
from tests.fakes.slack_api.world import APP_TOKEN, CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET, TEAM
from tests.stories.snapshot import Far, Snapshot

OWNER, CHAT = "owner", "main"
BASE_URL = "http://127.0.0.1:8080"
ANSWERS = ("Padaria do Sol", "sourdough bread, slow mornings, our street", "", "Europe/Lisbon", "09:00", "")
FOREVER = timedelta(days=400)


@dataclass(slots=True)
class House:
    """Greenlight in a folder of its own; `plain` when it publishes nowhere but to the registered platforms."""

    app: App
    clock: ManualClock
    harsh: HarshFrontEnd
    metrics: Metrics
    tick: Tick
    work: NoWork
    plain: bool
    api: BotApi | None = None
    slack: SlackApi | None = None
    people: list[httpx.AsyncClient] = field(default_factory=list)

    async def web_person(self, person: str = OWNER, chat: str = CHAT) -> WebPerson:
        """Somebody who has entered the web chat."""
        token = self.app.ids.token()
        session = Session(person=person, name=person.title(), chat=chat)
        async with self.app.store.begin() as tx:
            member = await tx.members.identify("web", person)
            until, whose = self.clock.now() + FOREVER, member.id if member else None
            await tx.tickets.add(hashed(token), "session", session.value(), until, member_id=whose)
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(web_app(self.app, self.metrics)),
            base_url=self.address,
            cookies={"greenlight": token},
            headers={"Origin": self.address, "X-Greenlight": "1"},
        )
        self.people.append(client)
        return WebPerson(client=client)

    def harsh_person(self, person: str = OWNER, chat: str = CHAT) -> HarshPerson:
        """Somebody in the harshest chat."""
        return HarshPerson(
            conversation=self.app.conversation, front_end=self.harsh, blobs=self.app.blobs, person=person, chat=chat
        )

    def telegram_person(
        self, person: int = OWNER_ID, name: str = "Ana", *, chat: int = 0, topic: int = 0
    ) -> TelegramPerson:
        """Somebody in Telegram; the bot polls the tests' own Bot API server."""
        telegram = self.app.telegram
        assert telegram is not None
        assert self.api is not None
        api = self.api

        async def handled(number: int) -> None:
            await api.confirmed(number)
            await telegram.reception.settle()

        return TelegramPerson(api=api, handled=handled, id=person, name=name, chat=chat, topic=topic)

    def slack_person(
        self, person: str = SLACK_OWNER, name: str = "Ana", *, team: str = TEAM, channel: str = ""
    ) -> SlackPerson:
        """Somebody in Slack, which brings what they do to our pages."""
        service = self.app.slack
        assert service is not None
        assert self.slack is not None
        caller = httpx.AsyncClient(transport=httpx.ASGITransport(web_app(self.app, self.metrics)), base_url=BASE_URL)
        self.people.append(caller)
        line = Signed(caller, PATH, patience=60.0)  # a busy machine is no failure of ours
        return SlackPerson(self.slack, line, service.lanes.settle, person, name, team, channel=channel)

    @property
    def address(self) -> str:
        """Where its pages are."""
        return self.app.settings.base_url

    @property
    def far(self) -> tuple[Far, ...]:
        """The servers of the chat apps it is in."""
        return tuple(one for one in (self.api, self.slack) if one is not None)

    async def settle(self) -> None:
        """Let films be made ready, and everything that waits reach the people."""
        if self.app.actions.make_films.fitter.film_waits.is_set():
            await self.app.actions.make_films()
        await self.app.messenger.deliver()
        await self.app.office.deliver()

    async def beat(self) -> None:
        """One heartbeat with its looks at sources, and what it has to say."""
        await self.tick()
        await self.work.run("sources")
        await self.settle()

    async def wait(self, **span: float) -> None:
        """Let time pass, stopping at every instant at which something is due."""
        until = self.clock.now() + timedelta(**span)
        await self.beat()
        while upcoming := [at for at in await self.app.queue.upcoming(until) if at > self.clock.now()]:
            self.clock.advance(upcoming[0] - self.clock.now())
            await self.beat()
        self.clock.advance(until - self.clock.now())
        await self.beat()

    async def wait_until(self, instant: datetime) -> None:
        """Let time pass until then."""
        await self.wait(seconds=(instant - self.clock.now()).total_seconds())

    def feed(self) -> Any:
        """The first brand's Atom feed, as a reader sees it."""
        found = sorted(self.app.settings.feeds.glob("*/feed.atom"))
        return feedparser.parse(found[0].read_bytes()) if found else feedparser.parse(b"")

    def published(self) -> list[str]:
        """The texts in the feed, newest first."""
        return [entry.title for entry in self.feed().entries]


@asynccontextmanager
async def open_house(
    folder: Path,
    clock: ManualClock | None = None,
    *,
    extra: Publishers | None = None,
    database_url: str = "",
    api: BotApi | None = None,
    slack: SlackApi | None = None,
    slack_socket: bool = False,
    slack_installs: bool = False,
    public_url: str = BASE_URL,
    platforms: Mapping[str, object] | None = None,
) -> AsyncIterator[House]:
    """Build Greenlight in a folder; opening the same folder again is a restart. Sources may be of this machine.

    With `api` it is in Telegram too, by long polling; with `slack` in Slack, by signed requests or over a socket, with
    the token of one workspace or, if it `slack_installs`, of those that let it in. `platforms` are settings of those.
    """
    clock = clock or ManualClock(START)
    folder.mkdir(exist_ok=True)
    address = Secret(database_url or f"sqlite:///{folder / 'greenlight.db'}")
    settings = Settings(
        home=folder,
        database_url=address,
        public_url=public_url,
        allow_private_sources=True,
        telegram_token=Secret(api.token if api else ""),
        telegram_api_url=api.url if api else "https://telegram.invalid",
        slack_bot_token=Secret(slack.token if slack and not slack_installs else ""),
        slack_client_id=CLIENT_ID if slack_installs else "",
        slack_client_secret=Secret(CLIENT_SECRET if slack_installs else ""),
        slack_app_token=Secret(APP_TOKEN if slack_socket else ""),
        slack_signing_secret=Secret(SIGNING_SECRET),
        slack_api_url=slack.url if slack else "https://slack.invalid",
    ).model_copy(update={name: _hidden(name, value) for name, value in (platforms or {}).items()})
    await migrate(settings)
    harsh = HarshFrontEnd()
    async with (
        build(
            settings, clock=clock, extra=extra, front_ends=(harsh,), pictures=RememberedPictures(), pace=Hurry().pace
        ) as app,
        _chats(app),
    ):
        work = NoWork()
        tick = heartbeat(app, work)
        house = House(
            app=app,
            clock=clock,
            harsh=harsh,
            metrics=Metrics(clock),
            tick=tick,
            work=work,
            plain=extra is None,
            api=api,
            slack=slack,
        )
        await _owner(app, slack)
        try:
            yield house
        finally:
            for client in house.people:
                await client.aclose()


@asynccontextmanager
async def _chats(app: App) -> AsyncIterator[None]:
    """What the chat apps have to tell comes in until the block ends."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as running:
        for service in (app.telegram, app.slack):
            if service:
                running.create_task(service.run(stop))
        try:
            yield
        finally:
            stop.set()


_weeks: dict[tuple[type[Person], int, tuple[str, ...]], Snapshot] = {}


async def set_up(house: House, person: Person, answers: tuple[str, ...] = ANSWERS) -> None:
    """Answer the six questions (an empty answer is skipped) and wait for the first week.

    In an untouched house it is copied from the first story that went through the same.
    """
    settings, chosen = house.app.settings, (type(person), len(house.far), answers)
    special = settings.bucket or settings.openai_api_key
    if settings.database_file is None or special or not await _is_untouched(house):
        await _answer(house, person, answers)
    elif chosen in _weeks:
        _weeks[chosen].into(settings.home, settings.database_file, house.harsh, house.far)
    else:
        await _answer(house, person, answers)
        _weeks[chosen] = Snapshot.of(settings.home, settings.database_file, house.harsh, house.far)


def _hidden(name: str, value: object) -> object:
    return Secret(value) if isinstance(value, str) and name.endswith("_secret") else value


async def _is_untouched(house: House) -> bool:
    """Whether nobody has said or changed anything there yet."""
    async with house.app.store.read() as tx:
        workspaces = await tx.workspaces.all()
        known = [one for workspace in workspaces for one in await tx.members.of(workspace.id)]
        said = await tx.chat_messages.recent(CHAT)
    return house.plain and house.clock.now() == START and len(known) == 1 and not said and not house.harsh.hung


async def _answer(house: House, person: Person, answers: tuple[str, ...]) -> None:
    from tests.fakes.chat import skips

    await person.says("/start")
    for answer in answers:
        if answer:
            await person.says(answer)
        else:
            await skips(person)
    await house.settle()


async def _owner(app: App, slack: SlackApi | None) -> None:
    """The owner, known in every chat; the workspace listens in all of them."""
    owner = await app.actions.welcome.owner("web", OWNER, CHAT, name="Ana")
    places = [("harsh", OWNER, CHAT)]
    if app.telegram:
        places.append(("telegram", str(OWNER_ID), str(OWNER_ID)))
    if app.settings.slack_bot_token and slack:
        slack.world.person(SLACK_OWNER, "Ana")
        places.append(("slack", f"{TEAM}:{SLACK_OWNER}", f"{TEAM}:{slack.world.dm(SLACK_OWNER).id}"))
    async with app.store.begin() as tx:
        for front_end, person, chat in places:
            if await tx.members.identify(front_end, person) is None:
                await tx.members.link(Identity(front_end=front_end, remote_id=person, member_id=owner.id))
                here = Chat(
                    id=ChatId(app.ids.new()), workspace_id=owner.workspace_id, front_end=front_end, remote_id=chat
                )
                await tx.chats.add(here)
