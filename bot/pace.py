"""How fast we may speak: a queue for each chat, and one breath for all of them.

New messages of a chat follow each other by a second or so, which every chat app asks for. Changes of old ones wait for
each other, not for new ones: whoever pressed a button is watching. What the far side finds too much all the same, it
says, and `hold` keeps that silence.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field

from core.clock import Clock

GROUP_SECONDS, ALL_SECONDS = 60.0, 1.0
_REMEMBERED = 4096  # chats; those that have been quiet the longest are forgotten first


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a chat app bears: seconds between two messages of a chat, messages a minute in a group, a second in all."""

    every: float
    group: int
    all: int


@dataclass(slots=True)
class _Chat:
    sent: deque[float]
    free_at: dict[bool, float] = field(default_factory=lambda: {False: 0.0, True: 0.0})
    queues: dict[bool, asyncio.Lock] = field(default_factory=lambda: {False: asyncio.Lock(), True: asyncio.Lock()})


@dataclass(slots=True)
class Pace:
    """Whose turn it is. `sleep` takes seconds; tests move their clock in it."""

    clock: Clock
    limits: Limits
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _all: deque[float] = field(init=False)
    _chats: dict[Hashable, _Chat] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = deque(maxlen=self.limits.all)

    async def turn(self, chat: Hashable, messages: int = 1, *, change: bool = False, group: bool = False) -> None:
        """Return when so many new messages, or a change of an old one, may go; those who asked first go first."""
        line = self._chats.pop(chat, None) or self._new()
        self._chats[chat] = line
        async with line.queues[change]:
            while (wait := self._wait(line, messages, change=change, group=group)) > 0:
                await self.sleep(wait)
            now = self.clock.elapsed()
            line.free_at[change] = max(line.free_at[change], now + self.limits.every * messages)
            for times in (line.sent, self._all):
                times.extend([now] * messages)
        self._forget_the_quiet()

    def hold(self, chat: Hashable, seconds: float) -> None:
        """The far side wants silence in that chat for so long."""
        line = self._chats.setdefault(chat, self._new())
        for change, free_at in line.free_at.items():
            line.free_at[change] = max(free_at, self.clock.elapsed() + seconds)

    def _new(self) -> _Chat:
        return _Chat(deque(maxlen=self.limits.group))

    def _wait(self, line: _Chat, messages: int, *, change: bool, group: bool) -> float:
        now = self.clock.elapsed()
        waits = [line.free_at[change] - now, _room_in(self._all, self.limits.all, ALL_SECONDS, messages, now)]
        if group:
            waits.append(_room_in(line.sent, self.limits.group, GROUP_SECONDS, messages, now))
        return max(waits)

    def _forget_the_quiet(self) -> None:
        while len(self._chats) > _REMEMBERED:
            chat, line = next(iter(self._chats.items()))
            busy = any(queue.locked() for queue in line.queues.values())
            if busy or max(line.free_at.values()) > self.clock.elapsed():
                return
            del self._chats[chat]


Pacing = Callable[[Clock, Limits], Pace]
"""How a pace is made; tests make one that lets nobody wait."""


def _room_in(times: deque[float], most: int, seconds: float, messages: int, now: float) -> float:
    """Seconds until `messages` more fit beside those of the last `seconds`."""
    excess = len(times) + messages - most
    return 0.0 if excess <= 0 or not times else times[min(excess, len(times)) - 1] + seconds - now
