"""Mastodon, against a server that speaks its API over a real socket."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from adapters.publishers.mastodon.plain import plain
from adapters.publishers.mastodon.publish import MastodonPublisher
from adapters.publishers.mastodon.rules import RULES
from core.errors import Reconnect
from core.metrics import Metrics
from core.payload import Checkpoint, Found, Live
from core.post import Content
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import Can, Case, PublisherContract, a_picture, composed, looked, prepared
from tests.fakes.platform.case import FAULTS, TownSide, spoken_case
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, REPOSTS
from tests.fakes.platform.stages import NEAR

HERE = {Can.REFUSE: replace(FAULTS[Can.REFUSE], status=422, reason="Validation failed: Text is not allowed")}


class TestMastodon(PublisherContract):
    """A key is honoured for an hour, and a look comes first all the same."""

    platform = RULES.platform
    counts = Metrics(likes=LIKES, comments=COMMENTS, shares=REPOSTS)
    can = frozenset(
        {
            *(FAULTS.keys() | {Can.REVOKE, Can.BE_UNREACHABLE, Can.TAKE_LONG, Can.REPEAT, Can.LOOK}),
            *(Can.CARRY_MEDIA, Can.CARRY_THREADS, Can.REMOVE),
        }
    ) - {Can.TAKE_LONG}

    @pytest.fixture
    def case(self, land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        return spoken_case(
            request.node.nodeid,
            lambda at: MastodonPublisher(client=at.client, blobs=at.blobs, clock=at.clock, judge=NEAR),
            platform=land.platform,
            clock=land.clock,
            client=client,
            extra=lambda at: {"server": at.url, "id": at.account},
            faults=HERE,
        )

    async def test_a_picture_is_waited_for_and_brings_its_description(self, case: Case) -> None:
        far = case.far_side
        assert isinstance(far, TownSide)
        far.platform.change(far.token, processing=30.0)
        (payload,) = composed(case, Content(text="Look", media=(await a_picture(case),)))
        before = case.clock.now()
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        await case.publisher.reveal(payload, checkpoint, case.grant)
        assert (case.clock.now() - before).total_seconds() >= 30
        (shown,) = far.platform.visible(far.token)
        assert shown.details["alt"] == "Bread"

    async def test_where_the_source_is_not_told_the_words_are_compared(self, case: Case) -> None:
        far = case.far_side
        assert isinstance(far, TownSide)
        (payload,) = composed(case, Content(text="Fish & <chips>\n\nTwo lines\nhere", hashtags=("Porto",)))
        live = await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        assert isinstance(live, Live)
        far.platform.plan(far.token, Fault(call=Call.FIND, answer=Answer.TRUE))
        far.platform.plan(far.token, Fault(call=Call.FIND, answer=Answer.STATUS, status=404))
        assert await looked(case, payload, Checkpoint(key="k1")) == Found(candidates=(live,))

    async def test_a_server_that_answers_nothing_but_422_wants_a_new_connection(self, case: Case) -> None:
        far = case.far_side
        assert isinstance(far, TownSide)
        far.platform.plan(far.token, Fault(call=Call.REVEAL, answer=Answer.STATUS, status=403, reason="scopes"))
        (payload,) = composed(case, Content(text="Hello"))
        with pytest.raises(Reconnect, match="missing_scope"):
            await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)


def test_markup_is_taken_off() -> None:
    assert plain('<p>Hi <a href="https://e.org"><span>https://</span>e.org</a></p><p>a<br>b &amp; c</p>') == (
        "Hi https://e.org\n\na\nb & c"
    )
