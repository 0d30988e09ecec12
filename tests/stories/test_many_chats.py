"""A week that goes to several chats is read and drawn once, however many they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from core.ids import ChatId
from core.workspace import Chat
from tests.fakes.chat import newest, presses
from tests.stories.house import House, open_house, set_up


@contextmanager
def reads_of_posts() -> Iterator[list[str]]:
    """The statements that read posts as a whole meanwhile; which version a card shows is asked for each card."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT posts.id, posts.brand_id"):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def more_chats(house: House, many: int) -> None:
    async with house.app.store.begin() as tx:
        (workspace,) = await tx.workspaces.all()
        for number in range(many):
            here = ChatId(house.app.ids.new())
            await tx.chats.add(Chat(id=here, workspace_id=workspace.id, front_end="harsh", remote_id=f"room-{number}"))


async def counted(folder: Path, chats: int) -> tuple[int, int]:
    """How often posts were read to bring out a week, and to draw it again after Approve all."""
    async with open_house(folder) as house:
        ana = house.harsh_person()
        await more_chats(house, chats - 1)
        with reads_of_posts() as seen:
            await set_up(house, ana, ("Forno", f"bread {chats}", "", "Europe/Lisbon", "09:00", ""))
            brought = len(seen)
            await presses(ana, "Approve all 7")
            before = len(seen)
            await house.settle()
            drawn = len(seen) - before
        for room in range(chats - 1):
            other = house.harsh_person(chat=f"room-{room}")
            assert "Scheduled" in (await newest(other, "Sun 22 Nov, 09:00")).text
        return brought, drawn


@pytest.mark.parametrize("chats", [5])
async def test_five_chats_cost_no_more_reads_than_one(tmp_path: Path, chats: int) -> None:
    assert await counted(tmp_path / "many", chats) == await counted(tmp_path / "one", 1)
