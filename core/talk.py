"""What is remembered of a conversation: cards that hang, questions that wait, words on their way in and out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from core.ids import DeliveryId, FormId, MemberId, WorkspaceId
from core.notice import Letter, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A card that hangs in a chat. `kind` and `subject` name what it shows ("post", "batch", "status", …).

    `messages` are the front-end's ids, the one with the buttons last. `version` is the version it shows,
    `tab` the destination whose preview is open, or empty.
    """

    id: DeliveryId
    front_end: str
    chat: str
    kind: str
    subject: int
    messages: tuple[str, ...]
    version: int
    tab: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """A form one person is filling in. `name` says which, `target` what it is about (an id on the wire or empty).

    `step` is the index of the question that waits, in front-ends that ask one at a time; `values` hold what
    was answered so far, by field name.
    """

    id: FormId
    workspace_id: WorkspaceId
    member_id: MemberId
    front_end: str
    chat: str
    name: str
    target: str
    opened_at: datetime
    step: int = 0
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something a person did, as its front-end received it. `body` is the front-end's own text form of it."""

    front_end: str
    event_id: str
    body: str
    at: datetime


class Outbox(Protocol):
    """Words to people, kept until they are delivered."""

    async def tell(self, *notices: Notice) -> None:
        """Write one letter for each chat of the workspace."""
        ...

    async def due(self, front_end: str, now: datetime, limit: int = 50) -> tuple[Letter, ...]:
        """Letters to deliver through that front-end, oldest first; only the oldest waiting one of each chat counts."""
        ...

    async def delivered(self, letter: Letter) -> None: ...

    async def put_off(self, letter: Letter, until: datetime, *, sent: int = 0) -> None:
        """Not delivered, or only its first `sent` messages: try again at `until`."""
        ...


class Inbox(Protocol):
    """Words from people: kept before they are acknowledged, each taken once, handled at least once."""

    async def take(self, event: Event) -> bool:
        """Keep the event; False when it was taken before."""
        ...

    async def done(self, front_end: str, event_id: str) -> None:
        """It was handled; its body is dropped, its id is remembered."""
        ...

    async def unhandled(self, front_end: str, before: datetime) -> tuple[Event, ...]:
        """Events taken before that instant and never handled (their process died), oldest first."""
        ...

    async def forget(self, before: datetime) -> None:
        """Drop handled events older than that."""
        ...


class Deliveries(Protocol):
    """Where cards hang."""

    async def save(self, delivery: Delivery) -> None:
        """Write a new delivery or a new state of one."""
        ...

    async def drawn(self, delivery: Delivery) -> None:
        """It shows this version now, in the messages it had before."""
        ...

    async def at(self, front_end: str, chat: str, message: str) -> Delivery | None:
        """The delivery a message belongs to."""
        ...

    async def stale(self, front_end: str, limit: int = 50) -> tuple[Delivery, ...]:
        """Cards of posts and batches that show an older version than the present one."""
        ...

    async def of(self, kind: str, subject: int) -> tuple[Delivery, ...]:
        """Every delivery of one card, newest first."""
        ...

    async def live(self, front_end: str) -> tuple[Delivery, ...]:
        """Status cards, which are compared with what they would show now; newest first."""
        ...

    async def forget(self, delivery: Delivery) -> None:
        """The card is not drawn again; its messages belong to no card any more. Repeating is harmless."""
        ...


class Forms(Protocol):
    """Half-answered questions; they survive a restart."""

    async def save(self, form: OpenForm) -> None: ...

    async def get(self, form_id: int) -> OpenForm | None: ...

    async def open_in(self, chat: str, member_id: MemberId) -> OpenForm | None:
        """The newest form that waits for this person in this chat."""
        ...

    async def close(self, form_id: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One message of the local web chat. `seq` is higher than that of every earlier message and edit.

    `author` says who speaks, `body` is JSON of the front-end's own making.
    """

    id: int
    chat: str
    seq: int
    author: str
    body: str
    at: datetime
    edited_at: datetime | None = None


class ChatMessages(Protocol):
    """What was said in the local web chat. Adding or editing takes the next number of the installation."""

    async def add(self, chat: str, author: str, body: str, at: datetime) -> tuple[int, int]:
        """Keep a message and answer its id and its number."""
        ...

    async def edit(self, chat: str, message_id: int, body: str, at: datetime) -> int:
        """Replace the body and answer the new number. Raises NotFound when the chat has no such message."""
        ...

    async def since(self, chat: str, seq: int, limit: int = 100) -> tuple[ChatMessage, ...]:
        """Messages written or edited after number `seq`, in order of their numbers; none is ever passed over."""
        ...

    async def recent(self, chat: str, limit: int = 50, before: int | None = None) -> tuple[ChatMessage, ...]:
        """The newest messages, or those older than the message with the id `before`; oldest first."""
        ...
