"""Takes pictures of the page as people see it: `python -m tests.gallery.screens [FOLDER]`.

A real Greenlight is set up for a bakery, and every scene is taken on a desktop and a phone, in light and dark. The
pictures are build output; nothing checks them but eyes.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, StorageState, ViewportSize, async_playwright, expect

from tests.browser.house import SYSTEM
from tests.browser.process import ROOT, Greenlight
from tests.browser.visitor import Noise, Visitor

FOLDER = Path("build/gallery/screens")
FONTS = ROOT / "adapters/media/fonts"  # the pictures look the same on machines that have none
PATIENCE = 60_000  # milliseconds; the machine may be busy
STILL = 450  # milliseconds in which what moves comes to rest

SAID = (
    "/start",
    "Bakery Flor",
    "sourdough bread, slow mornings, our neighbourhood",
    "We are a small bakery in Porto, run by two sisters. We bake everything before sunrise and are cheerful about it. "
    "The first loaf of the day is for whoever is awake. Our sourdough rests for thirty hours. Dogs are welcome.",
)


@dataclass(frozen=True, slots=True)
class Look:
    """A device and the colours it is set to."""

    name: str
    size: ViewportSize
    scale: float
    colours: Literal["light", "dark"]
    touch: bool


DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
LOOKS = tuple(
    Look(f"{device}-{colours}", size, scale, colours, touch)
    for device, size, scale, touch in (("desktop", DESKTOP, 1, False), ("phone", PHONE, 2, True))
    for colours in ("light", "dark")
)


@dataclass(frozen=True, slots=True)
class Gallery:
    """Where pictures go, and the same person in front of every look."""

    folder: Path
    visitors: dict[str, Visitor]

    async def take(self, scene: str, prepare: Callable[[Visitor], Awaitable[None]], *, leave: str = "") -> None:
        """One picture per look of what `prepare` brings on the page; afterwards the key `leave` is pressed."""
        for name, visitor in self.visitors.items():
            await prepare(visitor)
            await visitor.page.wait_for_timeout(STILL)
            await visitor.page.screenshot(path=self.folder / f"{scene}-{name}.png")
            if leave:
                await visitor.page.keyboard.press(leave)


async def shoot(folder: Path) -> None:
    """Take every picture anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    expect.set_options(timeout=PATIENCE)
    with tempfile.TemporaryDirectory() as scratch:
        greenlight = Greenlight(Path(scratch))
        link = await greenlight.start()
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(
                    executable_path=os.environ.get("GREENLIGHT_TEST_CHROMIUM") or str(SYSTEM),
                    env={**os.environ, "FONTCONFIG_FILE": str(fonts(Path(scratch)))},
                )
                await _every_scene(browser, folder, link)
        finally:
            await greenlight.stop()


async def _every_scene(browser: Browser, folder: Path, link: str) -> None:
    async with AsyncExitStack() as open_pages:
        owner = await open_pages.enter_async_context(_page(browser, LOOKS[0]))
        await owner.enter(link)
        url, cookies = owner.page.url, await owner.page.context.storage_state()
        visitors = {LOOKS[0].name: owner}
        for look in LOOKS[1:]:
            visitors[look.name] = await open_pages.enter_async_context(_page(browser, look, cookies))
            await visitors[look.name].enter(url)
        gallery = Gallery(folder, visitors)
        await _before_the_week(gallery, owner)
        await _the_week(gallery)
        await _after_the_week(gallery, owner)


async def _before_the_week(gallery: Gallery, owner: Visitor) -> None:
    await gallery.take("01-empty", _waits)
    for number, words in enumerate(SAID):
        await owner.say(words)
        await expect(owner.messages("question")).to_have_count(number + 1)
        if number == 1:
            await gallery.take("02-question", _waits)
    while not await owner.messages("batch").count():
        await _answers_by_button(owner)


async def _answers_by_button(owner: Visitor) -> None:
    """Pick the last choice that the question offers, else pass it, and wait for what follows."""
    asked = await owner.messages("question").count()
    choices = owner.question.locator('[data-verb="pick"]')
    await (choices.last if await choices.count() else owner.question.locator("[data-verb]").last).click()
    await expect(owner.messages("question").nth(asked).or_(owner.messages("post").first).first).to_be_visible()


