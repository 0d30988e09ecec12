"""What Telegram sends, as events of the conversation."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.constants import ChatID, ChatMemberStatus, ChatType

from bot.cards.press import Press
from bot.talk import (
    AddedEvent,
    ChannelEvent,
    CommandEvent,
    Incoming,
    LeftEvent,
    PressEvent,
    TextEvent,
    UploadedFile,
    UploadEvent,
    Where,
)
from bot.telegram.places import Place

MAX_FILE = 20 * 1024 * 1024  # bytes a bot may fetch; https://core.telegram.org/bots/api#getfile (read 2026-11)
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
"""What we ask Telegram to tell us; the list sticks there until another one is sent."""

log = logging.getLogger(__name__)

_PRESS = "q"
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_IN = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an update says. With `album` the event is one of several that belong together.

    `unheard` is a sentence for the person instead, where nothing can be done with what they sent.
    """

    where: Where
    event: Incoming | None = None
    album: str = ""
    unheard: str = ""


def query_of(where: Where) -> str:
    """Telegram's id of the press an event is, or an empty string."""
    return where.event_id[len(_PRESS) :] if where.event_id.startswith(_PRESS) else ""


def hear(update: Update, bot_name: str) -> Heard | None:
    """What an update means; None when it is nothing to us."""
    if update.callback_query is not None:
        return _press(update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update, update.my_chat_member)
    if update.message is not None:
        return _message(update, update.message, bot_name)
    if update.edited_message is not None:
        return _corrected(update, update.edited_message, bot_name)
    return None


def read(told: Mapping[str, Any], bot: Bot) -> Update | None:
    """The update that Telegram told of; None, and a line in the log, when nobody can read it."""
    try:
        return Update.de_json(dict(told), bot)
    except Exception:  # the same again would not help, and others wait behind it
        log.exception("telegram_update_not_read update=%s", told.get("update_id"))
        return None


def is_of_album(update: Update) -> bool:
    """Whether this is a part of an album; the other parts come as updates of their own."""
    return update.message is not None and update.message.media_group_id is not None


def _press(query: CallbackQuery) -> Heard | None:
    message = query.message
    if message is None or query.data is None:
        return None
    topic = _topic(message) if isinstance(message, Message) else 0
    place, hangs = Place(message.chat.id, topic), str(message.message_id)
    where = _where(place, query.from_user, message.chat, f"{_PRESS}{query.id}", hangs)
    try:
        press = Press.unpack(query.data)
    except ValueError:
        return Heard(where=where, unheard="That button is from an older version. Please use the newest card.")
    return Heard(where=where, event=PressEvent(where=where, press=press))


def _membership(update: Update, change: ChatMemberUpdated) -> Heard | None:
    chat, now = change.chat, change.new_chat_member
    if chat.type == ChatType.CHANNEL:
        return _channel(update, change)
    where = _where(Place(chat.id), change.from_user, chat, _numbered(update))
    if not _is_in(now):
        return Heard(where=where, event=LeftEvent(where=where, title=_title(chat)))
    if chat.type in _GROUPS and not _is_in(change.old_chat_member):
        return Heard(where=where, event=AddedEvent(where=where, title=_title(chat)))
    return None


def _is_in(member: ChatMember) -> bool:
    return member.status in _IN or (isinstance(member, ChatMemberRestricted) and member.is_member)


def _channel(update: Update, change: ChatMemberUpdated) -> Heard:
    """Answered in the private chat with whoever changed it; whether they may post there is asked afterwards."""
    person = change.from_user
    where = Where(
        front_end="telegram",
        chat=str(person.id),
        person=str(person.id),
        name=person.full_name,
        event_id=_numbered(update),
        alone=True,
    )
    now = change.new_chat_member
    may = isinstance(now, ChatMemberAdministrator) and bool(now.can_post_messages)
    channel = ChannelEvent(where=where, channel=str(change.chat.id), title=_title(change.chat), we_may_post=may)
    return Heard(where=where, event=channel)


