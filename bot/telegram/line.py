"""The line to the Bot API: typed calls, each in its turn, repeated where Telegram asks for it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction

from bot.front_end import CannotEdit, ChatGone
from bot.pace import Limits, Pace
from bot.telegram.errors import Already, Moved, NoTopic, in_our_words
from bot.telegram.places import Place
from bot.telegram.render import Words
from core.clock import Clock
from core.errors import PortError, Throttled

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0  # seconds a message waits when Telegram wants silence; beyond that its letter is put off
TRIES = 4

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
LIMITS = Limits(every=1.0, group=20, all=29)
"""About one a second in a chat, 20 a minute in a group, 30 a second over all; an album counts as its pictures
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this, read 2026-11)."""

FILM_SECONDS = 120.0  # for a file of up to 50 MB, either way

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture or film to be sent: its bytes, or Telegram's own name for what it has already."""

    content: bytes | str
    name: str
    film: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hung:
    """A message that was sent, and Telegram's name for the picture in it."""

    message: int
    file_id: str = ""


class Line:
    """Says things in places. Every call may raise the PortErrors, ChatGone and, for changes, CannotEdit.

    `moved` is told when a group has got another id (old, new); the call then goes there.
    """

    def __init__(self, *, bot: Bot, clock: Clock, pace: Pace, moved: Callable[[int, int], Awaitable[None]]) -> None:
        self._bot = bot
        self._clock = clock
        self._pace = pace
        self._moved = moved
        self._new_ids: dict[int, int] = {}

    async def text(
        self,
        place: Place,
        words: Words,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        reply_to: int | None = None,
        silent: bool = False,
    ) -> Hung:
        """Send text."""
        reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        sent = await self._call(
            place,
            lambda there: self._bot.send_message(
                there.chat,
                words.text,
                entities=words.entities or None,
                message_thread_id=there.thread,
                reply_markup=keyboard,
                reply_parameters=reply,
                link_preview_options=_NO_PREVIEW,
                disable_notification=silent or None,
            ),
        )
        return Hung(message=sent.message_id)

    async def picture(
        self, place: Place, picture: Picture, words: Words, keyboard: InlineKeyboardMarkup | None = None
    ) -> Hung:
        """Send one picture or film with its caption."""

        async def send(there: Place) -> Message:
            file = _file(picture)
            if picture.film:
                return await self._bot.send_video(
                    there.chat,
                    file,
                    caption=words.text or None,
                    caption_entities=words.entities or None,
                    message_thread_id=there.thread,
                    reply_markup=keyboard,
                    supports_streaming=True,
                )
            return await self._bot.send_photo(
                there.chat,
                file,
                caption=words.text or None,
                caption_entities=words.entities or None,
                message_thread_id=there.thread,
                reply_markup=keyboard,
            )

        return _hung(await self._call(place, send))

    async def document(self, place: Place, name: str, data: bytes, words: Words) -> Hung:
        """Send a file, at most 50 MB (https://core.telegram.org/bots/api#senddocument, read 2026-11)."""
        file = InputFile(data, filename=name, attach=True)
        sent = await self._call(
            place, lambda there: self._bot.send_document(there.chat, file, caption=words.text or None)
        )
        return Hung(message=sent.message_id)

    async def album(self, place: Place, pictures: Sequence[Picture], words: Words) -> tuple[Hung, ...]:
        """Send two to ten pictures as one; Telegram allows no buttons below them."""
        sent = await self._call(
            place,
            lambda there: self._bot.send_media_group(
                there.chat,
                [_medium(one) for one in pictures],
                caption=words.text or None,
                caption_entities=words.entities or None,
                message_thread_id=there.thread,
            ),
            messages=len(pictures),
        )
        return tuple(map(_hung, sent))

    async def edit_text(
        self,
        place: Place,
        message: int,
        words: Words,
        keyboard: InlineKeyboardMarkup | None,
        *,
        wanted: Callable[[], bool],
    ) -> None:
        """Show other words; nothing happens when `wanted` says no once it is our turn."""
        await self._change(
            place,
            lambda there: self._bot.edit_message_text(
                words.text,
                there.chat,
                message,
                entities=words.entities or None,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            ),
            wanted,
        )

    async def edit_caption(
        self,
        place: Place,
        message: int,
        words: Words,
        keyboard: InlineKeyboardMarkup | None,
        *,
        wanted: Callable[[], bool],
    ) -> None:
        """Show other words below the same picture; see `edit_text`."""
        await self._change(
            place,
            lambda there: self._bot.edit_message_caption(
                there.chat,
                message,
                caption=words.text or None,
                caption_entities=words.entities or None,
                reply_markup=keyboard,
            ),
            wanted,
        )

    async def edit_picture(
        self,
        place: Place,
        message: int,
        picture: Picture,
        words: Words,
        keyboard: InlineKeyboardMarkup | None,
        *,
        wanted: Callable[[], bool],
    ) -> Hung | None:
        """Show another picture with these words; None when nothing was changed."""
        sent = await self._change(
            place,
            lambda there: self._bot.edit_message_media(
                _medium(picture, words), there.chat, message, reply_markup=keyboard
            ),
            wanted,
        )
        return _hung(sent) if isinstance(sent, Message) else None

    async def take_away(self, place: Place, messages: tuple[int, ...]) -> None:
        """Delete our messages; where Telegram does not let us, at least their buttons go."""
        try:
            await self._change(place, lambda there: self._bot.delete_messages(there.chat, messages), _always)
        except (CannotEdit, PortError, Already):
            with suppress(CannotEdit, PortError, Already):
                await self._change(
                    place, lambda there: self._bot.edit_message_reply_markup(there.chat, messages[-1]), _always
                )

    async def pin(self, place: Place, message: int, *, pinned: bool) -> None:
        """Keep a message in sight, or no longer. A bot that may not do that leaves it."""
        with suppress(CannotEdit, ChatGone, PortError, Already, Moved, NoTopic), in_our_words(self._clock):
            if pinned:
                await self._bot.pin_chat_message(place.chat, message, disable_notification=True)
            else:
                await self._bot.unpin_chat_message(place.chat, message_id=message)

    async def answer(self, query: str, text: str, *, alert: bool) -> None:
        """Answer a press; an answer that comes too late is no error."""
        with suppress(Already), in_our_words(self._clock):
            await self._bot.answer_callback_query(query, text=text or None, show_alert=alert or None)

    async def fetch(self, file_id: str) -> bytes:
        """Read a file of at most 20 MB (https://core.telegram.org/bots/api#getfile, read 2026-11)."""
        with in_our_words(self._clock):
            file = await self._bot.get_file(file_id)
            return bytes(await file.download_as_bytearray(read_timeout=FILM_SECONDS))

    async def typing(self, place: Place) -> None:
        """Show for five seconds that we are at it (https://core.telegram.org/bots/api#sendchataction)."""
        with suppress(ChatGone, PortError, Already, Moved, NoTopic), in_our_words(self._clock):
            await self._bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread)

    async def _change(
        self, place: Place, make: Callable[[Place], Awaitable[_T]], wanted: Callable[[], bool]
    ) -> _T | None:
        try:
            return await self._call(place, make, wanted=wanted)
        except Already:
            return None

    async def _call(
        self,
        place: Place,
        make: Callable[[Place], Awaitable[_T]],
        *,
        messages: int = 1,
        wanted: Callable[[], bool] | None = None,
    ) -> _T:
        """Wait for our turn and make the call; again where Telegram asked for a pause or the place has changed.

        A change of a message says whether it is still `wanted` when its turn comes.
        """
        there = Place(self._new_ids.get(place.chat, place.chat), place.topic)
        for left in reversed(range(TRIES)):
            await self._pace.turn(there.chat, messages, change=wanted is not None, group=there.shared)
            if wanted is not None and not wanted():
                raise Already
            try:
                with in_our_words(self._clock):
                    return await make(there)
            except Throttled as error:
                seconds = (error.retry_at - self._clock.now()).total_seconds()
                self._pace.hold(there.chat, seconds)
                if not left or seconds > LONGEST_WAIT:
                    raise
                log.info("telegram_wants_silence chat=%s seconds=%s", there.chat, seconds)
            except Moved as error:
                await self._moved(there.chat, error.chat)
                self._new_ids[place.chat] = error.chat
                there = Place(error.chat)
                if not left:
                    raise ChatGone(str(place)) from error
            except NoTopic as error:
                if not there.topic:
                    raise ChatGone(str(place)) from error
                there = Place(there.chat)
        raise ChatGone(str(place))


def _always() -> bool:
    return True


def _file(picture: Picture) -> InputFile | str:
    if isinstance(picture.content, str):
        return picture.content
    return InputFile(picture.content, filename=picture.name, attach=True)


def _medium(picture: Picture, words: Words | None = None) -> InputMediaPhoto | InputMediaVideo:
    caption = words.text or None if words else None
    entities = words.entities or None if words else None
    if picture.film:
        return InputMediaVideo(
            picture.content,
            caption=caption,
            caption_entities=entities,
            filename=picture.name,
            supports_streaming=True,
        )
    return InputMediaPhoto(picture.content, caption=caption, caption_entities=entities, filename=picture.name)


def _hung(sent: Message) -> Hung:
    file_id = sent.photo[-1].file_id if sent.photo else sent.video.file_id if sent.video else ""
    return Hung(message=sent.message_id, file_id=file_id)
