"""What the browser tests need of this machine, and what they share."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import StorageState

from tests.browser.process import Greenlight

SYSTEM = Path("/usr/bin/chromium")


@dataclass(frozen=True, slots=True)
class House:
    """A running Greenlight whose first week waits, and the cookies of its owner."""

    greenlight: Greenlight
    cookies: StorageState


def chromium() -> str:
    """The browser to use.

    Without one the tests are skipped, or fail where nothing may be skipped.
    """
    named = os.environ.get("GREENLIGHT_TEST_CHROMIUM") or (str(SYSTEM) if SYSTEM.exists() else "")
    if not named and os.environ.get("GREENLIGHT_TEST_STRICT") == "1":
        pytest.fail("no Chromium: GREENLIGHT_TEST_CHROMIUM names one, `make test` finds one")
    if not named:
        pytest.skip("no Chromium here; GREENLIGHT_TEST_CHROMIUM names one")
    return named
