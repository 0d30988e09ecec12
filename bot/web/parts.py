"""What the web chat is put together from, and how a route asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Protocol

from fastapi import Depends, HTTPException, Request
from prometheus_client import CollectorRegistry

from bot.talk import Incoming
from bot.web.front_end import WebFrontEnd
from bot.web.sessions import COOKIE, Session, session_of
from core.actions.connect import Connect
from core.actions.prove import Enrolment
from core.clock import Clock, Ids
from core.ports import Blobs
from core.rates import Rates, Tier
from core.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandHelp:
    """A command as the input line completes it: its name without the slash and one line about it."""

    name: str
    help: str


class SlackInstalled(Protocol):
    """A workspace that let us in: its name, and the address that opens us there."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...


class SlackInstall(Protocol):
    """The way to Slack's consent page and back; see `bot.slack.install.Install`."""

    async def begin(self) -> tuple[str, str]:
        """The address to go to, and the state that the browser keeps."""
        ...

    async def finish(self, query: Mapping[str, str], kept: str) -> SlackInstalled:
        """Raises Invalid with the sentence for the person, Unavailable, OutcomeUnknown."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WebParts:
    """Everything the pages need.

    `take` is the conversation: it keeps the event, handles it and draws through `front_end`. `feed_file` answers
    the file and media type behind `/feeds/<slug>/<name>`, or None for what is not public. `measure` counts a text as
    each of the named platforms counts it, leaving out names it does not know. `mail_stop` says what kind of mail a way
    out is for (None: it is none of ours) and, when told so, ends it. `join` lets somebody in by a code, `reveal`
    answers a secret once. `slack_install` is the way in for another Slack workspace, where there is one. `way_back` is
    the address that leads from a page to a chat of a front-end, empty where there is none; `ring` says that something
    waits to be told; `media_link` judges the pieces of a link to a medium; `client_document` is what authorization
    servers read about us, where they can. `base_url` is how people reach us. Open streams end when `shutting_down` is
    set. `registry` holds the numbers of `/metrics`; with None there is none.
    """

    store: Store
    clock: Clock
    ids: Ids
    blobs: Blobs
    front_end: WebFrontEnd
    take: Callable[[Incoming], Awaitable[None]]
    commands: Callable[[], tuple[CommandHelp, ...]]
    feed_file: Callable[[str, str], tuple[Path, str] | None]
    measure: Callable[[str, tuple[str, ...]], dict[str, int]]
    mail_stop: Callable[[str, str, str, bool], Awaitable[str | None]]
    join: Callable[[str], Awaitable[Session | None]]
    reveal: Callable[[str], Awaitable[Enrolment | None]]
    rates: Rates
    slack_install: SlackInstall | None
    connect: Connect
    way_back: Callable[[str, str], str]
    ring: Callable[[], None]
    media_link: Callable[[str, str, str], bool]
    client_document: Callable[[], Mapping[str, object] | None]
    base_url: str
    shutting_down: asyncio.Event
    registry: CollectorRegistry | None


async def parts_of(request: Request) -> WebParts:
    """The parts of the app that answers this request; async, since FastAPI runs a plain function in a thread."""
    parts: WebParts = request.app.state.parts
    return parts


Parts = Annotated[WebParts, Depends(parts_of)]


async def visitor(request: Request, parts: Parts) -> Session | None:
    """Who asks, or None when nobody entered in this browser."""
    return await session_of(parts.store, parts.clock, request.cookies.get(COOKIE, ""))


Visitor = Annotated[Session | None, Depends(visitor)]


async def entered(session: Visitor, parts: Parts) -> Session:
    """Who asks.

    Raises:
        HTTPException: 401, nobody entered in this browser.
        TooOften: this person asked for too much in a minute.
    """
    if session is None:
        raise HTTPException(401, "You are signed out here. Run “greenlight link” and open the link it prints.")
    parts.rates.take(session.person, Tier.API, parts.clock)
    return session


Entered = Annotated[Session, Depends(entered)]
