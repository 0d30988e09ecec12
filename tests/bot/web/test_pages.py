"""What the pages themselves promise, before a browser runs them."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from bot.web.app import STATIC
from bot.web.door import PAGES
from tests.bot.web.house import a_house

SCRIPTS = sorted(STATIC.glob("*.js"))
HTML = sorted(PAGES.glob("*.html"))
ALL_OF_IT = 90 * 1024  # bytes on the wire, without headers
LATER = {"form.js", "palette.js", "viewer.js", "confirm.js"}  # loaded when the page is idle


def test_the_whole_page_is_light() -> None:
    packed = [PAGES / "index.html", STATIC / "icon.svg", *STATIC.glob("*.css"), *SCRIPTS]
    fonts = sum(path.stat().st_size for path in STATIC.glob("fonts/*.woff2"))
    assert fonts + sum(len(gzip.compress(path.read_bytes(), 6)) for path in packed) < ALL_OF_IT


def test_the_page_announces_exactly_the_scripts_it_starts_with() -> None:
    """So that they come side by side, instead of one after the other as each is found in another."""
    named = re.findall(r'rel="modulepreload" href="/static/([\w.]+)"', (PAGES / "index.html").read_text())
    assert sorted(named) == sorted(imported("app.js") - {"app.js"})
    assert LATER.isdisjoint(named)


def imported(script: str) -> set[str]:
    """The script with all that it cannot start without."""
    found, left = set[str](), [script]
    while left:
        found.add(name := left.pop())
        left += set(re.findall(r'from "\./([\w.]+)"', (STATIC / name).read_text())) - found
    return found


async def test_words_travel_packed_and_pictures_and_streams_do_not() -> None:
    house = a_house()
    picture = await house.blobs.put(b"\x89PNG\r\n\x1a\n" + bytes(5000))
    async with house.browser() as browser:
        assert (await browser.get("/static/app.css")).headers["content-encoding"] == "gzip"
        assert "content-encoding" not in (await browser.get(f"/media/{picture}")).headers
        assert "content-encoding" not in (await browser.get("/static/fonts/inter.woff2")).headers
        house.parts.shutting_down.set()
        async with browser.stream("GET", "/api/stream") as answer:
            assert "content-encoding" not in answer.headers


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
