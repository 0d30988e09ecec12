"""What is special about Telegram: links, groups, topics, albums, cuts and restarts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.metrics import Metrics
from bot.talk import UploadedFile, UploadEvent, Where
from bot.telegram.webhook import PATH
from bot.wiring.app import web_app
from core.store import PostFilter
from core.workspace import Role
from tests.contracts.photos import written
from tests.fakes.bot_api.people import ANONYMOUS, TelegramPerson
from tests.fakes.bot_api.server import BotApi, Fault, bot_api
from tests.fakes.bot_api.world import Chat
from tests.fakes.chat import newest, presses
from tests.stories.house import ANSWERS, House, open_house, set_up

GROUP = -100200
BEN = 2002
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with bot_api() as served:
        yield served


@pytest.fixture
async def house(tmp_path: Path, api: BotApi) -> AsyncIterator[House]:
    async with open_house(tmp_path, api=api) as built:
        assert built.app.telegram is not None
        while not built.app.telegram.front_end.bot_name:  # it asks for its name when it starts
            await api.bell.wait_for(0.1)
        yield built


def a_photo(colour: str) -> bytes:
    from PIL import Image

    return written(Image.new("RGB", (800, 600), colour), "JPEG")


def the_group(house: House, *, forum: bool = False) -> None:
    assert house.api is not None
    house.api.world.chats[GROUP] = Chat(id=GROUP, type="supergroup", title="Padaria", forum=forum, topics={45})


async def in_the_group(house: House, person: int = 1001, name: str = "Ana", topic: int = 0) -> TelegramPerson:
    return house.telegram_person(person, name, chat=GROUP, topic=topic)


async def test_a_link_from_the_web_chat_opens_telegram_and_works_once(house: House) -> None:
    web = await house.web_person()
    await web.says("/link telegram")
    link = (await newest(web, "Open this where you want to talk with me")).text.split()[-1].strip("()")
    code = link.partition("?start=")[2]
    assert link.startswith("https://t.me/greenlight_test_bot?start=")

    phone = house.telegram_person(3003, "Ana's phone")
    await phone.says(f"/start {code}")
    await newest(phone, "I draft your next seven days")
    thief = house.telegram_person(4004, "Thief")
    await thief.says(f"/start {code}")
    await newest(thief, "This link was used or is too old.")


async def test_a_stranger_learns_nothing_but_how_to_get_in(house: House) -> None:
    ana, stranger = house.telegram_person(), house.telegram_person(BEN, "Ben")
    await set_up(house, ana)
    card = await newest(ana, "Sun 22 Nov")
    for words in ("/pending", "Hello?", "/start"):
        await stranger.says(words)
    await stranger.sends(card.buttons["Approve"], message="1")
    assert {one.text[:44] for one in await stranger.sees()} == {"Hello! I work for people who know each other"}
    assert stranger.alerts == ["This is not yours to decide. Nothing was changed."]


async def test_in_a_group_only_members_decide_and_others_get_a_pop_up(house: House) -> None:
    ana = house.telegram_person()
    await set_up(house, ana)
    the_group(house)
    here, ben = await in_the_group(house), await in_the_group(house, BEN, "Ben")
    await here.adds_the_bot()
    await newest(here, "From now on the cards of this workspace come here too.")
    await here.says("/pending@greenlight_test_bot")
    await presses(here, "One by one")
    card = await newest(here, "Sun 22 Nov")

    await ben.sends(card.buttons["Approve"], message=card.id)
    assert ben.alerts == ["This is not yours to decide. Nothing was changed."]
    await ben.says("And what about lunch?")
    await ben.says("/pending@another_bot")
    before = len(await here.sees())
    await ben.says("Shorter!", to=card.id)
    assert len(await here.sees()) == before

    await here.sends(card.buttons["Approve"], message=card.id)
    await house.settle()
    assert "Scheduled" in (await newest(here, "Sun 22 Nov")).text
    assert "Scheduled" in (await newest(ana, "Sun 22 Nov")).text


async def test_a_stranger_who_adds_the_bot_brings_nobodys_cards_into_the_group(house: House) -> None:
    await set_up(house, house.telegram_person())
    the_group(house)
    ben = await in_the_group(house, BEN, "Ben")
    await ben.adds_the_bot()
    assert await ben.sees() == []
    await ben.says("/pending")
    assert ben.toasts == ["This is not yours to decide. Nothing was changed."]


async def test_a_viewer_cannot_bring_the_bot_into_a_group(house: House) -> None:
    await set_up(house, house.telegram_person())
    async with house.app.store.begin() as tx:
        (ana,) = await tx.members.of((await tx.workspaces.all())[0].id)
        await tx.members.save(type(ana)(**{name: getattr(ana, name) for name in ana.__slots__} | {"role": Role.VIEWER}))
    the_group(house)
    here = await in_the_group(house)
    await here.adds_the_bot()
    await newest(here, "Only an owner or approver can bring me into a chat.")


async def test_a_question_in_a_group_is_answered_by_replying_to_it(house: House) -> None:
    await set_up(house, house.telegram_person())
    the_group(house)
    here = await in_the_group(house)
    await here.adds_the_bot()
    await here.says("/pending")
    await presses(here, "One by one")
    await presses(here, "Edit", about="Sun 22 Nov")
    question = (await here.sees())[-1]
    assert "Please answer by replying to this message." in question.text
    await here.says("We open at eight tomorrow.", to=question.id)
    await here.fills()
    await newest(here, "We open at eight tomorrow.")


async def test_a_topic_keeps_its_thread(house: House) -> None:
    await set_up(house, house.telegram_person())
    the_group(house, forum=True)
    await (await in_the_group(house)).adds_the_bot()
    topic = await in_the_group(house, topic=45)
    await topic.says("/pending")
    await presses(topic, "One by one")
    card = await newest(topic, "Sun 22 Nov")
    await topic.sends(card.buttons["Approve"], message=card.id)
    await house.settle()
    assert "Scheduled" in (await newest(topic, "Sun 22 Nov")).text


async def test_who_writes_as_the_group_is_asked_to_show_themselves(house: House) -> None:
    await set_up(house, house.telegram_person())
    the_group(house)
    await (await in_the_group(house)).adds_the_bot()
    assert house.api is not None
    house.api.world.people[1087968824] = ANONYMOUS
    nobody = await in_the_group(house, 1087968824, "Group")
    await nobody.says("/pending")
    assert "I cannot tell who you are while you write as the group." in nobody.toasts[-1]


async def test_a_group_that_becomes_a_supergroup_keeps_its_cards(house: House) -> None:
    ana = house.telegram_person()
    await set_up(house, ana)
    assert house.api is not None
    world = house.api.world
    world.chats[-5] = Chat(id=-5, type="group", title="Padaria")
    old = house.telegram_person(chat=-5)
    await old.adds_the_bot()
    await old.says("/pending")
    await presses(old, "One by one")
    world.chats[-5].moved_to = GROUP
    world.chats[GROUP] = Chat(id=GROUP, type="supergroup", title="Padaria")
    await presses(ana, "Approve", about="Sun 22 Nov")
    await house.settle()
    new = await in_the_group(house)
    assert "Scheduled" in (await newest(new, "Sun 22 Nov")).text
    await new.says("/pending")
    await newest(new, "Mon 23 Nov")


async def test_who_blocks_the_bot_is_left_alone_and_the_other_chats_are_told(house: House) -> None:
    web, ana = await house.web_person(), house.telegram_person()
    await set_up(house, web)
    await ana.removes_the_bot()
    await house.settle()
    await newest(web, "I can no longer speak in “Ana” on Telegram")
    await presses(web, "Approve all 7")
    await house.wait(days=8)
    assert len(house.published()) == 7

    assert house.api is not None
    house.api.world.chats[1001].blocked = False
    await ana.says("/start")
    await newest(ana, "Welcome back. Padaria do Sol is set up")


async def test_who_comes_back_need_not_begin_with_start(house: House) -> None:
    web, ana = await house.web_person(), house.telegram_person()
    await set_up(house, web)
    await ana.removes_the_bot()
    assert house.api is not None
    house.api.world.chats[1001].blocked = False
    await ana.says("/status")
    await newest(ana, "Padaria do Sol")


async def test_a_card_the_chat_will_not_take_holds_up_none_behind_it(house: House, api: BotApi) -> None:
    ana = house.telegram_person()
    api.faults.append(Fault(method="sendPhoto", status=400))
    await set_up(house, ana, ("Casa", *ANSWERS[1:]))  # not a copy of a week that has arrived before
    assert len([one for one in await ana.sees() if "Approve" in one.buttons]) == 6
    await newest(ana, "This chat did not take one of my cards.")


async def test_an_admin_bot_leaves_the_talk_of_a_group_alone(house: House) -> None:
    await set_up(house, house.telegram_person())
    the_group(house)
    here = await in_the_group(house)
    await here.adds_the_bot(**ADMIN)
    before = len(await here.sees())
    await here.says("Shall we have lunch?")
    await here.uploads(a_photo("red"))
    assert len(await here.sees()) == before


async def test_an_album_sent_in_reply_becomes_the_pictures_of_the_post(house: House) -> None:
    ana = house.telegram_person()
    await set_up(house, ana)
    card = await newest(ana, "Sun 22 Nov")
    await ana.uploads(a_photo("red"), a_photo("green"), a_photo("blue"), to=card.id)
    await house.settle()
    async with house.app.store.read() as tx:
        (first, *_) = await tx.posts.find(PostFilter())
    assert len(first.content.media) == 3


async def test_files_of_strangers_are_not_fetched(house: House, api: BotApi) -> None:
    await set_up(house, house.telegram_person())
    await house.telegram_person(BEN, "Ben").uploads(a_photo("red"))
    assert "getFile" not in [name for name, _ in api.world.calls]


async def test_a_file_that_telegram_does_not_give_is_asked_for_again(house: House, api: BotApi) -> None:
    ana = house.telegram_person()
    await set_up(house, ana)
    api.faults.append(Fault(method="getFile", status=502))
    await ana.uploads(a_photo("red"), text="Fresh from the oven")
    assert "Please send it again." in (await newest(ana, "I could not fetch photo-")).text


async def test_a_file_whose_message_was_kept_before_a_crash_is_fetched_afterwards(tmp_path: Path, api: BotApi) -> None:
    async with open_house(tmp_path, api=api) as house:
        ana = house.telegram_person()
        await set_up(house, ana)
        card = await newest(ana, "Sun 22 Nov")
        where = Where(front_end="telegram", chat="1001", person="1001", name="Ana", event_id="u9", message=card.id)
        api.world.files["cut-off"] = a_photo("red")
        file = UploadedFile(remote="cut-off", name="loaf.jpg", mime="image/jpeg", size=0)
        await house.app.conversation.keep(UploadEvent(where=where, files=(file,)))
    async with open_house(tmp_path, api=api) as house:
        house.clock.advance(timedelta(seconds=1))
        assert await house.app.conversation.resume("telegram") == 1
        await house.settle()
        assert "getFile" in [name for name, _ in api.world.calls]
        async with house.app.store.read() as tx:
            (first, *_) = await tx.posts.find(PostFilter())
        assert [one.mime for one in first.content.media] == ["image/jpeg"]


async def test_an_update_that_nobody_can_read_holds_up_no_other(house: House, api: BotApi) -> None:
    ana = house.telegram_person()
    api.world.tell(message={"message_id": "of another time"})
    await ana.says("/start")
    assert [one.text[:6] for one in await ana.sees()] == ["Hello!", "What i"]


async def test_a_correction_of_a_reply_counts_and_of_other_words_does_not(house: House) -> None:
    ana = house.telegram_person()
    await set_up(house, ana)
    card = await newest(ana, "Sun 22 Nov")
    await ana.says("We opne at eight.", to=card.id)
    await ana.corrects("We open at eight.", to=card.id)
    await house.settle()
    assert "We open at eight." in (await newest(ana, "Sun 22 Nov")).text
    before = len(await ana.sees())
    await ana.corrects("Never mind")
    assert len(await ana.sees()) == before


async def test_what_telegram_has_to_say_during_an_outage_of_ours_is_heard_afterwards(
    tmp_path: Path, api: BotApi
) -> None:
    async with open_house(tmp_path, api=api) as house:
        await set_up(house, house.telegram_person())
    async with open_house(tmp_path, api=api) as house:
        ana = house.telegram_person()
        api.faults.extend(Fault(method="getUpdates", status=502) for _ in range(1))
        card = await newest(ana, "Sun 22 Nov")
        await ana.sends(card.buttons["Approve"], message=card.id)
        assert ana.last_query.answer is not None
        await house.settle()
        assert "Scheduled" in (await newest(ana, "Sun 22 Nov")).text


async def test_a_week_that_was_cut_off_halfway_goes_on_with_the_next_card(house: House, api: BotApi) -> None:
    ana = house.telegram_person()
    api.faults.append(Fault(method="sendPhoto", status=429, seconds=300))
    await set_up(house, ana, ("Forno", *ANSWERS[1:]))  # not a copy of a week that has arrived before
    assert len([one for one in await ana.sees() if "Approve" in one.buttons]) < 7
    house.clock.advance(timedelta(minutes=6))
    await house.settle()
    assert len([one for one in await ana.sees() if "Approve" in one.buttons]) == 7
    assert len([one for one in await ana.sees() if "Approve all 7" in one.buttons]) == 1


async def test_the_same_update_twice_is_one_decision(house: House, api: BotApi) -> None:
    ana = house.telegram_person()
    await set_up(house, ana)
    card = await newest(ana, "Sun 22 Nov")
    await ana.sends(card.buttons["Approve"], message=card.id, event="twice")
    await ana.sends(card.buttons["Approve"], message=card.id, event="twice")
    async with house.app.store.read() as tx:
        workspace = (await tx.workspaces.all())[0]
        deeds = [one.deed.what for one in await tx.audit.of(workspace.id)]
    assert deeds.count("approved") == 1


async def test_a_webhook_takes_updates_with_the_secret_only(tmp_path: Path, api: BotApi) -> None:
    async with open_house(tmp_path, api=api, public_url="https://greenlight.example.org") as house:
        ana = house.telegram_person()
        while not api.world.webhook:
            await api.bell.wait_for(5)
        hook = api.world.webhook
        assert hook["url"] == f"https://greenlight.example.org{PATH}"
        pages = httpx.ASGITransport(web_app(house.app, Metrics(house.clock)))
        update = {
            "update_id": 77,
            "message": {
                "message_id": 1,
                "date": 0,
                "chat": {"id": 1001, "type": "private", "first_name": "Ana"},
                "from": {"id": 1001, "is_bot": False, "first_name": "Ana"},
                "text": "/start",
                "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            },
        }
        async with httpx.AsyncClient(transport=pages, base_url="https://greenlight.example.org") as telegram:
            forged = await telegram.post(PATH, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": "guess"})
            assert (forged.status_code, await ana.sees()) == (403, [])
            for _ in range(2):
                answer = await telegram.post(
                    PATH, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": hook["secret_token"]}
                )
                assert answer.status_code == 200
            broken = await telegram.post(
                PATH, content=b"{", headers={"X-Telegram-Bot-Api-Secret-Token": hook["secret_token"]}
            )
            assert broken.status_code == 200
        assert house.app.telegram is not None
        await house.app.telegram.reception.settle()
        assert [one.text[:6] for one in await ana.sees()] == ["Hello!", "What i"]


async def test_the_menu_lists_every_command_for_each_kind_of_chat_and_language(house: House, api: BotApi) -> None:
    while "short" not in api.world.described:
        await api.bell.wait_for(5)
    menus = api.world.commands
    assert {"default/", "all_private_chats/", "all_group_chats/", "all_private_chats/de"} <= set(menus)
    private = {one["command"] for one in menus["all_private_chats/"]}
    assert {"start", "pending", "status", "help"} <= private
    assert "email" in private - {one["command"] for one in menus["all_group_chats/"]}
    german = {one["command"]: one["description"] for one in menus["all_private_chats/de"]}
    assert german["pending"] == "Was auf dich wartet"
    assert "what you approved" in api.world.described["short"]


def test_the_library_is_loaded_only_with_a_token(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, bot.wiring.build, bot.cli.run; print(sorted(name for name in sys.modules if name == 'telegram'))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


CHANNEL = -100900
ADMIN = {"status": "administrator", "can_post_messages": True, **dict.fromkeys(RIGHTS, False)}


def the_channel(house: House, person: dict[str, object]) -> None:
    assert house.api is not None
    house.api.world.chats[CHANNEL] = Chat(
        id=CHANNEL, type="channel", title="Padaria news", username="padaria", members={1001: person}
    )


async def test_a_channel_is_connected_by_adding_the_bot_and_gets_what_was_approved(house: House) -> None:
    ana = house.telegram_person()
    await set_up(house, ana)
    await ana.says("/connect telegram")
    await newest(ana, "A Telegram channel is connected by adding me to it")
    the_channel(house, {"status": "creator", "is_anonymous": False})
    channel = house.telegram_person(chat=CHANNEL)
    await channel.adds_the_bot(**ADMIN)
    await newest(ana, "“Padaria news” is connected to Padaria do Sol")
    await ana.says("/new Fresh bread at the corner")
    await house.settle()
    await presses(ana, "Post now", about="Fresh bread at the corner")
    await presses(ana, "Yes, publish now")
    await house.beat()
    await house.beat()
    assert house.api is not None
    (post,) = house.api.world.hanging(CHANNEL)
    assert "bread" in post.text.casefold()
    await house.settle()
    assert "Padaria news" in (await newest(ana, "Live")).text
    await ana.says("/accounts")
    await newest(ana, "Telegram channel: connected")


async def test_nobody_connects_a_channel_that_is_not_theirs(house: House) -> None:
    ana = house.telegram_person()
    await set_up(house, ana)
    the_channel(house, {"status": "member"})
    await house.telegram_person(chat=CHANNEL).adds_the_bot(**ADMIN)
    await newest(ana, "You are no admin of “Padaria news” who may post")


async def test_a_channel_that_throws_the_bot_out_is_told_about(house: House) -> None:
    ana = house.telegram_person()
    await set_up(house, ana)
    the_channel(house, {"status": "creator", "is_anonymous": False})
    channel = house.telegram_person(chat=CHANNEL)
    await channel.adds_the_bot(**ADMIN)
    await channel.removes_the_bot()
    await newest(ana, "I cannot post in “Padaria news” any more.")
    await channel.adds_the_bot(**ADMIN)
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        (brand,) = await tx.brands.of(workspace.id)
        (account,) = [one for one in await tx.accounts.of(brand.id) if one.platform == "telegram"]
    assert account.health == "ok"
