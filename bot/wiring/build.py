"""Puts Greenlight together. Nothing is opened before `build` is entered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from adapters.blobs import FileBlobs
from adapters.clock import SystemClock, SystemIds
from adapters.keys import open_key_ring
from adapters.media.films import FfmpegFilms
from adapters.media.photos import FittedPhotos
from adapters.media.pictures import DrawnPictures
from adapters.prices import prices
from adapters.publishers import connectors, every_rule, publishers
from adapters.publishers.media_links import MediaLinks
from adapters.publishers.outside import outside
from adapters.store.store import open_store
from adapters.vault import AesVault
from adapters.writers.lexicons import lexicon_for
from adapters.writers.offline import OfflineWriter
from bot.conversation import Conversation
from bot.dashboard import dashboard
from bot.doorkeeper import Doorkeeper
from bot.front_end import FrontEnd
from bot.mail.office import PostOffice
from bot.mail.stop import Stops
from bot.messenger import Doorbell, Messenger
from bot.pace import Pace, Pacing
from bot.settings import Settings
from bot.web.front_end import WebFrontEnd
from bot.wiring.actions import every_action
from bot.wiring.app import App
from bot.wiring.far_sides import House, bucket_of, mailer_of, slack_of, slack_session, surroundings, telegram_of
from bot.wiring.writers import OFFLINE, writers_of
from core.actions.spend import Spend
from core.actions.warm_pictures import WarmPictures
from core.clock import Clock
from core.desk import Desk
from core.drafting import Studio
from core.fitting import Fitter
from core.freeze import Publishers
from core.mail import Mailer
from core.pictures import Pictures
from core.rules import sizes
from core.writing import Writer

if TYPE_CHECKING:
    from bot.metrics import Metrics


@asynccontextmanager
async def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    metrics: Metrics | None = None,
    extra: Publishers | None = None,
    front_ends: tuple[FrontEnd, ...] = (),
    pictures: Pictures | None = None,
    pace: Pacing = Pace,
    mailer: Mailer | None = None,
    writer: Writer | None = None,
) -> AsyncIterator[App]:
    """Put Greenlight together around its database, and close it again at the end.

    With `metrics` every visible call is counted. Tests hand in their own `clock`, `pictures`, `pace`,
    `mailer` and `writer`, `extra` publishers and `front_ends` beside the registered ones.
    """
    clock, ids = clock or SystemClock(), SystemIds()
    bucket = bucket_of(settings)
    blobs = bucket or FileBlobs(settings.blobs)
    keys = open_key_ring(settings.secret_keys, settings.keys_file)
    pictures, offline = pictures or DrawnPictures(), OfflineWriter()
    async with (
        AsyncExitStack() as stack,
        open_store(settings.database.reveal()) as store,
        WarmPictures(pictures) as warm_pictures,
        outside(version("greenlight")) as out,
        slack_session(settings) as session,
    ):
        spend = Spend(store, clock, ids, prices())
        there = await stack.enter_async_context(writers_of(settings, offline, spend, clock, ids))
        links = MediaLinks(base_url=settings.base_url, keys=keys, clock=clock)
        address = bucket.link if bucket and settings.bucket_links else links.address
        around = surroundings(settings, out, blobs, clock, links, address)
        platforms = publishers(feeds=settings.feeds, demo=settings.home / "demo", around=around)
        if metrics is not None:
            platforms = {name: metrics.counted(publisher) for name, publisher in platforms.items()}
        platforms |= extra or {}
        desk = Desk(publishers=platforms, rules=every_rule(platforms), keys=keys, clock=clock, ids=ids)
        fitter = Fitter(FittedPhotos(), blobs, FfmpegFilms(blobs, settings.home / "films"))
        studio = Studio(
            writers={OFFLINE: writer} if writer else there.writers,
            editors=there.editors,
            fallback=offline,
            pictures=pictures,
            blobs=blobs,
            desk=desk,
            fitter=fitter,
            lexicons=lexicon_for,
        )
        vault = AesVault(keys)
        actions = every_action(
            settings, store, desk, studio, warm_pictures, spend, vault=vault, connectors=connectors(around)
        )
        web = WebFrontEnd(store=store, clock=clock, ids=ids, base_url=settings.base_url)
        telegram = telegram_of(settings, keys.keys[keys.current], blobs, clock, pace)
        house = House(store=store, blobs=blobs, vault=vault, enter=actions.enter)
        slack = slack_of(settings, session, desk, house, pace)
        connected = tuple(one.front_end for one in (telegram, slack) if one)
        chats: dict[str, FrontEnd] = {one.name: one for one in (web, *connected, *front_ends)}
        messenger = Messenger(store, desk, chats, Doorbell())
        stops = Stops(store, keys, settings.base_url)
        office = PostOffice(store, clock, mailer or mailer_of(settings, clock), stops, messenger.bell)
        conversation = Conversation(
            store, desk, actions, messenger, chats, settings.base_url, Doorkeeper(actions.enter), blobs, office.verify
        )
        if telegram:
            telegram.connect(conversation, actions.enter)
        if slack:
            slack.connect(
                conversation,
                partial(dashboard, store, desk, actions.show_calendar, slack.front_end.name),
                partial(sizes, desk.rules),
            )
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
            slack=slack,
            office=office,
            media_links=links,
        )
