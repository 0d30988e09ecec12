"""Let posts come again: start and stop series, keep evergreens, and bring the next ones when their time is near."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.access import Actor, Right, brand_for, post_for
from core.actions.copy_post import CopyPost
from core.actions.new_post import next_free
from core.brand import Brand
from core.errors import Conflict, Invalid, Problem
from core.ids import PostId
from core.moves import PostState
from core.notice import Notice, Topic
from core.post import Post
from core.series import COOL_DOWNS, Evergreen, Rhythm, Series, SeriesId
from core.slot import Moment
from core.store import PostFilter, Store, Transaction

log = logging.getLogger(__name__)

AHEAD = timedelta(days=7)
MOST_TIMES = 366


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every repetition is a post of its own that waits for a decision: an approval covers exact bytes and no future."""

    store: Store
    copy_post: CopyPost

    async def start(
        self,
        post_id: PostId,
        rhythm: Rhythm,
        *,
        start: datetime | None = None,
        until: date | None = None,
        times: int = 0,
        by: Actor,
    ) -> Series:
        """Let the post come again, from `start` (wall clock; the post's own time when not given) on.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            Invalid: it would never come again, or far too often.
        """
        if not 0 <= times <= MOST_TIMES:
            raise Invalid(Problem(field="times", what=f"1 to {MOST_TIMES} times.", fix="Please choose a number in it."))
        desk = self.copy_post.studio.desk
        async with self.store.begin() as tx:
            post, _ = await post_for(tx, post_id, by, may=Right.WRITE)
            series = Series(
                id=SeriesId(desk.ids.new()),
                brand_id=post.brand_id,
                post_id=post.id,
                rhythm=rhythm,
                start=start or post.moment.local,
                zone=post.moment.zone,
                until=until,
                times=times,
            )
            if series.upcoming is None:
                what = "It would end before it comes again."
                raise Invalid(Problem(field="until", what=what, fix="Please choose a later day."))
            await tx.series.add(series)
            await tx.posts.save(post.touched(), was=post)
            await tx.audit.append(by.deed("started_series", post.id, desk.clock.now(), detail=rhythm.value))
        return series

    async def stop(self, series_id: SeriesId, *, by: Actor) -> Series:
        """End a series; what it has brought already stays. Raises NotAllowed, NotFound."""
        async with self.store.begin() as tx:
            series = await tx.series.get(series_id)
            await brand_for(tx, series.brand_id, by, may=Right.WRITE)
            await tx.series.save(series.stopped(), was=series)
            now = self.copy_post.studio.desk.clock.now()
            await tx.audit.append(by.deed("stopped_series", series.post_id, now))
        return series.stopped()

    async def keep_evergreen(self, post_id: PostId, days: int, *, by: Actor) -> Evergreen:
        """Put the post into the pool; it rests `days` from when it was out last.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            Invalid: that is no choice of a rest.
        """
        if days not in COOL_DOWNS:
            choices = ", ".join(map(str, COOL_DOWNS))
            raise Invalid(Problem(field="days", what=f"{days} days is no choice.", fix=f"Please pick {choices}."))
        now = self.copy_post.studio.desk.clock.now()
        async with self.store.begin() as tx:
            post, _ = await post_for(tx, post_id, by, may=Right.WRITE)
            out = [part.live_at for one in await tx.publications.of(post.id) for part in one.parts if part.live_at]
            last_out = max(out, default=post.moment.instant)
            evergreen = Evergreen(post_id=post.id, brand_id=post.brand_id, cool_down_days=days, last_out=last_out)
            await tx.series.keep(evergreen)
            await tx.posts.save(post.touched(), was=post)
            await tx.audit.append(by.deed("added_evergreen", post.id, now))
        return evergreen

    async def drop_evergreen(self, post_id: PostId, *, by: Actor) -> None:
        """Take the post out of the pool. Raises NotAllowed, NotFound."""
        async with self.store.begin() as tx:
            post, _ = await post_for(tx, post_id, by, may=Right.WRITE)
            await tx.series.drop(post_id)
            await tx.posts.save(post.touched(), was=post)
            now = self.copy_post.studio.desk.clock.now()
            await tx.audit.append(by.deed("dropped_evergreen", post_id, now))

    async def __call__(self) -> int:
        """Bring what is due within a week; answers how many posts were made."""
        async with self.store.read() as tx:
            brands = [brand for workspace in await tx.workspaces.all() for brand in await tx.brands.of(workspace.id)]
            series = [one for brand in brands for one in await tx.series.of(brand.id) if one.active]
            pools = [(brand, pool) for brand in brands if (pool := await tx.series.pool(brand.id))]
        by_id = {brand.id: brand for brand in brands}
        made = 0
        for one in series:
            with suppress(Conflict):
                made += await self._bring(by_id[one.brand_id], one)
        for brand, pool in pools:
            if brand.drafts_at(self._now):
                with suppress(Conflict, Invalid):
                    made += await self._offer(brand, pool)
        return made

    @property
    def _now(self) -> datetime:
        return self.copy_post.studio.desk.clock.now()

    async def _bring(self, brand: Brand, series: Series) -> int:
        """The next repetition, if its week has come; those whose time passed while we were off are named, not made."""
        now, passed = self._now, 0
        upcoming, ahead = series.upcoming, series
        while upcoming and upcoming.instant <= now:
            ahead, passed = ahead.again(), passed + 1
            upcoming = ahead.upcoming
        if upcoming is None or upcoming.instant > now + AHEAD:
            if passed:
                async with self.store.begin() as tx:
                    await tx.series.save(ahead, was=series)
                    await tx.outbox.tell(self._notice(brand, series.post_id, passed))
            return 0
        async with self.store.begin() as tx:
            original = await tx.posts.get(series.post_id)
            await tx.series.save(ahead.again(), was=series)
            post = self.copy_post.copy(original, original.content, upcoming, original.origin)
            post = replace(post, series=series.id, occurrence=ahead.made + 1)
            await self._add(tx, brand, post, passed)
        return 1

    async def _offer(self, brand: Brand, pool: tuple[Evergreen, ...]) -> int:
        """The longest rested evergreen in the next free slot of the coming week, unless one is ahead already."""
        now = self._now
        async with self.store.begin() as tx:
            moment = await next_free(tx, brand, now)
            if moment.instant > now + AHEAD:
                return 0
            for evergreen in pool:
                wanted = PostFilter(
                    copied_from=evergreen.post_id, states=(PostState.PENDING, PostState.APPROVED), since=now, limit=1
                )
                if await tx.posts.find(wanted):
                    return 0
            rested = next((one for one in pool if one.rested(moment.instant)), None)
            if rested is None:
                return 0
            original = await tx.posts.get(rested.post_id)
            post = self.copy_post.copy(original, original.content, moment, original.origin)
            await tx.series.keep(replace(rested, last_out=moment.instant))
            await self._add(tx, brand, replace(post, why=_why(rested, moment)), 0)
        return 1

    async def _add(self, tx: Transaction, brand: Brand, post: Post, passed: int) -> None:
        await tx.posts.add(post)
        studio = self.copy_post.studio
        await tx.publications.add(*studio.publications((post,), brand, await tx.accounts.of(brand.id)))
        await tx.outbox.tell(self._notice(brand, post.id, passed))
        log.info("post_came_again post=%s", post.id)

    def _notice(self, brand: Brand, post_id: PostId, passed: int) -> Notice:
        facts = {"passed": str(passed)} if passed else {}
        return Notice(
            topic=Topic.POST_AGAIN,
            workspace_id=brand.workspace_id,
            at=self._now,
            brand_id=brand.id,
            post_id=post_id,
            facts=facts,
        )


def _why(evergreen: Evergreen, moment: Moment) -> str:
    last = evergreen.last_out
    return f"Evergreen: last out {last.day} {last:%b %Y}, rested {(moment.instant - last).days} days."
