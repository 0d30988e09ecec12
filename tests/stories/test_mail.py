"""Mail, the second channel: asked for, confirmed, sent, and ended with one click."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import httpx
import pytest

from bot.metrics import Metrics
from bot.wiring.app import web_app
from core.workspace import Member
from tests.fakes.chat import Person, newest, presses
from tests.stories.house import BASE_URL, House, set_up


def mails(house: House) -> list[EmailMessage]:
    """What lies in the mail folder, oldest first."""
    files = sorted((house.app.settings.home / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def subjects(house: House) -> list[str]:
    return [mail["Subject"] for mail in mails(house)]


def words(mail: EmailMessage) -> str:
    return str(next(iter(mail.iter_parts())).get_content())


async def confirmed(house: House, ana: Person) -> None:
    await ana.says("/email ana@example.org")
    code = re.findall(r"confirm (\w{8})", words(mails(house)[-1]))[0]
    await ana.says(f"/email confirm {code}")
    await newest(ana, "Confirmed: from now on mail goes to ana@example.org")


@pytest.fixture(params=["web", "telegram"])
async def ana(request: pytest.FixtureRequest, house: House) -> Person:
    """Two chats are enough here: mail is the same for all."""
    return await house.web_person() if request.param == "web" else house.telegram_person()


async def test_nothing_is_sent_to_an_address_that_nobody_confirmed(house: House, ana: Person) -> None:
    await ana.says("/email ana@example.org")
    await set_up(house, ana, ("Forno", "bread", "", "Europe/Lisbon", "09:00", ""))
    assert subjects(house) == ["Is this your address?"]
    await ana.says("/email confirm wrongone")
    assert "That code is wrong, used or too old." in (await ana.sees())[-1].text


async def test_the_week_its_reminder_and_trouble_come_by_mail_and_posts_once_a_day(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await confirmed(house, ana)
    await house.wait(hours=25)
    reminder = mails(house)[-1]
    assert reminder["Subject"] == "Padaria do Sol: your week is still waiting"
    assert f"{BASE_URL}/card/batch/" in words(reminder)
    await presses(ana, "Approve all 6")
    await house.wait(days=2)
    digests = [mail for mail in mails(house) if "went out" in mail["Subject"]]
    assert [mail["Subject"] for mail in digests] == ["1 post went out", "1 post went out"]
    assert "/feeds/" in words(digests[0])
    await house.wait(days=6)
    assert "Padaria do Sol: 7 posts for you to decide" in subjects(house)


async def test_a_reminder_waits_for_the_morning_and_can_be_stopped(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await confirmed(house, ana)
    house.clock.advance(timedelta(hours=35))  # 23:00 in Lisbon
    await house.beat()
    assert not any("still waiting" in one for one in subjects(house))
    await house.wait(hours=9, minutes=5)
    assert len([one for one in subjects(house) if "still waiting" in one]) == 1
    await presses(ana, "No more reminders")
    await house.wait(hours=30)
    assert len([one for one in subjects(house) if "still waiting" in one]) == 1


async def test_each_kind_can_be_switched(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await confirmed(house, ana)
    await ana.says("/mail")
    await presses(ana, "What went out: once a day")
    await presses(ana, "Approve", about="Sun 22 Nov")
    await house.wait(days=1)
    assert "It is out: What would you like to see more of from us?" in subjects(house)
    assert not any("went out" in one for one in subjects(house))


async def test_looking_at_the_way_out_ends_nothing_and_one_click_does(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await confirmed(house, ana)
    await house.wait(hours=25)
    stop = re.findall(r"No more of it: (\S+)", words(mails(house)[-1]))[0]
    pages = httpx.ASGITransport(web_app(house.app, Metrics(house.clock)))
    async with httpx.AsyncClient(transport=pages, base_url=BASE_URL) as program:
        assert "No more mail about reminders?" in (await program.get(stop)).text
        assert (await _member(house)).mail.reminder
        assert (await program.get(stop[:-1] + ("0" if stop[-1] != "0" else "1"))).status_code == 404
        answer = await program.post(stop, data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, (await _member(house)).mail.reminder) == (200, False)
        assert (await program.post(stop)).status_code == 200
    await house.wait(hours=25)
    assert len([one for one in subjects(house) if "still waiting" in one]) == 1


async def test_the_link_in_a_mail_brings_the_card_to_the_end_of_the_chat(house: House) -> None:
    web = await house.web_person()
    await set_up(house, web)
    await confirmed(house, web)
    await house.wait(hours=25)
    link = re.findall(r"Decide in the chat: (\S+)", words(mails(house)[-1]))[0]
    answer = await web.client.get(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Approve all 6" in (await web.sees())[-1].buttons
    nobody = httpx.ASGITransport(web_app(house.app, Metrics(house.clock)))
    async with httpx.AsyncClient(transport=nobody, base_url=BASE_URL) as stranger:
        assert (await stranger.get(link)).status_code == 401


async def _member(house: House) -> Member:
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        (member,) = await tx.members.of(workspace.id)
        return member
