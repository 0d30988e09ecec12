"""Look at feeds and pages again, politely: not often, not twice at once, and rarer where nobody answers."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.access import Actor, Right, source_for
from core.clock import Clock, Ids
from core.errors import NotFound, PortError, Rejected, Throttled
from core.ids import encode
from core.notice import Notice, Topic
from core.source import Fetched, Library, Source, SourceId, SourceKind, Unchanged, kept
from core.store import Store, Transaction

log = logging.getLogger(__name__)

EVERY = timedelta(hours=3)
DAY = timedelta(days=1)
FIRST_RETRY = DAY / 15  # 1 + 2 + 4 + 8 of these are a day, so the fifth failure in a row comes a day after the first
TOLD_AT = 5
REST = timedelta(minutes=2)  # between two looks, also by hand; longer than a look can take
AT_ONCE = 4
MOST_ITEMS = 1000
GONE = "http_410"


@dataclass(frozen=True, slots=True)
class PollSources:
    """Looks at what is due; safe to run at any time and anywhere, because a look is claimed before it begins."""

    store: Store
    library: Library
    clock: Clock
    ids: Ids

    async def __call__(self) -> int:
        """Look at a few sources that are due; answers how many new items were found."""
        now = self.clock.now()
        async with self.store.begin() as tx:
            due = await tx.sources.claim(now, now + EVERY, AT_ONCE)
        async with asyncio.TaskGroup() as group:
            looks = [group.create_task(self._look(source)) for source in due]
        return sum(look.result() for look in looks)

    async def now(self, source_id: SourceId, *, by: Actor) -> tuple[Source, int] | None:
        """Look at this one now: how it stands then and how many items are new; None within two minutes of a look.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such source here.
        """
        now = self.clock.now()
        async with self.store.begin() as tx:
            source = await source_for(tx, source_id, by, may=Right.WRITE)
            if not source.kind.polled:
                return source, 0
            claimed = await tx.sources.claim_one(source_id, now, now + EVERY, now - REST)
        if claimed is None:
            return None
        new = await self._look(claimed, by_hand=True)
        async with self.store.read() as tx:
            return await source_for(tx, source_id, by, may=Right.WRITE), new

    async def _look(self, source: Source, *, by_hand: bool = False) -> int:
        try:
            read = await self.library.look(source.url, etag=source.etag, modified=source.modified)
            if isinstance(read, Fetched) and read.kind is not source.kind:
                raise Rejected("not_a_feed" if source.kind is SourceKind.FEED else "not_a_page")
        except PortError as error:
            await self._failed(source, error, by_hand=by_hand)
            return 0
        return await self._succeeded(source, read)

    async def _succeeded(self, source: Source, read: Fetched | Unchanged) -> int:
        now = self.clock.now()
        rest = read.rest if isinstance(read, Fetched) else timedelta(0)
        well = replace(source, failures=0, problem="", check_at=next_look(rest, now))
        try:
            async with self.store.begin() as tx:
                await tx.sources.get(source.id)
                if isinstance(read, Unchanged):
                    await tx.sources.save(well)
                    return 0
                await tx.sources.save(replace(well, etag=read.etag, modified=read.modified))
                new = await tx.sources.keep(*kept(read.items, source, self.ids, now))
                await self._tidy(tx, source, read)
        except NotFound:
            return 0
        if new:
            log.info("source_items_found source=%s items=%s", encode(source.id), new)
        return new

    async def _tidy(self, tx: Transaction, source: Source, read: Fetched) -> None:
        """Drop what a page no longer says, and what a feed that never says the same twice said long ago."""
        counts = (await tx.sources.counts(source.brand_id)).get(source.id)
        if source.kind is SourceKind.PAGE or (counts is not None and counts.items > MOST_ITEMS):
            await tx.sources.forget(source.id, but=[one.key for one in read.items])

    async def _failed(self, source: Source, error: PortError, *, by_hand: bool) -> None:
        """Put the next look off. Looks by hand lengthen no row of failures: the row stands for a span of time."""
        now = self.clock.now()
        failures = max(1, source.failures) if by_hand else source.failures + 1
        wait = min(FIRST_RETRY * 2 ** min(failures - 1, 10), DAY)
        asked = error.retry_at if isinstance(error, Throttled) else now
        gone = error.reason == GONE
        failed = replace(
            source,
            failures=failures,
            problem=error.reason,
            check_at=None if gone else max(now + wait, asked),
        )
        log.info("source_not_read source=%s reason=%s failures=%s", encode(source.id), error.reason, failures)
        try:
            async with self.store.begin() as tx:
                await tx.sources.get(source.id)
                await tx.sources.save(failed)
                if (gone and source.problem != GONE) or (failures == TOLD_AT > source.failures):
                    await tx.outbox.tell(await _notice(tx, failed, now))
        except NotFound:
            return


def next_look(rest: timedelta, now: datetime) -> datetime:
    """When to look again: every three hours, or as rarely as the far side wishes."""
    return now + max(EVERY, rest)


async def _notice(tx: Transaction, source: Source, now: datetime) -> Notice:
    brand = await tx.brands.get(source.brand_id)
    return Notice(
        topic=Topic.SOURCE_FAILS,
        workspace_id=brand.workspace_id,
        at=now,
        brand_id=brand.id,
        facts={"source": source.name, "reason": source.problem},
    )
