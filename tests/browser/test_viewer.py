"""Pictures full-screen: by mouse, by keys, by finger."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, expect

from bot.cards.card import Card
from core.payload import Media
from tests.browser import stage
from tests.browser.house import House
from tests.browser.visitor import DESKTOP, NARROW, Visitor, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

ALBUM = Card(
    kind="page",
    title=("Three pictures",),
    pictures=tuple(
        Media(sha256=letter * 64, mime="image/png", size=1, width=600, height=400, alt=f"Loaf {letter}")
        for letter in "abc"
    ),
)


async def _opens(owner: Visitor, house: House) -> Locator:
    await owner.page.route("**/media/**", stage.a_pixel)
    await stage.add(owner.page, [stage.from_bot(ALBUM)], alone=True)
    await owner.enter(house.greenlight.url)
    await owner.messages("page").last.locator("[data-picture]").first.click()
    return owner.page.locator("[data-viewer]")


async def test_the_keys_walk_through_an_album_look_closer_and_lead_back(browser: Browser, house: House) -> None:
    async with visitor(browser, size=DESKTOP, cookies=house.cookies) as owner:
        viewer, keys = await _opens(owner, house), owner.page.keyboard
        await expect(viewer.locator("[data-caption]")).to_have_text("Loaf a")
        await expect(viewer.locator("[data-number]")).to_have_text("1 of 3")
        await keys.press("ArrowRight")
        await expect(viewer.get_by_role("img", name="Loaf b")).to_be_visible()
        await keys.press("ArrowLeft")
        await keys.press("ArrowLeft")
        await expect(viewer.locator("[data-number]")).to_have_text("3 of 3")
        await keys.press("+")
        await expect(viewer).to_have_attribute("data-scale", "1.5")
        await keys.press("0")
        await expect(viewer).to_have_attribute("data-scale", "1")
        await viewer.get_by_role("button", name="Look closer").click()
        await expect(viewer).to_have_attribute("data-scale", "2.5")
        await viewer.get_by_role("button", name="Fit the picture").click()
        await expect(viewer).to_have_attribute("data-scale", "1")
        await keys.press("Escape")
        await expect(viewer).to_be_hidden()
        await expect(owner.messages("page").last.locator("[data-picture]").first).to_be_focused()
        assert owner.noise.heard == []


async def test_a_finger_swipes_to_the_next_picture_and_down_to_leave(browser: Browser, house: House) -> None:
    async with visitor(browser, size=NARROW, cookies=house.cookies, touch=True) as owner:
        viewer = await _opens(owner, house)
        await expect(viewer.locator("[data-caption]")).to_have_text("Loaf a")
        await _swipes(owner, (250, 300), (60, 310))
        await expect(viewer.locator("[data-caption]")).to_have_text("Loaf b")
        await _swipes(owner, (60, 300), (250, 310))
        await expect(viewer.locator("[data-caption]")).to_have_text("Loaf a")
        await _swipes(owner, (150, 200), (155, 420))
        await expect(viewer).to_be_hidden()
        assert owner.noise.heard == []


async def _swipes(owner: Visitor, start: tuple[int, int], end: tuple[int, int]) -> None:
    wire = await owner.page.context.new_cdp_session(owner.page)
    for kind, points in (("touchStart", [start]), ("touchMove", [end]), ("touchEnd", [])):
        await wire.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )
