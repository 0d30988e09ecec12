"""Remarks about posts in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.in_loop import InLoop
from adapters.store.tables import notes
from core.ids import MemberId, PostId
from core.note import Note, NoteId


def to_row(note: Note) -> dict[str, object]:
    """A remark as its row."""
    return {
        "id": note.id,
        "post_id": note.post_id,
        "member_id": note.member_id,
        "author": note.author,
        "text": note.text,
        "at": note.at,
        "asks": note.asks,
        "done_at": note.done_at,
    }


def from_row(row: Record) -> Note:
    """The remark a row stands for."""
    return Note(
        id=NoteId(row["id"]),
        post_id=PostId(row["post_id"]),
        member_id=None if row["member_id"] is None else MemberId(row["member_id"]),
        author=row["author"],
        text=row["text"],
        at=row["at"],
        asks=row["asks"],
        done_at=row["done_at"],
    )


_OF = select(notes).where(notes.c.post_id == bindparam("post")).order_by(notes.c.at, notes.c.id)


class SqlNotes:
    """`core.note.Notes` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, note: Note) -> None:
        """Store a new remark."""
        await self._connection.execute(notes.insert(), to_row(note))

    async def of(self, post_id: PostId) -> tuple[Note, ...]:
        """The remarks about a post, oldest first."""
        return tuple(map(from_row, (await self._connection.execute(_OF, {"post": post_id})).mappings()))

    async def settle(self, post_id: PostId, at: datetime) -> None:
        """What was asked for is done."""
        waits = (notes.c.post_id == post_id, notes.c.asks, notes.c.done_at.is_(None))
        await self._connection.execute(notes.update().where(*waits).values(done_at=at))

    async def remove(self, note_id: NoteId) -> None:
        """Take a remark back."""
        await self._connection.execute(notes.delete().where(notes.c.id == note_id))
