"""Takes pictures of the cards as Telegram's own Bot API server got them: `python -m tests.gallery.telegram [FOLDER]`.

A bakery is set up in Telegram, against the tests' own server. What hangs in the chat is drawn with the entities,
pictures and buttons of the calls that were made, about as a phone shows them. Nothing checks them but eyes.
"""

from __future__ import annotations

import asyncio
import base64
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from tests.browser.house import SYSTEM
from tests.fakes.bot_api.people import TelegramPerson
from tests.fakes.bot_api.server import bot_api
from tests.fakes.bot_api.world import Message, World
from tests.fakes.chat import newest, presses
from tests.gallery.screens import fonts
from tests.stories.house import House, open_house

FOLDER = Path("build/gallery/telegram")
TAGS = {
    "bold": "b",
    "italic": "i",
    "code": "code",
    "underline": "ins",
    "strikethrough": "del",
    "text_link": "u",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
STYLE = """
body { margin: 0; padding: 10px; width: 370px; background: #d5e4d0; font: 15px/1.32 'Noto Sans', 'Noto Color Emoji' }
.one { width: 316px; margin-bottom: 10px }
.said { background: #fff; border-radius: 12px; overflow: hidden; white-space: pre-wrap; overflow-wrap: anywhere }
.said img { display: block; width: 100% } .words { padding: 7px 11px 8px }
.row { display: flex; gap: 3px; margin-top: 3px }
.row span { flex: 1; background: #6c8f6ccc; color: #fff; border-radius: 8px; text-align: center; padding: 8px 3px;
  font-size: 13.5px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.row .success { background: #2e9e4fdd } .row .danger { background: #c8453bdd }
.ana .said { background: #e3fdc9 } .ana { margin-left: 54px }
blockquote { margin: 2px 0; padding: 3px 8px; border-left: 3px solid #3a8ad6; background: #eef5fc; border-radius: 4px }
u { color: #1f6fc0; text-decoration: none }
"""


async def shoot(folder: Path) -> None:
    """Take every picture anew."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        async with bot_api() as api, open_house(Path(scratch) / "house", api=api) as house, async_playwright() as play:
            browser = await play.chromium.launch(
                executable_path=os.environ.get("GREENLIGHT_TEST_CHROMIUM") or str(SYSTEM),
                env={**os.environ, "FONTCONFIG_FILE": str(fonts(Path(scratch)))},
            )
            page = await browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
            await _scenes(house, house.telegram_person(), api.world, page, folder)
            await browser.close()


async def _scenes(house: House, ana: TelegramPerson, world: World, page: Page, folder: Path) -> None:
    taken = 0

    async def scene(name: str, prepare: Callable[[], Awaitable[None]]) -> None:
        nonlocal taken
        await prepare()
        await house.settle()
        messages = list(world.hanging(ana.chat))
        await _draw(world, page, messages[taken:] or messages[-1:], folder / f"{name}.png")
        taken = len(messages)

    async def week() -> None:
        for words in ("Padaria do Sol", "bread, mornings, our street", "Warm and short.", "", "", ""):
            await (ana.says(words) if words else presses(ana, "Skip"))

    async def says(words: str, label: str = "", about: str = "") -> None:
        await (presses(ana, label, about=about) if label else ana.says(words))

    await scene("01-hello", lambda: ana.says("/start"))
    await scene("02-week", week)
    await scene("03-edit-by-talking", lambda: _replies(ana, "shorter"))
    await scene("04-approved", lambda: says("", "Approve all 7"))
    for number, command in enumerate(("status", "calendar", "posts", "slots", "settings", "help"), start=5):
        await scene(f"{number:02}-{command}", partial(ana.says, f"/{command}"))


async def _replies(ana: TelegramPerson, words: str) -> None:
    await ana.says(words, to=(await newest(ana, "Sun 22 Nov")).id)


async def _draw(world: World, page: Page, messages: list[Message], path: Path) -> None:
    drawn = "".join(_one(world, message) for message in messages)
    await page.set_content(f"<meta charset=utf-8><style>{STYLE}</style>{drawn}")
    await page.screenshot(path=path, full_page=True)


def _one(world: World, message: Message) -> str:
    sizes = message.data.get("photo") or []
    picture = ""
    if sizes:
        data = base64.b64encode(world.files[sizes[-1]["file_id"]]).decode()
        picture = f'<img src="data:image/png;base64,{data}">'
    entities = message.data.get("entities") or message.data.get("caption_entities") or []
    words = f'<div class="words">{_words(message.text, entities)}</div>' if message.text else ""
    rows = (message.data.get("reply_markup") or {}).get("inline_keyboard", [])
    buttons = "".join(f'<div class="row">{"".join(map(_button, row))}</div>' for row in rows)
    whose = "one" if message.data.get("from", {}).get("is_bot", True) else "one ana"
    return f'<div class="{whose}"><div class="said">{picture}{words}</div>{buttons}</div>'


def _button(button: dict[str, Any]) -> str:
    return f'<span class="{button.get("style", "")}">{escape(button["text"])}</span>'


def _words(text: str, entities: list[dict[str, Any]]) -> str:
    """The text with its entities, whose places count UTF-16 code units; those that overlap are nested by order."""
    units = text.encode("utf-16-le")
    edges = sorted({0, len(units) // 2, *(edge for one in entities for edge in _ends(one))})
    said = ""
    for start, end in pairwise(edges):
        piece = escape(units[2 * start : 2 * end].decode("utf-16-le"))
        inside = [TAGS.get(one["type"], "span") for one in entities if _ends(one)[0] <= start and end <= _ends(one)[1]]
        said += "".join(f"<{tag}>" for tag in inside) + piece + "".join(f"</{tag}>" for tag in reversed(inside))
    return said


def _ends(entity: dict[str, Any]) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


if __name__ == "__main__":
    asyncio.run(shoot(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