async def _the_week(gallery: Gallery) -> None:
    async def card(visitor: Visitor) -> None:
        await expect(visitor.messages("post")).to_have_count(7)
        for number in range(7):
            await visitor.loads_pictures(visitor.post(number))
        await _to_top(visitor, visitor.post(2).evaluate)

    async def opens(visitor: Visitor, name: str) -> None:
        await visitor.post(2).get_by_role("button", name=name).first.click()

    await gallery.take("03-week", _sees_the_header)
    await gallery.take("04-post", card)
    await gallery.take("05-tab", _opens_the_last_tab)
    await gallery.take("06-edit", lambda visitor: opens(visitor, "Edit"), leave="Escape")
    await gallery.take("07-viewer", _opens_a_picture, leave="Escape")
    await gallery.take("08-palette", _opens_the_palette, leave="Escape")
    await gallery.take("09-completion", _begins_a_command)
    for visitor in gallery.visitors.values():
        await visitor.input.fill("")


async def _after_the_week(gallery: Gallery, owner: Visitor) -> None:
    await owner.post(3).get_by_role("button", name="Skip").click()
    await owner.batch.get_by_role("button", name="Approve all").click()
    await expect(owner.batch.get_by_role("button", name="Undo")).to_be_visible()
    await gallery.take("10-approved", _sees_the_header)
    for number, command in enumerate(("status", "calendar", "settings", "help"), start=11):
        await owner.say(f"/{command}")
        await expect(owner.messages("words").last).to_contain_text(f"/{command}")
        await expect(owner.page.locator("[data-message]").last).to_have_attribute("data-from", "bot")
        await gallery.take(f"{number}-{command}", _sees_the_answer)


async def _waits(visitor: Visitor) -> None:
    await expect(visitor.page.locator("[data-typing]")).to_have_count(0)


async def _sees_the_header(visitor: Visitor) -> None:
    await expect(visitor.messages("post")).to_have_count(7)
    await _to_top(visitor, visitor.batch.evaluate)


async def _sees_the_answer(visitor: Visitor) -> None:
    answer = visitor.page.locator("[data-message]").last
    await visitor.loads_pictures(answer)
    await _to_top(visitor, answer.evaluate)


async def _to_top(visitor: Visitor, evaluate: Callable[[str], Awaitable[object]]) -> None:
    await evaluate("node => node.scrollIntoView({ block: 'start' })")


async def _opens_the_last_tab(visitor: Visitor) -> None:
    tabs = visitor.post(2).get_by_role("tab")
    if await tabs.count():
        await tabs.last.click()


async def _opens_a_picture(visitor: Visitor) -> None:
    await visitor.post(0).locator("[data-picture]").first.click()


async def _opens_the_palette(visitor: Visitor) -> None:
    await visitor.page.keyboard.press("Control+k")
    await expect(visitor.page.locator("[data-palette-input]")).to_be_focused()


async def _begins_a_command(visitor: Visitor) -> None:
    await visitor.input.fill("/")
    await expect(visitor.page.locator("[data-completion]")).to_be_visible()


@asynccontextmanager
async def _page(browser: Browser, look: Look, cookies: StorageState | None = None) -> AsyncIterator[Visitor]:
    context = await browser.new_context(
        viewport=look.size,
        device_scale_factor=look.scale,
        color_scheme=look.colours,
        has_touch=look.touch,
        is_mobile=look.touch,
        storage_state=cookies,
        locale="en-GB",
    )
    context.set_default_timeout(PATIENCE)
    yield Visitor(await context.new_page(), Noise())
    await context.close()


def fonts(scratch: Path) -> Path:
    """A font configuration that adds our own fonts to those of the machine."""
    path = scratch / "fonts.conf"
    path.write_text(
        f'<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{FONTS}</dir>'
        f"<cachedir>{scratch / 'fonts'}</cachedir></fontconfig>"
    )
    return path


if __name__ == "__main__":
    asyncio.run(shoot(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
