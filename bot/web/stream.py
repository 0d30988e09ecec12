"""What was said, told to open pages: first what was, then everything new as it happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse

from bot.web.messages import is_pinned, visible
from bot.web.parts import Entered, Parts, WebParts, visitor
from bot.web.render import Json
from bot.web.sessions import Session
from core.talk import ChatMessage

PAGE = 50  # messages of one look into the past
PIN_SEARCH = 300  # messages in which the pinned card is looked for
HEARTBEAT = 15.0  # seconds; below the idle timeout of common proxies
LOOK_EVERY = 1.0  # seconds; another process may write without ringing our bell

T = TypeVar("T")

router = APIRouter(prefix="/api")


@router.get("/start")
async def start(parts: Parts, session: Entered) -> JSONResponse:
    """All a page needs to begin: who is here, the commands, the newest messages, the pinned card."""
    async with parts.store.read() as tx:
        newest = await tx.chat_messages.recent(session.chat, PIN_SEARCH)
    pinned = [one for one in newest if is_pinned(one)]
    commands: list[Json] = [{"name": one.name, "help": one.help} for one in parts.commands()]
    page = newest[-PAGE:]
    return JSONResponse(
        {
            "me": {"name": session.name, "chat": session.chat},
            "commands": commands,
            "messages": visible(page, session),
            "pinned": visible(pinned[-1:], session),
            "more": len(newest) > len(page),
            "now": parts.clock.now().isoformat(),
            "seq": max((one.seq for one in newest), default=0),
        }
    )


@router.get("/history")
async def history(
    parts: Parts, session: Entered, before: Annotated[int | None, Query(ge=0, lt=2**63)] = None
) -> JSONResponse:
    """The messages before the one with that id, oldest first."""
    async with parts.store.read() as tx:
        page = await tx.chat_messages.recent(session.chat, PAGE, before)
    return JSONResponse({"messages": visible(page, session), "more": len(page) == PAGE})


@router.get("/stream")
async def stream(
    request: Request,
    parts: Parts,
    session: Entered,
    after: Annotated[int, Query(ge=0, lt=2**63)] = 0,
    last_event_id: Annotated[str, Header()] = "",
) -> StreamingResponse:
    """Server-sent events: every message written or edited after the last one the page has."""
    seq = int(last_event_id) if last_event_id.isdecimal() and len(last_event_id) < 20 else after

    async def still_entered() -> bool:
        return await visitor(request, parts) == session

    return StreamingResponse(
        events(parts, session, seq, still_entered=still_entered),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def events(
    parts: WebParts, session: Session, seq: int, *, still_entered: Callable[[], Awaitable[bool]]
) -> AsyncGenerator[str, None]:
    """The lines of one stream from message number `seq` on. Ends at shutdown, or when the session has ended."""
    beat = parts.clock.elapsed()
    with parts.front_end.hub.listening(session.chat, session.person) as listener:
        yield ": welcome\n\n"
        while not parts.shutting_down.is_set():
            listener.rung.clear()
            news = await _unbroken(_since(parts, session, seq))
            for message in news:
                seq = message.seq
                for drawn in visible((message,), session):
                    yield f"id: {seq}\ndata: {json.dumps(drawn, ensure_ascii=False)}\n\n"
            for remark in listener.take_remarks():
                yield f"event: remark\ndata: {remark}\n\n"
            if parts.clock.elapsed() - beat >= HEARTBEAT:
                beat = parts.clock.elapsed()
                if not await _unbroken(still_entered()):
                    return
                yield ": still here\nevent: beat\ndata: 1\n\n"
            if not news:
                await _rung_or_late(listener.rung, parts.shutting_down)


async def _since(parts: WebParts, session: Session, seq: int) -> tuple[ChatMessage, ...]:
    async with parts.store.read() as tx:
        return await tx.chat_messages.since(session.chat, seq)


async def _unbroken(look: Awaitable[T]) -> T:
    """Let a look into the store end even when the page has gone: a connection broken off in the middle is lost."""
    task = asyncio.ensure_future(look)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def _rung_or_late(rung: asyncio.Event, shutting_down: asyncio.Event) -> None:
    """Wait until the bell rings, we shut down or it is time to look by ourselves."""
    waits = [asyncio.create_task(event.wait()) for event in (rung, shutting_down)]
    try:
        await asyncio.wait(waits, timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()
