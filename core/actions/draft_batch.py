"""Draft a brand's next seven days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.audit import Deed
from core.batch import Batch
from core.brand import Brand
from core.drafting import MATERIAL, REMEMBERED, Studio, brief_for
from core.errors import Conflict
from core.ids import BatchId, BrandId, encode
from core.moves import PostState
from core.notice import Notice, Topic
from core.slot import Moment, slots_between, zone_named
from core.store import PostFilter, Store, Transaction

AUTOPILOT = "autopilot"


@dataclass(frozen=True, slots=True)
class DraftBatch:
    """Seven days from tomorrow, or from the day after the last batch; the same days are never drafted twice."""

    store: Store
    studio: Studio

    async def __call__(self, brand_id: BrandId, *, door: str = AUTOPILOT) -> Batch:
        """Write, draw and store the batch, and tell the people.

        Raises:
            NotFound: there is no such brand.
            Conflict: somebody is drafting the same days, or all slots of them are taken.
        """
        clock, ids = self.studio.desk.clock, self.studio.desk.ids
        now = clock.now()
        async with self.store.read() as tx:
            brand = await tx.brands.get(brand_id)
            workspace = await tx.workspaces.get(brand.workspace_id)
            settings = workspace.settings
            first = await first_day(tx, brand, settings.gap_days, now)
            said = await tx.posts.find(PostFilter(brand_id=brand_id, newest_first=True, limit=REMEMBERED))
            accounts = await tx.accounts.of(brand_id)
            material = await tx.sources.fresh(brand_id, MATERIAL)
            planned = (PostState.PENDING, PostState.APPROVED)
            taken = await tx.posts.find(PostFilter(brand_id=brand_id, states=planned, since=now, limit=1000))
        slots = slots_between(brand.slots, first, settings.batch_days, brand.zone)
        moments = _free(slots, now, {post.moment.instant for post in taken})
        if not moments:
            raise Conflict("batch")
        to = self.studio.destinations(brand, accounts)
        drafts, origin, why_offline = await self.studio.write(brief_for(brand, moments, said, to=to, material=material))
        batch = Batch(
            id=BatchId(ids.new()),
            brand_id=brand_id,
            first=first,
            last=first + timedelta(days=settings.batch_days - 1),
            created_at=now,
        )
        posts = await self.studio.posts(brand, moments, drafts, origin, batch.id, to=to)
        ready = Notice(
            topic=Topic.BATCH_READY,
            workspace_id=brand.workspace_id,
            at=now,
            brand_id=brand_id,
            batch_id=batch.id,
            facts={"count": str(len(posts))},
        )
        fell_back = replace(
            ready, topic=Topic.WRITER_FELL_BACK, facts={"reason": why_offline, "cap": str(brand.monthly_cap or 0)}
        )
        notices = (ready, fell_back) if why_offline else (ready,)
        async with self.store.begin() as tx:
            await tx.batches.add(batch)
            await tx.posts.add(*posts)
            await tx.publications.add(*self.studio.publications(posts, brand, accounts))
            await tx.sources.used(tuple(draft.item for draft in drafts if draft.item is not None), now)
            await tx.outbox.tell(*notices)
            await tx.audit.append(
                Deed(
                    workspace_id=brand.workspace_id,
                    member_id=None,
                    what="drafted_batch",
                    about=encode(batch.id),
                    door=door,
                    at=now,
                )
            )
        return batch


async def first_day(tx: Transaction, brand: Brand, gap_days: int, now: datetime) -> date:
    """The first day of the brand's next batch, on its own calendar."""
    today = now.astimezone(zone_named(brand.zone)).date()
    newest = await tx.batches.of(brand.id, limit=1)
    return newest[0].next_first(gap_days, today) if newest else today + timedelta(days=1)


def _free(moments: tuple[Moment, ...], now: datetime, taken: set[datetime]) -> tuple[Moment, ...]:
    """Slots that lie ahead and that no post of its own has."""
    return tuple(moment for moment in moments if moment.instant > now and moment.instant not in taken)
