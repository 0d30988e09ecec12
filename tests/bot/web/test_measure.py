"""Counting while somebody writes."""

from __future__ import annotations

import pytest

from tests.bot.web.house import a_house


async def test_words_are_counted_by_each_of_the_names_that_are_known() -> None:
    async with a_house().browser() as browser:
        answer = await browser.post("/api/measure", json={"text": "Olá", "names": ["bytes", "nobody"]})
    assert answer.json() == {"bytes": 4}


@pytest.mark.parametrize("asked", [{"text": "x" * 20_001, "names": []}, {"text": "", "names": ["bytes"] * 31}])
async def test_more_than_a_message_or_a_card_can_hold_is_not_counted(asked: dict[str, object]) -> None:
    async with a_house().browser() as browser:
        assert (await browser.post("/api/measure", json=asked)).status_code == 422


async def test_nothing_is_counted_for_strangers_or_for_other_pages() -> None:
    house = a_house()
    async with house.browser(None) as stranger, house.browser(Origin="https://elsewhere.test") as lured:
        assert (await stranger.post("/api/measure", json={"text": "", "names": []})).status_code == 401
        assert (await lured.post("/api/measure", json={"text": "", "names": []})).status_code == 403
