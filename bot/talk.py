"""What people send and what they get back, in words every front-end shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.cards.card import Card
from bot.cards.form import Form
from bot.cards.press import Press
from core.talk import OpenForm

_FILMS = (".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".ts", ".3gp", ".wmv", ".flv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Who speaks, in which chat, through which front-end.

    `event_id` is unique per front-end and the same when the event is delivered again.
    `message` is the message a press or reply belongs to, or empty, `tab` the preview that was open on it, where the
    front-end knows it. `zone` is the time zone of the person's device, where the front-end knows it.
    `alone` is true where nobody else is in the chat. A topic of a chat is written `chat/topic`.
    """

    front_end: str
    chat: str
    person: str
    name: str
    event_id: str
    message: str = ""
    tab: str = ""
    zone: str = ""
    alone: bool = False

    @property
    def whole_chat(self) -> str:
        """The chat without the topic."""
        return self.chat.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandEvent:
    """`/name args`; the name in lower case without the slash."""

    where: Where
    name: str
    args: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressEvent:
    """A button was pressed."""

    where: Where
    press: Press


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEvent:
    """Words that are no command. With `where.message` they answer that message."""

    where: Where
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadEvent:
    """Files with the words sent along."""

    where: Where
    files: tuple[UploadedFile, ...]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """One file: in the blob store by its SHA-256 in hex, or still at the front-end, which calls it `remote`.

    `size` is in bytes, 0 where it is not known yet.
    """

    name: str
    mime: str
    size: int
    sha256: str = ""
    remote: str = ""

    @property
    def is_film(self) -> bool:
        """Whether it calls itself a film, or is named like one."""
        return self.mime.startswith("video/") or self.name.lower().endswith(_FILMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEvent:
    """A dialog was sent: all values by field name."""

    where: Where
    form_id: int
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedEvent:
    """The person added us to a chat of several people, called `title`."""

    where: Where
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftEvent:
    """We cannot speak in that chat any more: removed from it, or blocked."""

    where: Where
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEvent:
    """The person changed what we may do in a channel, which `where` is not: it is the private chat with the person.

    `channel` is its number; whether we may post there now, and whether they may.
    """

    where: Where
    channel: str
    title: str
    we_may_post: bool
    they_may_post: bool = False


Incoming = CommandEvent | PressEvent | TextEvent | UploadEvent | FormEvent | AddedEvent | LeftEvent | ChannelEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """A short remark to the person who acted, at most 200 characters; an `alert` stays until it was read."""

    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A new message in the chat; with `only_you` just for the person who acted."""

    card: Card
    only_you: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """The pressed message now shows this card; where it cannot be changed any more, a new one does."""

    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The pressed question is answered and now says so; the card of a post or batch stays what it is."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The question of the form `card.subject` was answered, by a press or in words, and now shows this card."""

    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Open a form for the person who acted; a stepwise one arrives as its next question."""

    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """The dialog stays open and shows these sentences by its fields ("" is the whole form)."""

    form_id: int
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """The dialog was accepted and goes away."""

    form_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """A file for the person who acted: its name, its text, and words that go with it."""

    name: str
    text: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFormOf:
    """Start the form of that name about `target` (an id on the wire, or empty)."""

    name: str
    target: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgain:
    """Repeat the question of a form that was broken off."""

    form: OpenForm


Outgoing = Toast | Say | Hand | Redraw | Answered | Settled | Ask | Refuse | Close | OpenFormOf | AskAgain
