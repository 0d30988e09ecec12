"""Pinterest, against a server that speaks its API over a real socket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.publishers.pinterest import publish
from adapters.publishers.pinterest.publish import PinterestPublisher
from adapters.publishers.pinterest.rules import RULES
from core.errors import Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Wait
from core.post import Content
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import Can, Case, PublisherContract, composed, looked, prepared
from tests.contracts.publisher_case import a_film, a_post
from tests.fakes.platform.case import FAULTS, TownSide, spoken_case
from tests.fakes.platform.dialects.pinterest import BOARD, BROKEN, SECTION
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.figures import CLICKS, COMMENTS, LIKES, SAVES, VIEWS

ABLE = frozenset({*FAULTS, Can.REVOKE, Can.BE_UNREACHABLE, Can.LOOK, Can.CARRY_MEDIA, Can.REMOVE})
HERE = {Can.REFUSE: replace(FAULTS[Can.REFUSE], status=400, reason="maxItems=5")}


def a_case(name: str, land: Town, client: httpx.AsyncClient) -> Case:
    return spoken_case(
        name,
        lambda at: PinterestPublisher(client=at.client, blobs=at.blobs, clock=at.clock, api_url=f"{at.url}/v5"),
        platform=land.platform,
        clock=land.clock,
        client=client,
        faults=HERE,
        details={"board_id": BOARD},
    )


def side(case: Case) -> TownSide:
    assert isinstance(case.far_side, TownSide)
    return case.far_side


class TestPictures(PublisherContract):
    """Equal requests are two pins: what is not found is a question."""

    platform = RULES.platform
    counts = Metrics(views=VIEWS, likes=LIKES, comments=COMMENTS, saves=SAVES, clicks=CLICKS + 1)
    can = ABLE

    @pytest.fixture
    def case(self, land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        return a_case(request.node.nodeid, land, client)

    async def test_title_link_and_description_of_the_picture_arrive(self, case: Case) -> None:
        content = Content(text="Look", headline="Bread today", link="https://example.org/bread")
        (payload,) = composed(case, content)
        assert payload.text == "Look"
        live = await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        assert isinstance(live, Live)
        assert live.url == f"https://www.pinterest.com/pin/{live.remote_id}/"
        (shown,) = side(case).platform.visible(side(case).token)
        assert shown.details == {
            "board_id": BOARD,
            "title": "Bread today",
            "link": "https://example.org/bread",
            "alt_text": "Bread",
        }

    async def test_the_board_of_the_post_comes_before_that_of_the_account(self, case: Case) -> None:
        chosen = {"board_id": BOARD, "board_section_id": SECTION, "title": "Mine"}
        account = replace(case.account, details={"board_id": "1", "board_section_id": "2"})
        content = Content(text="Look", media=case.media, headline="Drawn", details={"pinterest": chosen})
        (payload,) = case.publisher.compose(a_post(content), account)
        assert dict(payload.fields) == {"board_id": BOARD, "board_section_id": SECTION}
        assert payload.title == "Mine"
        await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        assert len(await case.far_side.shown()) == 1

    async def test_a_long_title_is_cut_after_a_word(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look", headline="Bread " * 30))
        assert payload.title.endswith("Bread…")
        assert len(payload.title) <= publish.MAX_TITLE

    async def test_a_pin_without_a_board_or_a_picture_is_refused_before_the_network(self, case: Case) -> None:
        before = await case.far_side.trace()
        (payload,) = composed(case, Content(text="Look"))
        with pytest.raises(Rejected, match="needs_board"):
            await case.publisher.step(replace(payload, fields=()), Checkpoint(key="k1"), case.grant)
        with pytest.raises(Rejected, match="needs_media"):
            await case.publisher.step(replace(payload, media=()), Checkpoint(key="k1"), case.grant)
        assert await case.far_side.trace() == before

    async def test_a_pin_is_found_only_by_its_own_title_and_link_and_not_before_its_time(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Twins", link="https://example.org/1"))
        await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        assert isinstance(await looked(case, payload, Checkpoint(key="k1")), Found)
        for other in (replace(payload, link="https://example.org/2"), replace(payload, title="Other")):
            assert await looked(case, other, Checkpoint(key="k2")) == Absent()
        later = case.clock.now() + timedelta(minutes=10)
        assert await case.publisher.find(payload, Checkpoint(key="k1"), later, case.grant) == Absent()

    async def test_a_pin_below_the_first_page_of_its_board_is_found(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Deep down"))
        live = await case.publisher.reveal(payload, Checkpoint(key="k0"), case.grant)
        assert isinstance(live, Live)
        for _ in range(250):
            await case.publisher.reveal(replace(payload, text="Above"), Checkpoint(key="k1"), case.grant)
        assert await looked(case, payload, Checkpoint(key="k0")) == Found(candidates=(live,))

    async def test_a_board_that_is_gone_is_named(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look"))
        with pytest.raises(Rejected, match="board_missing"):
            await case.publisher.reveal(replace(payload, fields=(("board_id", "9"),)), Checkpoint(key="k1"), case.grant)

    async def test_what_is_not_permitted_is_said(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look"))
        fault = Fault(call=Call.REVEAL, answer=Answer.STATUS, status=403, reason="You are not permitted")
        side(case).platform.plan(side(case).token, fault)
        with pytest.raises(Rejected, match="not_permitted"):
            await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)

    async def test_a_quota_of_a_day_is_waited_for(self, case: Case) -> None:
        fault = replace(FAULTS[Can.THROTTLE], retry_after="67150")
        side(case).platform.plan(side(case).token, fault)
        (payload,) = composed(case, Content(text="Look"))
        with pytest.raises(Throttled) as caught:
            await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        assert caught.value.retry_at == case.clock.now() + timedelta(seconds=67150)


class TestFilms(PublisherContract):
    """A film is brought and worked through first; the pin then names it."""

    platform = RULES.platform
    counts = Metrics(views=VIEWS, likes=LIKES, comments=COMMENTS, saves=SAVES, clicks=CLICKS + 1)
    can = ABLE | {Can.TAKE_LONG}

    @pytest.fixture
    async def case(self, land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        case = a_case(request.node.nodeid, land, client)
        return replace(case, media=(await a_film(case),))

    async def test_a_new_publisher_goes_on_from_a_stored_checkpoint(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        checkpoint = Checkpoint(key="k1")
        for _ in range(2):
            assert isinstance(case.publisher, PinterestPublisher)
            reached = await replace(case.publisher).step(payload, checkpoint, case.grant)
            assert isinstance(reached, Checkpoint)
            checkpoint = reached
        writes = side(case).platform.writes(side(case).account)
        last = await prepared(case, payload, checkpoint)
        assert side(case).platform.writes(side(case).account) == writes + 1
        await case.publisher.reveal(payload, last, case.grant)
        (shown,) = await case.far_side.shown()
        assert shown.media == (await case.blobs.get(payload.media[0].sha256),)

    async def test_an_upload_that_was_left_too_long_is_started_over(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        first = await case.publisher.step(payload, Checkpoint(key="k1", parents=("p",)), case.grant)
        assert isinstance(first, Checkpoint)
        case.clock.advance(timedelta(hours=1))
        assert await case.publisher.step(payload, first, case.grant) == Checkpoint(key="k1", parents=("p",))

    async def test_an_address_that_expired_early_is_tried_again_later(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        first = await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)
        assert isinstance(first, Checkpoint)
        side(case).platform.plan(side(case).token, Fault(call=Call.STEP, answer=Answer.STATUS, status=403))
        with pytest.raises(Unavailable, match="upload_expired"):
            await case.publisher.step(payload, first, case.grant)

    async def test_a_film_that_cannot_be_used_is_refused(self, case: Case) -> None:
        film = await a_film(case, BROKEN + b"!")
        (payload,) = composed(case, Content(text="Moving", media=(film,)))
        with pytest.raises(Rejected, match="film_refused"):
            await prepared(case, payload, Checkpoint(key="k1"))

    async def test_a_film_that_is_never_worked_through_is_waited_for_patiently_and_then_given_up(
        self, case: Case
    ) -> None:
        side(case).platform.change(side(case).token, processing=86_400.0)
        (payload,) = composed(case, Content(text="Moving"))
        checkpoint, start = Checkpoint(key="k1"), case.clock.now()
        while isinstance(reached := await case.publisher.step(payload, checkpoint, case.grant), Checkpoint):
            checkpoint = reached
        assert reached == Wait(until=start + timedelta(seconds=5))
        case.clock.advance(timedelta(minutes=10))
        reached = await case.publisher.step(payload, checkpoint, case.grant)
        assert reached == Wait(until=case.clock.now() + timedelta(seconds=60))
        case.clock.advance(timedelta(minutes=21))
        with pytest.raises(Rejected, match="film_unfinished"):
            await case.publisher.step(payload, checkpoint, case.grant)
