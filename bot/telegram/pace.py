"""How fast we may speak: a queue for each chat, and one breath for all of them.

About one message a second in a chat, 20 a minute in a group, 30 a second over all chats; an album counts as its
pictures (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this, read 2026-11). The page
speaks of new messages only. Changes of old ones wait for each other, not for new ones: whoever pressed a button is
watching. What Telegram finds too much all the same, it says, and `hold` keeps that silence.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from core.clock import Clock

CHAT_EVERY = 1.0
GROUP_MOST, GROUP_SECONDS = 20, 60.0
ALL_MOST, ALL_SECONDS = 29, 1.0
_REMEMBERED = 4096  # chats; those that have been quiet the longest are forgotten first


@dataclass(slots=True)
class _Chat:
    free_at: dict[bool, float] = field(default_factory=lambda: {False: 0.0, True: 0.0})
    sent: deque[float] = field(default_factory=lambda: deque(maxlen=GROUP_MOST))
    queues: dict[bool, asyncio.Lock] = field(default_factory=lambda: {False: asyncio.Lock(), True: asyncio.Lock()})


@dataclass(slots=True)
class Pace:
    """Whose turn it is. `sleep` takes seconds; tests move their clock in it."""

    clock: Clock
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _all: deque[float] = field(default_factory=lambda: deque(maxlen=ALL_MOST))
    _chats: dict[int, _Chat] = field(default_factory=dict)

    async def turn(self, chat: int, messages: int = 1, *, change: bool = False) -> None:
        """Return when so many new messages, or a change of an old one, may go; those who asked first go first."""
        line = self._chats.pop(chat, None) or _Chat()
        self._chats[chat] = line
        async with line.queues[change]:
            while (wait := self._wait(chat, line, messages, change)) > 0:
                await self.sleep(wait)
            now = self.clock.elapsed()
            line.free_at[change] = max(line.free_at[change], now + CHAT_EVERY * messages)
            for times in (line.sent, self._all):
                times.extend([now] * messages)
        self._forget_the_quiet()

    def hold(self, chat: int, seconds: float) -> None:
        """The far side wants silence in that chat for so long."""
        line = self._chats.setdefault(chat, _Chat())
        for change, free_at in line.free_at.items():
            line.free_at[change] = max(free_at, self.clock.elapsed() + seconds)

    def _wait(self, chat: int, line: _Chat, messages: int, change: bool) -> float:
        now = self.clock.elapsed()
        waits = [line.free_at[change] - now, _room_in(self._all, ALL_MOST, ALL_SECONDS, messages, now)]
        if chat < 0:
            waits.append(_room_in(line.sent, GROUP_MOST, GROUP_SECONDS, messages, now))
        return max(waits)

    def _forget_the_quiet(self) -> None:
        while len(self._chats) > _REMEMBERED:
            chat, line = next(iter(self._chats.items()))
            busy = any(queue.locked() for queue in line.queues.values())
            if busy or max(line.free_at.values()) > self.clock.elapsed():
                return
            del self._chats[chat]


def _room_in(times: deque[float], most: int, seconds: float, messages: int, now: float) -> float:
    """Seconds until `messages` more fit beside those of the last `seconds`."""
    excess = len(times) + messages - most
    return 0.0 if excess <= 0 or not times else times[min(excess, len(times)) - 1] + seconds - now
