"""The test platform keeps the contract in all four recovery classes, and its ledger can be trusted."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from core.account import Platform
from core.errors import OutcomeUnknown, Unavailable
from core.payload import Checkpoint, Found, Live, Ready, Unknown
from core.post import Content
from core.rules import Recovery
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import Can, Case, PublisherContract, composed, looked, lost, prepared, published
from tests.fakes.platform.case import TownSide, platform_case
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.running import running_platform

EVERYTHING = frozenset(Can)


class TestConditional(PublisherContract):
    """Containers: publishing one twice shows one post."""

    platform = Platform("test-conditional")
    can = EVERYTHING

    @pytest.fixture
    def case(self, town: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        return platform_case(
            request.node.nodeid, Recovery.CONDITIONAL, platform=town.platform, clock=town.clock, client=client
        )

    async def test_a_forgotten_container_is_made_again(self, case: Case, town: Town) -> None:
        town.platform.change(case.grant.access.reveal(), container_life=60.0)
        (payload,) = composed(case, Content(text="Once more"))
        first = await prepared(case, payload, Checkpoint(key="k1"))
        town.clock.advance(timedelta(seconds=61))
        with pytest.raises(Unavailable):
            await case.publisher.reveal(payload, first, case.grant)
        second = await prepared(case, payload, first)
        assert second.get("container") != first.get("container")
        assert isinstance(await case.publisher.reveal(payload, second, case.grant), Live)

    async def test_a_container_that_was_shown_is_never_forgotten(self, case: Case, town: Town) -> None:
        town.platform.change(case.grant.access.reveal(), container_life=60.0)
        (payload,) = composed(case, Content(text="Once"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        first = await case.publisher.reveal(payload, checkpoint, case.grant)
        town.clock.advance(timedelta(days=2))
        assert await case.publisher.step(payload, checkpoint, case.grant) == Ready(checkpoint=checkpoint)
        assert await case.publisher.reveal(payload, checkpoint, case.grant) == first


class TestKeyed(PublisherContract):
    """The platform honours Idempotency-Key for an hour."""

    platform = Platform("test-keyed")
    can = EVERYTHING - {Can.TAKE_LONG}

    @pytest.fixture
    def case(self, town: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        return platform_case(
            request.node.nodeid, Recovery.KEYED, platform=town.platform, clock=town.clock, client=client
        )

    async def test_after_its_window_a_key_means_nothing(self, case: Case, town: Town) -> None:
        first = await published(case, "Again")
        town.clock.advance(timedelta(minutes=59))
        assert await published(case, "Again") == first
        town.clock.advance(timedelta(minutes=2))
        assert await published(case, "Again") != first
        (twice,) = town.platform.twice(case.account.remote_id)
        assert twice.id == first.remote_id


class TestSearch(PublisherContract):
    """No key; the account's own posts can be listed."""

    platform = Platform("test-search")
    can = EVERYTHING - {Can.TAKE_LONG, Can.REPEAT}

    @pytest.fixture
    def case(self, town: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        return platform_case(
            request.node.nodeid, Recovery.SEARCH, platform=town.platform, clock=town.clock, client=client
        )

    async def test_a_blind_repeat_is_seen_twice_and_all_candidates_are_found(self, case: Case, town: Town) -> None:
        await case.far_side.arrange(Can.FAIL_AFTER)
        (payload, checkpoint), _ = await lost(case)
        await case.publisher.reveal(payload, checkpoint, case.grant)
        found = await looked(case, payload, checkpoint)
        assert isinstance(found, Found)
        assert len(found.candidates) == 2
        assert len(town.platform.twice(case.account.remote_id)) == 1

    async def test_looking_leaves_out_what_is_older(self, case: Case, town: Town) -> None:
        await published(case, "Every Monday")
        town.clock.advance(timedelta(days=7))
        since = town.clock.now()
        live = await published(case, "Every Monday")
        (payload,) = composed(case, Content(text="Every Monday"))
        found = await case.publisher.find(payload, Checkpoint(key="k1"), since, case.grant)
        assert found == Found(candidates=(live,))


class TestNone(PublisherContract):
    """No key and no list, one part only: nobody can tell what happened."""

    platform = Platform("test-none")
    can = EVERYTHING - {Can.TAKE_LONG, Can.REPEAT, Can.LOOK, Can.CARRY_THREADS}

    @pytest.fixture
    def case(self, town: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        return platform_case(
            request.node.nodeid,
            Recovery.NONE,
            platform=town.platform,
            clock=town.clock,
            client=client,
            max_parts=1,
        )

    async def test_looking_cannot_tell(self, case: Case) -> None:
        await published(case, "Out there")
        (payload,) = composed(case, Content(text="Out there"))
        assert isinstance(await looked(case, payload, Checkpoint(key="k1")), Unknown)


@pytest.fixture
def case(town: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
    """An account of the search kind."""
    return platform_case(request.node.nodeid, Recovery.SEARCH, platform=town.platform, clock=town.clock, client=client)


async def test_a_fault_hits_its_call_once_and_in_order(case: Case, town: Town) -> None:
    side = case.far_side
    assert isinstance(side, TownSide)
    town.platform.plan(
        side.token,
        Fault(call=Call.FIND, answer=Answer.STATUS, status=503),
        Fault(call=Call.REVEAL, answer=Answer.STATUS, status=500),
        Fault(call=Call.REVEAL, answer=Answer.RESET),
    )
    (payload,) = composed(case, Content(text="Third time lucky"))
    for reason in ("http_500", "dropped"):
        with pytest.raises(OutcomeUnknown) as caught:
            await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        assert caught.value.reason == reason
    assert isinstance(await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant), Live)
    with pytest.raises(Unavailable):
        await looked(case, payload, Checkpoint(key="k1"))
    assert isinstance(await looked(case, payload, Checkpoint(key="k1")), Found)


async def test_a_slow_answer_inside_the_patience_is_an_answer(case: Case, town: Town) -> None:
    side = case.far_side
    assert isinstance(side, TownSide)
    town.platform.plan(side.token, Fault(call=Call.REVEAL, answer=Answer.SLOW, seconds=0.02, commit=True))
    await published(case, "Slow")
    assert len(town.platform.ledger(side.account)) == 1


async def test_the_ledger_remembers_what_was_removed(case: Case, town: Town) -> None:
    live = await published(case, "Gone")
    await case.publisher.remove(live.remote_id, case.grant)
    assert town.platform.visible(case.grant.access.reveal()) == ()
    assert [post.id for post in town.platform.ledger(case.account.remote_id)] == [live.remote_id]


async def test_another_account_does_not_see_or_remove_it(case: Case, town: Town, client: httpx.AsyncClient) -> None:
    other = platform_case("other", Recovery.SEARCH, platform=town.platform, clock=town.clock, client=client)
    live = await published(case, "Mine")
    await other.publisher.remove(live.remote_id, other.grant)
    assert len(await case.far_side.shown()) == 1


async def test_nobody_else_gets_its_port_while_it_refuses_connections(case: Case, town: Town) -> None:
    port = int(town.platform.url.rpartition(":")[2])
    await case.far_side.arrange(Can.BE_UNREACHABLE)
    with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
        stranger.bind(("127.0.0.1", port))
    with pytest.raises(Unavailable, match="refused"):
        await published(case, "Nobody home")
    await case.far_side.mend()
    await published(case, "Back again")


async def test_the_ledger_file_outlives_the_platform(tmp_path: Path, client: httpx.AsyncClient, town: Town) -> None:
    file = tmp_path / "ledger"
    with running_platform(ledger=file) as platform:
        here = platform_case("file", Recovery.KEYED, platform=platform, clock=town.clock, client=client)
        live = await published(here, "For the record")
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["id"] == live.remote_id
    assert json.loads(line)["text"] == "For the record"
