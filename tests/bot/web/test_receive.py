"""What the page sends, and what the conversation hears of it."""

from __future__ import annotations

import asyncio

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from bot.cards.card import say
from bot.cards.form import Field, Form
from bot.cards.press import Press
from bot.talk import CommandEvent, FormEvent, Incoming, PressEvent, TextEvent, UploadEvent
from core.errors import Invalid, NotAllowed, Problem, Unavailable
from core.ids import encode
from tests.bot.web.house import BEN, House, a_house, bodies

PRESSED = {"event_id": "event-0002", "message": "1", "press": Press(verb="now", target=7).pack()}
PNG = b"\x89PNG\r\n\x1a\n and so on"


def words(text: str, event_id: str = "event-0001", **more: str) -> dict[str, str]:
    return {"event_id": event_id, "text": text} | more


async def test_words_are_shown_in_the_chat_and_handed_on() -> None:
    house = a_house()
    async with house.browser() as browser:
        answer = await browser.post("/api/say", json=words("Good morning"))
    assert answer.status_code == 200
    assert [body["text"] for body in bodies(house)] == ["Good morning"]
    (event,) = house.heard
    assert isinstance(event, TextEvent)
    assert event.text == "Good morning"
    where = event.where
    assert (where.front_end, where.chat, where.person, where.name) == ("web", "main:1", "ana", "Ana")


@pytest.mark.parametrize(
    ("typed", "name", "args"),
    [("/batch", "batch", ""), ("/New a post  ", "new", "a post"), ("/new\ntwo\nlines", "new", "two\nlines")],
)
async def test_a_slash_begins_a_command(typed: str, name: str, args: str) -> None:
    house = a_house()
    async with house.browser() as browser:
        await browser.post("/api/say", json=words(typed))
    (event,) = house.heard
    assert isinstance(event, CommandEvent)
    assert (event.name, event.args) == (name, args)


async def test_a_slash_before_no_name_is_plain_words() -> None:
    house = a_house()
    async with house.browser() as browser:
        await browser.post("/api/say", json=words("/ or not"))
    assert isinstance(house.heard[0], TextEvent)


async def test_an_answer_names_the_message_it_answers() -> None:
    house = a_house()
    async with house.browser() as browser:
        await browser.post("/api/say", json=words("Shorter", reply_to="17"))
    assert house.heard[0].where.message == "17"


async def test_the_open_tab_comes_along_with_words_presses_and_files() -> None:
    house = a_house()
    async with house.browser() as browser:
        await browser.post("/api/say", json=words("Shorter", reply_to="17", tab="mastodon"))
        await browser.post("/api/press", json=PRESSED | {"tab": "k3x9"})
        await browser.post("/api/upload", data=words("", "event-0003", tab="x"), files=[("files", PNG)])
    assert [event.where.tab for event in house.heard] == ["mastodon", "k3x9", "x"]


@pytest.mark.parametrize("tab", ["Mastodon", "a b", "a:b", "x" * 41, "\n"])
async def test_what_cannot_be_a_tab_is_refused(tab: str) -> None:
    house = a_house()
    async with house.browser() as browser:
        answer = await browser.post("/api/press", json=PRESSED | {"tab": tab})
    assert answer.status_code == 422
    assert not house.heard


async def test_the_zone_of_the_device_comes_along() -> None:
    house = a_house()
    async with house.browser() as browser:
        browser.headers["X-Greenlight-Zone"] = "America/Argentina/Buenos_Aires"
        await browser.post("/api/say", json=words("Good morning"))
        await browser.post("/api/press", json=PRESSED)
    assert [event.where.zone for event in house.heard] == ["America/Argentina/Buenos_Aires"] * 2


@pytest.mark.parametrize("header", ["Europe/Lisbon; rm", "Europe Lisbon", "<b>", "x" * 61, ""])
async def test_what_cannot_be_a_zone_is_left_out(header: str) -> None:
    house = a_house()
    async with house.browser() as browser:
        answer = await browser.post("/api/say", json=words("Good morning"), headers={"X-Greenlight-Zone": header})
    assert answer.status_code == 200
    assert house.heard[0].where.zone == ""


async def test_words_sent_twice_are_shown_and_handled_once() -> None:
    house = a_house()
    async with house.browser() as browser:
        first = await browser.post("/api/say", json=words("Once"))
        second = await browser.post("/api/say", json=words("Once"))
    assert first.json() == second.json()
    assert len(bodies(house)) == len(house.heard) == 1


