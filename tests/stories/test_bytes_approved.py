"""What was approved is what goes out: any change, by any door, stops it and asks again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.chat import newest, presses
from tests.fakes.clock import ManualClock
from tests.stories.house import House, open_house, set_up

Tamper = Callable[[sqlite3.Connection, House], None]


def _text(db: sqlite3.Connection, house: House) -> None:
    for post_id, content in db.execute("SELECT id, content FROM posts").fetchall():
        changed = json.loads(content) | {"text": "Buy now!!!"}
        db.execute("UPDATE posts SET content = ? WHERE id = ?", (json.dumps(changed), post_id))


def _payload(db: sqlite3.Connection, house: House) -> None:
    for part_id, payload in db.execute("SELECT id, payload FROM parts").fetchall():
        changed = json.loads(payload) | {"text": "Buy now!!!"}
        db.execute("UPDATE parts SET payload = ? WHERE id = ?", (json.dumps(changed), part_id))


def _text_and_payload(db: sqlite3.Connection, house: House) -> None:
    _text(db, house)
    _payload(db, house)


def _destination(db: sqlite3.Connection, house: House) -> None:
    db.execute("UPDATE accounts SET remote_id = 'somebody-else'")


def _approvals(db: sqlite3.Connection, house: House) -> None:
    db.execute("DELETE FROM approvals")


def _another_posts_seal(db: sqlite3.Connection, house: House) -> None:
    seals = [digest for (digest,) in db.execute("SELECT digest FROM parts ORDER BY id")]
    for (part_id,), digest in zip(
        db.execute("SELECT id FROM parts ORDER BY id").fetchall(), [*seals[1:], seals[0]], strict=True
    ):
        db.execute("UPDATE parts SET digest = ? WHERE id = ?", (digest, part_id))


def _zone(db: sqlite3.Connection, house: House) -> None:
    db.execute("UPDATE posts SET zone = 'Asia/Tokyo'")


@pytest.mark.parametrize(
    "tamper", [_text, _payload, _text_and_payload, _destination, _approvals, _another_posts_seal, _zone]
)
async def test_a_change_by_direct_sql_stops_the_publication_and_asks(tmp_path: Path, tamper: Tamper) -> None:
    async with open_house(tmp_path) as house:
        ana = await house.web_person()
        await set_up(house, ana)
        await presses(ana, "Approve all 7")
        await house.beat()
        with sqlite3.connect(tmp_path / "greenlight.db") as db:
            tamper(db, house)

        await house.wait(days=2)

        assert house.published() == []
        assert "Please decide about it again." in (await newest(ana, "was stopped")).text


async def test_an_altered_picture_is_never_published(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        ana = await house.web_person()
        await set_up(house, ana)
        await presses(ana, "Approve all 7")
        for blob in house.app.settings.blobs.rglob("*"):
            if blob.is_file():
                blob.write_bytes(b"another picture")

        await house.wait(days=2)

        assert house.published() == []
        assert "could not be published" in (await newest(ana, "could not be published")).text


async def test_a_post_moved_forward_by_sql_waits_for_its_agreed_time(tmp_path: Path) -> None:
    clock = ManualClock()
    async with open_house(tmp_path, clock) as house:
        ana = await house.web_person()
        await set_up(house, ana)
        await presses(ana, "Approve all 7")
        await house.beat()
        with sqlite3.connect(tmp_path / "greenlight.db") as db:
            db.execute("UPDATE parts SET fire_at = (SELECT MIN(fire_at) FROM parts)")

        await house.wait(days=1)

        assert len(house.published()) == 1
