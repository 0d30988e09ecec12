"""What the pages themselves promise, before a browser runs them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.web.app import STATIC
from bot.web.door import PAGES
from tests.bot.web.house import a_house

SCRIPTS = sorted(STATIC.glob("*.js"))
HTML = sorted(PAGES.glob("*.html"))
FIRST_PAINT = 100 * 1024  # bytes, uncompressed


def test_everything_the_first_page_needs_is_light() -> None:
    needed = [PAGES / "index.html", STATIC / "app.css", STATIC / "icon.svg", *SCRIPTS]
    assert sum(path.stat().st_size for path in needed) < FIRST_PAINT


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_never_turn_words_into_markup_and_say_nothing_to_the_console(script: Path) -> None:
    code = script.read_text()
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|console\."
    assert not re.search(forbidden, code)


@pytest.mark.parametrize("page", HTML, ids=lambda path: path.name)
def test_pages_hold_no_inline_scripts_styles_or_handlers(page: Path) -> None:
    html = page.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", html)
    assert 'lang="en"' in html


@pytest.mark.parametrize("page", HTML, ids=lambda path: path.name)
async def test_everything_a_page_names_is_there(page: Path) -> None:
    async with a_house().browser(None) as browser:
        for address in re.findall(r'(?:src|href)="(/[^"]+)"', page.read_text()):
            assert (await browser.get(address)).status_code == 200


async def test_every_imported_script_is_there() -> None:
    names = {name for script in SCRIPTS for name in re.findall(r'from "\./([\w.]+)"', script.read_text())}
    assert names <= {script.name for script in SCRIPTS}


async def test_a_new_version_of_a_script_is_seen_at_once() -> None:
    async with a_house().browser(None) as browser:
        answer = await browser.get("/static/app.js")
        again = await browser.get("/static/app.js", headers={"If-None-Match": answer.headers["etag"]})
    assert answer.headers["cache-control"] == "no-cache"
    assert again.status_code == 304
