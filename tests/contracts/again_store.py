"""What every store promises about series, evergreens, notes, copies and what was deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from core.errors import Conflict, NotFound
from core.ids import PostId
from core.series import SeriesId
from core.store import PostFilter, Store
from tests.builders import HOUR, NOON, a_note, a_post, a_series, an_evergreen, fresh_id
from tests.contracts.store import a_house


class AgainContract:
    """Posts that come again, and what is kept beside them. A database's test file brings the fixture `store`."""

    async def test_a_series_comes_back_as_it_was_and_moves_on_once(self, store: Store) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        series = replace(a_series(post, times=6), until=house.batch.last)
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.series.add(series)
        async with store.begin() as tx:
            assert await tx.series.of(house.brand.id) == (series,)
            await tx.series.save(series.again(), was=series)
        async with store.begin() as tx:
            assert await tx.series.get(series.id) == series.again()
            with pytest.raises(Conflict):
                await tx.series.save(series.stopped(), was=series)
            with pytest.raises(NotFound):
                await tx.series.get(SeriesId(fresh_id()))

    async def test_no_occurrence_of_a_series_exists_twice(self, store: Store) -> None:
        house = await a_house(store)
        first, second = (replace(a_post(house.brand), series=7, occurrence=1) for _ in range(2))
        async with store.begin() as tx:
            await tx.posts.add(first)
        with pytest.raises(IntegrityError):
            async with store.begin() as tx:
                await tx.posts.add(second)

    async def test_the_longest_rested_evergreen_comes_first_and_can_be_dropped(self, store: Store) -> None:
        house = await a_house(store)
        young, old = a_post(house.brand), a_post(house.brand)
        async with store.begin() as tx:
            await tx.posts.add(young, old)
            await tx.series.keep(an_evergreen(young, last_out=NOON))
            await tx.series.keep(an_evergreen(old, last_out=NOON - HOUR))
            assert [one.post_id for one in await tx.series.pool(house.brand.id)] == [old.id, young.id]
            await tx.series.keep(an_evergreen(old, last_out=NOON + HOUR, days=90))
            assert await tx.series.pool(house.brand.id) == (
                an_evergreen(young),
                an_evergreen(old, last_out=NOON + HOUR, days=90),
            )
            await tx.series.drop(old.id)
            await tx.series.drop(old.id)
            assert [one.post_id for one in await tx.series.pool(house.brand.id)] == [young.id]

    async def test_notes_are_kept_in_order_and_outlive_their_author(self, store: Store) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        first, second = a_note(post, house.member), replace(a_note(post, house.member, "Yes."), at=NOON + HOUR)
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.notes.add(second)
            await tx.notes.add(first)
            await tx.members.remove(house.member.id)
            assert await tx.notes.of(post.id) == (first, second)
            await tx.notes.remove(first.id)
            assert await tx.notes.of(post.id) == (second,)
            assert await tx.notes.of(PostId(fresh_id())) == ()

    async def test_what_was_asked_for_is_done_once(self, store: Store) -> None:
        house = await a_house(store)
        post, other = a_post(house.brand), a_post(house.brand)
        wish = replace(a_note(post, house.member), asks=True)
        plain = replace(a_note(post, house.member), at=NOON + HOUR)
        elsewhere = replace(a_note(other, house.member), asks=True)
        async with store.begin() as tx:
            await tx.posts.add(post, other)
            for note in (wish, plain, elsewhere):
                await tx.notes.add(note)
            await tx.notes.settle(post.id, NOON + HOUR)
            await tx.notes.settle(post.id, NOON + 2 * HOUR)
            assert await tx.notes.of(post.id) == (replace(wish, done_at=NOON + HOUR), plain)
            assert [one.open for one in await tx.notes.of(other.id)] == [True]

    async def test_a_copy_knows_its_original_and_a_deleted_post_is_listed_nowhere(self, store: Store) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        copy = replace(a_post(house.brand), copied_from=post.id)
        async with store.begin() as tx:
            await tx.posts.add(post, copy)
            await tx.posts.save(post.hidden(NOON), was=post)
            assert await tx.posts.find(PostFilter(brand_id=house.brand.id)) == (copy,)
            assert await tx.posts.find(PostFilter(copied_from=post.id)) == (copy,)
            assert await tx.posts.count(PostFilter(brand_id=house.brand.id)) == 1
            assert (await tx.posts.get(post.id)).hidden_at == NOON
