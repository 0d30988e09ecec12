"""Cards in Telegram: what is sent, what is changed in place, and what happens when Telegram says no."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards.card import Button, Card, Preview, say
from bot.cards.press import Press
from bot.front_end import CannotEdit, ChatGone
from bot.talk import Where
from core.errors import OutcomeUnknown, Reconnect, Rejected, Throttled
from core.payload import Media
from tests.bot.telegram.conftest import Stage
from tests.fakes.bot_api.server import Fault
from tests.fakes.bot_api.world import BOT_ID, Chat, Query

ANA = "1001"
GROUP = -5001
PRESS = Press(verb="approve", target=7)


async def a_card(stage: Stage, *, pictures: int = 0, text: str = "Out at six.", title: str = "Mon 09:00") -> Card:
    media = tuple(
        [
            Media(sha256=await stage.blobs.put(f"picture {number}".encode()), mime="image/png", size=9)
            for number in range(pictures)
        ]
    )
    return Card(
        kind="post",
        subject=7,
        title=(title,),
        previews=(Preview(name="feed", label="My feed", text=text, count=len(text), limit=500),),
        pictures=media,
        buttons=((Button(label="Approve", press=PRESS),),),
    )


def pressed(query: str = "1", chat: str = ANA) -> Where:
    return Where(front_end="telegram", chat=chat, person=ANA, name="Ana", event_id=f"q{query}")


def a_query(stage: Stage, name: str = "1", *, too_old: bool = False) -> Query:
    query = stage.api.world.queries[name] = Query(id=name, chat=1001, person=1001, too_old=too_old)
    return query


async def test_a_picture_carries_its_card_below_it(stage: Stage) -> None:
    await stage.front_end.send(ANA, await a_card(stage, pictures=1))
    (message,) = stage.api.world.hanging(1001)
    assert "Out at six." in message.data["caption"]
    assert message.buttons == {"Approve": PRESS.pack()}


async def test_an_album_is_followed_by_its_card_in_reply_because_albums_have_no_buttons(stage: Stage) -> None:
    ids = await stage.front_end.send(ANA, await a_card(stage, pictures=3))
    *album, card = stage.api.world.hanging(1001)
    assert len(album) == 3
    assert len({one.data["media_group_id"] for one in album}) == 1
    assert card.data["reply_to_message"]["message_id"] == album[-1].id
    assert card.buttons == {"Approve": PRESS.pack()}
    assert ids == tuple(str(one.id) for one in (*album, card))


async def test_words_too_long_for_a_caption_follow_the_picture(stage: Stage) -> None:
    await stage.front_end.send(ANA, await a_card(stage, pictures=1, text="word " * 400))
    picture, card = stage.api.world.hanging(1001)
    assert (picture.text, picture.buttons) == ("Mon 09:00", {})
    assert card.text.endswith("Approve") or "word word" in card.text


async def test_a_card_is_changed_in_place(stage: Stage, texts: Callable[[], list[str]]) -> None:
    card = await a_card(stage)
    ids = await stage.front_end.send(ANA, card)
    await stage.front_end.edit(ANA, ids, replace(card, title=("Tue 09:00",)))
    assert len(texts()) == 1
    assert texts()[0].startswith("Tue 09:00")


async def test_another_picture_takes_the_place_of_the_first_and_is_uploaded_once(stage: Stage) -> None:
    one, other = await a_card(stage, pictures=1), await a_card(stage, pictures=2)
    other = replace(other, pictures=other.pictures[1:])
    ids = await stage.front_end.send(ANA, one)
    for card in (other, one, other):
        await stage.front_end.edit(ANA, ids, card)
    (message,) = stage.api.world.hanging(1001)
    assert stage.api.world.files[message.data["photo"][0]["file_id"]] == b"picture 1"
    assert len(stage.api.world.files) == 2


async def test_the_same_again_is_no_call_and_no_error(stage: Stage) -> None:
    card = await a_card(stage)
    ids = await stage.front_end.send(ANA, card)
    await stage.front_end.edit(ANA, ids, card)
    assert stage.called("editMessageText") == []


async def test_not_modified_counts_as_done(stage: Stage) -> None:
    card = await a_card(stage)
    ids = await stage.front_end.send(ANA, card)
    stage.front_end = type(stage.front_end)(line=stage.front_end._line, blobs=stage.blobs)  # a restart forgets
    await stage.front_end.edit(ANA, ids, card)
    assert stage.called("editMessageText") == ["editMessageText"]


@pytest.mark.parametrize("why", ["deleted", "too old", "another shape"])
async def test_what_cannot_be_changed_is_taken_away_for_a_new_card(stage: Stage, why: str) -> None:
    card = await a_card(stage)
    ids = await stage.front_end.send(ANA, card)
    room = stage.api.world.chats[1001]
    if why == "deleted":
        del room.messages[int(ids[0])]
    if why == "too old":
        room.too_old.add(int(ids[0]))
    changed = await a_card(stage, pictures=2 if why == "another shape" else 0, title="Tue 09:00")
    with pytest.raises(CannotEdit):
        await stage.front_end.edit(ANA, ids, changed)
    assert why == "too old" or not list(stage.api.world.hanging(1001))


async def test_a_blocked_bot_is_told_apart_from_a_line_that_is_down(stage: Stage) -> None:
    stage.api.world.chats[1001].blocked = True
    with pytest.raises(ChatGone):
        await stage.front_end.send(ANA, say("Hello"))
    with pytest.raises(ChatGone):
        await stage.front_end.send("4711", say("Hello"))


async def test_a_group_that_became_a_supergroup_is_followed(stage: Stage) -> None:
    stage.api.world.chats[GROUP] = Chat(id=GROUP, type="group", title="Team", moved_to=-100)
    stage.api.world.chats[-100] = Chat(id=-100, type="supergroup", title="Team")
    await stage.front_end.send(str(GROUP), say("Hello"))
    await stage.front_end.send(str(GROUP), say("Again"))
    assert [one.text for one in stage.api.world.hanging(-100)] == ["Hello", "Again"]
    assert stage.moved == [(GROUP, -100)]


async def test_a_topic_keeps_its_thread_and_a_closed_one_falls_back_to_the_group(stage: Stage) -> None:
    stage.api.world.chats[GROUP] = Chat(id=GROUP, type="supergroup", title="Team", forum=True, topics={45})
    await stage.front_end.send(f"{GROUP}/45", say("Hello"))
    await stage.front_end.send(f"{GROUP}/46", say("Again"))
    first, second = stage.api.world.hanging(GROUP)
    assert (first.data["message_thread_id"], second.data.get("message_thread_id")) == (45, None)


async def test_silence_is_kept_when_telegram_asks_for_it(stage: Stage, texts: Callable[[], list[str]]) -> None:
    stage.api.faults.append(Fault(method="sendMessage", status=429, seconds=7))
    begun = stage.hurry.now()
    await stage.front_end.send(ANA, say("Hello"))
    assert texts() == ["Hello"]
    assert stage.hurry.now() - begun >= timedelta(seconds=7)


async def test_a_long_silence_is_left_to_the_letter(stage: Stage) -> None:
    stage.api.faults.append(Fault(method="sendMessage", status=429, seconds=900))
    with pytest.raises(Throttled) as error:
        await stage.front_end.send(ANA, say("Hello"))
    assert error.value.retry_at == stage.hurry.now() + timedelta(seconds=900)


@pytest.mark.parametrize("fault", [Fault(method="sendMessage", status=500), Fault(method="sendMessage", status=0)])
async def test_no_answer_may_mean_that_it_was_sent(stage: Stage, fault: Fault) -> None:
    stage.api.faults.append(replace(fault, done=True))
    with pytest.raises(OutcomeUnknown):
        await stage.front_end.send(ANA, say("Hello"))


async def test_a_token_that_is_not_taken_is_a_matter_of_the_settings(stage: Stage) -> None:
    stage.api.token = "1:another"
    with pytest.raises(Reconnect):
        await stage.front_end.send(ANA, say("Hello"))


async def test_many_cards_arrive_in_order_within_the_limits(stage: Stage, texts: Callable[[], list[str]]) -> None:
    for number in range(8):
        await stage.front_end.send(ANA, await a_card(stage, pictures=1, title=f"Post {number}"))
    assert [text.partition("\n")[0] for text in texts()] == [f"Post {number}" for number in range(8)]


async def test_of_many_changes_that_wait_the_newest_is_shown(stage: Stage, texts: Callable[[], list[str]]) -> None:
    card = await a_card(stage)
    ids = await stage.front_end.send(ANA, card)
    await asyncio.gather(
        *(stage.front_end.edit(ANA, ids, replace(card, title=(f"Version {number}",))) for number in range(6))
    )
    assert texts()[0].startswith("Version 5")
    assert len(stage.called("editMessageText")) <= 2


async def test_a_press_is_answered_once_and_further_words_go_into_the_chat(
    stage: Stage, texts: Callable[[], list[str]]
) -> None:
    query = a_query(stage)
    await stage.front_end.toast(pressed(), "Approved.")
    await stage.front_end.toast(pressed(), "And more.")
    await stage.front_end.acknowledge(pressed())
    assert query.answer is not None
    assert query.answer["text"] == "Approved."
    assert texts() == ["And more."]


async def test_a_late_answer_is_no_error(stage: Stage) -> None:
    a_query(stage, too_old=True)
    await stage.front_end.toast(pressed(), "Approved.")


async def test_a_pinned_card_is_let_go_when_it_is_decided(stage: Stage) -> None:
    card = replace(await a_card(stage), kind="batch", pinned=True)
    ids = await stage.front_end.send(ANA, card)
    room = stage.api.world.chats[1001]
    assert room.pinned == [int(ids[-1])]
    await stage.front_end.edit(ANA, ids, replace(card, pinned=False, title=("Decided",)))
    assert room.pinned == []


async def test_a_bot_that_may_not_pin_sends_the_card_all_the_same(stage: Stage) -> None:
    stage.api.world.chats[GROUP] = Chat(id=GROUP, type="group", title="Team", members={BOT_ID: {"status": "member"}})
    await stage.front_end.send(str(GROUP), replace(await a_card(stage), pinned=True))
    assert len(list(stage.api.world.hanging(GROUP))) == 1


async def test_slow_work_shows_typing_until_the_next_message(stage: Stage) -> None:
    a_query(stage)
    await stage.front_end.working(pressed(), "Writing…")
    await stage.heard("sendChatAction")
    await stage.front_end.send(ANA, say("Here it is."))
    assert stage.api.world.chats[1001].actions == ["typing"]
    assert stage.api.world.queries["1"].answer == {"callback_query_id": "1", "text": "Writing…"}


async def test_a_question_in_a_group_says_that_it_is_answered_by_a_reply(stage: Stage) -> None:
    stage.api.world.chats[GROUP] = Chat(id=GROUP, type="group", title="Team")
    question = Card(
        kind="question", subject=1, body=("What is it called?",), buttons=((Button(label="Skip", press=PRESS),),)
    )
    for chat in (str(GROUP), ANA):
        await stage.front_end.send(chat, question)
    assert [one.text for one in stage.api.world.hanging(GROUP)] == [
        "What is it called?\n\nPlease answer by replying to this message."
    ]
    assert [one.text for one in stage.api.world.hanging(1001)] == ["What is it called?"]


async def test_so_does_a_question_without_buttons_until_it_is_answered(stage: Stage) -> None:
    stage.api.world.chats[GROUP] = Chat(id=GROUP, type="group", title="Team")
    question = Card(kind="question", subject=1, body=("What is it called?",))
    ids = await stage.front_end.send(str(GROUP), question)
    (hung,) = stage.api.world.hanging(GROUP)
    assert hung.text == "What is it called?\n\nPlease answer by replying to this message."
    await stage.front_end.edit(str(GROUP), ids, replace(question, footer=("✔ Padaria",)))
    assert hung.text == "What is it called?\n\n✔ Padaria"


async def test_what_is_too_large_for_telegram_is_no_reason_to_try_again(stage: Stage) -> None:
    stage.api.faults.append(Fault(method="sendMessage", status=413))
    with pytest.raises(Rejected):
        await stage.front_end.send(ANA, say("Hello"))


async def test_words_for_one_alone_leave_the_group(stage: Stage, texts: Callable[[], list[str]]) -> None:
    stage.api.world.chats[GROUP] = Chat(id=GROUP, type="group", title="Team")
    await stage.front_end.send(str(GROUP), say("Your address is ana@example.org."), only=ANA)
    assert texts() == ["Your address is ana@example.org."]
    assert list(stage.api.world.hanging(GROUP)) == []
