"""What the server knows: chats, messages, presses that wait for an answer, updates nobody has fetched yet."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api.schema import Refused, bad

BOT_ID, BOT_NAME = 7000001, "greenlight_test_bot"
TOKEN = f"{BOT_ID}:TEST-token_of-our-own"
ME = {"id": BOT_ID, "is_bot": True, "first_name": "Greenlight", "username": BOT_NAME}


@dataclass(slots=True)
class Message:
    """One message; `sender` is the bot or a person's id. `data` is how it looks on the wire."""

    chat: int
    id: int
    sender: int
    data: dict[str, Any]

    @property
    def text(self) -> str:
        return str(self.data.get("text") or self.data.get("caption") or "")

    @property
    def buttons(self) -> dict[str, str]:
        """What each button carries, by its label; addresses are left out."""
        rows = self.data.get("reply_markup", {}).get("inline_keyboard", [])
        return {one["text"]: one["callback_data"] for row in rows for one in row if "callback_data" in one}

    @property
    def links(self) -> dict[str, str]:
        """Where each button with an address leads, by its label."""
        rows = self.data.get("reply_markup", {}).get("inline_keyboard", [])
        return {one["text"]: one["url"] for row in rows for one in row if "url" in one}

    @property
    def pictures(self) -> int:
        return int("photo" in self.data or "video" in self.data)


@dataclass(slots=True)
class Chat:
    """A chat; `members` are the statuses of people by their ids, `rights` those of the bot in a channel."""

    id: int
    type: str
    title: str
    members: dict[int, dict[str, Any]] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    next_id: int = 1
    forum: bool = False
    topics: set[int] = field(default_factory=set)
    blocked: bool = False
    moved_to: int = 0
    too_old: set[int] = field(default_factory=set)
    pinned: list[int] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    username: str = ""

    def json(self) -> dict[str, Any]:
        name = {"first_name": self.title} if self.type == "private" else {"title": self.title}
        more: dict[str, Any] = {"is_forum": True} if self.forum else {}
        more |= {"username": self.username} if self.username else {}
        return {"id": self.id, "type": self.type, **name, **more}


@dataclass(slots=True)
class Query:
    """A press that waits; `answer` is what the person saw, None so far."""

    id: str
    chat: int
    person: int
    answer: dict[str, Any] | None = None
    too_old: bool = False
    told_at: float = 0.0
    answered_at: float = 0.0


@dataclass(slots=True)
class World:
    """Everything, in the server's memory."""

    chats: dict[int, Chat] = field(default_factory=dict)
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    commands: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    described: dict[str, str] = field(default_factory=dict)
    webhook: dict[str, Any] = field(default_factory=dict)
    webhook_error: str = ""
    next_update: int = 1
    confirmed: int = 0
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    date: int = 1_795_000_000

    def person(self, id: int, name: str) -> dict[str, Any]:
        """A person, made known with a private chat if they are new."""
        self.people.setdefault(id, {"id": id, "is_bot": False, "first_name": name})
        self.chats.setdefault(id, Chat(id=id, type="private", title=name))
        return self.people[id]

    def chat(self, wanted: int | str) -> Chat:
        """The chat the bot may speak in. Raises Refused."""
        found = next((one for one in self.chats.values() if wanted in (one.id, f"@{one.username}")), None)
        if found is None:
            raise bad("chat not found")
        if found.moved_to:
            raise Refused(
                "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=found.moved_to
            )
        if found.blocked:
            what = (
                "bot was blocked by the user"
                if found.type == "private"
                else f"bot was kicked from the {found.type} chat"
            )
            raise Refused(f"Forbidden: {what}", code=403)
        return found

    def hang(self, chat: Chat, sender: int, data: dict[str, Any]) -> Message:
        """A new message in the chat."""
        message = Message(chat=chat.id, id=chat.next_id, sender=sender, data=data)
        message.data |= {"message_id": message.id, "date": self.date, "chat": chat.json()}
        message.data["from"] = ME if sender == BOT_ID else self.people[sender]
        chat.messages[message.id] = message
        chat.next_id += 1
        return message

    def keep_file(self, data: bytes) -> str:
        """Bytes get a name."""
        name = f"file{len(self.files) + 1}"
        self.files[name] = data
        return name

    def tell(self, **update: Any) -> int:
        """Something has happened that the bot will want to know; answers its number."""
        number = self.next_update
        self.updates.append({"update_id": number, **update})
        self.next_update += 1
        return number

    def hanging(self, chat: int) -> Iterator[Message]:
        """What a person sees in a chat, oldest first."""
        yield from self.chats[chat].messages.values()


class Bell:
    """Wakes whoever waits for news; fresh for each server, so that a world can be copied."""

    def __init__(self) -> None:
        self._condition = asyncio.Condition()

    async def ring(self) -> None:
        async with self._condition:
            self._condition.notify_all()

    async def wait_for(self, seconds: float) -> None:
        """Return at the next ring, or after so many seconds."""
        try:
            async with asyncio.timeout(seconds), self._condition:
                await self._condition.wait()
        except TimeoutError:
            return
