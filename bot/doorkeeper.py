"""Who comes to the door: people and chats that the workspace does not know yet."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.card import say
from bot.commands.kit import Answers
from bot.talk import AddedEvent, ChannelEvent, CommandEvent, Incoming, LeftEvent, PressEvent, Say, Toast, Where
from core.access import Actor
from core.actions.enter import Enter
from core.errors import Invalid, NotAllowed
from core.workspace import Chat, Member

NOT_YOURS = "This is not yours to decide. Nothing was changed."
STRANGER = (
    "Hello! I work for people who know each other, and I do not know you yet. If you are one of them, open your own "
    "link: /link prints it in a chat that knows you, and `greenlight link telegram` or `greenlight link slack` on the "
    "machine I run on."
)
_LINKED = (
    "Done: I know you here now, and what happens in one chat shows in all of them. /pending lists what waits for you; "
    "/start asks about your brand, where nobody has yet."
)
_ASKED = "An owner has to agree before cards come here; I have asked. The question is open for a day."


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Answers in place of the conversation where a person or a chat is unknown."""

    enter: Enter

    async def receive(self, incoming: Incoming, member: Member | None, chat: Chat | None) -> Answers | None:
        """What an unknown person, or a known one in an unknown chat, is told; None when they may go on from here."""
        where = incoming.where
        try:
            match incoming:
                case LeftEvent():
                    return await self.left(incoming)
                case CommandEvent(name="start" | "link" as name, args=code) if code:
                    return await self._by_code(where, name, code, chat)
                case CommandEvent(name="start") if member is not None and chat is None and not where.alone:
                    opened = await self.enter.chat(where.whole_chat, by=Actor(member=member, door=where.front_end))
                    return None if opened else (Say(card=say(_ASKED)),)
                case AddedEvent(title=title) if member is not None and chat is None:
                    by, called = Actor(member=member, door=where.front_end), "" if title.startswith("<") else title
                    opened = await self.enter.chat(where.whole_chat, title=called, by=by)
                    return (Say(card=say(_arrived(title) if opened else _ASKED)),)
                case AddedEvent() | ChannelEvent():
                    return ()
                case _ if where.alone and member is not None and chat is None:  # blocked once, and back
                    await self.enter.back(where.whole_chat, by=Actor(member=member, door=where.front_end))
                    return None
        except (Invalid, NotAllowed) as error:
            return (Say(card=say(str(error))),)
        if isinstance(incoming, PressEvent):
            return (Toast(text=NOT_YOURS, alert=True),)
        if where.alone and member is None:
            return (Say(card=say(STRANGER)),)
        return (Toast(text=NOT_YOURS),) if isinstance(incoming, CommandEvent) else ()

    async def _by_code(self, where: Where, name: str, code: str, chat: Chat | None) -> Answers | None:
        """Somebody brought a code. It opens the chat they have with us alone; one with others is asked for."""
        here = where.whole_chat
        own = where.alone or here == where.person
        member = await self.enter.by_code(
            code, front_end=where.front_end, person=where.person, chat=here, name=where.name, alone=own
        )
        if not own and chat is None:
            try:
                opened = await self.enter.chat(here, by=Actor(member=member, door=where.front_end))
            except NotAllowed as error:
                return (Say(card=say(f"I know you here now. {error}")),)
            if not opened:
                return (Say(card=say(f"I know you here now. {_ASKED}")),)
        return None if name == "start" else (Say(card=say(_LINKED)),)

    async def left(self, event: LeftEvent) -> Answers:
        """We were removed or blocked."""
        await self.enter.left(event.where.front_end, event.where.whole_chat, title=event.title)
        return ()


def _arrived(title: str) -> str:
    return (
        f"Hello, {title}! From now on the cards of this workspace come here too. Only its members decide; whoever else "
        "presses a button is told so. Reply to a card to change it. /help lists everything."
    )
