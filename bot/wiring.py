"""The composition root: the only place that knows every adapter. Nothing is opened before `build` is entered."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.blobs import FileBlobs
from adapters.clock import SystemClock, SystemIds
from adapters.keys import open_key_ring
from adapters.library.library import OpenLibrary
from adapters.media.photos import FittedPhotos
from adapters.media.pictures import DrawnPictures
from adapters.publishers import TelegramBot, every_rule, publishers
from adapters.publishers.feed import open_feed
from adapters.publishers.feed.files import public_file
from adapters.store.store import SqlStore, open_store
from adapters.vault import AesVault
from adapters.writers.offline import OfflineWriter
from bot.conversation import Conversation
from bot.doorkeeper import Doorkeeper
from bot.front_end import FrontEnd
from bot.mail.compose import LABELS, Kind
from bot.mail.office import PostOffice
from bot.mail.stop import Stops
from bot.messenger import Doorbell, Messenger
from bot.settings import Settings
from bot.web.front_end import WebFrontEnd
from bot.web.sessions import Session
from core.account import Platform
from core.actions import Actions
from core.actions.add_source import AddSource
from core.actions.answer import Answer
from core.actions.approve import Approve
from core.actions.approve_batch import ApproveBatch
from core.actions.change_look import ChangeLook
from core.actions.change_picture import ChangePicture
from core.actions.change_policy import ChangePolicy
from core.actions.change_post import ChangePost
from core.actions.change_settings import ChangeSettings
from core.actions.chase import Chase
from core.actions.confirm_email import ConfirmEmail
from core.actions.connect_account import ConnectAccount
from core.actions.copy_post import CopyPost
from core.actions.delete_post import DeletePost
from core.actions.depart import Depart
from core.actions.draft_batch import DraftBatch
from core.actions.enter import Enter
from core.actions.new_post import NewPost
from core.actions.note_post import NotePost
from core.actions.plan_ahead import PlanAhead
from core.actions.poll_sources import PollSources
from core.actions.prove import Prove
from core.actions.publish_due import PublishDue
from core.actions.redraw_waiting import RedrawWaiting
from core.actions.regenerate import Regenerate
from core.actions.remind import Remind
from core.actions.remove_source import RemoveSource
from core.actions.repeat import Repeat
from core.actions.set_aside import SetAside
from core.actions.set_up_brand import SetUpBrand
from core.actions.settle import Settle
from core.actions.show_calendar import ShowCalendar
from core.actions.step_away import StepAway
from core.actions.step_back import StepBack
from core.actions.swap import Swap
from core.actions.sweep import Sweep
from core.actions.take_back import TakeBack
from core.actions.team import Team
from core.actions.tick import ClockWatch, Tick, Watchdog
from core.actions.warm_pictures import WarmPictures
from core.actions.welcome import Welcome
from core.clock import Clock, Ids
from core.desk import Desk
from core.drafting import Studio
from core.freeze import Publishers
from core.ids import encode
from core.mail import Mailer
from core.pictures import Pictures
from core.ports import Blobs, Work
from core.queue import Queue
from core.rules import Rules
from core.store import Store
from core.writing import Writer

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.metrics import Metrics
    from bot.telegram.pace import Pace
    from bot.telegram.service import Telegram

WATCH_EVERY = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Greenlight, put together. `working` starts what runs by itself."""

    settings: Settings
    store: Store
    queue: Queue
    blobs: Blobs
    clock: Clock
    ids: Ids
    desk: Desk
    actions: Actions
    messenger: Messenger
    conversation: Conversation
    web_front_end: WebFrontEnd
    office: PostOffice
    telegram: Telegram | None = None
    shutting_down: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def working(self, metrics: Metrics | None = None) -> AsyncIterator[None]:
        """Publish what is due, do the chores and bring words to people, until the block ends."""
        from adapters.work.embedded import EmbeddedWork

        for name in self.conversation.front_ends:
            await self.conversation.resume(name)
        stop = asyncio.Event()
        async with EmbeddedWork(self.clock) as work:
            tick = heartbeat(self, work)
            watchdog = Watchdog(self.store, self.clock, self.clock.now())

            beats = float(self.settings.tick_seconds)

            async def beat() -> None:
                nonlocal beats
                await tick()
                if metrics is not None:
                    await metrics.ticked(self.queue)
                wanted = await self._heartbeat_seconds()
                if wanted != beats:
                    beats = wanted
                    work.every(beats, "tick", beat)

            work.every(beats, "tick", beat)
            work.every(WATCH_EVERY, "watchdog", watchdog)
            async with asyncio.TaskGroup() as group:
                group.create_task(self.messenger.run(stop))
                group.create_task(self.office.run(stop))
                if self.telegram:
                    group.create_task(self.telegram.run(stop))
                try:
                    yield
                finally:
                    stop.set()
                    self.messenger.bell.ring()

    async def _heartbeat_seconds(self) -> float:
        """The shortest interval anybody asked for, by setting or in chat."""
        async with self.store.read() as tx:
            asked = [workspace.settings.tick_seconds for workspace in await tx.workspaces.all()]
        return float(min((self.settings.tick_seconds, *asked)))


