"""Sources of brands and the items found in them, in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import add_new, insert_into
from adapters.store.in_loop import InLoop
from adapters.store.tables import source_items, sources
from core.errors import Invalid, NotFound, Problem
from core.ids import BrandId
from core.source import Counts, ItemId, Source, SourceId, SourceItem, SourceKind

_FIXED = ("id", "brand_id", "kind", "url")


def to_row(source: Source) -> dict[str, object]:
    """A source as its row."""
    return {
        "id": source.id,
        "brand_id": source.brand_id,
        "kind": source.kind.value,
        "name": source.name,
        "url": source.url,
        "etag": source.etag,
        "modified": source.modified,
        "added_at": source.added_at,
        "checked_at": source.checked_at,
        "check_at": source.check_at,
        "failures": source.failures,
        "problem": source.problem,
    }


def from_row(row: Record) -> Source:
    """The source a row stands for."""
    return Source(
        id=SourceId(row["id"]),
        brand_id=BrandId(row["brand_id"]),
        kind=SourceKind(row["kind"]),
        name=row["name"],
        url=row["url"],
        etag=row["etag"],
        modified=row["modified"],
        added_at=row["added_at"],
        checked_at=row["checked_at"],
        check_at=row["check_at"],
        failures=row["failures"],
        problem=row["problem"],
    )


def item_from(row: Record) -> SourceItem:
    """The item a row stands for; `source` is the name of its source."""
    return SourceItem(
        id=ItemId(row["id"]),
        source_id=SourceId(row["source_id"]),
        source=row["source"],
        key=row["key"],
        title=row["title"],
        text=row["text"],
        url=row["url"],
        at=row["at"],
        found_at=row["found_at"],
        used_at=row["used_at"],
    )


_ITEMS = select(source_items, sources.c.name.label("source")).join_from(source_items, sources)
_NEWEST_FIRST = (func.coalesce(source_items.c.at, source_items.c.found_at).desc(), source_items.c.id)


class SqlSources:
    """`core.source.Sources` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, source: Source) -> None:
        """Keep a new source.

        Raises:
            Invalid: the brand has one with this address.
        """
        if not await add_new(self._connection, sources, to_row(source)):
            raise Invalid(Problem(field="url", what="That source is there already.", fix="/source lists all of them."))

    async def get(self, source_id: SourceId) -> Source:
        """The source of that id.

        Raises:
            NotFound: there is none.
        """
        found = await self._connection.execute(select(sources).where(sources.c.id == source_id))
        row = found.mappings().one_or_none()
        if row is None:
            raise NotFound
        return from_row(row)

    async def of(self, brand_id: BrandId) -> tuple[Source, ...]:
        """All sources of a brand, oldest first."""
        wanted = select(sources).where(sources.c.brand_id == brand_id).order_by(sources.c.id)
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def save(self, source: Source) -> None:
        """Write everything but the id, the brand, the kind and the address."""
        changed = {name: value for name, value in to_row(source).items() if name not in _FIXED}
        await self._connection.execute(sources.update().where(sources.c.id == source.id).values(changed))

    async def remove(self, source_id: SourceId) -> None:
        """Delete the source with its items."""
        await self._connection.execute(sources.delete().where(sources.c.id == source_id))

    async def claim(self, now: datetime, until: datetime, limit: int = 20) -> tuple[Source, ...]:
        """Take sources that are due, longest waiting first; of any number of claims at once, only one gets a source."""
        due = select(sources.c.id).where(sources.c.check_at <= now).order_by(sources.c.check_at).limit(limit)
        taken = await self._take(due, sources.c.check_at <= now, now, until)
        return tuple(sorted(taken, key=lambda one: one.id))

    async def claim_one(self, source_id: SourceId, now: datetime, until: datetime, rested: datetime) -> Source | None:
        """Take this source, due or not; None when its last look began after `rested`."""
        has_rested = or_(sources.c.checked_at.is_(None), sources.c.checked_at <= rested)
        taken = await self._take(select(sources.c.id).where(sources.c.id == source_id), has_rested, now, until)
        return taken[0] if taken else None

    async def _take(
        self, which: Select[tuple[int]], still: ColumnElement[bool], now: datetime, until: datetime
    ) -> tuple[Source, ...]:
        """Lock the rows, unless somebody else has them, and write where the condition still holds.

        They are named first (WITH): inside IN, PostgreSQL may ask for them again and again and so take more than asked.
        """
        locked = which.with_for_update(skip_locked=True).cte("locked")
        write = (
            sources.update().where(sources.c.id.in_(select(locked.c.id)), still).values(checked_at=now, check_at=until)
        )
        return tuple(map(from_row, (await self._connection.execute(write.returning(sources))).mappings()))

    async def keep(self, *items: SourceItem) -> int:
        """Keep the items whose key is new in their source; answers how many were.

        Raises:
            NotFound: the source is gone.
        """
        if not items:
            return 0
        of = select(sources.c.brand_id).where(sources.c.id == items[0].source_id).with_for_update(read=True)
        brand_id = (await self._connection.execute(of)).scalar_one_or_none()
        if brand_id is None:
            raise NotFound
        rows = [
            {
                "id": item.id,
                "source_id": item.source_id,
                "brand_id": brand_id,
                "key": item.key,
                "title": item.title,
                "text": item.text,
                "url": item.url,
                "at": item.at,
                "found_at": item.found_at,
                "used_at": item.used_at,
            }
            for item in items
        ]
        new = insert_into(self._connection, source_items).values(rows).on_conflict_do_nothing()
        return len((await self._connection.execute(new.returning(source_items.c.id))).all())

    async def items(self, source_id: SourceId, limit: int = 10) -> tuple[SourceItem, ...]:
        """The newest items of a source, newest first."""
        wanted = _ITEMS.where(source_items.c.source_id == source_id).order_by(*_NEWEST_FIRST).limit(limit)
        return tuple(map(item_from, (await self._connection.execute(wanted)).mappings()))

    async def counts(self, brand_id: BrandId) -> Mapping[SourceId, Counts]:
        """How many items each source of the brand has; one without any is left out."""
        used = func.count(source_items.c.used_at)
        wanted = (
            select(source_items.c.source_id, func.count(), used)
            .where(source_items.c.source_id.in_(select(sources.c.id).where(sources.c.brand_id == brand_id)))
            .group_by(source_items.c.source_id)
        )
        rows = (await self._connection.execute(wanted)).all()
        return {SourceId(source_id): Counts(items=items, unused=items - drawn) for source_id, items, drawn in rows}

    async def fresh(self, brand_id: BrandId, limit: int = 20) -> tuple[SourceItem, ...]:
        """Items of the brand no draft has drawn on, newest first."""
        wanted = (
            _ITEMS.where(source_items.c.brand_id == brand_id, source_items.c.used_at.is_(None))
            .order_by(*_NEWEST_FIRST)
            .limit(limit)
        )
        return tuple(map(item_from, (await self._connection.execute(wanted)).mappings()))

    async def used(self, item_ids: tuple[ItemId, ...], at: datetime) -> None:
        """Note that drafts drew on these items."""
        if item_ids:
            await self._connection.execute(
                source_items.update().where(source_items.c.id.in_(item_ids)).values(used_at=at)
            )

    async def forget(self, source_id: SourceId, *, but: Collection[str]) -> None:
        """Drop the items of the source no draft has drawn on, except those with these keys."""
        unused = source_items.c.source_id == source_id, source_items.c.used_at.is_(None)
        await self._connection.execute(source_items.delete().where(*unused, source_items.c.key.not_in(but)))
