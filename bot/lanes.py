"""What people do, kept and then handled: each chat in its own order, many chats side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Protocol

from bot.talk import Incoming, Where

log = logging.getLogger(__name__)

AT_ONCE = 64  # chats whose events are handled side by side
PATIENCE = 5.0  # seconds that events under way get to end when we stop; what does not end is kept

_OOPS = "Something went wrong on my side. Nothing was lost; please try again."


class Conversation(Protocol):
    """The part of `bot.conversation.Conversation` that is needed here."""

    async def keep(self, *events: Incoming) -> tuple[Incoming, ...]: ...

    async def handle(self, incoming: Incoming) -> None: ...


class FrontEnd(Protocol):
    """The part of the front-end that is needed here."""

    async def toast(self, where: Where, text: str, *, alert: bool = False) -> None: ...

    async def acknowledge(self, where: Where) -> None: ...


class Lanes:
    """Events by chat."""

    def __init__(self, conversation: Conversation, front_end: FrontEnd) -> None:
        self._conversation = conversation
        self._front_end = front_end
        self._waiting: dict[str, deque[Incoming]] = defaultdict(deque)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    async def keep(self, events: Sequence[Incoming]) -> None:
        """Keep these events; once this returns none of them is lost. They are handled afterwards."""
        for event in await self._conversation.keep(*events) if events else ():
            chat = event.where.chat
            self._waiting[chat].append(event)
            if chat not in self._workers:
                self._workers[chat] = asyncio.create_task(self._work(chat))

    async def settle(self) -> None:
        """Return when everything kept so far was handled."""
        while self._workers:
            await asyncio.wait(tuple(self._workers.values()))

    async def close(self) -> None:
        """Let what is under way end; what does not end in time is found in the inbox at the next start."""
        if self._workers:
            _, late = await asyncio.wait(tuple(self._workers.values()), timeout=PATIENCE)
            for worker in late:
                worker.cancel()

    async def _work(self, chat: str) -> None:
        """Handle what waits in one chat, in order."""
        try:
            async with self._places:
                while self._waiting[chat]:
                    await self._handle(self._waiting[chat].popleft())
        finally:
            self._waiting.pop(chat, None)
            del self._workers[chat]

    async def _handle(self, event: Incoming) -> None:
        try:
            await self._conversation.handle(event)
        except Exception:
            log.exception("event_failed event=%s", event.where.event_id)
            await self._tell(event.where)
        await self._front_end.acknowledge(event.where)

    async def _tell(self, where: Where) -> None:
        try:
            await self._front_end.toast(where, _OOPS, alert=True)
        except Exception as error:  # noqa: BLE001  # the next event must not wait for this one's chat
            log.info("not_told event=%s cause=%s", where.event_id, type(error).__name__)
