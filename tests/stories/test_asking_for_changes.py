"""A reviewer asks for a change: the author hears, the writer too, and readers never do."""

from __future__ import annotations

from core.workspace import Role
from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up
from tests.stories.test_policies import SUNDAY, colleague

WISH = "Please say when we open."


async def asks(house: House, ana: Person, about: str = SUNDAY) -> None:
    """Ana asks for a change of that post."""
    await presses(ana, "More", about=about)
    await presses(ana, "Ask for a change…")
    await ana.fills(changes=WISH)
    await house.settle()


async def test_a_wish_stays_on_the_card_until_the_text_changes_and_is_never_published(
    house: House, ana: Person
) -> None:
    await set_up(house, ana)
    await asks(house, ana)
    await newest(ana, f"Ana asks for a change: {WISH}")
    await presses(ana, "Edit", about=SUNDAY)
    await ana.fills(text="We open at eight.")
    await house.settle()
    await presses(ana, "Approve", about=SUNDAY)
    await house.wait(days=1)
    assert house.published() == ["We open at eight."]
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        told = [one.deed.what for one in await tx.audit.of(workspace.id)]
    assert "asked_for_changes" in told


async def test_whoever_wrote_it_hears_of_the_wish_in_their_chat(house: House, ana: Person) -> None:
    await set_up(house, ana)
    writer = await colleague(house, "Will", Role.WRITER)
    await presses(writer, "Edit", about=SUNDAY)
    await writer.fills(text="We open early.")
    await house.settle()
    await asks(house, ana, "We open early.")
    told = await newest(writer, f"Ana asks for a change: {WISH}")
    assert told.text
    await newest(writer, "We open early.")


async def test_the_writer_hears_of_the_wish_at_the_next_regenerate(house: House, ana: Person) -> None:
    await set_up(house, ana)
    before = len((await newest(ana, SUNDAY)).text)
    await presses(ana, "More", about=SUNDAY)
    await presses(ana, "Ask for a change…")
    await ana.fills(changes="shorter")
    await house.settle()
    await presses(ana, "Regenerate", about=SUNDAY)
    await ana.fills(hint="")
    await house.settle()
    after = (await newest(ana, SUNDAY)).text
    assert "asks for a change" not in after
    assert len(after) != before


async def test_an_own_yes_falls_with_the_wish(house: House, ana: Person) -> None:
    await set_up(house, ana)
    ben = await colleague(house, "Ben")
    await ana.says("/policy two")
    await house.settle()
    await presses(ana, "Approve", about=SUNDAY)
    await presses(ana, "Ask for a change", about=SUNDAY)
    await ana.fills(changes=WISH)
    await presses(ben, "Approve", about=SUNDAY)
    await house.wait(days=2)
    assert house.published() == []


async def test_a_viewer_asks_for_nothing(house: House, ana: Person) -> None:
    await set_up(house, ana)
    viewer = await colleague(house, "Vera", Role.VIEWER)
    await presses(viewer, "More", about=SUNDAY)
    await presses(viewer, "Ask for a change…")
    assert any("You can look at everything here, but not change it." in toast for toast in viewer.toasts)
