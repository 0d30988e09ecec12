"""A brand's voice: learned from posts, shown in words, matched on every card, and forgotten."""

from __future__ import annotations

from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up

POSTS = (
    "We baked 40 loaves last night. They are still warm. Come by before nine.\n---\n"
    "We open at eight. The rye is dark today. Bring a bag.\n---\n"
    "We sold out at noon. Sorry to those who came late. Tomorrow we bake ten more."
)


async def test_a_voice_is_learned_shown_matched_and_forgotten(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/voice learn We bake.\n---\nWe rest.")
    assert "I need 3 posts to hear a voice; that was 2." in (await ana.sees())[-1].text
    await ana.says(f"/voice learn {POSTS}")
    told = (await ana.sees())[-1].text
    assert "Short sentences, about 5 words" in told
    assert "You say “we”." in told
    assert "No exclamation marks." in told
    await ana.says("/new our autumn menu")
    await house.settle()
    assert "voice match" in (await newest(ana, "Sun 29 Nov")).text
    await presses(ana, "Reset", about="How Padaria do Sol sounds")
    await ana.says("/new our winter menu")
    await house.settle()
    assert "voice match" not in (await newest(ana, "Mon 30 Nov")).text
    await ana.says("/voice")
    assert "I have not heard you yet." in (await ana.sees())[-1].text
