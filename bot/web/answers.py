"""What an event brought forth for the browser that sent it, so that a repeated question gets the same answer."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

from bot.cards.form import Form
from bot.talk import Where
from bot.web.render import Json, form_json
from core.ids import encode

KEPT = 500  # answers remembered for browsers that ask again; each is a few hundred bytes


@dataclass(slots=True)
class Answer:
    """Remarks, dialogs, refusals and the ids of new messages that belong to one event."""

    toasts: list[str] = field(default_factory=list)
    open_form: Form | None = None
    close_form: int | None = None
    refused: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def json(self) -> dict[str, Json]:
        """The answer as the page reads it."""
        return {
            "toasts": list(self.toasts),
            "open_form": form_json(self.open_form) if self.open_form else None,
            "close_form": None if self.close_form is None else encode(self.close_form),
            "refused": dict(self.refused),
            "said": list(self.said),
        }


_present: ContextVar[Answer | None] = ContextVar("present_answer", default=None)


class Answers:
    """The answers of the latest events. An event that arrives twice at once is handled once."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._handling: dict[str, asyncio.Task[None]] = {}

    def of(self, where: Where) -> Answer | None:
        """The answer being collected for that event, or None when no browser asked in this process."""
        return self._answers.get(where.event_id)

    def said(self, message_id: str) -> None:
        """Note a new message: it belongs to the event that is being handled right here, if one is."""
        answer = _present.get()
        if answer is not None:
            answer.said.append(message_id)

    async def collect(self, where: Where, handle: Callable[[], Awaitable[None]]) -> Answer:
        """Run `handle` and answer what it brought forth.

        A repeat waits for the first run and gets the same answer. The run goes on when the browser hangs up.
        A failed run is forgotten, so the next repeat tries again.
        """
        event_id = where.event_id
        known = self._answers.get(event_id)
        if known is not None and event_id not in self._handling:
            return known
        if known is None:
            self._answers[event_id] = known = Answer()
            task = asyncio.create_task(self._run(event_id, known, handle))
            self._handling[event_id] = task
            task.add_done_callback(_seen)
        await asyncio.shield(self._handling[event_id])
        return known

    async def _run(self, event_id: str, answer: Answer, handle: Callable[[], Awaitable[None]]) -> None:
        done = False
        _present.set(answer)
        try:
            await handle()
            done = True
        finally:
            del self._handling[event_id]
            if not done:
                del self._answers[event_id]
            self._forget_old()

    def _forget_old(self) -> None:
        surplus = len(self._answers) - KEPT
        for event_id in [one for one in self._answers if one not in self._handling][: max(surplus, 0)]:
            del self._answers[event_id]


def _seen(task: asyncio.Task[None]) -> None:
    """A browser that hung up leaves nobody to hear of a failure; it is not unheard all the same."""
    if not task.cancelled():
        task.exception()
