"""One tab per destination: many fit one line, the open one is told to the server, and each shows its own."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, Request, ViewportSize, expect

from bot.cards.card import Button, Card, Preview
from bot.cards.press import Press
from core.payload import Media
from tests.browser import stage
from tests.browser.house import House
from tests.browser.visitor import DESKTOP, NARROW, Visitor, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAMES = ("feed", "linkedin", "x", "instagram", "facebook", "threads", "pinterest", "mastodon")


def _media(kind: str) -> Media:
    return Media(sha256=kind * 64, mime="image/png", size=1, width=600, height=400, alt=f"Picture {kind}")


def _card() -> Card:
    previews = tuple(
        Preview(
            name=name,
            label=name.title(),
            text=f"Words for {name}",
            count={"x": 281, "linkedin": 275, "mastodon": 120}.get(name, 10),
            limit=280,
            problem="That is one character too many." if name == "x" else "",
            note="Pinterest is not connected yet." if name == "pinterest" else "",
            pictures=(_media("b"), _media("c")) if name == "instagram" else (),
        )
        for name in NAMES
    )
    approve = Button(label="Approve it", press=Press(verb="approve", target=1))
    return Card(kind="post", subject=1, previews=previews, pictures=(_media("a"),), buttons=((approve,),))


async def _enter(owner: Visitor, house: House) -> Locator:
    await owner.page.route("**/media/**", stage.a_pixel)
    await stage.add(owner.page, [stage.from_bot(_card())], alone=True)
    await owner.enter(house.greenlight.url)
    return owner.messages("post").last


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["desktop", "320 px"])
async def test_eight_tabs_stay_on_one_line_and_the_arrows_reach_the_last(
    browser: Browser, house: House, size: ViewportSize
) -> None:
    async with visitor(browser, size=size, cookies=house.cookies) as owner:
        card = await _enter(owner, house)
        tabs = card.get_by_role("tab")
        tops = await tabs.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
        assert len(tops) == 8
        assert len(set(tops)) == 1
        row = card.get_by_role("tablist")
        await expect(row).to_have_class("tabs more-after")
        await tabs.first.focus()
        await owner.page.keyboard.press("End")
        await expect(tabs.last).to_be_focused()
        await expect(tabs.last).to_be_in_viewport(ratio=1)
        await expect(row).to_have_class("tabs more-before")
        await owner.page.keyboard.press("ArrowRight")
        await expect(tabs.first).to_be_focused()
        await expect(tabs.first).to_be_in_viewport(ratio=1)
        assert owner.noise.heard == []


async def test_each_tab_shows_its_words_its_count_its_pictures_and_what_holds_there(
    browser: Browser, house: House
) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        card = await _enter(owner, house)
        assert await _pictures(card) == ["Picture a"]
        await card.get_by_role("tab", name="Instagram").click()
        await expect(card.locator("[data-text]")).to_have_text("Words for instagram")
        assert await _pictures(card) == ["Picture b", "Picture c"]
        await card.get_by_role("tab", name="Linkedin").click()
        assert await _pictures(card) == ["Picture a"]
        await expect(card.locator(".count")).to_have_class("count near")
        await card.get_by_role("tab", name="X has a problem").click()
        await expect(card.locator(".count")).to_have_class("count over")
        await expect(card.locator("[data-problem]")).to_contain_text("one character too many")
        await card.get_by_role("tab", name="Pinterest not connected").click()
        await expect(card.locator("[data-note]")).to_have_text("Pinterest is not connected yet.")
        assert owner.noise.heard == []


async def test_the_open_tab_is_told_with_every_press_and_reply(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        card = await _enter(owner, house)
        await owner.page.route("**/api/press", stage.nothing)
        await owner.page.route("**/api/say", stage.nothing)
        await card.get_by_role("tab", name="Facebook").click()
        async with owner.page.expect_request("**/api/press") as press:
            await card.get_by_role("button", name="Approve it").click()
        assert _tab_of(await press.value) == "facebook"
        await card.get_by_role("button", name="Reply to this message").click()
        async with owner.page.expect_request("**/api/say") as reply:
            await owner.say("Shorter, please")
        assert _tab_of(await reply.value) == "facebook"
        async with owner.page.expect_request("**/api/say") as words:
            await owner.say("Something else")
        assert _tab_of(await words.value) == ""


def _tab_of(sent: Request) -> str:
    return str((sent.post_data_json or {})["tab"])


async def _pictures(card: Locator) -> list[str]:
    return [str(alt) for alt in await card.locator("img").evaluate_all("all => all.map(one => one.alt)")]
