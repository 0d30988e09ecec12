"""The first week of the same answers, lived through once in a worker and copied from then on.

Answering six questions and bringing seven cards to two chats takes a second, and most stories begin after it. The
first story of each chat goes the whole way; later ones get its database, pictures and feeds, and what hangs in the
chat.
"""

from __future__ import annotations

import pickle
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Protocol

from tests.fakes.harsh import HarshFrontEnd

FOLDERS = ("blobs", "feeds")


class Far(Protocol):
    """A chat app's server with all it knows."""

    world: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a house held after its set-up."""

    folder: Path
    chats: bytes

    @staticmethod
    def of(home: Path, database: Path, harsh: HarshFrontEnd, far: Sequence[Far]) -> Snapshot:
        """Copy what this house holds now."""
        folder = Path(tempfile.mkdtemp(prefix="greenlight-first-week-"))
        _copy(database, folder / "week.db")
        for name in FOLDERS:
            shutil.copytree(home / name, folder / name, dirs_exist_ok=True)
        return Snapshot(folder=folder, chats=pickle.dumps((harsh, [one.world for one in far])))

    def into(self, home: Path, database: Path, harsh: HarshFrontEnd, far: Sequence[Far]) -> None:
        """Let a house that has done nothing yet hold the same; who has entered there stays entered."""
        with closing(sqlite3.connect(database)) as here:
            entered = here.execute("SELECT * FROM tickets").fetchall()
        _copy(self.folder / "week.db", database)
        with closing(sqlite3.connect(database)) as here, here:
            here.executemany(f"INSERT OR IGNORE INTO tickets VALUES ({','.join('?' * 5)})", entered)
            here.execute("UPDATE tickets SET member_id = (SELECT id FROM members) WHERE member_id IS NOT NULL")
        for name in FOLDERS:
            shutil.copytree(self.folder / name, home / name, dirs_exist_ok=True)
        same, worlds = pickle.loads(self.chats)
        for field in fields(same):
            setattr(harsh, field.name, getattr(same, field.name))
        for one, world in zip(far, worlds, strict=True):
            one.world = world


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)
