"""Writing: files from anywhere, counts while typing, colours, and nothing lost on the way."""

from __future__ import annotations

import asyncio
import json

import pytest
from playwright.async_api import Browser, FilePayload, Route, expect

from bot.cards.card import Button, Card
from bot.cards.form import Field, Form, Kind
from bot.cards.press import Press
from tests.browser import stage
from tests.browser.house import House
from tests.browser.visitor import visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOLD_A_PICTURE = """([kind, to]) => {
  const held = new DataTransfer();
  held.items.add(new File(["not really a picture"], "loaf.png", { type: "image/png" }));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: held, bubbles: true })
    : new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true });
  document.querySelector(to).dispatchEvent(event);
}"""
PICTURE = FilePayload(name="crust.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n")
LOOK = Form(
    id=7,
    name="brand",
    title="Your look",
    fields=(
        Field(name="main", label="Main colour", ask="?", kind=Kind.COLOUR, value="#0b7a4b", required=False),
        Field(name="second", label="Second colour", ask="?", kind=Kind.COLOUR, required=False),
        Field(name="logo", label="Logo", ask="?", kind=Kind.FILES, required=False),
    ),
)


async def test_a_picture_dropped_anywhere_waits_above_the_line_and_shows_how_far_it_is(
    browser: Browser, house: House
) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        overlay = owner.page.get_by_text("Drop to add")
        await owner.page.evaluate(HOLD_A_PICTURE, ["dragenter", "header"])
        await expect(overlay).to_be_visible()
        await owner.page.evaluate(HOLD_A_PICTURE, ["dragleave", "header"])
        await expect(overlay).to_be_hidden()
        await owner.page.evaluate(HOLD_A_PICTURE, ["dragenter", "main"])
        await owner.page.evaluate(HOLD_A_PICTURE, ["drop", "main"])
        await expect(overlay).to_be_hidden()
        await owner.page.evaluate(HOLD_A_PICTURE, ["paste", "[data-input]"])
        files = owner.page.get_by_role("list", name="Files to send")
        await expect(files.get_by_role("listitem")).to_have_count(2)
        await files.get_by_role("button", name="Leave out loaf.png").first.click()
        await expect(files.get_by_role("listitem")).to_have_count(1)

        answer = asyncio.Event()

        async def slowly(route: Route) -> None:
            await answer.wait()
            await stage.nothing(route)

        await owner.page.route("**/api/upload", slowly)
        await owner.say("Fresh from the oven")
        sent = owner.page.locator("[data-pending]")
        await expect(sent.get_by_role("img", name="loaf.png")).to_be_visible()
        await expect(sent).to_contain_text("Sending…")
        answer.set()
        assert owner.noise.heard == []


async def test_the_length_is_counted_as_the_destination_counts_it(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        await owner.enter(house.greenlight.url)
        await owner.post(5).locator('[data-tab="x"]').click()
        async with owner.page.expect_response("**/api/measure"):
            await owner.post(5).get_by_role("button", name="Edit").click()
        counts = owner.dialog.get_by_role("group", name="Length at each destination")
        async with owner.page.expect_response("**/api/measure") as counted:
            await owner.dialog.get_by_label("Text").fill("Olá 👩‍👩‍👧")
        lengths = await (await counted.value).json()
        assert lengths == {"x": 6}, "X weighs a family of one picture as two"
        await expect(counts.locator('[data-measure="x"]')).to_contain_text("6 / 280")
        await owner.page.keyboard.press("Escape")
        await owner.dialog.get_by_role("button", name="Discard").click()
        assert owner.noise.heard == []


async def test_colours_and_pictures_are_chosen_in_a_dialog(browser: Browser, house: House) -> None:
    async with visitor(browser, cookies=house.cookies) as owner:
        opens = Card(kind="page", title=("Look",), buttons=((Button(label="Change", press=Press(verb="look")),),))
        await stage.add(owner.page, [stage.from_bot(opens)], alone=True)
        await owner.page.route("**/api/press", lambda route: route.fulfill(status=200, json=stage.opens(LOOK)))
        await owner.enter(house.greenlight.url)
        await owner.page.get_by_role("button", name="Change").click()
        await owner.dialog.get_by_label("Choose: Second colour").fill("#c04a1f")
        await expect(owner.dialog.get_by_label("Second colour", exact=True)).to_have_value("#c04a1f")
        await owner.dialog.locator('[data-no-colour="main"]').click()
        await expect(owner.dialog.get_by_label("Main colour", exact=True)).to_have_value("")
        await owner.dialog.get_by_label("Second colour", exact=True).fill("reddish")
        await owner.dialog.get_by_role("button", name="Save").click()
        await expect(owner.dialog.locator('[data-error="second"]')).to_contain_text("# and six digits")
        await owner.dialog.get_by_label("Second colour", exact=True).fill("#C04A1F")
        await owner.dialog.get_by_label("Logo").set_input_files(PICTURE)
        await expect(owner.dialog.get_by_role("listitem")).to_contain_text("crust.png")
        await owner.page.route("**/api/form", stage.nothing)
        async with owner.page.expect_request("**/api/form") as sent:
            await owner.dialog.get_by_role("button", name="Save").click()
        values = json.loads((await sent.value).post_data or "")["values"]
        assert (values["main"], values["second"]) == ("", "#c04a1f")
        assert len(values["logo"]) == 64, "the hash of the picture that was sent ahead"
        await expect(owner.dialog).to_be_hidden()
        assert owner.noise.heard == []
