"""A model writes for the brand, costs what it costs, and is missed only for a while."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.money import total
from core.secret import Secret
from core.store import PostFilter
from tests.fakes.bot_api.server import BotApi
from tests.fakes.chat import Person, newest, presses
from tests.fakes.models.mind import Mishap
from tests.fakes.models.server import KEY, MODEL, Models, models
from tests.fakes.slack_api.server import SlackApi
from tests.stories.house import House, open_house, set_up


@pytest.fixture
async def mind() -> AsyncIterator[Models]:
    """A server that speaks as OpenAI's and Gemini's do."""
    async with models() as served:
        yield served


@pytest.fixture
async def house(tmp_path: Path, api: BotApi | None, slack: SlackApi | None, mind: Models) -> AsyncIterator[House]:
    """Greenlight with a key for both."""
    given = {
        "openai_api_key": Secret(KEY),
        "openai_model": MODEL,
        "openai_url": mind.openai,
        "gemini_api_key": Secret(KEY),
        "gemini_model": MODEL,
        "gemini_url": mind.address,
    }
    async with open_house(tmp_path, api=api, slack=slack, platforms=given) as built:
        yield built


async def test_the_week_is_written_by_the_chosen_model_and_cost_shows_it(
    house: House, ana: Person, mind: Models
) -> None:
    await set_up(house, ana)
    assert f"AI draft by {MODEL}" in (await newest(ana, "Sun 22 Nov")).text
    await ana.says("/settings ai")
    await presses(ana, "Use Gemini")
    assert any("Gemini writes from the next draft on" in toast for toast in ana.toasts)
    asked = len(mind.mind.asked)
    await ana.says("/new our autumn menu")
    await house.settle()
    assert "our autumn menu" in (await newest(ana, "our autumn menu")).text
    assert mind.mind.asked[asked]["idea"] == "our autumn menu"
    await ana.says("/cost")
    said = (await ana.sees())[-1].text
    assert "OpenAI" in said
    assert "Gemini" in said
    assert "9 of them with no known price" in said
    async with house.app.store.read() as tx:
        (brand,) = await tx.brands.of((await tx.workspaces.all())[0].id)
        spent = await tx.charges.spent(brand.id, house.clock.now() - timedelta(days=1))
    counted = [sum(each) for each in zip(*mind.mind.tokens, strict=True)]
    assert [sum(one.input_tokens for one in spent), sum(one.output_tokens for one in spent)] == counted


async def test_a_model_that_is_away_is_stood_in_for_and_the_card_says_so(
    house: House, ana: Person, mind: Models
) -> None:
    mind.mind.mishaps.append(Mishap.NO_MONEY)
    await set_up(house, ana)
    assert "offline draft, the AI could not" in (await newest(ana, "Sun 22 Nov")).text
    told = [one.text for one in await ana.sees() if "The offline writer drafted" in one.text]
    assert any("quota or the money" in text for text in told)
    await presses(ana, "Regenerate", about="Sun 22 Nov")
    await ana.fills(hint="shorter")
    await house.settle()
    assert "Sun 22 Nov" in (await newest(ana, f"AI draft by {MODEL}")).text
    assert mind.mind.asked[-1]["wish"] == "shorter"


async def test_a_wish_no_rule_covers_is_done_by_the_model_and_can_be_taken_back(
    house: House, ana: Person, mind: Models
) -> None:
    await set_up(house, ana)
    card = await newest(ana, "Sun 22 Nov")
    await ana.says("make it warmer", to=card.id)
    assert (await newest(ana, "Dear all,")).buttons
    await presses(ana, "Back")
    assert "Back to the version before." in ana.toasts
    await ana.says("make it more blue", to=card.id)
    assert "The model would leave it as it is." in (await ana.sees())[-1].text
    mind.mind.mishaps.append(Mishap.NO_MODEL)
    await ana.says("make it warmer", to=card.id)
    assert "not known there any more" in (await ana.sees())[-1].text
    assert "Nothing was changed." in (await ana.sees())[-1].text


async def test_a_used_up_budget_leaves_the_week_to_the_offline_writer_until_it_is_raised(tmp_path: Path) -> None:
    async with models() as mind:
        given = {"openai_api_key": Secret(KEY), "openai_model": "gpt-6-luna", "openai_url": mind.openai}
        async with open_house(tmp_path, platforms=given) as house:
            ana = await house.web_person()
            mind.mind.name = "gpt-6-luna"
            await set_up(house, ana)
            before = len(mind.mind.tokens)
            await ana.says("/cost cap nothing")
            assert "is not an amount of dollars" in (await ana.sees())[-1].text
            await ana.says("/cost cap 0")
            await ana.says("/next")
            await house.settle()
            assert len(mind.mind.tokens) == before
            assert any("budget for models is used up" in one.text for one in await ana.sees())
            await presses(ana, "Raise to $1.00")
            await ana.says("/new our autumn menu")
            await house.settle()
            assert len(mind.mind.tokens) == before + 1
            async with house.app.store.read() as tx:
                (post, *_) = await tx.posts.find(PostFilter(newest_first=True, limit=50))
                (brand,) = await tx.brands.of((await tx.workspaces.all())[0].id)
                spent = await tx.charges.spent(brand.id, post.created_at.replace(day=1))
            assert 0 < total(spent) < 10_000
