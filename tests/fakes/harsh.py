"""A chat with the harshest limits of all at once, in front of the real conversation.

No dialogs, no tabs, payloads of 64 bytes, captions of 1024 and messages of 2000 characters, no buttons on albums,
a button label of 60 characters, and every second edit fails.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from itertools import count

from bot.cards.card import Button, Card
from bot.cards.form import Form
from bot.cards.layout import Message, lay_out
from bot.cards.press import MAX_BYTES
from bot.cards.text import plain
from bot.front_end import Can, CannotEdit
from bot.talk import Where
from core.errors import Unavailable

LONGEST_LABEL = 60
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
HARSH = Can(dialogs=False, toasts=True, tabs=False, buttons_with_album=False, max_text=2000, max_caption=1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hung:
    """A message as it hangs in the chat."""

    id: str
    chat: str
    message: Message
    only: str = ""


@dataclass(slots=True)
class HarshFrontEnd:
    """`bot.front_end.FrontEnd` that refuses whatever a real chat might refuse. `down` makes it unreachable."""

    name: str = "harsh"
    can: Can = HARSH
    hung: list[Hung] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    works: list[str] = field(default_factory=list)
    handed: dict[str, str] = field(default_factory=dict)
    down: bool = False
    edits: int = 0
    _numbers: count[int] = field(default_factory=lambda: count(1))

    async def invitation(self, code: str) -> str:
        """An address made up."""
        return f"https://harsh.example/{code}"

    def way_back(self, chat: str) -> str:
        """There is none."""
        return ""

    async def send(self, chat: str, card: Card, *, tab: str = "", only: str = "") -> tuple[str, ...]:
        """Hang the card's messages."""
        self._must_be_up()
        ids = []
        for message in lay_out(card, self.can, tab):
            self._check(message)
            hung = Hung(id=str(next(self._numbers)), chat=chat, message=message, only=only)
            self.hung.append(hung)
            ids.append(hung.id)
        return tuple(ids)

    async def edit(self, chat: str, messages: tuple[str, ...], card: Card, *, tab: str = "") -> None:
        """Change what hangs, every other time."""
        self._must_be_up()
        self.edits += 1
        laid = lay_out(card, self.can, tab)
        known = {one.id for one in self.hung if one.chat == chat}
        if self.edits % 2 == 0 or len(laid) != len(messages) or not known.issuperset(messages):
            raise CannotEdit
        for message_id, message in zip(messages, laid, strict=True):
            self._check(message)
            index = next(number for number, one in enumerate(self.hung) if one.id == message_id)
            self.hung[index] = replace(self.hung[index], message=message)

    async def working(self, where: Where, text: str, *, cards: int = 0) -> None:
        """Remember what was said to be in the making."""
        self._must_be_up()
        self.works.append(text)

    async def toast(self, where: Where, text: str, *, alert: bool = False) -> None:
        """Remember it."""
        assert len(text) <= 200
        self.toasts.append(text)

    def fetch(self, remote: str) -> AsyncIterator[bytes]:
        raise AssertionError("files are brought along here")

    async def hand(self, where: Where, name: str, text: str, words: str) -> None:
        """Remember it."""
        self._must_be_up()
        self.handed[name] = text

    async def open_form(self, where: Where, form: Form) -> None:
        raise AssertionError("this chat has no dialogs")

    async def refuse_form(self, where: Where, form_id: int, problems: dict[str, str]) -> None:
        raise AssertionError("this chat has no dialogs")

    async def close_form(self, where: Where, form_id: int) -> None:
        raise AssertionError("this chat has no dialogs")

    def _must_be_up(self) -> None:
        if self.down:
            raise Unavailable("refused")

    def _check(self, message: Message) -> None:
        longest = self.can.max_caption if message.pictures else self.can.max_text
        assert 0 < len(plain(message.text)) <= longest, plain(message.text)
        assert not (len(message.pictures) > 1 and message.buttons)
        assert sum(len(row) for row in message.buttons) <= MOST_BUTTONS
        for row in message.buttons:
            assert 0 < len(row) <= MOST_IN_A_ROW
            for button in row:
                _check_button(button)


def _check_button(button: Button) -> None:
    assert 0 < len(button.label) <= LONGEST_LABEL, button.label
    assert (button.press is None) != (button.url == "")
    if button.press:
        assert len(button.press.pack().encode()) <= MAX_BYTES
