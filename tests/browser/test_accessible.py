"""What a screen reader, weak eyes and automatic rules demand: axe finds nothing, on large and small, light and dark.

With GREENLIGHT_AXE_REPORTS naming a folder, what axe found is written there as JSON, one file for each look.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ViewportSize, expect

from bot.cards.card import Badge, Button, Card, Preview, Row, Tone
from bot.cards.press import Press
from bot.cards.text import Bold, Bullets, Code, Deleted, Inserted, Link, Quote
from bot.web.render import Json
from tests.browser import stage
from tests.browser.house import House
from tests.browser.visitor import DESKTOP, NARROW, Colours, Visitor, visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = Card(
    kind="question",
    body=("At what time of day should posts go out?",),
    footer=("5 of 6",),
    buttons=(
        (Button(label="09:00", press=Press(verb="pick", arg="0")),),
        (Button(label="Skip", press=Press(verb="pass")),),
    ),
)
EVERYTHING = Card(
    kind="page",
    title=(Bold("Everything"), " at once"),
    badge=Badge(mark="⚠️", word="Failed", tone=Tone.BAD),
    body=(
        Bullets(items=((Code("/new"), " a post"), (Link("a page", "https://example.org"),))),
        Quote("As they said"),
        Inserted("new"),
        Deleted("old"),
    ),
    previews=(
        Preview(name="a", label="First", text="Hello #world", count=480, limit=500, problem="Too many hashtags."),
        Preview(name="b", label="Second", text="Hello", count=5, limit=500, note="Second is not connected yet."),
    ),
    rows=(
        Row(mark="🟡", label="Waiting", text=("2 posts",), press=Press(verb="list", arg="pending")),
        Row(mark="🔴", label="Trouble", text=("1 post",)),
        Row(mark="🦊", label="Fox", text=("no sign of ours",), url="https://example.org"),
    ),
    buttons=tuple((Button(label=tone.value, press=Press(verb="x"), tone=tone),) for tone in Tone),
)
COLLEAGUES = [stage.from_person(name, "I would take the second one.", number) for number, name in enumerate("ABCDEFG")]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["desktop", "320 px"])
async def test_axe_finds_nothing(browser: Browser, house: House, size: ViewportSize, colours: Colours) -> None:
    found: dict[str, Any] = {}
    async with visitor(browser, size=size, cookies=house.cookies, colours=colours) as owner:
        await owner.enter(house.greenlight.url)
        found["week"] = await _violations(owner)
        await _opens_each_layer(owner, found)
        for name, messages in _scenes().items():
            await stage.add(owner.page, messages, alone=True)
            await owner.page.reload()
            await owner.arrived()
            found[name] = await _violations(owner)
            await owner.page.unroute("**/api/start")
        assert owner.noise.heard == []
    _report(f"{size['width']}-{colours}", found)
    assert {name: one for name, one in found.items() if one} == {}


def _scenes() -> dict[str, list[dict[str, Json]]]:
    return {
        "empty": [],
        "question": [stage.from_bot(QUESTION)],
        "everything": [*COLLEAGUES, stage.from_bot(EVERYTHING, 10), stage.from_bot(QUESTION, 11)],
    }


async def _opens_each_layer(owner: Visitor, found: dict[str, Any]) -> None:
    await owner.post(5).get_by_role("button", name="Edit").click()
    await expect(owner.dialog).to_be_visible()
    found["dialog"] = await _violations(owner, within="dialog[open]")
    await owner.page.keyboard.press("Escape")
    await owner.post(5).locator("[data-picture]").first.click()
    await expect(owner.page.locator("[data-viewed]")).to_be_visible()
    found["viewer"] = await _violations(owner, within="dialog[open]")
    await owner.page.keyboard.press("Escape")
    await owner.page.keyboard.press("Control+k")
    await expect(owner.page.locator("[data-palette-input]")).to_be_focused()
    found["palette"] = await _violations(owner, within="dialog[open]")
    await owner.page.keyboard.press("Escape")
    await owner.input.fill("/")
    await expect(owner.page.locator("[data-completion]")).to_be_visible()
    found["completion"] = await _violations(owner, within="footer")
    await owner.input.fill("")


async def _violations(owner: Visitor, *, within: str = "") -> list[str]:
    """What axe objects to, with the place of each; `within` leaves out what an open dialog makes unreachable."""
    found = await Axe().run(owner.page, context=within or None)
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:160]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def _report(look: str, found: dict[str, Any]) -> None:
    folder = os.environ.get("GREENLIGHT_AXE_REPORTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / f"{look}.json").write_text(json.dumps(found, indent=2, ensure_ascii=False))
