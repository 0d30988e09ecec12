"""A web chat in memory: the few parts of a store it needs, a clock moved by hand, a conversation that is scripted."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import cast

import httpx
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from adapters.publishers.feed.files import public_file
from bot.talk import Incoming
from bot.web.app import build_app
from bot.web.front_end import WebFrontEnd
from bot.web.parts import CommandHelp, WebParts
from bot.web.sessions import Session
from core.actions.connect import Connect
from core.errors import NotFound
from core.ids import MemberId
from core.rates import Rates
from core.store import Store
from core.talk import ChatMessage
from core.ticket import hashed
from core.workspace import Member
from tests.fakes.blobs import MemoryBlobs

BASE_URL = "http://greenlight.test"
ANA = Session(person="ana", name="Ana", chat="main:1")
BEN = Session(person="ben", name="Ben", chat="main:1")
COMMANDS = (CommandHelp(name="batch", help="Draft the next week"), CommandHelp(name="status", help="How things stand"))


class HandClock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def elapsed(self) -> float:
        return self.time.timestamp()

    def advance(self, **step: float) -> None:
        self.time += timedelta(**step)


class CountingIds:
    """Counts; no chance in it."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> int:
        self._last += 1
        return self._last

    def token(self) -> str:
        return hashlib.sha256(str(self.new()).encode()).hexdigest()

    def jitter(self) -> float:
        return 0.0


@dataclass
class MemoryRooms:
    """The messages, tickets and pulse of a store; also the transaction over them."""

    messages: dict[int, ChatMessage] = field(default_factory=dict)
    kept_tickets: dict[tuple[str, str], tuple[str, datetime]] = field(default_factory=dict)
    beats: dict[str, datetime] = field(default_factory=dict)
    owners: dict[str, MemberId | None] = field(default_factory=dict)
    people: dict[str, Member] = field(default_factory=dict)
    broken: bool = False

    @property
    def chat_messages(self) -> MemoryRooms:
        return self

    @property
    def tickets(self) -> MemoryTickets:
        return MemoryTickets(self.kept_tickets, self.owners)

    @property
    def members(self) -> MemoryMembers:
        return MemoryMembers(self.people)

    @property
    def pulse(self) -> MemoryPulse:
        return MemoryPulse(self.beats)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryRooms]:
        if self.broken:
            raise OSError("no disk")
        yield self

    read = begin

    async def add(self, chat: str, author: str, body: str, at: datetime) -> tuple[int, int]:
        number = len(self.messages) + 1
        seq = self._next()
        self.messages[number] = ChatMessage(id=number, chat=chat, seq=seq, author=author, body=body, at=at)
        return number, seq

    async def edit(self, chat: str, message_id: int, body: str, at: datetime) -> int:
        if message_id not in self.messages or self.messages[message_id].chat != chat:
            raise NotFound
        seq = self._next()
        self.messages[message_id] = replace(self.messages[message_id], seq=seq, body=body, edited_at=at)
        return seq

    async def since(self, chat: str, seq: int, limit: int = 100) -> tuple[ChatMessage, ...]:
        later = [one for one in self.messages.values() if one.chat == chat and one.seq > seq]
        return tuple(sorted(later, key=lambda one: one.seq)[:limit])

    async def recent(self, chat: str, limit: int = 50, before: int | None = None) -> tuple[ChatMessage, ...]:
        earlier = [one for one in self.messages.values() if one.chat == chat and (before is None or one.id < before)]
        return tuple(earlier[-limit:])

    def _next(self) -> int:
        return max((one.seq for one in self.messages.values()), default=0) + 1


@dataclass
class MemoryTickets:
    """One-time links and sessions."""

    kept: dict[tuple[str, str], tuple[str, datetime]]
    owners: dict[str, MemberId | None]

    async def add(
        self, sha256: str, purpose: str, value: str, expires: datetime, *, member_id: MemberId | None = None
    ) -> None:
        self.kept[sha256, purpose] = (value, expires)
        self.owners[sha256] = member_id

    async def read(self, sha256: str, purpose: str, now: datetime) -> str | None:
        value, expires = self.kept.get((sha256, purpose), ("", now))
        return value if expires > now else None

    async def use(self, sha256: str, purpose: str, now: datetime) -> str | None:
        value = await self.read(sha256, purpose, now)
        self.kept.pop((sha256, purpose), None)
        return value


