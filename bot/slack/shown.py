"""What this process remembers of Slack: nothing depends on it, it saves uploads and finds what is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.recent import Recent


@dataclass(slots=True)
class Verdict:
    """What becomes of a modal that was sent: empty problems let it close."""

    settled: asyncio.Event = field(default_factory=asyncio.Event)
    problems: dict[str, str] = field(default_factory=dict)


class Shown:
    """By event: what may open a window, and whose modal waits. By message: the newest change, and where to answer."""

    def __init__(self) -> None:
        self._triggers: Recent[str, str] = Recent()
        self._verdicts: Recent[str, Verdict] = Recent()
        self._files: Recent[tuple[str, str], str] = Recent()
        self._addresses: Recent[str, str] = Recent()
        self._changes: Recent[tuple[str, str], object] = Recent()

    def acted(self, event: str, trigger: str) -> None:
        """With that event a window may be opened."""
        self._triggers.put(event, trigger)

    def trigger(self, event: str) -> str:
        """What opens one; empty when it was used or is not known."""
        return self._triggers.take(event) or ""

    def waits(self, event: str) -> Verdict:
        """A modal was sent with that event and stays open until the verdict."""
        verdict = Verdict()
        self._verdicts.put(event, verdict)
        return verdict

    def verdict(self, event: str) -> Verdict | None:
        """The modal that waits for that event."""
        return self._verdicts.get(event)

    def settled(self, event: str, problems: dict[str, str]) -> bool:
        """Tell the modal what is wrong with it; False when none waits any more."""
        verdict = self._verdicts.take(event)
        if verdict is None:
            return False
        verdict.problems |= problems
        verdict.settled.set()
        return True

    def file(self, team: str, sha256: str) -> str:
        """Slack's name for a picture that was uploaded before; empty when there is none."""
        return self._files.get((team, sha256)) or ""

    def uploaded(self, team: str, sha256: str, file: str) -> None:
        """Slack keeps that picture under this name."""
        self._files.put((team, sha256), file)

    def answers_at(self, message: str, address: str) -> None:
        """What only one person saw is replaced at that address."""
        self._addresses.put(message, address)

    def address(self, message: str) -> str:
        """The address; empty when it is not known."""
        return self._addresses.get(message) or ""

    def begin(self, chat: str, message: str) -> Callable[[], bool]:
        """A change of that message begins; the answer tells whether it is still the newest one."""
        mark = object()
        self._changes.put((chat, message), mark)
        return lambda: self._changes.get((chat, message)) is mark
