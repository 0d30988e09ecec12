"""Show what is planned in a week or month, as rows and as a picture of them."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from core.access import Actor, brand_for
from core.calendar import SHOWN, Calendar, Legend, Span, TintOf, bounds, calendar_of, sheet_of
from core.clock import Clock
from core.drafting import kept
from core.errors import PortError
from core.ids import BrandId
from core.payload import Media
from core.pictures import CalendarSheet, Pictures
from core.ports import Blobs
from core.store import PostFilter, Store

log = logging.getLogger(__name__)

MOST = 500


@dataclass(frozen=True, slots=True)
class ShowCalendar:
    """Reads and draws; changes nothing but the blob store."""

    store: Store
    clock: Clock
    pictures: Pictures
    blobs: Blobs

    async def __call__(
        self, brand_id: BrandId, span: Span, *, title: str, legend: Legend, tint_of: TintOf, by: Actor
    ) -> tuple[Calendar, tuple[Media, ...]]:
        """The calendar of those days and its picture; without one when it cannot be drawn or kept.

        Raises:
            NotFound: the brand is not in this person's workspace.
        """
        calendar = await self._calendar(brand_id, span, by)
        return calendar, await self._picture(sheet_of(calendar, title, legend, tint_of))

    async def _calendar(self, brand_id: BrandId, span: Span, by: Actor) -> Calendar:
        async with self.store.read() as tx:
            brand = await brand_for(tx, brand_id, by)
            since, before = bounds(span, brand.zone)
            posts = await tx.posts.find(
                PostFilter(brand_id=brand.id, states=SHOWN, since=since, before=before, limit=MOST)
            )
            accounts = {account.id: account for account in await tx.accounts.of(brand.id)}
            publications = await tx.publications.of(*(post.id for post in posts))
        return calendar_of(brand, span, self.clock.now(), posts, publications, accounts)

    async def _picture(self, sheet: CalendarSheet) -> tuple[Media, ...]:
        try:
            return (await kept(await self.pictures.calendar(sheet), self.blobs),)
        except PortError as error:
            log.warning("calendar_picture_left_out reason=%s", error.reason)
            return ()
