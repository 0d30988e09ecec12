"""What sounds made goes, by a reply, a button, or in every draft."""

from __future__ import annotations

from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up

SUNDAY = "Sun 22 Nov"
MADE = "We are thrilled to announce that we leverage very good flour — slowly — at night!! Come by!"


async def test_a_post_is_made_human_with_the_words_named_and_back_again(house: House, ana: Person) -> None:
    await set_up(house, ana)
    card = await newest(ana, SUNDAY)
    await ana.says(MADE, to=card.id)
    await ana.says("make it human", to=(await newest(ana, SUNDAY)).id)
    await house.settle()
    assert "We use good flour, slowly, at night! Come by." in (await newest(ana, "We use good flour")).text
    assert "“leverage”" in (await newest(ana, "Taken out or put plainly")).text
    await presses(ana, "Back")
    await house.settle()
    assert "Back to the version before." in ana.toasts
    await presses(ana, "More", about="thrilled")
    await presses(ana, "Make it human")
    await house.settle()
    await ana.says("no buzzwords", to=(await newest(ana, "We use good flour")).id)
    assert any("Nothing in it sounds made." in one for one in (*ana.toasts, (await ana.sees())[-1].text))


async def test_with_the_setting_every_draft_is_human_before_it_is_seen(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/human maybe")
    assert "neither on nor off" in (await ana.sees())[-1].text
    await ana.says("/human on")
    await ana.says("/new We leverage very good flour at night")
    await house.settle()
    assert "We use good flour at night" in (await newest(ana, "Sun 29 Nov")).text
