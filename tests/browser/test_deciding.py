"""Deciding twice, and two people deciding at once. Each test has its own post of the shared week."""

import asyncio

import pytest
from playwright.async_api import Browser, expect

from tests.browser.house import House
from tests.browser.visitor import Visitor, status, visitor

SCROLLED_TO_REST = """() => new Promise(done => {
  const box = document.querySelector("[data-scroll]");
  const look = before => box.scrollTop === before ? done(true) : setTimeout(look, 150, box.scrollTop);
  look(-1);
})"""

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_double_press_on_approve_is_one_decision(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        card = owner.post(0)
        await card.get_by_role("button", name="Approve").dblclick()
        await status(card, "Scheduled")
        await expect(owner.toasts).to_have_count(1)
        await expect(owner.toasts).to_contain_text("Approved. It goes out")
        await expect(card.get_by_role("button", name="Take back")).to_be_visible()
        assert owner.noise.heard == []


async def test_the_late_half_of_a_double_press_hits_nothing_new(browser: Browser, house: House) -> None:
    """By then the card is drawn anew, and where Approve was there is another button."""
    async with visitor(browser, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        presses: list[str] = []
        owner.page.on("request", lambda one: presses.append(one.url) if one.url.endswith("/api/press") else None)
        card = owner.post(6)
        place = await owner.place_of(card.get_by_role("button", name="Approve"))
        await owner.page.mouse.click(*place)
        await status(card, "Scheduled")
        await owner.page.mouse.down(click_count=2)
        await owner.page.mouse.up(click_count=2)
        await owner.say("Said after the second press.")
        await expect(owner.messages("words").last).to_contain_text("Said after the second press.")
        assert len(presses) == 1
        await status(card, "Scheduled")
        assert owner.noise.heard == []


async def test_two_who_decide_at_once_end_up_equal_and_one_is_told(browser: Browser, house: House) -> None:
    async with visitor(browser) as one, visitor(browser) as other:
        links = await asyncio.gather(house.greenlight.link(), house.greenlight.link())
        await asyncio.gather(one.enter(links[0]), other.enter(links[1]))
        told = await asyncio.gather(*(_approves(who, 1) for who in (one, other)))
        for who in (one, other):
            await status(who.post(1), "Scheduled")
        assert sum(words.startswith("Approved. It goes out") for words in told) == 1, told
        assert sum(words.startswith("Already approved") for words in told) == 1, told
        assert one.noise.heard + other.noise.heard == []


async def test_a_change_elsewhere_does_not_move_what_is_being_read(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as reader, visitor(browser, cookies=house.cookies) as other:
        await reader.enter(house.greenlight.url)
        await other.enter(house.greenlight.url)
        await reader.loads_pictures(reader.page.locator("[data-log]"))
        await reader.post(5).evaluate("node => node.scrollIntoView({ block: 'start' })")
        await reader.page.mouse.wheel(0, -40)
        await reader.page.wait_for_function(SCROLLED_TO_REST)
        before = await reader.post(5).bounding_box()
        await other.post(4).get_by_role("button", name="Skip").click()
        await status(reader.post(4), "Skipped")
        assert await reader.post(5).bounding_box() == before
        await other.post(4).get_by_role("button", name="Bring back").click()
        await status(reader.post(4), "Waiting for you")
        assert await reader.post(5).bounding_box() == before
        assert reader.noise.heard + other.noise.heard == []


async def _approves(who: Visitor, number: int) -> str:
    """What they are told for it. Read from the answer, because a toast is gone after some seconds."""
    async with who.page.expect_response("**/api/press") as answer:
        await who.post(number).get_by_role("button", name="Approve").click()
    (toast,) = (await (await answer.value).json())["toasts"]
    await expect(who.toasts.filter(has_text=toast)).to_be_visible()
    return str(toast)
