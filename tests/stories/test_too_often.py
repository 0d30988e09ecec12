"""Too much at once: a polite answer that says when it frees up, and nothing happened."""

from __future__ import annotations

from datetime import timedelta

from core.rates import LIMITS, Tier
from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up

SUNDAY = "Sun 22 Nov, 09:00"


async def used_up(house: House, tier: Tier) -> None:
    """Everything Ana may do of that tier is done."""
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        (ana,) = await tx.members.of(workspace.id)
    house.clock.advance(timedelta(hours=1))
    for _ in range(LIMITS[tier].times):
        house.app.desk.rates.take(ana.id, tier, house.clock)


async def test_deciding_frees_up_after_a_while(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await used_up(house, Tier.POST)
    await presses(ana, "Approve", about=SUNDAY)
    assert any("You can decide again in 6 s. Nothing was changed." in toast for toast in ana.toasts)
    house.clock.advance(timedelta(seconds=6))
    await presses(ana, "Approve", about=SUNDAY)
    await house.wait(days=1)
    assert len(house.published()) == 1


async def test_the_writer_frees_up_after_a_while(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await used_up(house, Tier.AI)
    await ana.says("/new our opening hours")
    await newest(ana, "The writer writes again in 1 min.")


async def test_links_free_up_after_a_while(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await used_up(house, Tier.CONNECT)
    await ana.says("/link")
    await newest(ana, "Links and codes work again in 3 min.")


async def test_a_flood_is_answered_once_a_moment(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await used_up(house, Tier.GENERAL)
    await ana.says("/pending")
    await newest(ana, "That was a lot at once. I listen again in 1 s.")