async def test_words_repeated_to_a_fresh_process_are_shown_once() -> None:
    house = a_house()
    reborn = a_house()
    reborn.rooms.messages = house.rooms.messages
    async with house.browser() as browser:
        await browser.post("/api/say", json=words("Once"))
    async with reborn.browser() as browser:
        await browser.post("/api/say", json=words("Once"))
    assert len(bodies(reborn)) == 1


async def test_the_same_event_id_of_two_people_is_two_events() -> None:
    house = a_house()
    async with house.browser() as ana, house.browser(BEN) as ben:
        await ana.post("/api/say", json=words("Mine"))
        await ben.post("/api/say", json=words("Mine too"))
    assert len(house.heard) == 2


async def test_a_repeat_that_overtakes_waits_for_the_first_run() -> None:
    house = a_house()
    go = asyncio.Event()

    async def slow(event: Incoming) -> None:
        await go.wait()
        await house.front_end.toast(event.where, "Done")

    house.replies.append(slow)
    async with house.browser() as browser, asyncio.TaskGroup() as group:
        press = {"event_id": "event-0001", "message": "1", "press": Press(verb="approve").pack()}
        first = group.create_task(browser.post("/api/press", json=press))
        second = group.create_task(browser.post("/api/press", json=press))
        await asyncio.sleep(0)
        go.set()
    assert first.result().json()["toasts"] == second.result().json()["toasts"] == ["Done"]
    assert len(house.heard) == 1


async def test_a_press_arrives_with_its_message_and_its_meaning() -> None:
    house = a_house()
    meant = Press(verb="approve", target=2**62, version=3)
    async with house.browser() as browser:
        sent = {"event_id": "event-0001", "message": "5", "press": meant.pack()}
        answer = await browser.post("/api/press", json=sent)
    assert answer.status_code == 200
    (event,) = house.heard
    assert isinstance(event, PressEvent)
    assert (event.press, event.where.message) == (meant, "5")
    assert not bodies(house)


async def test_a_made_up_press_is_refused_with_a_sentence() -> None:
    house = a_house()
    async with house.browser() as browser:
        answer = await browser.post("/api/press", json={"event_id": "event-0001", "message": "5", "press": "?"})
    assert answer.status_code == 422
    assert "not known" in answer.json()["error"]
    assert not house.heard


async def a_dialog(event: Incoming, house: House) -> None:
    form = Form(id=2**62, name="edit", title="Edit", fields=(Field(name="text", label="Text", ask="What?"),))
    await house.front_end.open_form(event.where, form)


async def test_a_press_is_told_which_messages_answer_it_and_no_others() -> None:
    house = a_house()
    others = asyncio.Event()

    async def asks(event: Incoming) -> None:
        others.set()
        await asyncio.sleep(0)
        await house.front_end.send(event.where.chat, say("Really?"), only=event.where.person)

    async def speaks_meanwhile() -> None:
        await others.wait()
        await house.front_end.send("main:1", say("By the way"))

    house.replies.append(asks)
    meanwhile = asyncio.create_task(speaks_meanwhile())
    async with house.browser() as browser:
        answer = await browser.post("/api/press", json=PRESSED)
        again = await browser.post("/api/press", json=PRESSED)
    await meanwhile
    (asked,) = [str(one.id) for one in house.rooms.messages.values() if "Really?" in one.body]
    assert answer.json()["said"] == [asked] == again.json()["said"]
    assert len(house.rooms.messages) == 2


async def test_a_press_can_open_a_dialog() -> None:
    house = a_house()
    house.replies.append(lambda event: a_dialog(event, house))
    async with house.browser() as browser:
        sent = {"event_id": "event-0001", "message": "5", "press": Press(verb="edit").pack()}
        form = (await browser.post("/api/press", json=sent)).json()["open_form"]
    assert (form["id"], form["title"], form["fields"][0]["name"]) == (encode(2**62), "Edit", "text")


async def test_a_dialog_is_refused_field_by_field() -> None:
    house = a_house()

    async def refuse(event: Incoming) -> None:
        await house.front_end.refuse_form(event.where, 7, {"text": "Too long."})

    house.replies.append(refuse)
    async with house.browser() as browser:
        sent = {"event_id": "event-0001", "form_id": encode(7), "values": {"text": "long"}}
        answer = (await browser.post("/api/form", json=sent)).json()
    assert answer["refused"] == {"text": "Too long."}
    assert answer["close_form"] is None
    (event,) = house.heard
    assert isinstance(event, FormEvent)
    assert (event.form_id, event.values) == (7, {"text": "long"})


async def test_an_accepted_dialog_closes() -> None:
    house = a_house()

    async def accept(event: Incoming) -> None:
        await house.front_end.close_form(event.where, 7)

    house.replies.append(accept)
    async with house.browser() as browser:
        sent = {"event_id": "event-0001", "form_id": encode(7), "values": {}}
        answer = (await browser.post("/api/form", json=sent)).json()
    assert answer["close_form"] == encode(7)


