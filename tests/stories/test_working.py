"""While something slow is made, people are told what it is."""

from __future__ import annotations

from tests.fakes.chat import presses, skips
from tests.stories.house import House, set_up


async def test_whoever_waits_for_drafts_is_told_so(house: House) -> None:
    owner = house.harsh_person()
    await set_up(house, owner)
    await owner.says("/new our autumn menu")
    await presses(owner, "Regenerate", about="Waiting for you")
    await skips(owner)
    await owner.says("/next")
    assert house.harsh.works == [
        "Drafting the first week for Padaria do Sol…",
        "Drafting a post…",
        "Writing another one…",
        "Drafting the next week for Padaria do Sol…",
    ]
