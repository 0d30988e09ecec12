"""People in Telegram: what they do becomes updates, what they see is what hangs in their chats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api.server import BotApi
from tests.fakes.bot_api.world import BOT_ID, ME, Chat, Message, Query
from tests.fakes.chat import PHOTO, Seen, answers_in_turn, newest

OWNER_ID = 1001
_SHAPE = {"width": 64, "height": 64, "duration": 1}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@dataclass(slots=True)
class TelegramPerson:
    """Somebody with Telegram in hand, in one chat; `handled` returns when the bot is done with what was sent."""

    api: BotApi
    handled: Callable[[int], Awaitable[None]]
    id: int = OWNER_ID
    name: str = "Ana"
    chat: int = 0
    topic: int = 0
    _queries: list[Query] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._known()
        self.chat = self.chat or self.id

    def _known(self) -> None:
        """A world may have been put back to before this person came."""
        self.api.world.person(self.id, self.name)

    @property
    def toasts(self) -> list[str]:
        """Pop-ups of this person's presses, then plain remarks in the chat."""
        popped = [one.answer["text"] for one in self._queries if one.answer and "text" in one.answer]
        said = [one.text for one in self.api.world.hanging(self.chat) if one.data.get("_silent")]
        return popped + said

    @property
    def alerts(self) -> list[str]:
        """Pop-ups that stay until they are read."""
        return [one.answer["text"] for one in self._queries if one.answer and one.answer.get("show_alert")]

    @property
    def last_query(self) -> Query:
        """The press that was made last."""
        return self._queries[-1]

    async def says(self, text: str, *, to: str = "") -> None:
        """Say something."""
        message = self._written(text, to)
        if text.startswith("/") or self._is_heard(to):
            await self._tell({"message": message.data})

    async def corrects(self, text: str, *, to: str = "") -> None:
        """Edit what was said before."""
        await self._tell({"edited_message": self._written(text, to).data})

    async def sends(self, press: str, *, message: str, event: str = "") -> None:
        world, hung = self.api.world, self._room.messages.get(int(message))
        number = event or f"q{len(world.queries) + 1}"
        query = world.queries.setdefault(number, Query(id=number, chat=self.chat, person=self.id))
        if query not in self._queries:
            self._queries.append(query)
        shown = hung.data if hung else {"message_id": int(message), "date": 0, "chat": self._room.json()}
        told = {"id": number, "from": world.people[self.id], "chat_instance": "1", "message": shown, "data": press}
        await self._tell({"callback_query": told})

    async def opens(self, tab: str, *, about: str) -> None:
        card = await newest(self, about)
        press = next(press for label, press in card.buttons.items() if label.strip("● ⚠️") == tab)
        await self.sends(press, message=card.id)

    async def uploads(self, *files: bytes, name: str = PHOTO, text: str = "", to: str = "") -> None:
        group = {"media_group_id": f"from{self.id}-{self._room.next_id}"} if len(files) > 1 else {}
        updates = []
        for number, data in enumerate(files):
            file = {"file_id": (kept := self.api.world.keep_file(data)), "file_unique_id": kept, "file_size": len(data)}
            shape: dict[str, Any] = (
                {"photo": [{**file, "width": 800, "height": 600}]}
                if name == PHOTO
                else {"video": {**file, "file_name": name, "mime_type": "video/mp4", **_SHAPE}}
                if name.endswith(".mp4")
                else {"document": {**file, "file_name": name, "mime_type": "application/octet-stream"}}
            )
            caption = {"caption": text} if text and number == 0 else {}
            updates.append(self._sent({**shape, **caption, **group}, to))
        if self._is_heard(to):
            await self._tell(*({"message": one.data} for one in updates))

    async def fills(self, **values: str) -> None:
        await answers_in_turn(self, values)

    async def sees(self) -> list[Seen]:
        return [
            Seen(id=str(one.id), text=one.text, buttons=one.buttons, pictures=one.pictures)
            for one in self._bots_messages()
        ]

    async def adds_the_bot(self, **status: Any) -> None:
        """Make the bot a member of the chat."""
        await self._changes(status or {"status": "member"}, {"status": "left"})

    async def removes_the_bot(self) -> None:
        """Throw it out, or block it in a private chat."""
        await self._changes({"status": "kicked", "until_date": 0}, {"status": "member"})
        self._room.blocked = True

    async def _changes(self, new: dict[str, Any], old: dict[str, Any]) -> None:
        self._room.members[BOT_ID] = new
        self._room.blocked = False
        change = {
            "chat": self._room.json(),
            "from": self.api.world.people[self.id],
            "date": self.api.world.date,
            "old_chat_member": {"user": ME, **old},
            "new_chat_member": {"user": ME, **new},
        }
        await self._tell({"my_chat_member": change})

    @property
    def _room(self) -> Chat:
        self._known()
        return self.api.world.chats[self.chat]

    def _is_heard(self, to: str) -> bool:
        """In a group a bot hears commands and replies to itself only, unless it is an admin there."""
        answered = self._room.messages.get(int(to or 0))
        admin = self._room.members.get(BOT_ID, {}).get("status") == "administrator"
        return self.chat > 0 or admin or (answered is not None and answered.sender == BOT_ID)

    def _bots_messages(self) -> list[Message]:
        return [
            one
            for one in self._room.messages.values()
            if one.sender == BOT_ID and one.data.get("message_thread_id", 0) == self.topic
        ]

    def _written(self, text: str, to: str) -> Message:
        entities = []
        if text.startswith("/"):
            entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return self._sent({"text": text, "entities": entities}, to)

    def _sent(self, data: dict[str, Any], to: str) -> Message:
        if to:
            data["reply_to_message"] = self._room.messages[int(to)].data
        if self.topic:
            data |= {"message_thread_id": self.topic, "is_topic_message": True}
        return self.api.world.hang(self._room, self.id, data)

    async def _tell(self, *updates: dict[str, Any]) -> None:
        numbers = [self.api.world.tell(**one) for one in updates]
        await self.api.bell.ring()
        await self.handled(numbers[-1])