@asynccontextmanager
async def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    metrics: Metrics | None = None,
    extra: Publishers | None = None,
    front_ends: tuple[FrontEnd, ...] = (),
    pictures: Pictures | None = None,
    pace: Pace | None = None,
    mailer: Mailer | None = None,
    writer: Writer | None = None,
) -> AsyncIterator[App]:
    """Put Greenlight together around its database, and close it again at the end.

    With `metrics` every visible call is counted. Tests hand in their own `clock`, `pictures`, `pace`,
    `mailer` and `writer`, `extra` publishers and `front_ends` beside the registered ones.
    """
    clock, ids = clock or SystemClock(), SystemIds()
    blobs = FileBlobs(settings.blobs)
    keys = open_key_ring(settings.secret_keys, settings.keys_file)
    pictures = pictures or DrawnPictures()
    async with (
        open_store(settings.database.reveal()) as store,
        WarmPictures(pictures) as warm_pictures,
        _bot(settings) as bot,
    ):
        platforms = publishers(
            feeds=settings.feeds,
            demo=settings.home / "demo",
            base_url=settings.base_url,
            clock=clock,
            blobs=blobs,
            bot=bot,
        )
        if metrics is not None:
            platforms = {name: metrics.counted(publisher) for name, publisher in platforms.items()}
        platforms |= extra or {}
        desk = Desk(publishers=platforms, rules=every_rule(platforms), keys=keys, clock=clock, ids=ids)
        offline = OfflineWriter()
        studio = Studio(writer=writer or offline, fallback=offline, pictures=pictures, blobs=blobs, desk=desk)
        actions = _actions(settings, store, desk, studio, warm_pictures, keys_vault=AesVault(keys))
        web = WebFrontEnd(store=store, clock=clock, ids=ids, base_url=settings.base_url)
        telegram = _telegram(settings, keys.keys[keys.current], blobs, clock, pace)
        connected = (telegram.front_end,) if telegram else ()
        chats: dict[str, FrontEnd] = {one.name: one for one in (web, *connected, *front_ends)}
        messenger = Messenger(store, desk, chats, Doorbell())
        stops = Stops(store, keys, settings.base_url)
        office = PostOffice(store, clock, mailer or _mailer(settings, clock), stops, messenger.bell)
        conversation = Conversation(
            store, desk, actions, messenger, chats, settings.base_url, Doorkeeper(actions.enter), office.verify
        )
        if telegram:
            telegram.connect(conversation, actions.enter)
        yield App(
            settings=settings,
            store=store,
            queue=store.queue,
            blobs=blobs,
            clock=clock,
            ids=ids,
            desk=desk,
            actions=actions,
            messenger=messenger,
            conversation=conversation,
            web_front_end=web,
            telegram=telegram,
            office=office,
        )


def heartbeat(app: App, work: Work) -> Tick:
    """The tick with its chores, in the order that serves people best: publish, settle, tell, then plan."""
    actions = app.actions

    async def publish() -> None:
        await actions.publish_due()
        await actions.settle()
        app.messenger.bell.ring()

    async def look_at_sources() -> None:
        """Slow far sides must not hold up the heartbeat, so the looks are a job of their own."""
        work.at(app.clock.now(), "sources", poll)

    async def poll() -> None:
        await actions.poll_sources()

    chores = (
        ("sweep", actions.sweep),
        ("publish", publish),
        ("remind", actions.remind),
        ("chase", actions.chase),
        ("repeat", actions.repeat),
        ("plan_ahead", actions.plan_ahead),
        ("sources", look_at_sources),
    )
    return Tick(
        app.store,
        app.queue,
        app.clock,
        work,
        ClockWatch(app.clock),
        timedelta(seconds=app.settings.tick_seconds),
        publish,
        chores,
    )


