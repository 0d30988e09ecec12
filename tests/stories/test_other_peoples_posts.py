"""Nobody reaches into another workspace: no button does anything there, and none shows anything of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.cards.press import Press
from bot.commands import COMMANDS, VERBS
from core.ids import encode
from core.store import PostFilter
from tests.stories.house import House, set_up

WATCHED = ("brands", "accounts", "batches", "posts", "publications", "parts", "approvals", "workspaces", "members")


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that hold decisions."""
    with sqlite3.connect(folder / "greenlight.db") as db:
        return {table: db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in WATCHED}


async def test_no_button_reaches_into_another_workspace(house: House, tmp_path: Path) -> None:
    await set_up(house, await house.web_person())
    await house.app.actions.welcome.owner("harsh", "mallory", "theirs", name="Mallory")
    mallory = house.harsh_person("mallory", "theirs")
    async with house.app.store.read() as tx:
        post = (await tx.posts.find(PostFilter(limit=1)))[0]
        (publication,) = await tx.publications.of(post.id)
    assert post.batch_id is not None
    before = rows(tmp_path)

    for verb in VERBS:
        for target, seen in ((post.id, post.revision), (post.batch_id, 7)):
            for arg in ("", encode(publication.parts[0].id), f"-{encode(publication.account_id)}"):
                press = Press(verb=verb, target=target, version=seen, arg=arg).pack()
                await mallory.sends(press, message="0")

    assert rows(tmp_path) == before
    assert not [one for one in await mallory.sees() if "Padaria" in one.text]


async def test_no_command_shows_another_workspace(house: House, tmp_path: Path) -> None:
    await set_up(house, await house.web_person())
    await house.app.actions.welcome.owner("harsh", "mallory", "theirs", name="Mallory")
    mallory = house.harsh_person("mallory", "theirs")
    async with house.app.store.read() as tx:
        post = (await tx.posts.find(PostFilter(limit=1)))[0]

    for name in COMMANDS:
        await mallory.says(f"/{name} {encode(post.id)}")
        await mallory.says(f"/{name}")

    assert not [one for one in await mallory.sees() if "Padaria" in one.text or post.content.text[:20] in one.text]
