"""Everything within reach of a few letters."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.house import House
from tests.browser.visitor import DESKTOP, Visitor, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _opens(owner: Visitor) -> Locator:
    await owner.page.keyboard.press("Control+k")
    await expect(owner.page.locator("[data-palette-input]")).to_be_focused()
    return owner.page.locator("[data-palette]")


async def test_a_few_letters_say_a_command(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        palette = await _opens(owner)
        await owner.page.keyboard.type("hlp")
        await expect(palette.get_by_role("option", selected=True)).to_have_attribute("data-item", "/help")
        await owner.page.keyboard.press("Enter")
        await expect(palette).to_be_hidden()
        await expect(owner.messages("words").last).to_contain_text("/help")
        await owner.input.fill("/")
        first = owner.page.locator("[data-completion]").get_by_role("option").first
        await expect(first).to_have_attribute("data-option", "help")
        assert owner.noise.heard == []


async def test_a_command_that_needs_words_waits_for_them(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        await _opens(owner)
        await owner.page.keyboard.type("new")
        await owner.page.keyboard.press("Enter")
        await expect(owner.input).to_be_focused()
        await expect(owner.input).to_have_value("/new ")


async def test_the_button_in_the_bar_opens_it_and_a_waiting_post_is_jumped_to(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        title = (await owner.post(5).locator("[data-title]").text_content() or "").split(" · ")[0]
        await owner.page.get_by_role("button", name="Search commands and posts").click()
        palette = owner.page.locator("[data-palette]")
        await expect(palette.get_by_role("group", name="Posts that wait")).to_be_visible()
        await owner.page.keyboard.type(title)
        await owner.page.keyboard.press("Enter")
        await expect(owner.post(5)).to_be_focused()
        await expect(owner.post(5)).to_be_in_viewport()
        await _opens(owner)
        await owner.page.keyboard.type("qqqq")
        await expect(palette.get_by_role("status")).to_contain_text("Nothing fits")
        await owner.page.keyboard.press("Escape")
        await expect(palette).to_be_hidden()
        assert owner.noise.heard == []


async def test_the_chosen_appearance_stays(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        ground = await owner.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        await _opens(owner)
        await owner.page.keyboard.type("dark")
        await owner.page.keyboard.press("Enter")
        await expect(owner.page.locator("html")).to_have_attribute("data-theme", "dark")
        await owner.page.reload()
        await owner.arrived()
        await expect(owner.page.locator("html")).to_have_attribute("data-theme", "dark")
        assert await owner.page.evaluate("() => getComputedStyle(document.body).backgroundColor") != ground
        await owner.page.get_by_role("button", name="Appearance: dark").click()
        await expect(owner.page.get_by_role("button", name="Appearance: like this device")).to_be_visible()
        assert await owner.page.evaluate("() => getComputedStyle(document.body).backgroundColor") == ground
        assert owner.noise.heard == []


async def test_who_signs_out_sees_how_to_come_back(browser: Browser, house: House) -> None:
    async with visitor(browser, size=DESKTOP) as guest:
        await guest.enter(await house.greenlight.link())
        await _opens(guest)
        await guest.page.keyboard.type("sign out")
        await guest.page.keyboard.press("Enter")
        await expect(guest.page.locator("[data-locked]")).to_contain_text("greenlight link")
        await guest.page.goto(house.greenlight.url)
        await expect(guest.page.locator("[data-locked]")).to_be_visible()
