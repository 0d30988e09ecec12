"""Weeks in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.in_loop import InLoop
from adapters.store.tables import batches
from core.batch import Batch
from core.errors import Conflict, NotFound
from core.ids import BatchId, BrandId


def to_row(batch: Batch) -> dict[str, object]:
    """A batch as its row."""
    return {
        "id": batch.id,
        "brand_id": batch.brand_id,
        "first": batch.first,
        "last": batch.last,
        "created_at": batch.created_at,
        "decided_at": batch.decided_at,
        "undo_until": batch.undo_until,
        "reminded_at": batch.reminded_at,
        "muted": batch.muted,
        "version": batch.version,
    }


def from_row(row: Record) -> Batch:
    """The batch a row stands for."""
    return Batch(
        id=BatchId(row["id"]),
        brand_id=BrandId(row["brand_id"]),
        first=row["first"],
        last=row["last"],
        created_at=row["created_at"],
        decided_at=row["decided_at"],
        undo_until=row["undo_until"],
        reminded_at=row["reminded_at"],
        muted=row["muted"],
        version=row["version"],
    )


class SqlBatches:
    """`core.store.Batches` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, batch: Batch) -> None:
        """Store a new batch."""
        await self._connection.execute(batches.insert(), to_row(batch))

    async def get(self, batch_id: BatchId) -> Batch:
        """The batch of that id.

        Raises:
            NotFound: there is none.
        """
        found = await self._connection.execute(select(batches).where(batches.c.id == batch_id))
        row = found.mappings().one_or_none()
        if row is None:
            raise NotFound
        return from_row(row)

    async def of(self, brand_id: BrandId, limit: int = 20) -> tuple[Batch, ...]:
        """The newest batches of a brand, newest first."""
        wanted = (
            select(batches)
            .where(batches.c.brand_id == brand_id)
            .order_by(batches.c.created_at.desc(), batches.c.id.desc())
            .limit(limit)
        )
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def save(self, batch: Batch, *, was: Batch) -> None:
        """Write its times where the row still has the version of `was`; the version grows by one.

        Raises:
            Conflict: somebody changed the batch or a post of it in between.
        """
        written = await self._connection.execute(
            batches.update()
            .where(batches.c.id == batch.id, batches.c.version == was.version)
            .values(
                decided_at=batch.decided_at,
                undo_until=batch.undo_until,
                reminded_at=batch.reminded_at,
                muted=batch.muted,
                version=was.version + 1,
            )
        )
        if written.rowcount != 1:
            raise Conflict("batch")
