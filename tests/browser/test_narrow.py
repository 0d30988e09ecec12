"""A small phone, and writing that runs from right to left."""

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.house import House
from tests.browser.visitor import NARROW, Visitor, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

ARABIC = "الخبز الطازج كل صباح. تعالوا قبل السابعة."
PAGES = '[data-message]:is([data-kind="status"], [data-kind="page"])'
STICKING_OUT = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.checkVisibility() && !one.closest("[role=tab]"))
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.outerHTML.slice(0, 120))"""


async def test_nothing_runs_over_the_edge_of_a_small_phone(browser: Browser, house: House) -> None:
    async with visitor(browser, size=NARROW, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        pages = owner.page.locator(PAGES)
        known = await pages.count()
        for number, command in enumerate(("/status", "/settings", "/batches", "/posts", "/help"), start=1):
            await owner.say(command)
            await expect(pages).to_have_count(known + number)
        await owner.say("https://example.com/" + "a-very-long-address-without-a-break" * 9)
        await expect(owner.messages("words").last).to_contain_text("example.com")
        assert await owner.page.evaluate(STICKING_OUT) == []
        await owner.post(5).get_by_role("button", name="Edit").click()
        await expect(owner.dialog).to_be_visible()
        assert await owner.page.evaluate(STICKING_OUT) == []
        assert owner.noise.heard == []


async def test_right_to_left_words_keep_their_direction(browser: Browser, house: House) -> None:
    async with visitor(browser, size=NARROW, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        card = owner.post(4)
        await _write(owner, card, ARABIC)
        await expect(card.locator("[data-text]")).to_contain_text(ARABIC)
        await expect(card.locator("[data-text]")).to_have_css("direction", "rtl")
        await expect(card.locator("[data-title]")).to_have_css("direction", "ltr")
        await owner.say(ARABIC)
        await expect(owner.messages("words").last.locator("[dir=auto]")).to_have_css("direction", "rtl")
        assert owner.noise.heard == []


async def _write(owner: Visitor, card: Locator, text: str) -> None:
    await card.get_by_role("button", name="Edit").click()
    await expect(owner.dialog.get_by_label("Text")).to_be_visible()
    await owner.dialog.get_by_label("Text").fill(text)
    await expect(owner.dialog.get_by_label("Text")).to_have_css("direction", "rtl")
    await owner.dialog.get_by_role("button", name="Save").click()
    await expect(owner.dialog).to_be_hidden()
