"""Bluesky with tokens that are bound to a key, against a server that looks at every proof."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from adapters.publishers.bluesky.dpop import new_key, written
from adapters.publishers.bluesky.publish import BlueskyPublisher
from adapters.publishers.bluesky.rules import RULES
from core.errors import Unavailable
from core.payload import Checkpoint, Live
from core.post import Content
from tests.adapters.publishers.conftest import Town
from tests.adapters.publishers.test_bluesky import CAN, COUNTS, HERE, a_film, far_side, seen, shown
from tests.contracts.publisher import Case, PublisherContract, composed, prepared
from tests.fakes.platform.case import spoken_case
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.stages import NEAR

PLATFORM = "bluesky"
NONCE = Fault(call=Call.REVEAL, answer=Answer.STATUS, status=401, reason="use_dpop_nonce")


@pytest.fixture
def case(land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
    key = new_key()
    made = spoken_case(
        request.node.nodeid,
        lambda at: BlueskyPublisher(client=at.client, judge=NEAR, blobs=at.blobs, clock=at.clock, video_url=at.url),
        platform=land.platform,
        clock=land.clock,
        client=client,
        extra=lambda at: {"server": at.url, "id": f"did:plc:{at.account}", "key": written(key)},
        faults=HERE,
    )
    land.platform.keep("bound", made.grant.access.reveal(), key.thumbprint())
    return made


class TestBlueskyByConsent(PublisherContract):
    """Nothing else is different."""

    platform = RULES.platform
    counts = COUNTS
    can = CAN


async def test_a_post_goes_out_once_though_its_nonce_was_old(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    ready = await prepared(case, payload, Checkpoint(key="k1"))
    for _ in range(2):
        case.clock.advance(timedelta(minutes=20))
        assert isinstance(await case.publisher.reveal(payload, ready, case.grant), Live)
    assert len(seen(case)) == 1


async def test_a_server_that_only_ever_asks_for_another_nonce_has_done_nothing(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    ready = await prepared(case, payload, Checkpoint(key="k1"))
    far = far_side(case)
    far.platform.plan(far.token, NONCE, NONCE)
    with pytest.raises(Unavailable, match="nonce"):
        await case.publisher.reveal(payload, ready, case.grant)
    assert seen(case) == ()


async def test_a_film_goes_to_the_service_with_a_token_of_its_own(case: Case) -> None:
    (payload,) = composed(case, Content(text="Look", media=(await a_film(case),)))
    post = await shown(case, payload)
    assert post.details["embed"] == "app.bsky.embed.video"
