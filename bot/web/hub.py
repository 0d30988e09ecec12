"""Wakes the open streams of a chat when something was written there."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Listener:
    """One open stream: its wake-up call and the remarks that are meant only for the person behind it."""

    person: str
    rung: asyncio.Event = field(default_factory=asyncio.Event)
    remarks: list[str] = field(default_factory=list)

    def take_remarks(self) -> list[str]:
        """The remarks that arrived since the last call."""
        taken = list(self.remarks)
        self.remarks.clear()
        return taken


class Hub:
    """Who listens to which chat, in this process."""

    def __init__(self) -> None:
        self._newest: dict[str, int] = {}
        self._listeners: defaultdict[str, list[Listener]] = defaultdict(list)

    @contextmanager
    def listening(self, chat: str, person: str) -> Iterator[Listener]:
        """A listener to that chat for as long as the block lasts."""
        listener = Listener(person)
        self._listeners[chat].append(listener)
        try:
            yield listener
        finally:
            self._listeners[chat].remove(listener)
            if not self._listeners[chat]:
                del self._listeners[chat]

    def newest(self, chat: str) -> int:
        """The highest message number this process has written in that chat, or 0."""
        return self._newest.get(chat, 0)

    def ring(self, chat: str, seq: int) -> None:
        """Something was written in that chat, with that number."""
        self._newest[chat] = max(seq, self.newest(chat))
        for listener in self._listeners.get(chat, ()):
            listener.rung.set()

    def remark(self, chat: str, person: str, text: str) -> None:
        """Tell one person something that is not kept. Lost when nobody listens."""
        for listener in self._listeners.get(chat, ()):
            if listener.person == person:
                listener.remarks.append(text)
                listener.rung.set()
