"""Telegram as the conversation sees it: cards become messages with buttons below them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from itertools import islice

from telegram.helpers import create_deep_linked_url

from bot.cards.card import Card
from bot.cards.form import Form
from bot.cards.layout import Message, lay_out
from bot.cards.text import Italic
from bot.front_end import CannotEdit, ChatGone
from bot.talk import Where
from bot.telegram.line import Hung, Line, Picture
from bot.telegram.places import Place
from bot.telegram.receive import query_of
from bot.telegram.render import CAN, Words, keyboard_of, words_of
from bot.telegram.shown import Shown
from core.errors import PortError, Unavailable
from core.payload import Media
from core.ports import Blobs

NAME = "telegram"
TYPING_EVERY = 4.5  # seconds; an action is shown for five
LONGEST_TYPING = 300  # seconds
MAX_ALBUM = 10  # https://core.telegram.org/bots/api#sendmediagroup (read 2026-11)


class TelegramFrontEnd:
    """Implements `bot.front_end.FrontEnd` over a line to the Bot API. `bot_name` is empty until Telegram told it."""

    name = NAME
    can = CAN

    def __init__(self, *, line: Line, blobs: Blobs) -> None:
        self._line = line
        self.bot_name = ""
        self._blobs = blobs
        self._shown = Shown()
        self._typing: dict[str, asyncio.Task[None]] = {}

    async def invitation(self, code: str) -> str:
        """A deep link: Telegram opens our chat and sends `/start` with the code (1 to 64 of A-Z, a-z, 0-9, _ and -).

        Raises:
            Unavailable: Telegram has not told yet what the bot is called.
        """
        if not self.bot_name:
            raise Unavailable("telegram_unreachable")
        return create_deep_linked_url(self.bot_name, code)

    def way_back(self, chat: str) -> str:
        """The bot's own conversation; Telegram has no address for a group."""
        return f"https://t.me/{self.bot_name}" if self.bot_name else ""

    async def send(self, chat: str, card: Card, *, tab: str = "", only: str = "") -> tuple[str, ...]:
        """Send the card's messages. Words for one person alone go to that person's private chat.

        Raises:
            ChatGone: nobody is there, or the person has never written to the bot.
        """
        place = Place(int(only)) if only and card.kind == "say" else Place.parse(chat)
        self._rest(chat)
        ids: list[int] = []
        for message in lay_out(card, self.can, tab):
            ids += await self._send(
                place, _said_in(place, card, message, waits=True), reply_to=ids[-1] if ids else None
            )
        if card.pinned:
            await self._line.pin(place, ids[-1], pinned=True)
        return tuple(map(str, ids))

    async def edit(self, chat: str, messages: tuple[str, ...], card: Card, *, tab: str = "") -> None:
        """Show this card where the sent one hangs. Of several changes that wait for their turn the newest is shown.

        Raises:
            CannotEdit: it has another shape now or is gone; what was left of it was taken away.
            ChatGone: nobody is there.
        """
        place, ids = Place.parse(chat), tuple(map(int, messages))
        if not ids:
            raise CannotEdit
        self._rest(chat)
        laid = lay_out(card, self.can, tab)
        wanted = self._shown.begin(place.chat, ids[-1])
        try:
            if sum(max(1, len(one.pictures[:MAX_ALBUM])) for one in laid) != len(ids):
                raise CannotEdit
            rest = iter(ids)
            for message in laid:
                some = tuple(islice(rest, max(1, len(message.pictures[:MAX_ALBUM]))))
                said = _said_in(place, card, message, waits=bool(message.buttons))
                await self._edit(place, some, said, wanted)
        except CannotEdit:
            await self._line.take_away(place, ids)
            raise
        if card.kind == "batch" and not card.pinned and self._shown.may_be_pinned(place.chat, ids[-1]):
            await self._line.pin(place, ids[-1], pinned=False)

    async def working(self, where: Where, text: str, *, cards: int = 0) -> None:
        """Show that we are typing until the next message; a press is answered with the text at once."""
        if query_of(where):
            await self._answer(where, text, alert=False)
        if where.chat not in self._typing:
            self._typing[where.chat] = asyncio.create_task(self._type(Place.parse(where.chat)))

    async def toast(self, where: Where, text: str, *, alert: bool = False) -> None:
        """Answer a press with a pop-up; where there was no press, or it was answered before, say it in the chat."""
        self._rest(where.chat)
        if not await self._answer(where, text, alert=alert):
            await self._line.text(Place.parse(where.chat), Words(text=text), silent=True)

    async def acknowledge(self, where: Where) -> None:
        """All that a press brought about was said: its button rests, answered or not."""
        self._rest(where.chat)
        with suppress(PortError, ChatGone):
            await self._answer(where, "", alert=False)

    async def hand(self, where: Where, name: str, text: str, words: str) -> None:
        """Send the file into the person's private chat."""
        self._rest(where.chat)
        await self._line.document(Place(int(where.person)), name, text.encode(), Words(text=words))

    async def fetch(self, remote: str) -> AsyncIterator[bytes]:
        """Read a file by Telegram's name for it: one piece, since none has more than 20 MB."""
        yield await self._line.fetch(remote)

    async def open_form(self, where: Where, form: Form) -> None:
        """Never called: there are no dialogs, so forms arrive as questions."""
        raise AssertionError("Telegram has no dialogs")

    async def refuse_form(self, where: Where, form_id: int, problems: dict[str, str]) -> None:
        """Never called, see `open_form`."""
        raise AssertionError("Telegram has no dialogs")

    async def close_form(self, where: Where, form_id: int) -> None:
        """Never called, see `open_form`."""
        raise AssertionError("Telegram has no dialogs")

    async def _answer(self, where: Where, text: str, *, alert: bool) -> bool:
        """Answer the press, which can be done once; False when there is none or it was done before."""
        query = query_of(where)
        if not query or not self._shown.first_answer(query):
            return False
        await self._line.answer(query, text, alert=alert)
        return True

    async def _send(self, place: Place, message: Message, *, reply_to: int | None) -> list[int]:
        words, keyboard = words_of(message.text), keyboard_of(message.buttons)
        media = message.pictures[:MAX_ALBUM]
        if not media:
            hung = await self._line.text(place, words, keyboard, reply_to=reply_to)
            self._shown.says(place.chat, hung.message, message)
            return [hung.message]
        pictures = [await self._picture(one) for one in media]
        if len(pictures) == 1:
            album: tuple[Hung, ...] = (await self._line.picture(place, pictures[0], words, keyboard),)
        else:
            album = await self._line.album(place, pictures, words)
        self._shown.says(place.chat, album[0].message, message)
        for one, medium in zip(album, media, strict=True):
            self._shown.hangs(place.chat, one.message, medium.sha256, one.file_id)
        return [one.message for one in album]

    async def _edit(self, place: Place, ids: tuple[int, ...], message: Message, wanted: Callable[[], bool]) -> None:
        if self._shown.is_said(place.chat, ids[0], message):
            return
        await self._show(place, ids, message, wanted)
        if wanted():
            self._shown.says(place.chat, ids[0], message)

    async def _show(self, place: Place, ids: tuple[int, ...], message: Message, wanted: Callable[[], bool]) -> None:
        words, keyboard = words_of(message.text), keyboard_of(message.buttons)
        if not message.pictures:
            await self._line.edit_text(place, ids[0], words, keyboard, wanted=wanted)
            return
        for one, medium in zip(ids, message.pictures[:MAX_ALBUM], strict=True):
            caption = words if one == ids[0] else Words(text="")
            if self._shown.picture(place.chat, one) != medium.sha256:
                picture = await self._picture(medium)
                hung = await self._line.edit_picture(place, one, picture, caption, keyboard, wanted=wanted)
                if hung is not None:
                    self._shown.hangs(place.chat, one, medium.sha256, hung.file_id)
            elif one == ids[0]:
                await self._line.edit_caption(place, one, caption, keyboard, wanted=wanted)

    async def _picture(self, medium: Media) -> Picture:
        """What is uploaded: Telegram's own name for it, where it has it already."""
        kind, _, form = medium.mime.partition("/")
        content = self._shown.file_id(medium.sha256) or await self._blobs.get(medium.sha256)
        return Picture(content=content, name=f"{medium.sha256[:12]}.{form}", film=kind == "video")

    async def _type(self, place: Place) -> None:
        for _ in range(int(LONGEST_TYPING / TYPING_EVERY)):
            await self._line.typing(place)
            await asyncio.sleep(TYPING_EVERY)

    def _rest(self, chat: str) -> None:
        typing = self._typing.pop(chat, None)
        if typing is not None:
            typing.cancel()


def _said_in(place: Place, card: Card, message: Message, *, waits: bool) -> Message:
    """In a group a bot hears replies and commands only, so a question that waits says how it is answered."""
    if card.kind != "question" or not place.shared or not waits:
        return message
    hint = Italic("Please answer by replying to this message.")
    return Message(text=(*message.text, "\n\n", hint), pictures=message.pictures, buttons=message.buttons)