def web_app(app: App, metrics: Metrics) -> ASGIApp:
    """The pages around the conversation."""
    from bot.commands import COMMANDS
    from bot.web.app import build_app
    from bot.web.parts import CommandHelp, WebParts

    parts = WebParts(
        store=app.store,
        clock=app.clock,
        ids=app.ids,
        blobs=app.blobs,
        front_end=app.web_front_end,
        take=app.conversation.take,
        commands=lambda: tuple(CommandHelp(name=one.name, help=one.help) for one in COMMANDS.values()),
        feed_file=partial(public_file, app.settings.feeds),
        measure=partial(_measure, app.desk.rules),
        mail_stop=partial(_mail_stop, app.office.stops),
        join=partial(_join, app),
        reveal=app.actions.prove.reveal,
        rates=app.desk.rates,
        base_url=app.settings.base_url,
        shutting_down=app.shutting_down,
        registry=metrics.registry if app.settings.metrics else None,
    )
    pages = build_app(parts)
    if app.telegram and (routes := app.telegram.routes()):
        pages.include_router(routes)
    return metrics.timed(pages)


def system_clock() -> Clock:
    """The machine's clock, for commands that need no more."""
    return SystemClock()


async def migrate(settings: Settings) -> None:
    """Bring the database up to date."""
    from adapters.store import schema

    await schema.migrate(settings.database.reveal())


async def schema_problem(settings: Settings) -> str:
    """What is wrong with the shape of the database, with the command that mends it; empty when nothing is."""
    from adapters.store import schema
    from core.errors import Invalid

    try:
        await schema.check(settings.database.reveal())
    except Invalid as error:
        return str(error)
    return ""


async def durability_problems(settings: Settings) -> tuple[str, ...]:
    """What could make the database forget what it confirmed, as sentences."""
    from adapters.store import durability

    return await durability.problems(settings.database.reveal())


def telegram_name(settings: Settings) -> Callable[[], Awaitable[str]] | None:
    """A look at who the Telegram bot is; None where there is no token. It raises the PortErrors."""
    telegram = _telegram(settings, b"", FileBlobs(settings.blobs), SystemClock(), None)
    if telegram is None:
        return None

    async def look() -> str:
        try:
            return await telegram.look()
        finally:
            await telegram.close()

    return look


def east_asian_fonts() -> dict[str, int]:
    """How many Chinese, Japanese and Korean characters can be drawn from each font file; ours has the name ""."""
    from adapters.media.engine import Engine

    return Engine().east_asian()


async def backup(settings: Settings, path: Path) -> None:
    """Write a consistent copy of the database to the path, also while it is in use."""
    from adapters.store import backup as copies

    await copies.backup(settings.database.reveal(), path)


async def restore(settings: Settings, path: Path) -> None:
    """Fill the empty database from a copy."""
    from adapters.store import backup as copies

    await copies.restore(settings.database.reveal(), path)


@asynccontextmanager
async def _bot(settings: Settings) -> AsyncIterator[TelegramBot | None]:
    """The bot that posts into channels, where there is a token; HTTP is loaded only then."""
    if not settings.telegram_token:
        yield None
        return
    from adapters.http import open_client

    async with open_client(version=version("greenlight")) as client:
        yield TelegramBot(client=client, token=settings.telegram_token, api_url=settings.telegram_api_url)


def _mailer(settings: Settings, clock: Clock) -> Mailer:
    """SMTP where a server is named, else the folder; its library is loaded only then.

    Raises:
        Invalid: the password would travel unprotected.
    """
    if not settings.mail_host:
        from adapters.mail.folder import FolderMailer

        return FolderMailer(settings.home / "mail", clock)
    from adapters.mail.smtp import Security, SmtpMailer

    return SmtpMailer(
        host=settings.mail_host,
        port=settings.mail_port,
        user=settings.mail_user,
        password=settings.mail_password,
        security=Security(settings.mail_security),
        sender=settings.mail_from,
        clock=clock,
    )


async def _join(app: App, code: str) -> Session | None:
    """The web session of whoever brings a code, in a chat of their own; None when it opens nothing."""
    from core.errors import Invalid

    person = encode(app.ids.new())
    try:
        member = await app.actions.enter.by_code(code, front_end=WebFrontEnd.name, person=person, chat=person)
    except Invalid:
        return None
    return Session(person=person, name=member.name, chat=person)


