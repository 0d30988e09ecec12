"""From hello to a published post, with everything a person does on the way."""

import re

import feedparser
import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.browser.process import Greenlight
from tests.browser.visitor import OWN_FEED, Visitor, status, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIRST_PAINT = 100 * 1024  # bytes on the wire


async def test_from_hello_to_a_published_post(browser: Browser, greenlight: Greenlight) -> None:
    await greenlight.start()
    async with visitor(browser) as owner:
        await owner.enter(await greenlight.link())
        await _answers_six_questions(owner)
        await _sees_seven_pictures(owner)
        await _edits(owner, 1, "We open at seven.\n\nThe first loaf is for whoever is awake.")
        await _skips(owner, 2)
        await _approves_the_rest(owner)
        address = await _posts_now(owner, 1)
        await _reads_it_in_the_feed(greenlight, owner, address)
        assert owner.noise.heard == []


async def test_the_first_look_weighs_little(browser: Browser, greenlight: Greenlight) -> None:
    async with visitor(browser) as owner:
        weights: list[float] = []
        wire = await owner.page.context.new_cdp_session(owner.page)
        wire.on("Network.loadingFinished", lambda one: weights.append(one["encodedDataLength"]))
        await wire.send("Network.enable")
        await owner.enter(await greenlight.start())
        await expect(owner.input).to_be_focused()
        assert 0 < sum(weights) < FIRST_PAINT
        assert owner.noise.heard == []


async def _answers_six_questions(owner: Visitor) -> None:
    """One of them wrong at first, one of them skipped."""
    await owner.page.get_by_role("button", name="Begin").click()
    await owner.asked(1)
    await owner.answer("Bakery Flor", then=2)
    await owner.answer("sourdough bread, slow mornings", then=3)
    await owner.answer("We bake everything before sunrise.", then=4)
    asked = await owner.messages("question").count()
    await owner.say("Atlantis")
    await expect(owner.messages("question")).to_have_count(asked + 1)
    await expect(owner.messages("say").last).to_contain_text("“Atlantis”")
    await owner.asked(4)
    await owner.answer("lisbon", then=5)
    await owner.pick(re.compile("^Skip"))
    await owner.asked(6)
    await owner.pick(OWN_FEED)
    await owner.sees_week()


async def _sees_seven_pictures(owner: Visitor) -> None:
    for number in range(7):
        card = owner.post(number)
        await expect(card.locator("img")).to_have_count(1)
        await owner.loads_pictures(card)
        await expect(card.locator("[data-title]")).to_contain_text("09:00")


async def _edits(owner: Visitor, number: int, text: str) -> None:
    card = owner.post(number)
    await card.get_by_role("button", name="Edit").click()
    await owner.dialog.get_by_label("Text").fill(text)
    await expect(owner.dialog.locator('[data-field-count="text"]')).to_have_text(f"{len(text)} / 20,000")
    await owner.dialog.get_by_role("button", name="Save").click()
    await expect(owner.dialog).to_be_hidden()
    await expect(owner.toasts.filter(has_text="Saved.")).to_be_visible()
    await expect(card.locator("[data-text]")).to_contain_text(text)


async def _skips(owner: Visitor, number: int) -> None:
    await owner.post(number).get_by_role("button", name="Skip").click()
    await status(owner.post(number), "Skipped")
    await owner.counts("6 of 7 waiting")


async def _approves_the_rest(owner: Visitor) -> None:
    pinned = owner.page.get_by_role("region", name="Pinned")
    await pinned.get_by_role("button", name="Approve all 6").click()
    await owner.counts("All decided")
    await expect(owner.batch.get_by_role("button", name="Undo")).to_be_visible()
    await expect(pinned).to_contain_text("All decided")
    for number in (0, 1, 3, 4, 5, 6):
        await status(owner.post(number), "Scheduled")
    await status(owner.post(2), "Skipped")


async def _posts_now(owner: Visitor, number: int) -> str:
    """Asked twice; the card turns live by itself and leads to the post."""
    card = owner.post(number)
    await card.get_by_role("button", name="Post now").click()
    asked_again = owner.messages("confirm").or_(owner.dialog).last
    await expect(asked_again).to_contain_text("cannot be undone")
    await status(card, "Scheduled")
    await asked_again.get_by_role("button", name="Yes, publish now").click()
    await status(card, "Live")
    way = card.get_by_role("link", name="Open on Bakery Flor feed")
    await expect(way).to_be_visible()
    return await way.get_attribute("href") or ""


async def _reads_it_in_the_feed(greenlight: Greenlight, owner: Visitor, address: str) -> None:
    """As any reader does: over HTTP, with nobody's cookies."""
    page = await owner.messages("say").locator('a[href*="/feeds/"]').get_attribute("href") or ""
    assert page.startswith(f"{greenlight.url}/feeds/bakery-flor")
    async with httpx.AsyncClient() as reader:
        assert f"{page}feed.atom" in (await reader.get(page)).text
        answer = await reader.get(f"{page}feed.atom")
        read = feedparser.parse(answer.content)
        assert not read.bozo
        assert [entry.link for entry in read.entries] == [address]
        assert "The first loaf is for whoever is awake." in read.entries[0].content[0].value
        assert (await reader.get(address)).status_code == 200
        (picture,) = [link for link in read.entries[0].links if link.rel == "enclosure"]
        assert (await reader.get(picture.href)).headers["content-type"] == picture.type
