"""X, against a server that speaks its API over a real socket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.publishers.x.media import PIECE
from adapters.publishers.x.plain import same, written
from adapters.publishers.x.publish import XPublisher
from adapters.publishers.x.rules import RULES
from core.errors import Duplicate, Held, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Payload
from core.post import Content
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import Can, Case, PublisherContract, a_picture, composed, looked, prepared, published
from tests.contracts.publisher_case import a_film
from tests.fakes.platform.case import FAULTS, TownSide, spoken_case
from tests.fakes.platform.dialects.x import BROKEN, KEPT, TWICE
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, QUOTES, REPOSTS, SAVES, VIEWS

HERE = {Can.REFUSE: replace(FAULTS[Can.REFUSE], reason="You are not permitted to perform this action.")}


def side(case: Case) -> TownSide:
    assert isinstance(case.far_side, TownSide)
    return case.far_side


class TestX(PublisherContract):
    """Equal requests are two posts: what is not found is a question."""

    platform = RULES.platform
    counts = Metrics(views=VIEWS, likes=LIKES, comments=COMMENTS, shares=REPOSTS + QUOTES, saves=SAVES)
    can = frozenset({*FAULTS, Can.REVOKE, Can.BE_UNREACHABLE, Can.LOOK, Can.CARRY_MEDIA, Can.CARRY_THREADS, Can.REMOVE})

    @pytest.fixture
    def case(self, land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        return spoken_case(
            request.node.nodeid,
            lambda at: XPublisher(client=at.client, blobs=at.blobs, clock=at.clock, api_url=at.url),
            platform=land.platform,
            clock=land.clock,
            client=client,
            extra=lambda at: {"id": at.account, "username": f"{at.account}_x"},
            faults=HERE,
        )

    async def test_pictures_bring_their_descriptions(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look", media=(await a_picture(case),)))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert isinstance(live, Live)
        assert live.url == f"https://x.com/{case.account.remote_id}_x/status/{live.remote_id}"
        (shown,) = side(case).platform.visible(side(case).token)
        assert shown.details["alt"] == "Bread"

    async def test_a_film_goes_in_pieces_and_is_waited_for(self, case: Case) -> None:
        side(case).platform.change(side(case).token, processing=12.0)
        film = await a_film(case, b"f" * (PIECE + 5))
        (payload,) = composed(case, Content(text="Look", media=(film,)))
        before = case.clock.now()
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        assert case.clock.now() - before >= timedelta(seconds=12)
        await case.publisher.reveal(payload, checkpoint, case.grant)
        (shown,) = await case.far_side.shown()
        assert shown.media == (b"f" * (PIECE + 5),)

    async def test_a_film_that_was_closed_before_is_not_closed_again(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look", media=(await a_film(case),)))
        checkpoint = Checkpoint(key="k1")
        while not checkpoint.get("finalized"):
            before, after = checkpoint, await case.publisher.step(payload, checkpoint, case.grant)
            assert isinstance(after, Checkpoint)
            checkpoint = after
        again = await case.publisher.step(payload, before, case.grant)
        assert again == checkpoint

    async def test_a_post_that_x_keeps_is_not_said_to_be_removed(self, case: Case) -> None:
        live = await published(case, f"Bread {KEPT}")
        with pytest.raises(Rejected, match="not_removed"):
            await case.publisher.remove(live.remote_id, case.grant)

    async def test_a_film_that_x_cannot_use_is_said(self, case: Case) -> None:
        film = await a_film(case, BROKEN + b" film")
        (payload,) = composed(case, Content(text="Look", media=(film,)))
        with pytest.raises(Rejected, match="film_failed"):
            await prepared(case, payload, Checkpoint(key="k1"))

    async def test_what_x_has_forgotten_is_brought_anew(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look", media=(await a_picture(case),)))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        case.clock.advance(timedelta(days=2))
        again = await prepared(case, payload, checkpoint)
        assert again.get("media0") != checkpoint.get("media0")
        await case.publisher.reveal(payload, again, case.grant)

    async def test_links_and_signs_are_recognised_in_what_x_tells(self, case: Case) -> None:
        text = "Fish & chips <3\n\nhttps://example.org/menu?a=1&b=2"
        (payload,) = composed(case, Content(text=text, media=(await a_picture(case),)))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert isinstance(live, Live)
        assert await looked(case, payload, checkpoint) == Found(candidates=(live,))
        assert await looked(case, replace(payload, text=text.replace("a=1", "a=2")), checkpoint) == Absent()

    async def test_who_may_answer_is_said_once_for_a_thread(self, case: Case) -> None:
        chosen = {"x": {"reply_settings": "following"}}
        top, below = composed(case, Content(text="One", thread=("Two",), details=chosen))
        live = await case.publisher.reveal(top, Checkpoint(key="k1"), case.grant)
        assert isinstance(live, Live)
        await case.publisher.reveal(below, Checkpoint(key="k2", parents=(live.remote_id,)), case.grant)
        said = [one.details["reply_settings"] for one in side(case).platform.visible(side(case).token)]
        assert said == ["following", ""]

    async def test_the_same_words_again_are_looked_for(self, case: Case) -> None:
        (payload,) = composed(case, Content(text=f"Bread, {TWICE}"))
        live = await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        assert isinstance(live, Live)
        with pytest.raises(Duplicate):
            await case.publisher.reveal(payload, Checkpoint(key="k2"), case.grant)
        assert await looked(case, payload, Checkpoint(key="k2")) == Found(candidates=(live,))

    async def test_a_page_that_is_short_and_not_the_last_does_not_end_a_look(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="The first"))
        live = await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        assert isinstance(live, Live)
        (below,) = composed(case, Content(text="Below"))
        for number in range(100):
            await case.publisher.reveal(below, Checkpoint(key=f"b{number}", parents=(live.remote_id,)), case.grant)
        assert await looked(case, payload, Checkpoint(key="k1")) == Found(candidates=(live,))

    async def test_posts_that_do_not_tell_what_was_asked_are_no_answer(self, case: Case) -> None:
        def bare(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json={"data": [{"id": "9", "text": "Hi"}], "meta": {"result_count": 1}})

        assert isinstance(case.publisher, XPublisher)
        async with httpx.AsyncClient(transport=httpx.MockTransport(bare)) as other:
            publisher = replace(case.publisher, client=other)
            with pytest.raises(Unavailable, match="unreadable_answer"):
                await publisher.find(Payload(text="Hi"), Checkpoint(key="k1"), case.clock.now(), case.grant)

    @pytest.mark.parametrize(
        ("status", "reason", "error"),
        [
            (402, "CreditsDepleted", Held),
            (403, "capped:usage-capped", Held),
            (403, "To protect our users your account is temporarily locked", Held),
            (403, "a scope is missing:client-forbidden", Reconnect),
            (403, "User is suspended:user-suspended", Rejected),
            (400, "Your Tweet text is too long.:invalid-request", Rejected),
            (403, "You are not allowed to create a Tweet with duplicate content.:errors", Duplicate),
            (429, "Too Many Requests", Throttled),
        ],
    )
    async def test_each_refusal_means_what_x_documents(
        self, case: Case, status: int, reason: str, error: type[PortError]
    ) -> None:
        side(case).platform.plan(
            side(case).token, Fault(call=Call.REVEAL, answer=Answer.STATUS, status=status, reason=reason)
        )
        (payload,) = composed(case, Content(text="Hello"))
        with pytest.raises(error):
            await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        assert await case.far_side.shown() == ()


def test_a_long_post_is_read_from_the_place_for_its_words() -> None:
    told = {"text": "Cut of…", "note_tweet": {"text": "Cut off never &amp; nowhere"}}
    assert written(told) == "Cut off never & nowhere"


def test_a_link_is_expanded_as_it_was_given() -> None:
    meant = "https://e.org/?a=1&copy=2&lt=3"
    told = {"text": "a &lt; b https://t.co/1", "entities": {"urls": [{"url": "https://t.co/1", "expanded_url": meant}]}}
    assert written(told) == f"a < b {meant}"


def test_only_the_link_that_x_adds_at_the_end_is_left_out() -> None:
    own = "https://x.com/ana/status/1/photo/1"
    links = [{"url": f"https://t.co/{one}", "expanded_url": own} for one in (1, 2)]
    told = {"text": "See https://t.co/1 now https://t.co/2", "entities": {"urls": links}}
    assert written({**told, "attachments": {"media_keys": ["3_1"]}}) == f"See {own} now"


def test_a_link_that_gained_its_scheme_is_the_same() -> None:
    assert same("See http://example.org now", "See example.org  now")
    assert not same("See example.org", "See example.com")
