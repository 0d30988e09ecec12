"""The calendars drawn with typst."""

from __future__ import annotations

import json

import pytest

from adapters.media.calendar import COLOURS
from adapters.media.pictures import DrawnPictures
from core.pictures import CalendarSheet, Pictures
from tests.adapters.media.golden import assert_golden
from tests.contracts.calendar_pictures import CalendarPicturesContract, a_month, a_sheet, busy, ordinary
from tests.contracts.pictures import NEEDED_CONTRAST, contrast

NEEDED_FOR_SHAPES = 3.0  # API: https://www.w3.org/TR/WCAG22/#non-text-contrast (read 2026-11)
TABLE = json.loads(COLOURS.read_text(encoding="utf-8"))


@pytest.fixture
def pictures() -> Pictures:
    return DrawnPictures()


class TestDrawnCalendars(CalendarPicturesContract):
    """typst and Pillow keep the promises of the port."""


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("calendar-week", a_sheet(ordinary)),
        ("calendar-week-busy", a_sheet(busy)),
        ("calendar-month", a_month(ordinary)),
        ("calendar-month-busy", a_month(busy)),
    ],
)
async def test_a_calendar_looks_as_it_was_last_looked_at(pictures: Pictures, name: str, sheet: CalendarSheet) -> None:
    assert_golden(name, (await pictures.calendar(sheet)).data)


@pytest.mark.parametrize("tint", TABLE["tints"])
def test_every_word_stands_out_from_the_ground_of_its_tint(tint: str) -> None:
    tones = TABLE["tints"][tint]
    pairs = [(words, tones["pale"]) for words in (TABLE["ink"], tones["ink"])] + [(TABLE["soft"], TABLE["ground"])]
    assert min(contrast(_rgb(words), _rgb(ground)) for words, ground in pairs) >= NEEDED_CONTRAST


@pytest.mark.parametrize("tint", TABLE["tints"])
def test_every_mark_stands_out_from_its_disc(tint: str) -> None:
    tones = TABLE["tints"][tint]
    assert contrast(_rgb(tones["on"]), _rgb(tones["disc"])) >= NEEDED_FOR_SHAPES


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
