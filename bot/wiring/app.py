"""Greenlight, put together: what runs by itself, and the pages around the conversation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from adapters.publishers.feed.files import public_file
from adapters.publishers.media_links import MediaLinks
from bot.conversation import Conversation
from bot.mail.compose import LABELS, Kind
from bot.mail.office import PostOffice
from bot.mail.stop import Stops
from bot.messenger import Messenger, logged
from bot.settings import Settings
from bot.web.front_end import WebFrontEnd
from bot.web.sessions import Session
from core.actions import Actions
from core.actions.tick import ClockWatch, Tick, Watchdog
from core.clock import Clock, Ids
from core.desk import Desk
from core.errors import Invalid
from core.ids import encode
from core.ports import Blobs, Work
from core.queue import Queue
from core.rules import sizes
from core.store import Store

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.metrics import Metrics
    from bot.slack.service import Slack
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
    media_links: MediaLinks
    telegram: Telegram | None = None
    slack: Slack | None = None
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
                films = group.create_task(self._make_films())
                for service in (self.telegram, self.slack):
                    if service:
                        group.create_task(service.run(stop))
                try:
                    yield
                finally:
                    stop.set()
                    films.cancel()
                    self.messenger.bell.ring()

    async def _make_films(self) -> None:
        """Make films ready as they come, first those that the last process left."""
        waits = self.actions.make_films.fitter.film_waits
        waits.set()
        with self.messenger.bell.heard() as next_ring:
            while True:
                if waits.is_set():
                    await logged(self.actions.make_films())
                    self.messenger.bell.ring()
                await next_ring(WATCH_EVERY)

    async def _heartbeat_seconds(self) -> float:
        """The shortest interval anybody asked for, by setting or in chat."""
        async with self.store.read() as tx:
            asked = [workspace.settings.tick_seconds for workspace in await tx.workspaces.all()]
        return float(min((self.settings.tick_seconds, *asked)))


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

    async def renew() -> None:
        """Platforms may be slow, so this is a job of its own too."""
        work.at(app.clock.now(), "grants", renew_all)

    async def look_at_films() -> None:
        """What another process left, or could not be made a while ago."""
        actions.make_films.fitter.film_waits.set()

    async def warn_of_ends() -> None:
        await actions.warn_of_ends()

    async def look_ahead() -> None:
        await actions.look_ahead()

    async def renew_all() -> None:
        await actions.renew_grants()
        app.messenger.bell.ring()

    async def poll() -> None:
        await actions.poll_sources()

    chores = (
        ("sweep", actions.sweep),
        ("publish", publish),
        ("remind", actions.remind),
        ("chase", actions.chase),
        ("renew_grants", renew),
        ("warn_of_ends", warn_of_ends),
        ("look_ahead", look_ahead),
        ("repeat", actions.repeat),
        ("plan_ahead", actions.plan_ahead),
        ("sources", look_at_sources),
        ("films", look_at_films),
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
        measure=partial(sizes, app.desk.rules),
        mail_stop=partial(_mail_stop, app.office.stops),
        join=partial(_join, app),
        reveal=app.actions.prove.reveal,
        rates=app.desk.rates,
        connect=app.actions.connect,
        way_back=partial(_way_back, app),
        ring=app.messenger.bell.ring,
        media_link=app.media_links.opens,
        client_document=partial(_client_document, app),
        slack_install=app.slack.install if app.slack else None,
        base_url=app.settings.base_url,
        shutting_down=app.shutting_down,
        registry=metrics.registry if app.settings.metrics else None,
    )
    webhooks = [one.page() for one in (app.slack, app.telegram) if one]
    return metrics.timed(build_app(parts, *(page for page in webhooks if page)))


def _way_back(app: App, front_end: str, chat: str) -> str:
    """The address that leads from a page back to a chat; empty where there is none."""
    known = app.conversation.front_ends.get(front_end)
    return known.way_back(chat) if known else ""


def _client_document(app: App) -> Mapping[str, object] | None:
    """What authorization servers read about us; None where they cannot."""
    from adapters.publishers.bluesky.client import Ourselves
    from bot.web.connect import CALLBACK

    return Ourselves(keys=app.desk.keys).document(f"{app.settings.base_url}{CALLBACK}")


async def _join(app: App, code: str) -> Session | None:
    """The web session of whoever brings a code, in a chat of their own; None when it opens nothing."""
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
