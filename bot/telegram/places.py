"""Where in Telegram: a chat, or one topic of a forum."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A chat by its id there (negative for groups) and, in a forum, the topic; 0 is no topic or the general one."""

    chat: int
    topic: int = 0

    def __str__(self) -> str:
        return f"{self.chat}/{self.topic}" if self.topic else str(self.chat)

    @staticmethod
    def parse(text: str) -> Place:
        """Read what `str` wrote.

        Raises:
            ValueError: it is no place.
        """
        chat, _, topic = text.partition("/")
        return Place(int(chat), int(topic or 0))

    @property
    def thread(self) -> int | None:
        """The topic as the Bot API takes it."""
        return self.topic or None

    @property
    def shared(self) -> bool:
        """True where several people are. Ids of groups are below 0, those of private chats are the person's own."""
        return self.chat < 0
