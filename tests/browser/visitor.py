"""A person at the page: what they do, and what they see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from re import Pattern
from typing import Literal

from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Response,
    StorageState,
    ViewportSize,
    expect,
)

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}
OWN_FEED = "My own feed"
Colours = Literal["light", "dark"]


@dataclass  # without slots: playwright keeps its own marks on listeners
class Noise:
    """Everything a quiet page does not do: console lines, errors, requests that fail or are refused."""

    heard: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Hear of it from now on."""
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def without_lost_connections(self) -> list[str]:
        """What was heard that a server that is away does not explain."""
        return [one for one in self.heard if "net::ERR_" not in one]

    def _console(self, message: ConsoleMessage) -> None:
        self.heard.append(f"console {message.type}: {message.text}")

    def _error(self, error: Error) -> None:
        self.heard.append(f"error: {error}")

    def _failed(self, request: Request) -> None:
        if request.failure == "net::ERR_ABORTED":  # the page was left before it came
            return
        self.heard.append(f"failed: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.heard.append(f"refused: {response.status} {response.url}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser of one person."""

    page: Page
    noise: Noise

    @property
    def input(self) -> Locator:
        """The line to write in."""
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def question(self) -> Locator:
        """The newest question."""
        return self.messages("question").last

    @property
    def batch(self) -> Locator:
        """The header of the week."""
        return self.messages("batch").last

    @property
    def dialog(self) -> Locator:
        """The open dialog."""
        return self.page.get_by_role("dialog")

    @property
    def toasts(self) -> Locator:
        """The short remarks in sight."""
        return self.page.locator("[data-toast]")

    def messages(self, kind: str) -> Locator:
        """All messages of a kind: question, post, batch, words, say, confirm."""
        return self.page.locator(f'[data-message][data-kind="{kind}"]')

    def post(self, number: int) -> Locator:
        """The card of the week's post of that number, from 0. It stays the same one whatever comes after."""
        return self.messages("post").nth(number)

    async def enter(self, link: str) -> None:
        """Follow a one-time link until the chat is there."""
        await self.page.goto(link)
        await self.arrived()

    async def arrived(self) -> None:
        """Wait until the conversation is shown."""
        await expect(self.page.locator("[data-log]")).to_have_attribute("aria-busy", "false")

    async def say(self, text: str) -> None:
        """Write a message and send it."""
        await self.input.fill(text)
        await self.input.press("Enter")

    async def answer(self, text: str, *, then: int) -> None:
        """Answer the question that waits by words, and wait for the one with that number."""
        await self.say(text)
        await self.asked(then)

    async def pick(self, label: str | Pattern[str]) -> None:
        """Answer the question that waits with one of its buttons."""
        await self.question.get_by_role("button", name=label, exact=True).click()

    async def asked(self, number: int) -> None:
        """The newest question is this one of the six."""
        await expect(self.question.locator("[data-footer]")).to_contain_text(f"{number} of 6")

    async def set_up(self) -> None:
        """Answer the six questions quickly, and see seven cards."""
        await self.say("/start")
        await self.asked(1)
        await self.answer("Bakery Flor", then=2)
        await self.answer("sourdough bread, slow mornings", then=3)
        await self.answer("We bake everything before sunrise.", then=4)
        await self.answer("Lisbon", then=5)
        await self.pick("09:00")
        await self.asked(6)
        await self.pick(OWN_FEED)
        await self.sees_week()

    async def sees_week(self) -> None:
        """Seven posts wait."""
        await expect(self.messages("post")).to_have_count(7)
        await self.counts("7 of 7 waiting")

    async def counts(self, words: str) -> None:
        """The header of the week says how many wait."""
        await expect(self.batch.locator("[data-badge]")).to_have_attribute("data-badge", words)

    async def loads_pictures(self, of: Locator) -> None:
        """Every picture within is really there."""
        pictures = of.locator("img")
        for number in range(await pictures.count()):
            await pictures.nth(number).scroll_into_view_if_needed()
            await expect(pictures.nth(number)).to_have_js_property("complete", True)
            await expect(pictures.nth(number)).not_to_have_js_property("naturalWidth", 0)

    async def place_of(self, target: Locator) -> tuple[float, float]:
        """Where on the page to press to hit that element."""
        await target.scroll_into_view_if_needed()
        box = await target.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    async def tab_to(self, target: Locator, *, key: str = "Tab", at_most: int = 60) -> None:
        """Walk with the keyboard until that element has the focus."""
        for _ in range(at_most):
            await self.page.keyboard.press(key)
            if await target.evaluate("node => node === document.activeElement"):
                return
        await expect(target).to_be_focused()


@asynccontextmanager
async def visitor(
    browser: Browser,
    *,
    size: ViewportSize = DESKTOP,
    cookies: StorageState | None = None,
    colours: Colours = "light",
    touch: bool = False,
) -> AsyncIterator[Visitor]:
    """A fresh browser of a person; `cookies` are those of one who came in before."""
    context = await browser.new_context(
        viewport=size,
        storage_state=cookies,
        color_scheme=colours,
        has_touch=touch,
        reduced_motion="reduce",
        locale="en-GB",
    )
    try:
        page = await context.new_page()
        noise = Noise()
        noise.listen(page)
        yield Visitor(page, noise)
    finally:
        await context.close()


async def status(card: Locator, word: str) -> None:
    """The card's badge says this."""
    await expect(card.locator("[data-badge]")).to_have_attribute("data-badge", word)
