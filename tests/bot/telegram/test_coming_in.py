"""What Telegram tells us, on its way to the conversation: whole, in order, and whatever else goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from telegram import Bot, Update

from bot.talk import Incoming, LeftEvent, PressEvent, TextEvent, UploadEvent, Where
from bot.telegram.poll import poll
from bot.telegram.receive import hear
from bot.telegram.reception import Reception
from bot.telegram.webhook import PATH, page
from tests.bot.telegram.conftest import Stage
from tests.fakes.bot_api.people import TelegramPerson
from tests.fakes.bot_api.world import BOT_NAME, ME, TOKEN

ANA = {"id": 1001, "is_bot": False, "first_name": "Ana"}
BEN = {"id": 2002, "is_bot": False, "first_name": "Ben"}
GROUP = {"id": -100200, "type": "supergroup", "title": "Padaria"}


def private(person: dict[str, Any]) -> dict[str, Any]:
    return {"id": person["id"], "type": "private", "first_name": person["first_name"]}


def said(number: int, person: dict[str, Any] = ANA, chat: dict[str, Any] | None = None, **more: Any) -> Update:
    message = {"message_id": number, "date": 0, "chat": chat or private(person), "from": person, **more}
    return told({"update_id": number, "message": message})


def told(update: dict[str, Any]) -> Update:
    return Update.de_json(update, Bot(TOKEN))


def photo(number: int, album: str = "", person: dict[str, Any] = ANA, chat: dict[str, Any] | None = None) -> Update:
    size = {"file_id": f"file{number}", "file_unique_id": f"f{number}", "width": 8, "height": 8, "file_size": 9}
    return said(number, person, chat, photo=[size], **({"media_group_id": album} if album else {}))


@dataclass(slots=True)
class Listener:
    """A conversation and a chat that remember what reaches them."""

    kept: list[Incoming] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def reception(self) -> Reception:
        async def nowhere(old: int, new: int) -> None: ...

        async def yes(channel: str, person: str) -> bool:
            return True

        return Reception(
            conversation=self,
            front_end=self,
            moved=nowhere,
            may_post=yes,
            sleep=asyncio.sleep,
        )

    async def keep(self, *events: Incoming) -> tuple[Incoming, ...]:
        self.kept += events
        return ()

    async def handle(self, incoming: Incoming) -> None: ...

    async def toast(self, where: Where, text: str, *, alert: bool = False) -> None:
        self.told.append(text)

    async def acknowledge(self, where: Where) -> None: ...


async def test_an_album_stays_together_while_somebody_else_speaks() -> None:
    listener = Listener()
    updates = [photo(1, "a"), said(2, BEN, text="Hello"), photo(3, "a"), said(4, text="That is all")]
    await listener.reception.take(updates, BOT_NAME, whole=True)
    shapes = [len(one.files) if isinstance(one, UploadEvent) else type(one) for one in listener.kept]
    assert shapes == [2, TextEvent, TextEvent]


async def test_the_parts_of_an_album_are_waited_for(stage: Stage) -> None:
    """Long polling answers with the first part at once; the other one is on its way."""
    ana, taken, stop = await a_sender(stage), list[int](), asyncio.Event()
    waits = 0

    async def sleep(seconds: float) -> None:
        nonlocal waits
        waits += 1
        if waits == 1:
            stage.api.world.tell(message=a_part(stage, ana))

    async def take(updates: Sequence[Update]) -> None:
        taken.append(len(updates))
        stop.set()

    stage.api.world.tell(message=a_part(stage, ana))
    async with Bot(stage.api.token, base_url=f"{stage.api.url}/bot") as bot:
        await poll(bot, take, stage.hurry, stop, sleep)
    assert (taken, waits) == ([2], 2)


async def a_sender(stage: Stage) -> TelegramPerson:
    async def handled(number: int) -> None: ...

    return TelegramPerson(api=stage.api, handled=handled)


def a_part(stage: Stage, ana: TelegramPerson) -> dict[str, Any]:
    size = {"file_id": "f", "file_unique_id": "f", "width": 8, "height": 8, "file_size": 1}
    chat = stage.api.world.chats[ana.chat]
    return stage.api.world.hang(chat, ana.id, {"photo": [size], "media_group_id": "a"}).data


async def test_an_update_that_makes_no_sense_holds_up_no_other() -> None:
    listener = Listener()
    broken = told({"update_id": 1, "callback_query": {"id": "1", "from": ANA, "chat_instance": "1", "data": "x"}})
    object.__setattr__(broken, "callback_query", object())
    await listener.reception.take([broken, said(2, text="Hello")], BOT_NAME)
    assert [type(one) for one in listener.kept] == [TextEvent]


@pytest.mark.parametrize(
    "talk",
    [
        {"text": "And what about lunch?"},
        {
            "sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
            | {"is_animated": False, "is_video": False}
        },
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 8, "height": 8}]},
        {
            "text": "Yes!",
            "reply_to_message": {"message_id": 1, "date": 0, "chat": GROUP, "from": BEN, "text": "Lunch?"},
        },
    ],
    ids=["words", "sticker", "photo", "reply to another"],
)
@pytest.mark.parametrize(
    "person", [ANA, {"id": 1087968824, "is_bot": True, "first_name": "Group"}], ids=["Ana", "admin"]
)
def test_what_people_in_a_group_tell_each_other_is_not_for_a_bot_that_hears_it(
    talk: dict[str, Any], person: dict[str, Any]
) -> None:
    assert hear(said(1, person, GROUP, **talk), BOT_NAME) is None


def test_in_a_group_a_reply_to_the_bot_is_for_it() -> None:
    ours = {"message_id": 1, "date": 0, "chat": GROUP, "from": ME, "text": "A card"}
    heard = hear(said(2, chat=GROUP, text="Shorter", reply_to_message=ours), BOT_NAME)
    assert heard is not None
    assert isinstance(heard.event, TextEvent)
    assert heard.where.message == "1"


def test_a_press_on_a_message_too_old_to_be_shown_still_counts() -> None:
    old = {"message_id": 5, "date": 0, "chat": private(ANA)}
    query = {"id": "9", "from": ANA, "chat_instance": "1", "message": old, "data": "approve.7"}
    heard = hear(told({"update_id": 1, "callback_query": query}), BOT_NAME)
    assert heard is not None
    assert isinstance(heard.event, PressEvent) or heard.unheard


@pytest.mark.parametrize(("inside", "gone"), [(True, False), (False, True)])
def test_who_is_restricted_may_be_inside_or_not(inside: bool, gone: bool) -> None:
    rights = dict.fromkeys(
        (
            *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos"),
            *("can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages"),
            *("can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages"),
            *("can_manage_topics", "can_edit_tag", "can_react_to_messages"),
        ),
        False,
    )
    now = {"status": "restricted", "user": ME, "is_member": inside, "until_date": 0, **rights}
    change = {
        "chat": GROUP,
        "from": ANA,
        "date": 0,
        "old_chat_member": {"status": "member", "user": ME},
        "new_chat_member": now,
    }
    heard = hear(told({"update_id": 1, "my_chat_member": change}), BOT_NAME)
    assert (heard is not None and isinstance(heard.event, LeftEvent)) is gone


@pytest.mark.parametrize("guess", ["guess", "", "g\xfcess"])
async def test_a_webhook_without_the_secret_is_refused(guess: str) -> None:
    async def take(updates: Sequence[Update]) -> None:
        raise AssertionError("nothing may come in")

    pages = Starlette(routes=[page(Bot(TOKEN), take, "secret")])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(pages), base_url="https://here") as client:
        header = {b"X-Telegram-Bot-Api-Secret-Token": guess.encode("latin-1")}
        answer = await client.post(PATH, json={"update_id": 1}, headers=httpx.Headers(header))
    assert answer.status_code == 403