def _message(update: Update, message: Message, bot_name: str) -> Heard | None:
    person = message.from_user
    if person is None or (person.is_bot and person.id != ChatID.ANONYMOUS_ADMIN):
        return None
    if message.chat.type in _GROUPS and not _is_to_us(message, bot_name):
        return None
    where = _where(Place(message.chat.id, _topic(message)), person, message.chat, _numbered(update), _answered(message))
    if person.id == ChatID.ANONYMOUS_ADMIN:
        return Heard(
            where=where,
            unheard="I cannot tell who you are while you write as the group. Please switch off “Remain anonymous” "
            "in your admin rights, or write to me in private.",
        )
    files = _files(message)
    if files:
        return _upload(where, message, files)
    if message.text is None:
        strange = message.effective_attachment is not None
        return Heard(where=where, unheard="I can read words, pictures and documents.") if strange else None
    command = _command(message, bot_name)
    if command is None:
        return Heard(where=where, event=TextEvent(where=where, text=message.text))
    name, args = command
    return Heard(where=where, event=CommandEvent(where=where, name=name, args=args)) if name else None


def _corrected(update: Update, message: Message, bot_name: str) -> Heard | None:
    """Somebody corrected what they sent: an answer to a card counts as said anew, other words do not."""
    if message.from_user is None or message.from_user.is_bot or not message.text or not _answered(message):
        return None
    if message.chat.type in _GROUPS and not _is_to_us(message, bot_name):
        return None
    where = _where(
        Place(message.chat.id, _topic(message)),
        message.from_user,
        message.chat,
        _numbered(update),
        _answered(message),
    )
    return Heard(where=where, event=TextEvent(where=where, text=message.text))


def _upload(where: Where, message: Message, files: tuple[UploadedFile, ...]) -> Heard:
    too_big = next((one for one in files if one.size > MAX_FILE), None)
    if too_big is not None:
        what = f"{too_big.name} has {too_big.size / 1024 / 1024:.0f} MB; Telegram lets me fetch 20."
        return Heard(where=where, unheard=f"{what} Please send it in the web chat, or a smaller one here.")
    album = f"{message.chat.id}:{message.media_group_id}" if message.media_group_id else ""
    return Heard(where=where, event=UploadEvent(where=where, files=files, text=message.caption or ""), album=album)


def _files(message: Message) -> tuple[UploadedFile, ...]:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        name = f"photo-{message.message_id}.jpg"
        return (UploadedFile(remote=largest.file_id, name=name, mime="image/jpeg", size=largest.file_size or 0),)
    for one, name, mime in (
        (message.document, f"file-{message.message_id}", "application/octet-stream"),
        (message.video, f"video-{message.message_id}.mp4", "video/mp4"),
    ):
        if one is not None:
            return (
                UploadedFile(
                    remote=one.file_id,
                    name=one.file_name or name,
                    mime=one.mime_type or mime,
                    size=one.file_size or 0,
                ),
            )
    return ()


def _command(message: Message, bot_name: str) -> tuple[str, str] | None:
    """The name and arguments of a command; an empty name when it is meant for another bot; None when it is none."""
    text = message.text or ""
    first = message.entities[0] if message.entities else None
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
        return None
    name, _, to = text[1 : first.length].partition("@")
    if to and to.casefold() != bot_name.casefold():
        return "", ""
    return name.lower(), text[first.length :].strip()


def _is_to_us(message: Message, bot_name: str) -> bool:
    """In a group a command or a reply to us; a bot that is an admin there hears what people tell each other too."""
    if _command(message, bot_name) is not None:
        return True
    reply = message.reply_to_message
    author = reply.from_user if reply else None
    return author is not None and (author.username or "").casefold() == bot_name.casefold()


def _answered(message: Message) -> str:
    """The message that was replied to; in a topic every message seems to answer the one that opened it."""
    reply = message.reply_to_message
    if reply is None or (message.is_topic_message and reply.message_id == message.message_thread_id):
        return ""
    return str(reply.message_id)


def _topic(message: Message) -> int:
    return (message.message_thread_id or 0) if message.is_topic_message else 0


def _numbered(update: Update) -> str:
    return f"u{update.update_id}"


def _where(place: Place, person: User, chat: Chat, event_id: str, message: str = "") -> Where:
    return Where(
        front_end="telegram",
        chat=str(place),
        person=str(person.id),
        name=person.full_name,
        event_id=event_id,
        message=message,
        alone=chat.type == ChatType.PRIVATE,
    )


def _title(chat: Chat) -> str:
    return chat.title or chat.full_name or str(chat.id)
