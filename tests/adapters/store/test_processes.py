"""Two stores on one database stand for two processes: they never get in each other's way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from adapters.store.store import SqlStore, open_store
from core.audit import first_broken
from core.errors import Conflict
from core.moves import PartState
from core.queue import Claim, Move
from tests.builders import MINUTE, NOON, a_deed
from tests.contracts.queue import LEASE, claimed, part_now, planned, to_live, to_sending
from tests.contracts.store import a_house


@pytest.fixture
async def stores(any_url: str) -> AsyncIterator[tuple[SqlStore, SqlStore]]:
    """Two stores on the same empty database."""
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(open_store(any_url))
        yield one, await stack.enter_async_context(open_store(any_url))


async def test_two_who_claim_never_take_the_same(stores: tuple[SqlStore, SqlStore]) -> None:
    house = await a_house(stores[0])
    wanted = {(await planned(stores[0], house)).parts[0].id for _ in range(40)}

    async def take(store: SqlStore, owner: str) -> list[int]:
        taken: list[int] = []
        while leases := await store.queue.claim(NOON, owner=owner, lease=LEASE, limit=3):
            taken += [lease.part_id for lease in leases]
        return taken

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(take(store, f"w{number}")) for number, store in enumerate(stores * 2)]
    taken = [part_id for task in tasks for part_id in task.result()]
    assert len(taken) == 40
    assert set(taken) == wanted


async def test_of_two_processes_one_sends_for_an_account(stores: tuple[SqlStore, SqlStore]) -> None:
    house = await a_house(stores[0])
    for _ in range(10):
        await planned(stores[0], house, account=house.account)
    moves = [to_sending(claim.part) for claim in await claimed(stores[0])]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(stores[n % 2].queue.record(move)) for n, move in enumerate(moves)]
    assert sum(task.result() for task in tasks) == 1


async def test_a_move_recorded_by_two_processes_is_written_once(stores: tuple[SqlStore, SqlStore]) -> None:
    house = await a_house(stores[0])
    for _ in range(10):
        await planned(stores[0], house)
    claims = await claimed(stores[0])
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store.queue.record(to_sending(claim.part))) for claim in claims for store in stores]
    assert sum(task.result() for task in tasks) == 10


async def test_a_process_that_lost_its_attempt_writes_nothing(stores: tuple[SqlStore, SqlStore]) -> None:
    first, second = stores
    house = await a_house(first)
    await planned(first, house)
    (lost,) = await claimed(first)
    (found,) = await second.queue.stranded(NOON + LEASE + MINUTE)
    back = replace(found.part.go(PartState.SCHEDULED), fire_at=NOON)
    await second.queue.record(Move(was=frozenset({PartState.CLAIMED}), attempt=1, result=back, at=NOON))
    (again,) = await second.queue.load(*await second.queue.claim(NOON, owner="w2", lease=LEASE))
    assert not await first.queue.keep(lost.part, lease_until=NOON + 10 * MINUTE)
    assert not await first.queue.record(to_sending(lost.part))
    assert await second.queue.record(to_sending(again.part))
    assert not await first.queue.record(to_live(lost.part))
    assert (await part_now(first, lost.part)).state is PartState.SENDING


async def test_publishing_the_same_weeks_from_both_sides_settles(stores: tuple[SqlStore, SqlStore]) -> None:
    house = await a_house(stores[0])
    for _ in range(40):
        await planned(stores[0], house)
    claims = await claimed(stores[0])

    async def publish(store: SqlStore, mine: int) -> list[bool]:
        async with asyncio.TaskGroup() as group:
            ours = [claim.part for number, claim in enumerate(claims) if number % 2 == mine]
            sending = [group.create_task(store.queue.record(to_sending(part))) for part in ours]
        async with asyncio.TaskGroup() as group:
            live = [group.create_task(store.queue.record(to_live(part))) for part in reversed(ours)]
        return [task.result() for task in (*sending, *live)]

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(publish(store, number)) for number, store in enumerate(stores)]
    assert all(answer for task in tasks for answer in task.result())
    async with stores[0].read() as tx:
        assert (await tx.batches.get(house.batch.id)).version > 1


async def test_a_person_and_the_publisher_who_meet_at_one_post_both_get_an_answer(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    house = await a_house(stores[0])
    for _ in range(6):
        await planned(stores[0], house)

    async def change(claim: Claim) -> bool:
        try:
            async with stores[1].begin() as tx:
                await tx.posts.save(claim.post.touched(), was=claim.post)
                await tx.publications.save(claim.publication, was=claim.publication)
        except Conflict:
            return False
        return True

    for claim in await claimed(stores[0]):
        async with asyncio.TaskGroup() as group:
            changing = group.create_task(change(claim))
            sending = group.create_task(stores[0].queue.record(to_sending(claim.part)))
        assert sending.result()
        lines = await stores[0].queue.timeline(claim.post.id)
        assert [line.state for line in lines] == [PartState.SENDING]
        async with stores[0].read() as tx:
            grown = (await tx.posts.get(claim.post.id)).version - claim.post.version
        assert grown == (2 if changing.result() else 1)  # a transaction that saved both has changed the card once


async def test_the_audit_chain_holds_under_two_processes(stores: tuple[SqlStore, SqlStore]) -> None:
    house = await a_house(stores[0])

    async def do(store: SqlStore, what: str) -> None:
        async with store.begin() as tx:
            await tx.audit.append(a_deed(house.workspace, what))

    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(do(stores[number % 2], f"deed-{number}"))
    async with stores[0].read() as tx:
        entries = await tx.audit.of(house.workspace.id)
    assert len(entries) == 20
    assert first_broken(entries) is None