@dataclass
class MemoryMembers:
    """People by their web identity."""

    people: dict[str, Member]

    async def identify(self, front_end: str, remote_id: str) -> Member | None:
        return self.people.get(remote_id) if front_end == "web" else None


@dataclass
class MemoryPulse:
    """When things last happened."""

    beats: dict[str, datetime]

    async def beat(self, name: str, at: datetime) -> None:
        self.beats[name] = at

    async def last(self, name: str) -> datetime | None:
        return self.beats.get(name)


@dataclass
class House:
    """The app with everything around it, and what its conversation heard."""

    parts: WebParts
    app: FastAPI
    rooms: MemoryRooms
    clock: HandClock
    blobs: MemoryBlobs
    heard: list[Incoming]
    replies: list[Callable[[Incoming], Awaitable[None]]]

    @property
    def front_end(self) -> WebFrontEnd:
        return self.parts.front_end

    def link(self, session: Session = ANA, token: str = "come-in") -> str:
        """A one-time link for that person, as a path."""
        self.rooms.kept_tickets[hashed(token), "enter"] = (session.value(), self.clock.now() + timedelta(minutes=15))
        return f"/enter/{token}"

    def browser(self, session: Session | None = ANA, **options: str) -> httpx.AsyncClient:
        """A browser in which that person entered (nobody with None) and in which our own page speaks."""
        headers = {"Origin": BASE_URL, "X-Greenlight": "1"} | options
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=BASE_URL, headers=headers)
        if session:
            cookie = f"cookie-of-{session.person}"
            expires = self.clock.now() + timedelta(days=90)
            self.rooms.kept_tickets[hashed(cookie), "session"] = (session.value(), expires)
            client.cookies.set("greenlight", cookie)
        return client


def a_house(feeds: Path = Path("/nonexistent"), registry: CollectorRegistry | None = None) -> House:
    """A fresh house. What it hears is kept in `heard`; functions in `replies` answer, one event each."""
    rooms, clock, blobs = MemoryRooms(), HandClock(), MemoryBlobs()
    store = cast(Store, rooms)
    heard: list[Incoming] = []
    replies: list[Callable[[Incoming], Awaitable[None]]] = []

    async def take(event: Incoming) -> None:
        heard.append(event)
        if replies:
            await replies.pop(0)(event)

    async def no_mail(member: str, kind: str, seal: str, now: bool) -> str | None:
        return None

    async def nobody_joins(code: str) -> Session | None:
        return None

    async def no_secret(token: str) -> None:
        return None

    parts = WebParts(
        store=store,
        clock=clock,
        ids=CountingIds(),
        blobs=blobs,
        front_end=WebFrontEnd(store=store, clock=clock, ids=CountingIds(), base_url=BASE_URL),
        take=take,
        commands=lambda: COMMANDS,
        feed_file=partial(public_file, feeds),
        measure=lambda text, names: {name: len(text.encode()) for name in names if name == "bytes"},
        mail_stop=no_mail,
        join=nobody_joins,
        reveal=no_secret,
        rates=Rates(),
        base_url=BASE_URL,
        connect=cast(Connect, None),
        way_back=lambda front_end, chat: "/",
        ring=lambda: None,
        media_link=lambda until, seal, name: seal == "ours",
        client_document=lambda: None,
        slack_install=None,
        shutting_down=asyncio.Event(),
        registry=registry,
    )
    return House(parts, build_app(parts), rooms, clock, blobs, heard, replies)


def bodies(house: House) -> list[dict[str, object]]:
    """The kept messages as their JSON, oldest first."""
    return [json.loads(one.body) for one in house.rooms.messages.values()]