async def test_files_are_kept_shown_and_handed_on() -> None:
    house = a_house()
    async with house.browser() as browser:
        answer = await browser.post(
            "/api/upload", data=words("Look"), files=[("files", ("../a.png", PNG, "text/html"))]
        )
    assert answer.status_code == 200
    (event,) = house.heard
    assert isinstance(event, UploadEvent)
    (file,) = event.files
    assert (file.mime, file.size, event.text) == ("image/png", len(PNG), "Look")
    assert "/" not in file.name
    assert house.blobs.all[file.sha256] == PNG
    assert bodies(house)[0]["files"] == [{"url": f"/media/{file.sha256}", "name": file.name, "mime": "image/png"}]


async def test_an_upload_without_a_file_or_with_a_broken_id_is_refused() -> None:
    house = a_house()
    async with house.browser() as browser:
        none = await browser.post("/api/upload", data=words("Look"), files=[("other", b"")])
        broken = await browser.post("/api/upload", data=words("x", event_id="?"), files=[("files", PNG)])
    assert (none.status_code, broken.status_code) == (422, 422)
    assert not house.heard


async def test_a_dialog_can_send_files_ahead() -> None:
    house = a_house()
    async with house.browser() as browser:
        answer = await browser.post("/api/files", files=[("files", ("a.png", PNG))])
    assert answer.json()["files"][0]["sha256"] in house.blobs.all


async def test_a_message_at_the_limit_passes_and_one_more_character_is_refused() -> None:
    house = a_house()
    async with house.browser() as browser:
        assert (await browser.post("/api/say", json=words("ä" * 20_000))).status_code == 200
        refused = await browser.post("/api/say", json=words("ä" * 20_001, "event-0002"))
    assert refused.status_code == 422
    assert "20,001" in refused.json()["error"]
    assert len(house.heard) == 1


async def test_an_empty_message_is_refused() -> None:
    house = a_house()
    async with house.browser() as browser:
        assert (await browser.post("/api/say", json=words("  "))).status_code == 422


async def test_files_beyond_the_limit_are_refused_with_a_sentence() -> None:
    house = a_house()
    async with house.browser() as browser:
        heavy = await browser.post("/api/upload", data=words(""), files=[("files", bytes(25 * 10**6 + 1))])
        told = {"Content-Length": str(2 * 10**9), "Content-Type": "multipart/form-data; boundary=x"}
        huge = await browser.post("/api/upload", headers=told, content=b"...")
    assert heavy.status_code == 422
    assert "25 MB is the limit" in heavy.json()["error"]
    assert huge.status_code == 413
    assert "1000 MB" in huge.json()["error"]
    assert not house.blobs.all


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (NotAllowed(), 403, "You may not do that here."),
        (Unavailable("x"), 503, "That did not work just now, and nothing happened. Try again."),
        (
            Invalid(Problem(field="a", what="Too late.", fix="Choose a later time.")),
            422,
            "Too late. Choose a later time.",
        ),
    ],
)
async def test_an_error_is_one_sentence_with_a_request_id(error: Exception, status: int, sentence: str) -> None:
    house = a_house()

    async def fail(event: Incoming) -> None:
        raise error

    house.replies.append(fail)
    async with house.browser() as browser:
        answer = await browser.post("/api/say", json=words("Do it"))
    assert answer.status_code == status
    assert answer.json() == {"error": sentence, "request_id": answer.headers["x-request-id"]}


async def test_a_failed_event_is_tried_again_when_it_is_repeated() -> None:
    house = a_house()

    async def fail(event: Incoming) -> None:
        raise Unavailable("x")

    house.replies.append(fail)
    async with house.browser() as browser:
        assert (await browser.post("/api/say", json=words("Do it"))).status_code == 503
        assert (await browser.post("/api/say", json=words("Do it"))).status_code == 200
    assert len(house.heard) == 2
    assert len(bodies(house)) == 1


async def test_an_unforeseen_error_says_whom_to_mention_and_shows_nothing_of_itself() -> None:
    house = a_house()

    async def fail(event: Incoming) -> None:
        raise RuntimeError("secret")

    house.replies.append(fail)
    async with house.browser() as browser:
        with capture_logs(processors=[merge_contextvars]) as log:
            answer = await browser.post("/api/say", json=words("Do it"))
    assert answer.status_code == 500
    assert [(line["event"], line["request_id"]) for line in log] == [("request_failed", answer.headers["x-request-id"])]
    assert answer.headers["x-request-id"] in answer.json()["error"]
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers
