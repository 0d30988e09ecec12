"""What every store promises the publisher. A database's test file brings the fixture `store`, open and empty."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.account import Account, Health
from core.moves import TAKEN, PartState, PostState
from core.notice import Topic
from core.post import Post
from core.publication import Part, Publication
from core.queue import Claim, Move, Queue
from tests.builders import (
    HOUR,
    MINUTE,
    NOON,
    a_checkpoint,
    a_delivery,
    a_notice,
    a_payload,
    a_post,
    a_publication,
    an_account,
    an_approval,
)
from tests.contracts.store import House, OpenStore, a_house, version_of

LEASE = timedelta(minutes=2)
WORKER = "worker-1"


async def planned(
    store: OpenStore,
    house: House,
    *,
    account: Account | None = None,
    state: PartState = PartState.SCHEDULED,
    parts: int = 1,
    fire_at: datetime | None = NOON,
    instant: datetime = NOON,
) -> Publication:
    """Store a post of the week with one publication, on a new account unless one is named."""
    target = account or an_account(house.brand)
    post = a_post(house.brand, batch=house.batch, instant=instant)
    publication = a_publication(post, target, state=state, parts=parts, fire_at=fire_at)
    async with store.begin() as tx:
        if account is None:
            await tx.accounts.add(target)
        await tx.posts.add(post)
        await tx.publications.add(publication)
    return publication


async def placed(store: OpenStore, house: House, **values: object) -> Part:
    """Store a publication whose only Part has these values, on a new account, and answer the Part."""
    publication = await planned(store, house)
    part = replace(publication.parts[0], **values)  # type: ignore[arg-type]  # names of fields of Part
    async with store.begin() as tx:
        await tx.publications.save(replace(publication, parts=(part,)), was=publication)
    return part


async def claimed(store: OpenStore, limit: int = 50) -> tuple[Claim, ...]:
    """Claim what is due at noon."""
    return await store.queue.load(*await store.queue.claim(NOON, owner=WORKER, lease=LEASE, limit=limit))


def to_sending(part: Part, at: datetime = NOON) -> Move:
    """The move that is committed before the visible call."""
    result = replace(part.go(PartState.SENDING), sent_at=at, first_sent_at=part.first_sent_at or at)
    return Move(
        was=frozenset({PartState.CLAIMED}),
        attempt=part.attempt,
        result=result,
        at=at,
        needs_lease_until=at + MINUTE,
    )


def to_live(part: Part, at: datetime = NOON, remote_id: str = "") -> Move:
    """The move after a visible call that worked."""
    remote = remote_id or f"r-{part.id}"
    result = replace(part, state=PartState.LIVE, remote_id=remote, url=f"https://example.org/{remote}", live_at=at)
    was = frozenset({PartState.SENDING, PartState.CHECKING, PartState.ASK})
    return Move(was=was, attempt=part.attempt, result=result, at=at)


async def part_now(store: OpenStore, part: Part) -> Part:
    """The Part as it is stored."""
    async with store.read() as tx:
        publication = await tx.publications.get(part.publication_id)
    return next(one for one in publication.parts if one.id == part.id)


async def post_now(store: OpenStore, claim: Claim) -> Post:
    """The post of the claim as it is stored."""
    async with store.read() as tx:
        return await tx.posts.get(claim.post.id)


class ClaimContract:
    """Who may take what, and when."""

    async def test_a_due_part_comes_with_all_there_is_to_know(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand, batch=house.batch)
        other = an_account(house.brand, "mastodon")
        due, sibling = a_publication(post, house.account, parts=2), a_publication(post, other, fire_at=NOON + HOUR)
        yes = an_approval(post, house.member)
        no = an_approval(post, house.member, at=NOON - HOUR, voided_at=NOON)
        async with store.begin() as tx:
            await tx.accounts.add(other)
            await tx.posts.add(post)
            await tx.approvals.add(yes, no)
            await tx.publications.add(due, sibling)
        (claim,) = await claimed(store)
        taken = replace(due.parts[0], state=PartState.CLAIMED, attempt=1, owner=WORKER, lease_until=NOON + LEASE)
        assert claim.part == taken
        assert claim.publications == (replace(due, parts=(taken, due.parts[1])), sibling)
        assert (claim.post, claim.account, claim.workspace_id) == (post, house.account, house.workspace.id)
        assert claim.approvals == (no, yes)
        assert await part_now(store, taken) == taken

    async def test_nothing_is_taken_before_its_time(self, store: OpenStore) -> None:
        house = await a_house(store)
        await planned(store, house, fire_at=NOON + timedelta(microseconds=1))
        await planned(store, house, fire_at=None)
        assert await claimed(store) == ()

    @pytest.mark.parametrize("state", [state for state in PartState if state is not PartState.SCHEDULED])
    async def test_only_what_is_scheduled_is_taken(self, store: OpenStore, state: PartState) -> None:
        house = await a_house(store)
        await planned(store, house, state=state)
        assert await claimed(store) == ()

    async def test_the_oldest_go_first(self, store: OpenStore) -> None:
        house = await a_house(store)
        late, early, middle = [
            (await planned(store, house, fire_at=NOON - minutes * MINUTE)).parts[0].id for minutes in (1, 9, 5)
        ]
        assert [claim.part.id for claim in await claimed(store, limit=2)] == [early, middle]
        assert [claim.part.id for claim in await claimed(store, limit=2)] == [late]
        assert await claimed(store) == ()

    @pytest.mark.parametrize(
        ("health", "taken"),
        [(Health.OK, 1), (Health.HELD, 1), (Health.BROKEN, 0), (Health.DISCONNECTED, 0)],
    )
    async def test_accounts_that_cannot_work_are_left_alone(self, store: OpenStore, health: Health, taken: int) -> None:
        house = await a_house(store)
        account = an_account(house.brand, health=health)
        async with store.begin() as tx:
            await tx.accounts.add(account)
        await planned(store, house, account=account)
        assert len(await store.queue.upcoming(NOON)) == taken
        assert len(await claimed(store)) == taken

    async def test_every_claim_has_a_new_number(self, store: OpenStore) -> None:
        house = await a_house(store)
        await planned(store, house)
        (first,) = await claimed(store)
        back = replace(first.part.go(PartState.SCHEDULED, reason="unavailable"), fire_at=NOON, failures=1)
        was = frozenset({PartState.CLAIMED})
        assert await store.queue.record(Move(was=was, attempt=1, result=back, at=NOON))
        (second,) = await claimed(store)
        assert (second.part.attempt, second.part.failures, second.part.reason) == (2, 1, "unavailable")

    async def test_what_becomes_due_is_known_ahead(self, store: OpenStore) -> None:
        house = await a_house(store)
        for minutes in (3, 1, 1, 90):
            await planned(store, house, fire_at=NOON + minutes * MINUTE)
        await placed(store, house, state=PartState.CHECKING, check_at=NOON + 2 * MINUTE, fire_at=None)
        await placed(store, house, state=PartState.ASK, check_at=NOON + 95 * MINUTE, fire_at=None)
        await planned(store, house, state=PartState.PLANNED)
        upcoming = await store.queue.upcoming(NOON + HOUR)
        assert upcoming == tuple(NOON + minutes * MINUTE for minutes in (1, 2, 3))

    async def test_a_claim_can_be_read_again_while_it_is_held(self, store: OpenStore) -> None:
        house = await a_house(store)
        await planned(store, house)
        (claim,) = await claimed(store)
        async with store.begin() as tx:
            await tx.posts.save(claim.post.touched(), was=claim.post)
        assert claim.lease is not None
        (again,) = await store.queue.load(claim.lease)
        assert again == replace(claim, post=claim.post.touched())
        assert await store.queue.load(replace(claim.lease, attempt=2)) == ()
        assert await store.queue.load(replace(claim.lease, owner="worker-2")) == ()


class LeaseContract:
    """How a claim is kept, and how it is lost."""

    async def test_a_lease_is_renewed_and_its_checkpoint_kept(self, store: OpenStore) -> None:
        house = await a_house(store)
        await planned(store, house)
        (claim,) = await claimed(store)
        checkpoint = a_checkpoint(claim.part.id, expires=NOON + HOUR, container="c-1")
        assert await store.queue.keep(claim.part, lease_until=NOON + HOUR, checkpoint=checkpoint)
        assert await store.queue.keep(claim.part, lease_until=NOON + 2 * HOUR)
        stored = await part_now(store, claim.part)
        assert stored == replace(claim.part, lease_until=NOON + 2 * HOUR, checkpoint=checkpoint)

    @pytest.mark.parametrize("changes", [{"attempt": 2}, {"owner": "worker-2"}])
    async def test_a_lease_of_somebody_else_is_not_renewed(self, store: OpenStore, changes: dict[str, object]) -> None:
        house = await a_house(store)
        await planned(store, house)
        (claim,) = await claimed(store)
        other = replace(claim.part, **changes)  # type: ignore[arg-type]  # names of fields of Part
        assert not await store.queue.keep(other, lease_until=NOON + HOUR)
        assert await part_now(store, claim.part) == claim.part

    @pytest.mark.parametrize("state", [state for state in PartState if state is not PartState.CLAIMED])
    async def test_only_a_claimed_part_has_a_lease_to_renew(self, store: OpenStore, state: PartState) -> None:
        part = await placed(store, await a_house(store), state=state, owner=WORKER, attempt=1)
        assert not await store.queue.keep(part, lease_until=NOON + HOUR)

    async def test_what_a_dead_process_left_behind_is_found(self, store: OpenStore) -> None:
        house = await a_house(store)
        left = [
            await placed(store, house, state=state, attempt=1, owner="gone", lease_until=NOON - minutes * MINUTE)
            for state, minutes in ((PartState.CLAIMED, 1), (PartState.SENDING, 2), (PartState.CLAIMED, -1))
        ]
        await placed(store, house, state=PartState.CHECKING, attempt=1, lease_until=NOON - MINUTE)
        found = await store.queue.stranded(NOON)
        assert [claim.part for claim in found] == [left[1], left[0]]
        assert await store.queue.stranded(NOON, limit=1) == found[:1]

    async def test_what_was_planned_long_ago_is_found_late(self, store: OpenStore) -> None:
        house = await a_house(store)
        older = await planned(store, house, instant=NOON - 3 * HOUR, fire_at=NOON - 3 * HOUR)
        old = await planned(store, house, instant=NOON - 2 * HOUR, fire_at=NOON - 2 * HOUR, parts=2)
        await planned(store, house, instant=NOON)
        await planned(store, house, instant=NOON - 3 * HOUR, state=PartState.PLANNED)
        found = await store.queue.late(NOON - HOUR)
        assert [claim.part.id for claim in found] == [older.parts[0].id, old.parts[0].id]
        assert await store.queue.late(NOON - HOUR, limit=1) == found[:1]

    @pytest.mark.parametrize(
        ("fire_at", "failures", "late"),
        [(NOON, 0, False), (NOON, 1, True), (NOON - 2 * HOUR, 0, True)],
        ids=["sent again just now", "sent again and failed", "sent again long ago"],
    )
    async def test_what_was_sent_again_counts_from_then(
        self, store: OpenStore, fire_at: datetime, failures: int, late: bool
    ) -> None:
        house = await a_house(store)
        old = await planned(store, house, instant=NOON - 3 * HOUR)
        part = replace(old.parts[0], fire_at=fire_at, failures=failures)
        async with store.begin() as tx:
            await tx.publications.save(replace(old, parts=(part,)), was=old)
        assert [claim.part for claim in await store.queue.late(NOON - HOUR)] == [part] * late

    async def test_an_unsettled_part_is_handed_out_once_a_turn(self, store: OpenStore) -> None:
        house = await a_house(store)
        checking = await placed(store, house, state=PartState.CHECKING, check_at=NOON, fire_at=None)
        asking = await placed(store, house, state=PartState.ASK, check_at=NOON - MINUTE, fire_at=None)
        await placed(store, house, state=PartState.CHECKING, check_at=NOON + MINUTE, fire_at=None)
        await placed(store, house, state=PartState.ASK, check_at=None, fire_at=None)
        again = NOON + 5 * MINUTE
        found = await store.queue.to_settle(NOON, again=again)
        assert [claim.part for claim in found] == [asking, checking]
        assert {(await part_now(store, part)).check_at for part in (checking, asking)} == {again}
        assert await store.queue.to_settle(NOON, again=again) == ()


class RecordContract:
    """What is written down, and what is refused."""

    async def test_a_part_goes_live(self, store: OpenStore) -> None:
        house = await a_house(store)
        await planned(store, house)
        (claim,) = await claimed(store)
        sending, live = to_sending(claim.part), to_live(claim.part, NOON + MINUTE)
        assert await store.queue.record(sending)
        assert await part_now(store, claim.part) == sending.result
        assert await store.queue.record(live)
        assert await part_now(store, claim.part) == live.result
        lines = await store.queue.timeline(claim.post.id)
        assert [(line.number, line.at, line.state) for line in lines] == [
            (1, NOON, PartState.SENDING),
            (1, NOON + MINUTE, PartState.LIVE),
        ]
        assert {(line.part_id, line.account_id) for line in lines} == {(claim.part.id, claim.account.id)}

    async def test_cards_of_the_post_and_its_week_grow_stale(self, store: OpenStore) -> None:
        house = await a_house(store)
        await planned(store, house)
        (claim,) = await claimed(store)
        of_post = a_delivery("post", claim.post.id, house.chat)
        of_week = a_delivery("batch", house.batch.id, house.chat, messages=("9",))
        async with store.begin() as tx:
            await tx.deliveries.save(of_post)
            await tx.deliveries.save(of_week)
        assert await store.queue.record(to_sending(claim.part))
        assert (await post_now(store, claim)).version == claim.post.version + 1
        assert await version_of(store, house.batch.id) == 2
        async with store.read() as tx:
            assert await tx.deliveries.stale("web") == (of_post, of_week)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"attempt": 2},
            {"was": frozenset(PartState) - {PartState.CLAIMED}},
            {"needs_lease_until": NOON + LEASE + timedelta(microseconds=1)},
        ],
        ids=["another attempt", "another state", "lease too short"],
    )
    async def test_a_move_that_no_longer_fits_writes_nothing(self, store: OpenStore, wrong: dict[str, object]) -> None:
        house = await a_house(store)
        await planned(store, house)
        (claim,) = await claimed(store)
        notice = a_notice(house.workspace, Topic.POST_FAILED, post=claim.post)
        sick = claim.account.fell_ill(Health.BROKEN, "revoked")
        move = replace(to_sending(claim.part), notices=(notice,), account=sick, next_fire_at=NOON, voids_approval=True)
        refused = replace(move, **wrong)  # type: ignore[arg-type]  # names of fields of Move
        assert not await store.queue.record(refused)
        assert await part_now(store, claim.part) == claim.part
        assert await store.queue.timeline(claim.post.id) == ()
        assert await post_now(store, claim) == claim.post
        assert await version_of(store, house.batch.id) == 1
        async with store.read() as tx:
            assert await tx.outbox.due("web", NOON) == ()
            assert await tx.accounts.get(claim.account.id) == claim.account
        assert await store.queue.record(move)

    async def test_an_account_sends_one_thing_at_a_time(self, store: OpenStore) -> None:
        house = await a_house(store)
        for _ in range(2):
            await planned(store, house, account=house.account)
        one, two = [claim.part for claim in await claimed(store)]
        assert await store.queue.record(to_sending(one))
        assert not await store.queue.record(to_sending(two))
        assert await store.queue.record(to_live(one))
        assert await store.queue.record(to_sending(two))

    async def test_of_many_who_want_to_send_at_once_one_may(self, store: OpenStore) -> None:
        house = await a_house(store)
        for _ in range(8):
            await planned(store, house, account=house.account)
        moves = [to_sending(claim.part) for claim in await claimed(store)]
        assert sum(await all_of(store.queue, moves)) == 1

    async def test_the_same_move_twice_is_written_once(self, store: OpenStore) -> None:
        house = await a_house(store)
        await planned(store, house)
        (claim,) = await claimed(store)
        assert sum(await all_of(store.queue, [to_sending(claim.part)] * 4)) == 1
        assert sum(await all_of(store.queue, [to_live(claim.part)] * 4)) == 1
        assert len(await store.queue.timeline(claim.post.id)) == 2

    async def test_each_of_many_moves_is_judged_on_its_own(self, store: OpenStore) -> None:
        house = await a_house(store)
        for _ in range(20):
            await planned(store, house)
        claims = await claimed(store)
        moves = [
            replace(move, attempt=9) if number % 3 == 0 else move
            for number, move in enumerate(to_sending(claim.part) for claim in claims)
        ]
        answers = await all_of(store.queue, moves)
        assert answers == [number % 3 != 0 for number in range(20)]
        states = [(await part_now(store, claim.part)).state is PartState.SENDING for claim in claims]
        assert states == answers

    async def test_a_move_the_database_refuses_does_not_harm_the_others(self, store: OpenStore) -> None:
        house = await a_house(store)
        await placed(store, house, state=PartState.LIVE, remote_id="mine")
        owner = (await placed(store, house, state=PartState.LIVE, remote_id="theirs")).account_id
        async with store.read() as tx:
            account = await tx.accounts.get(owner)
        await planned(store, house, account=account, fire_at=NOON - MINUTE)
        for _ in range(5):
            await planned(store, house)
        claims = await claimed(store)
        await all_of(store.queue, [to_sending(claim.part) for claim in claims])
        repeated = to_live(claims[0].part, remote_id="theirs")
        answers = await all_of(store.queue, [repeated, *(to_live(claim.part) for claim in claims[1:])])
        assert answers == [False, *[True] * (len(claims) - 1)]
        assert (await part_now(store, claims[0].part)).state is PartState.SENDING

    async def test_whatever_a_platform_answers_can_be_written_down(self, store: OpenStore) -> None:
        house = await a_house(store)
        for _ in range(2):
            await planned(store, house)
        odd, plain = await claimed(store)
        await all_of(store.queue, [to_sending(odd.part), to_sending(plain.part)])
        assert await all_of(store.queue, [to_live(odd.part, remote_id="é\0\ud83d\"'1"), to_live(plain.part)]) == [
            True,
            True,
        ]
        assert (await part_now(store, odd.part)).remote_id == "é\"'1"

    async def test_a_late_success_is_accepted_while_a_person_is_asked(self, store: OpenStore) -> None:
        asking = await placed(store, await a_house(store), state=PartState.ASK, attempt=3, check_at=NOON)
        assert await store.queue.record(to_live(asking))
        assert (await part_now(store, asking)).state is PartState.LIVE

    async def test_a_move_neither_shortens_the_lease_nor_forgets_the_checkpoint(self, store: OpenStore) -> None:
        house = await a_house(store)
        await planned(store, house)
        (claim,) = await claimed(store)
        checkpoint = a_checkpoint(claim.part.id, container="c-1")
        await store.queue.keep(claim.part, lease_until=NOON + HOUR, checkpoint=checkpoint)
        assert await store.queue.record(to_sending(claim.part))
        stored = await part_now(store, claim.part)
        assert (stored.lease_until, stored.checkpoint) == (NOON + HOUR, checkpoint)

    async def test_the_next_part_may_go_once_this_one_is_live(self, store: OpenStore) -> None:
        house = await a_house(store)
        thread = await planned(store, house, parts=3)
        (claim,) = await claimed(store)
        await store.queue.record(to_sending(claim.part))
        assert await store.queue.record(replace(to_live(claim.part), next_fire_at=NOON + MINUTE))
        assert [(await part_now(store, part)).fire_at for part in thread.parts] == [NOON, NOON + MINUTE, None]

    async def test_people_hear_of_it_and_the_account_falls_ill(self, store: OpenStore) -> None:
        house = await a_house(store)
        await planned(store, house)
        (claim,) = await claimed(store)
        notices = [a_notice(house.workspace, topic, post=claim.post) for topic in (Topic.POST_FAILED, Topic.POST_ASKS)]
        sick = claim.account.fell_ill(Health.BROKEN, "revoked")
        failed = replace(claim.part.go(PartState.FAILED, reason="reconnect"), fire_at=None)
        was = frozenset({PartState.CLAIMED})
        move = Move(was=was, attempt=1, result=failed, at=NOON, notices=notices, account=sick)
        assert await store.queue.record(move)
        async with store.begin() as tx:
            (letter,) = await tx.outbox.due("web", NOON)
            await tx.outbox.delivered(letter)
            (next_letter,) = await tx.outbox.due("web", NOON)
            assert [letter.notice, next_letter.notice] == notices
            assert await tx.accounts.get(sick.id) == sick

    async def test_a_breach_takes_the_whole_post_back(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand, batch=house.batch)
        other, third = an_account(house.brand, "mastodon"), an_account(house.brand, "bluesky")
        due = a_publication(post, house.account, parts=2)
        waiting = a_publication(post, other, fire_at=NOON + HOUR)
        gone = a_publication(post, third, state=PartState.LIVE, payload=a_payload("out"))
        async with store.begin() as tx:
            await tx.accounts.add(other)
            await tx.accounts.add(third)
            await tx.posts.add(post)
            await tx.approvals.add(an_approval(post, house.member))
            await tx.publications.add(due, waiting, gone)
        (claim,) = await claimed(store)
        back = replace(claim.part.go(PartState.PLANNED, reason="digest"), fire_at=None, digest="")
        was = frozenset({PartState.CLAIMED})
        assert await store.queue.record(Move(was=was, attempt=1, result=back, at=NOON, voids_approval=True))
        async with store.read() as tx:
            stored = await tx.posts.get(post.id)
            (approval,) = await tx.approvals.of(post.id)
            parts = [part for one in await tx.publications.of(post.id) for part in one.parts]
        assert (stored.state, stored.approved_at) == (PostState.PENDING, None)
        assert stored.version > post.version
        assert approval.voided_at == NOON
        assert [(part.state, part.digest, part.fire_at) for part in parts] == [
            (PartState.PLANNED, "", None),
            (PartState.PLANNED, "", None),
            (PartState.PLANNED, "", None),
            (PartState.LIVE, "k1:abc", NOON),
        ]

    async def test_remote_ids_are_owned_by_account(self, store: OpenStore) -> None:
        house = await a_house(store)
        live = await placed(store, house, state=PartState.LIVE, remote_id="r-1")
        await placed(store, house, state=PartState.LIVE, remote_id="r-2")
        assert await store.queue.owned(live.account_id, ["r-1", "r-2", "r-3", ""]) == {"r-1"}
        assert await store.queue.owned(live.account_id, []) == frozenset()

    async def test_after_a_restore_a_person_is_asked_about_all_that_was_due(self, store: OpenStore) -> None:
        house = await a_house(store)
        due = await planned(store, house, parts=2)
        later = await planned(store, house, fire_at=NOON + HOUR, instant=NOON + HOUR, parts=2)
        flying = [
            await placed(store, house, state=state, attempt=1, lease_until=NOON + HOUR)
            for state in (PartState.CLAIMED, PartState.SENDING, PartState.CHECKING)
        ]
        settled = [
            await placed(store, house, state=state)
            for state in PartState
            if state not in TAKEN and state is not PartState.SCHEDULED
        ]
        held = await store.queue.hold_due(NOON)
        assert {part.id for part in held} == {part.id for part in (*due.parts, *flying)}
        assert {(part.state, part.reason, part.check_at) for part in held} == {(PartState.ASK, "restored", NOON)}
        for part in (*later.parts, *settled):
            assert await part_now(store, part) == part
        lines = await store.queue.timeline(due.post_id)
        assert [(line.state, line.reason) for line in lines] == [(PartState.ASK, "restored")] * 2
        assert await store.queue.hold_due(NOON) == ()


class QueueContract(ClaimContract, LeaseContract, RecordContract):
    """Everything a store promises the publisher."""


async def all_of(queue: Queue, moves: list[Move]) -> list[bool]:
    """Record all the moves at once."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(queue.record(move)) for move in moves]
    return [task.result() for task in tasks]
