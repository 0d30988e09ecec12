"""The port that every chat implements: thin, and free of words of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.cards.card import Card
from bot.cards.form import Form
from bot.talk import Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Can:
    """What a front-end is able to do. Commands ask this, never for a name.

    Limits are in what `measure` counts, characters unless said otherwise; `press_bytes` bounds a packed press, `film`
    the bytes of a film it shows, 0 where it shows none.
    """

    dialogs: bool
    toasts: bool
    tabs: bool
    buttons_with_album: bool
    max_text: int
    max_caption: int
    press_bytes: int = 64
    film: int = 0
    measure: Callable[[str], int] = len


class CannotEdit(Exception):
    """The message cannot be changed any more; a new one is sent instead, and this one goes where that is possible."""


class ChatGone(Exception):
    """Nobody can be reached there any more: blocked, deleted or left."""


class FrontEnd(Protocol):
    """Draws cards in one kind of chat. Every call may raise the PortErrors of `core.errors`."""

    @property
    def name(self) -> str: ...

    @property
    def can(self) -> Can: ...

    async def invitation(self, code: str) -> str:
        """The address that brings a person and this code to us there, or the words to say to us.

        Empty where people come in another way.

        Raises:
            Unavailable: the front-end is not up yet.
        """
        ...

    def way_back(self, chat: str) -> str:
        """The address that leads from a page of ours back to that chat; empty where there is none."""
        ...

    async def send(self, chat: str, card: Card, *, tab: str = "", only: str = "") -> tuple[str, ...]:
        """Send a card and answer its message ids, the one with the buttons last.

        `only` names the one person who may see it, where the chat has several. A repeat sends a second copy.

        Raises:
            ChatGone: nobody is there.
        """
        ...

    async def edit(self, chat: str, messages: tuple[str, ...], card: Card, *, tab: str = "") -> None:
        """Change what a sent card shows. Repeating is harmless.

        Raises:
            CannotEdit: it is too old, gone or has another shape now.
            ChatGone: nobody is there.
        """
        ...

    async def working(self, where: Where, text: str, *, cards: int = 0) -> None:
        """Slow work has begun, and `text` says which; it is over with the next message or answer.

        `cards` is how many cards it will bring, where that is known. Lost when nobody looks; nothing depends on it.
        """
        ...

    async def toast(self, where: Where, text: str, *, alert: bool = False) -> None:
        """Answer a press with a short remark that only that person sees; an `alert` stays until it was read."""
        ...

    async def hand(self, where: Where, name: str, text: str, words: str) -> None:
        """Give the person who acted a file of that name with this text, and only them; `words` go with it."""
        ...

    def fetch(self, remote: str) -> AsyncIterator[bytes]:
        """Read a file that an event of this front-end named but did not bring along, piece by piece.

        Raises:
            Rejected: it is gone.
        """
        ...

    async def open_form(self, where: Where, form: Form) -> None:
        """Open a dialog. Only called where `can.dialogs`."""
        ...

    async def refuse_form(self, where: Where, form_id: int, problems: dict[str, str]) -> None:
        """Show sentences by the fields of an open dialog. Only called where `can.dialogs`."""
        ...

    async def close_form(self, where: Where, form_id: int) -> None:
        """The dialog was accepted. Only called where `can.dialogs`."""
        ...
