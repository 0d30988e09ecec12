"""One browser and one set-up Greenlight per worker; a fresh context per visitor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.house import House, chromium
from tests.browser.process import Greenlight
from tests.browser.visitor import visitor

expect.set_options(timeout=20_000)  # milliseconds; a busy machine is no reason to fail


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The browser of this worker."""
    path = chromium()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def greenlight(tmp_path: Path) -> AsyncIterator[Greenlight]:
    """A Greenlight that nobody has started yet, for one test."""
    fresh = Greenlight(tmp_path)
    try:
        yield fresh
    finally:
        await fresh.stop()
    assert fresh.complaints() == []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A Greenlight with a week of posts. Tests share it, so each decides about its own post."""
    running = Greenlight(tmp_path_factory.mktemp("house"))
    try:
        async with visitor(browser) as owner:
            await owner.enter(await running.start())
            await owner.set_up()
            cookies = await owner.page.context.storage_state()
        yield House(running, cookies)
    finally:
        await running.stop()
    assert running.complaints() == []
