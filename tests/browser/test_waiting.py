"""While something takes long, the page says so."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser import stage
from tests.browser.house import House
from tests.browser.process import Greenlight
from tests.browser.visitor import visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

WATCH = """() => {
  const box = document.querySelector("[data-waiting]");
  window.seen = { outlines: 0, words: [] };
  new MutationObserver(() => {
    window.seen.outlines = Math.max(window.seen.outlines, box.querySelectorAll("[data-outline]").length);
    window.seen.words.push(box.querySelector("[data-typing] .words")?.textContent ?? "");
  }).observe(box, { childList: true });
}"""


async def test_a_week_in_the_making_shows_its_outlines_until_the_cards_are_there(
    browser: Browser, greenlight: Greenlight
) -> None:
    async with visitor(browser) as owner:
        await owner.enter(await greenlight.start())
        await owner.page.evaluate(WATCH)
        await owner.set_up()
        seen = await owner.page.evaluate("() => window.seen")
        assert seen["outlines"] == 8, "the header of the week and seven cards"
        assert "Drafting the first week for Bakery Flor…" in seen["words"]
        await expect(owner.page.locator("[data-waiting]")).to_be_hidden()
        await expect(owner.batch).to_be_in_viewport()
        assert owner.noise.heard == []


async def test_words_that_are_not_answered_at_once_are_being_answered(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        answer = asyncio.Event()

        async def slowly(route: Route) -> None:
            await answer.wait()
            await stage.nothing(route)

        await owner.enter(house.greenlight.url)
        await owner.page.route("**/api/say", slowly)
        await owner.say("Are you there?")
        await expect(owner.page.locator("[data-pending]")).to_contain_text("Sending…")
        await expect(owner.page.locator("[data-typing]")).to_be_visible()
        answer.set()
        await expect(owner.page.locator("[data-typing]")).to_have_count(0)
        assert owner.noise.heard == []


async def test_words_that_stand_in_line_without_a_connection_say_that_they_wait_too(
    browser: Browser, house: House
) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        await owner.page.route("**/api/say", lambda route: route.abort("connectionreset"))
        pending = owner.page.locator("[data-pending]")
        for number, words in enumerate(("Are you there?", "And now?")):
            await owner.say(words)
            await expect(pending.nth(number)).to_contain_text("Waiting for the connection…")
        await owner.page.unroute("**/api/say")
        await owner.page.route("**/api/say", stage.nothing)
        await expect(pending.filter(has_text="Waiting")).to_have_count(0)


async def test_a_slow_first_answer_shows_outlines_instead_of_an_empty_page(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        answer = asyncio.Event()

        async def slowly(route: Route) -> None:
            await answer.wait()
            await route.continue_()

        await owner.page.route("**/api/start", slowly)
        await owner.page.goto(house.greenlight.url)
        await expect(owner.page.locator(".loading")).to_have_css("opacity", "1")
        await expect(owner.page.locator("[data-empty]")).to_be_hidden()
        answer.set()
        await owner.arrived()
        await expect(owner.page.locator(".loading")).to_be_hidden()
        assert owner.noise.heard == []
