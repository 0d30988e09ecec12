"""The server is killed; the page waits, finds it again by itself, and nothing is lost or done twice."""

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser.house import House
from tests.browser.process import Greenlight
from tests.browser.visitor import status, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_set_up_goes_on_at_the_same_question_after_a_crash(browser: Browser, greenlight: Greenlight) -> None:
    async with visitor(browser) as owner:
        await owner.enter(await greenlight.start())
        await owner.say("/start")
        await owner.asked(1)
        await owner.answer("Bakery Flor", then=2)
        await greenlight.kill()
        await expect(owner.page.get_by_role("banner").get_by_role("status")).to_have_text("Reconnecting…")
        await owner.say("sourdough bread")
        waiting = owner.page.locator("[data-pending]")
        await expect(waiting).to_contain_text("Waiting for the connection…")
        await greenlight.start()
        await owner.asked(3)
        await expect(waiting).to_have_count(0)
        await expect(owner.messages("words").filter(has_text="sourdough bread")).to_have_count(1)
        await expect(owner.messages("question")).to_have_count(3)
        await expect(owner.page.get_by_role("banner").get_by_role("status")).to_have_text("")
        await owner.say("/start")
        await expect(owner.messages("say").last).to_contain_text("go on where we stopped")
        await expect(owner.messages("question")).to_have_count(4)
        await owner.asked(3)
        assert owner.noise.without_lost_connections() == []


@pytest.mark.parametrize(("number", "arrived"), [(2, False), (3, True)], ids=["before it arrived", "after it was done"])
async def test_an_approval_survives_a_crash(browser: Browser, house: House, number: int, arrived: bool) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        events: list[str] = []

        async def crash(route: Route) -> None:
            events.append((route.request.post_data_json or {})["event_id"])
            if len(events) > 1:
                await route.continue_()
                return
            if arrived:
                await route.fetch()
            await house.greenlight.kill()
            await route.abort("connectionreset")

        await owner.page.route("**/api/press", crash)
        await owner.post(number).get_by_role("button", name="Approve").click()
        await expect(owner.page.get_by_role("banner").get_by_role("status")).to_have_text("Reconnecting…")
        await house.greenlight.start()
        await status(owner.post(number), "Scheduled")
        await owner.page.reload()
        await owner.arrived()
        await status(owner.post(number), "Scheduled")
        assert len(set(events)) == 1
        assert owner.noise.without_lost_connections() == []
