"""Everything works with the keys alone."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.process import Greenlight
from tests.browser.visitor import OWN_FEED, status, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_keyboard_alone_suffices(browser: Browser, greenlight: Greenlight) -> None:
    async with visitor(browser) as owner:
        keys = owner.page.keyboard
        await owner.enter(await greenlight.start())
        await expect(owner.input).to_be_focused()
        await keys.type("/st")
        await expect(owner.page.get_by_role("option", name="/start")).to_be_visible()
        await keys.press("Tab")
        await expect(owner.input).to_have_value("/start ")
        await keys.press("Enter")
        await owner.asked(1)
        for words, then in (
            ("Bakery Flor", 2),
            ("sourdough bread", 3),
            ("We bake before sunrise.", 4),
            ("lisbon", 5),
        ):
            await keys.type(words)
            await keys.press("Enter")
            await owner.asked(then)
        await owner.tab_to(owner.question.get_by_role("button", name="12:30", exact=True), key="Shift+Tab")
        await keys.press("Enter")
        await owner.asked(6)
        await owner.tab_to(owner.question.get_by_role("button", name=OWN_FEED, exact=True), key="Shift+Tab")
        await keys.press("Enter")
        await owner.sees_week()

        card = owner.post(6)
        await owner.tab_to(card.get_by_role("button", name="Edit"), key="Shift+Tab")
        await keys.press("Enter")
        await expect(owner.dialog.get_by_label("Text")).to_be_focused()
        await keys.press("Escape")
        await expect(owner.dialog).to_be_hidden()
        await expect(card.get_by_role("button", name="Edit")).to_be_focused()

        await keys.press("Enter")
        await expect(owner.dialog.get_by_label("Text")).to_be_focused()
        await keys.press("Control+a")
        await keys.type("Typed without a mouse.")
        await keys.press("Escape")
        await expect(owner.dialog.get_by_role("button", name="Keep editing")).to_be_focused()
        await keys.press("Enter")
        await owner.tab_to(owner.dialog.get_by_role("button", name="Save"))
        await keys.press("Enter")
        await expect(owner.dialog).to_be_hidden()
        await expect(card.locator("[data-text]")).to_contain_text("Typed without a mouse.")

        await owner.tab_to(card.get_by_role("button", name="Approve"), key="Shift+Tab")
        await keys.press("Enter")
        await status(card, "Scheduled")
        await owner.counts("6 of 7 waiting")
        await keys.press("Escape")
        await expect(owner.input).to_be_focused()
        assert owner.noise.heard == []
