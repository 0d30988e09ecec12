"""Codes from an app: set up on a page that works once, asked for before much happens, good for one use."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

from bot.talk import ChannelEvent, Where
from core.totp import code_for, step_of
from tests.fakes.chat import Person, button, newest, presses
from tests.stories.house import BASE_URL, House, set_up

SOON = timedelta(seconds=60)


class App:
    """An authenticator app that has the secret."""

    def __init__(self, house: House, secret: str) -> None:
        self._house, self._secret = house, base64.b32decode(secret)

    def shows(self) -> str:
        """The code of this half minute."""
        return code_for(self._secret, step_of(self._house.clock.now()))


async def page_of(ana: Person) -> str:
    """The address of the page that shows the secret."""
    said = (await newest(ana, "This page shows the secret")).text
    found = re.search(rf"{re.escape(BASE_URL)}/secret/[\w-]+", said)
    assert found is not None
    return found[0]


async def enrolled(house: House, ana: Person) -> App:
    """Ana with codes switched on."""
    await ana.says("/confirm on")
    browser = (await house.web_person("anybody")).client
    shown = await browser.post(await page_of(ana))
    secret = re.search(r"<code>([A-Z2-7]+)</code>", shown.text)
    assert secret is not None
    assert f"secret={secret[1]}" in shown.text
    app = App(house, secret[1])
    await ana.says(f"/confirm {app.shows()}")
    await newest(ana, "Codes are on")
    house.clock.advance(SOON)
    return app


async def test_the_secret_is_shown_once_and_not_to_whoever_only_looks(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/confirm on")
    browser, page = (await house.web_person("anybody")).client, await page_of(ana)
    looked = await browser.get(page)
    assert "<code>" not in looked.text
    assert looked.headers["cache-control"] == "no-store"
    assert (await browser.post(page)).status_code == 200
    again = await browser.post(page)
    assert again.status_code == 410
    assert "<code>" not in again.text


async def test_until_a_code_was_sent_nothing_asks_for_one(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/confirm on")
    await ana.says("/confirm 000000")
    await newest(ana, "That code is wrong or too old.")
    await presses(ana, "Approve all 7")
    assert any("7 posts approved." in toast for toast in ana.toasts)


async def test_approve_all_asks_for_a_code_and_takes_it_once(house: House, ana: Person) -> None:
    await set_up(house, ana)
    app = await enrolled(house, ana)
    code = app.shows()
    await presses(ana, "Approve all 7")
    await ana.fills(code=code)
    assert any("7 posts approved." in toast for toast in ana.toasts)

    await house.settle()
    await presses(ana, "Undo")
    await house.settle()
    await presses(ana, "Approve all 7")
    await ana.fills(code=code)
    await house.wait(days=8)
    assert house.published() == []


async def test_a_wrong_code_approves_nothing_and_single_posts_never_ask(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await enrolled(house, ana)
    await presses(ana, "Approve", about="Sun 22 Nov, 09:00")
    await house.settle()
    message, press = await button(ana, "Approve all 6")
    await ana.sends(press, message=message)
    await ana.fills(code="000000")
    await house.wait(days=8)
    assert len(house.published()) == 1


async def test_a_new_connection_asks_for_a_code(house: House, ana: Person) -> None:
    await set_up(house, ana)
    app = await enrolled(house, ana)
    harsh = house.harsh_person()
    added = Where(front_end="harsh", chat=harsh.chat, person=harsh.person, name="Ana", event_id="added-1")
    await house.app.conversation.take(
        ChannelEvent(where=added, channel="-100777", title="Bakery news", we_may_post=True, they_may_post=True)
    )
    await harsh.fills(code="000000")
    await newest(harsh, "That code is wrong or too old.")
    assert "-100777" not in await connected(house)
    await harsh.says(app.shows())
    await newest(harsh, "“Bakery news” is connected")
    assert "-100777" in await connected(house)


async def connected(house: House) -> set[str]:
    """What is connected, by the names of the platforms."""
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        (brand,) = await tx.brands.of(workspace.id)
        return {one.remote_id for one in await tx.accounts.of(brand.id)}


async def test_codes_are_switched_off_with_a_code(house: House, ana: Person) -> None:
    await set_up(house, ana)
    app = await enrolled(house, ana)
    await ana.says("/confirm off 123456")
    await newest(ana, "That code is wrong or too old.")
    await ana.says(f"/confirm off {app.shows()}")
    await newest(ana, "Codes are off.")
    await presses(ana, "Approve all 7")
    assert any("7 posts approved." in toast for toast in ana.toasts)
