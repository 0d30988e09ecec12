"""Cards as the Bot API takes them: text with entities, so that nothing has to be escaped, and keyboards."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.constants import KeyboardButtonStyle

from bot.cards.card import Button, Tone
from bot.cards.text import Bold, Code, Deleted, Inserted, Italic, Link, Quote, Span, Text, flow
from bot.front_end import Can

MAX_ENTITIES = 100  # https://core.telegram.org/bots/api#messageentity, as python-telegram-bot notes it (read 2026-11)
LONG_QUOTE = 400  # characters; a longer one is folded and opens at a tap

_STYLES = {Tone.GOOD: KeyboardButtonStyle.SUCCESS, Tone.BAD: KeyboardButtonStyle.DANGER}
_KINDS = {
    Bold: MessageEntity.BOLD,
    Italic: MessageEntity.ITALIC,
    Code: MessageEntity.CODE,
    Inserted: MessageEntity.UNDERLINE,
    Deleted: MessageEntity.STRIKETHROUGH,
}


def utf16(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


CAN = Can(
    film=20_000_000,  # ours, of 50 that a bot may send: https://core.telegram.org/bots/api#sendvideo (read 2026-11)
    dialogs=False,
    toasts=True,
    tabs=False,
    buttons_with_album=False,
    max_text=4096,  # https://core.telegram.org/bots/api#sendmessage (read 2026-11)
    max_caption=1024,  # https://core.telegram.org/bots/api#sendphoto (read 2026-11)
    measure=utf16,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Text and its form; offsets and lengths count UTF-16 code units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


def words_of(text: Text) -> Words:
    """The text with its form as entities."""
    said: list[str] = []
    entities: list[MessageEntity] = []
    offset = 0
    for span, plain in flow(text):
        kind = _kind(span) if len(entities) < MAX_ENTITIES else ""
        shown = span.text if isinstance(span, Link | Deleted) and kind else plain
        if not offset:
            shown = shown.lstrip()
        length = utf16(shown)
        if kind and shown.strip():
            url = span.url if isinstance(span, Link) else None
            entities.append(MessageEntity(type=kind, offset=offset, length=length, url=url))
        said.append(shown)
        offset += length
    words = "".join(said).rstrip()
    end = utf16(words)
    fitting = (one if one.offset + one.length <= end else _ending_at(one, end) for one in entities)
    return Words(text=words, entities=tuple(one for one in fitting if one.length > 0))


def keyboard_of(buttons: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """The buttons below a message; None when there are none. An address nobody else can reach gets no button."""
    rows = [[_button(one) for one in row if one.press or is_public(one.url)] for row in buttons]
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None


def is_public(url: str) -> bool:
    """Whether the address may lead somewhere from another machine; Telegram refuses buttons for others."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        return parts.scheme in ("http", "https") and not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return parts.scheme in ("http", "https") and "." in host


def _button(button: Button) -> InlineKeyboardButton:
    style = _STYLES.get(button.tone)
    if button.press is None:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.press.pack(), style=style)


def _ending_at(entity: MessageEntity, end: int) -> MessageEntity:
    return MessageEntity(type=entity.type, offset=entity.offset, length=end - entity.offset, url=entity.url)


def _kind(span: Span) -> str:
    match span:
        case Link(url=url):
            return MessageEntity.TEXT_LINK if is_public(url) else ""
        case Quote(text):
            return MessageEntity.EXPANDABLE_BLOCKQUOTE if len(text) > LONG_QUOTE else MessageEntity.BLOCKQUOTE
        case _:
            return _KINDS.get(type(span), "")