async def _mail_stop(stops: Stops, member: str, kind: str, seal: str, now: bool) -> str | None:
    """What a way out of mail is for; `now` takes it."""
    found = await stops.member_of(member, kind, seal)
    if found is None:
        return None
    if now:
        await stops.stop(found, Kind(kind))
    return LABELS.get(Kind(kind))


def _telegram(settings: Settings, key: bytes, blobs: Blobs, clock: Clock, pace: Pace | None) -> Telegram | None:
    """Telegram, where there is a token; its library is loaded only then."""
    if not settings.telegram_token:
        return None
    from bot.telegram.service import Telegram
    from bot.telegram.webhook import secret_of

    return Telegram(
        token=settings.telegram_token,
        api_url=settings.telegram_api_url,
        base_url=settings.public_url if settings.public_url.startswith("https://") else "",
        webhook_secret=secret_of(key, settings.telegram_token.reveal()),
        blobs=blobs,
        clock=clock,
        pace=pace,
    )


def _actions(
    settings: Settings,
    store: SqlStore,
    desk: Desk,
    studio: Studio,
    warm_pictures: WarmPictures,
    *,
    keys_vault: AesVault,
) -> Actions:
    clock, ids = desk.clock, desk.ids
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}"
    draft_batch = DraftBatch(store, studio)
    change_post = ChangePost(store, desk)
    copy_post = CopyPost(store, studio)
    settle = Settle(store.queue, keys_vault, desk)
    prove = Prove(store, clock, ids, keys_vault, desk.rates)
    library = OpenLibrary(clock=clock, version=version("greenlight"), private=settings.allow_private_sources)
    return Actions(
        add_source=AddSource(store, library, studio.blobs, clock, ids),
        answer=Answer(store, desk, settle),
        approve=Approve(store, desk),
        approve_batch=ApproveBatch(store, desk, prove),
        change_look=ChangeLook(store, studio),
        change_picture=ChangePicture(store, studio, change_post),
        change_policy=ChangePolicy(store, desk),
        change_post=change_post,
        change_settings=ChangeSettings(store, clock),
        chase=Chase(store, desk.clock),
        confirm_email=ConfirmEmail(store, clock, ids, desk.rates),
        connect_account=ConnectAccount(store, clock, ids, prove),
        copy_post=copy_post,
        delete_post=DeletePost(store, desk, keys_vault),
        depart=Depart(store, clock),
        draft_batch=draft_batch,
        enter=Enter(store, clock, ids, desk.rates),
        new_post=NewPost(store, studio, FittedPhotos()),
        note_post=NotePost(store, clock, ids),
        plan_ahead=PlanAhead(store, clock, draft_batch),
        poll_sources=PollSources(store, library, clock, ids),
        prove=prove,
        publish_due=PublishDue(store.queue, keys_vault, desk, owner),
        redraw_waiting=RedrawWaiting(store, studio),
        regenerate=Regenerate(store, studio, change_post),
        remind=Remind(store, clock),
        remove_source=RemoveSource(store, clock),
        repeat=Repeat(store, copy_post),
        set_aside=SetAside(store, desk),
        set_up_brand=SetUpBrand(store, clock, ids, _Feeds(settings, clock)),
        settle=settle,
        step_away=StepAway(store, desk.clock),
        step_back=StepBack(change_post),
        swap=Swap(change_post),
        show_calendar=ShowCalendar(store, clock, studio.pictures, studio.blobs),
        sweep=Sweep(store, store.queue, clock, timedelta(hours=settings.grace_hours)),
        take_back=TakeBack(store, desk),
        team=Team(store, clock),
        warm_pictures=warm_pictures,
        welcome=Welcome(store, clock, ids),
    )


def _measure(rules: Mapping[Platform, Rules], text: str, names: tuple[str, ...]) -> dict[str, int]:
    return {name: rules[Platform(name)].count(text) for name in names if name in rules}


@dataclass(frozen=True, slots=True)
class _Feeds:
    """`core.ports.Feeds` in the data folder."""

    settings: Settings
    clock: Clock

    async def open(self, slug: str, title: str) -> str:
        return await open_feed(
            self.settings.feeds, slug=slug, title=title, base_url=self.settings.base_url, clock=self.clock
        )
