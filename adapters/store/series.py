"""Series and evergreens in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import insert_into
from adapters.store.in_loop import InLoop
from adapters.store.tables import evergreens, series
from core.errors import Conflict, NotFound
from core.ids import BrandId, PostId
from core.series import Evergreen, Rhythm, Series, SeriesId


def to_row(one: Series) -> dict[str, object]:
    """A series as its row."""
    return {
        "id": one.id,
        "brand_id": one.brand_id,
        "post_id": one.post_id,
        "rhythm": one.rhythm.value,
        "start": one.start.isoformat(),
        "zone": one.zone,
        "until": one.until,
        "times": one.times,
        "made": one.made,
        "active": one.active,
    }


def from_row(row: Record) -> Series:
    """The series a row stands for."""
    return Series(
        id=SeriesId(row["id"]),
        brand_id=BrandId(row["brand_id"]),
        post_id=PostId(row["post_id"]),
        rhythm=Rhythm(row["rhythm"]),
        start=datetime.fromisoformat(row["start"]),
        zone=row["zone"],
        until=row["until"],
        times=row["times"],
        made=row["made"],
        active=row["active"],
    )


def evergreen_from(row: Record) -> Evergreen:
    """The evergreen a row stands for."""
    return Evergreen(
        post_id=PostId(row["post_id"]),
        brand_id=BrandId(row["brand_id"]),
        cool_down_days=row["cool_down_days"],
        last_out=row["last_out"],
    )


class SqlSeries:
    """`core.series.AllSeries` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, one: Series) -> None:
        """Store a new series."""
        await self._connection.execute(series.insert(), to_row(one))

    async def get(self, series_id: SeriesId) -> Series:
        """The series of that id.

        Raises:
            NotFound: there is none.
        """
        found = await self._connection.execute(select(series).where(series.c.id == series_id))
        row = found.mappings().one_or_none()
        if row is None:
            raise NotFound
        return from_row(row)

    async def of(self, brand_id: BrandId) -> tuple[Series, ...]:
        """All series of a brand, oldest first."""
        wanted = select(series).where(series.c.brand_id == brand_id).order_by(series.c.id)
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def save(self, one: Series, *, was: Series) -> None:
        """Write it where it still stands as `was`.

        Raises:
            Conflict: somebody was quicker.
        """
        here = (series.c.id == was.id, series.c.made == was.made, series.c.active == was.active)
        written = await self._connection.execute(series.update().where(*here).values(to_row(one)))
        if written.rowcount != 1:
            raise Conflict("series")

    async def keep(self, evergreen: Evergreen) -> None:
        """Put a post into the pool, or change how it rests there."""
        row = {
            "post_id": evergreen.post_id,
            "brand_id": evergreen.brand_id,
            "cool_down_days": evergreen.cool_down_days,
            "last_out": evergreen.last_out,
        }
        write = insert_into(self._connection, evergreens).values(row)
        await self._connection.execute(write.on_conflict_do_update(index_elements=["post_id"], set_=row))

    async def pool(self, brand_id: BrandId) -> tuple[Evergreen, ...]:
        """The evergreens of a brand, the longest rested first."""
        order = (evergreens.c.last_out, evergreens.c.post_id)
        wanted = select(evergreens).where(evergreens.c.brand_id == brand_id).order_by(*order)
        return tuple(map(evergreen_from, (await self._connection.execute(wanted)).mappings()))

    async def drop(self, post_id: PostId) -> None:
        """Take a post out of the pool."""
        await self._connection.execute(evergreens.delete().where(evergreens.c.post_id == post_id))
