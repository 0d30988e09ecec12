"""What every store promises about sources. A database's test file brings the fixture `store`, open and empty."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.brand import Brand
from core.errors import Invalid, NotFound
from core.source import Counts, Source, SourceId, SourceKind
from core.store import Store
from tests.builders import HOUR, MINUTE, NOON, a_brand, a_source, a_workspace, an_item, fresh_id

LATER = NOON + 3 * HOUR


async def a_stored_brand(store: Store) -> Brand:
    """A brand in a workspace of its own."""
    workspace = a_workspace()
    brand = a_brand(workspace)
    async with store.begin() as tx:
        await tx.workspaces.add(workspace)
        await tx.brands.add(brand)
    return brand


async def a_stored_source(store: Store, brand: Brand, url: str = "", *, wait: timedelta | None = None) -> Source:
    """A source of the brand, due that long after noon."""
    source = replace(
        a_source(brand, url, kind=SourceKind.FEED if url else SourceKind.TEXT),
        check_at=None if wait is None else NOON + wait,
    )
    async with store.begin() as tx:
        await tx.sources.add(source)
    return source


class KeepingContract:
    """Sources and items are what they were."""

    async def test_a_source_is_read_back_as_it_was_saved(self, store: Store) -> None:
        brand = await a_stored_brand(store)
        source = await a_stored_source(store, brand, "https://blog.example/feed", wait=HOUR)
        changed = replace(
            source,
            name="Crumbs",
            etag='"v2"',
            modified="Sat, 21 Nov 2026 09:00:00 GMT",
            checked_at=NOON,
            check_at=None,
            failures=3,
            problem="http_404",
        )
        async with store.begin() as tx:
            assert await tx.sources.get(source.id) == source
            await tx.sources.save(changed)
        async with store.read() as tx:
            assert await tx.sources.of(brand.id) == (changed,)

    async def test_one_address_is_one_source_of_a_brand(self, store: Store) -> None:
        brand, other = await a_stored_brand(store), await a_stored_brand(store)
        await a_stored_source(store, brand, "https://blog.example/feed")
        await a_stored_source(store, other, "https://blog.example/feed")
        with pytest.raises(Invalid, match="there already"):
            await a_stored_source(store, brand, "https://blog.example/feed")

    async def test_a_source_that_is_gone_is_not_found_and_its_items_went_with_it(self, store: Store) -> None:
        brand = await a_stored_brand(store)
        source = await a_stored_source(store, brand)
        async with store.begin() as tx:
            await tx.sources.keep(an_item(source))
            await tx.sources.remove(source.id)
        async with store.read() as tx:
            assert await tx.sources.fresh(brand.id) == ()
            with pytest.raises(NotFound):
                await tx.sources.get(source.id)

    async def test_an_item_of_a_source_that_is_gone_is_refused(self, store: Store) -> None:
        source = a_source(await a_stored_brand(store))
        with pytest.raises(NotFound):
            async with store.begin() as tx:
                await tx.sources.keep(an_item(source))

    async def test_no_item_is_kept_twice(self, store: Store) -> None:
        brand = await a_stored_brand(store)
        source, other = await a_stored_source(store, brand), await a_stored_source(store, brand)
        first = an_item(source, "k1")
        async with store.begin() as tx:
            assert await tx.sources.keep(first, an_item(source, "k1"), an_item(source, "k2")) == 2
            assert await tx.sources.keep(an_item(source, "k1", title="Another title"), an_item(source, "k3")) == 1
            assert await tx.sources.keep(an_item(other, "k1")) == 1
            assert await tx.sources.keep() == 0
        async with store.read() as tx:
            kept = await tx.sources.items(source.id)
        assert {item.key for item in kept} == {"k1", "k2", "k3"}
        assert first in kept

    async def test_many_items_are_kept_at_once(self, store: Store) -> None:
        source = await a_stored_source(store, await a_stored_brand(store))
        items = [an_item(source) for _ in range(1000)]
        async with store.begin() as tx:
            assert await tx.sources.keep(*items) == 1000


class ItemsContract:
    """What was drawn on, and what was not."""

    async def test_the_newest_come_first_by_their_own_date_or_when_they_were_found(self, store: Store) -> None:
        brand = await a_stored_brand(store)
        source = await a_stored_source(store, brand)
        async with store.begin() as tx:
            await tx.sources.keep(
                an_item(source, "old", at=NOON - HOUR), an_item(source, "found"), an_item(source, "new", at=LATER)
            )
        async with store.read() as tx:
            assert [item.key for item in await tx.sources.items(source.id)] == ["new", "found", "old"]
            assert [item.key for item in await tx.sources.items(source.id, 1)] == ["new"]
            assert [item.key for item in await tx.sources.fresh(brand.id, 2)] == ["new", "found"]

    async def test_what_a_draft_drew_on_is_no_longer_fresh(self, store: Store) -> None:
        brand, stranger = await a_stored_brand(store), await a_stored_brand(store)
        source = replace(await a_stored_source(store, brand), name="Renamed")
        drawn, fresh = an_item(source), an_item(source)
        async with store.begin() as tx:
            await tx.sources.keep(drawn, fresh)
            await tx.sources.save(source)
            await tx.sources.used((drawn.id,), LATER)
            await tx.sources.used((), LATER)
        async with store.read() as tx:
            assert await tx.sources.fresh(brand.id) == (replace(fresh, source="Renamed"),)
            assert await tx.sources.fresh(stranger.id) == ()
            assert {item.used_at for item in await tx.sources.items(source.id)} == {LATER, None}
            assert await tx.sources.counts(brand.id) == {source.id: Counts(items=2, unused=1)}
            assert await tx.sources.counts(stranger.id) == {}

    async def test_what_is_forgotten_was_not_drawn_on_and_is_not_named(self, store: Store) -> None:
        brand = await a_stored_brand(store)
        source, other = await a_stored_source(store, brand), await a_stored_source(store, brand)
        drawn = an_item(source, "drawn")
        async with store.begin() as tx:
            await tx.sources.keep(drawn, an_item(source, "stays"), an_item(source, "goes"))
            await tx.sources.keep(an_item(other, "goes"))
            await tx.sources.used((drawn.id,), NOON)
            await tx.sources.forget(source.id, but=["stays"])
        async with store.read() as tx:
            assert {item.key for item in await tx.sources.items(source.id)} == {"drawn", "stays"}
            assert {item.key for item in await tx.sources.items(other.id)} == {"goes"}

    async def test_all_that_is_unused_can_be_forgotten(self, store: Store) -> None:
        source = await a_stored_source(store, await a_stored_brand(store))
        async with store.begin() as tx:
            await tx.sources.keep(an_item(source))
            await tx.sources.forget(source.id, but=[])
        async with store.read() as tx:
            assert await tx.sources.items(source.id) == ()


class ClaimContract:
    """Who looks when."""

    async def test_what_is_due_is_taken_longest_waiting_first_and_put_off(self, store: Store) -> None:
        brand = await a_stored_brand(store)
        await a_stored_source(store, brand)
        await a_stored_source(store, brand, "https://a.example/", wait=MINUTE)
        longest = await a_stored_source(store, brand, "https://b.example/", wait=-HOUR)
        due = await a_stored_source(store, brand, "https://c.example/", wait=timedelta(0))
        async with store.begin() as tx:
            (first,) = await tx.sources.claim(NOON, LATER, 1)
            (second,) = await tx.sources.claim(NOON, LATER)
            assert await tx.sources.claim(NOON, LATER) == ()
        assert first == replace(longest, checked_at=NOON, check_at=LATER)
        assert second == replace(due, checked_at=NOON, check_at=LATER)
        async with store.read() as tx:
            assert await tx.sources.get(longest.id) == first

    async def test_of_many_claims_at_once_one_gets_a_source(self, store: Store) -> None:
        brand = await a_stored_brand(store)
        for _ in range(6):
            await a_stored_source(store, brand, f"https://blog.example/{fresh_id()}", wait=-HOUR)

        async def claim() -> list[SourceId]:
            async with store.begin() as tx:
                return [source.id for source in await tx.sources.claim(NOON, LATER, 4)]

        async with asyncio.TaskGroup() as group:
            claims = [group.create_task(claim()) for _ in range(5)]
        taken = [source_id for one in claims for source_id in one.result()]
        assert len(taken) == len(set(taken))
        assert len(taken) <= 6
        taken += await claim()
        assert len(set(taken)) == 6

    async def test_one_source_can_be_taken_before_it_is_due_but_not_twice_in_a_row(self, store: Store) -> None:
        brand = await a_stored_brand(store)
        source = await a_stored_source(store, brand, "https://a.example/", wait=HOUR)
        other = await a_stored_source(store, brand, "https://b.example/", wait=HOUR)
        async with store.begin() as tx:
            taken = await tx.sources.claim_one(source.id, NOON, LATER, NOON - 2 * MINUTE)
            assert taken == replace(source, checked_at=NOON, check_at=LATER)
            assert await tx.sources.claim_one(source.id, NOON + MINUTE, LATER, NOON - MINUTE) is None
            assert await tx.sources.claim_one(source.id, NOON + 2 * MINUTE, LATER, NOON) is not None
            assert await tx.sources.get(other.id) == other


class SourcesContract(KeepingContract, ItemsContract, ClaimContract):
    """Everything a store promises about sources."""
