"""LinkedIn, against a server that speaks its API over a real socket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from hypothesis import given, strategies

from adapters.publishers.linkedin.little import little, plain
from adapters.publishers.linkedin.publish import LinkedinPublisher
from adapters.publishers.linkedin.rules import RULES
from core.errors import Duplicate, Held, OutcomeUnknown, PortError, Problem, Reconnect, Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Unknown
from core.post import Content
from core.rules import check
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import Can, Case, PublisherContract, a_picture, composed, looked, prepared, published
from tests.contracts.publisher_case import a_film
from tests.fakes.platform.case import FAULTS, TownSide, spoken_case
from tests.fakes.platform.dialects.linkedin import BROKEN, PIECE, TWICE
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.figures import CLICKS, COMMENTS, LIKES, REACH, REPOSTS, VIEWS

HERE = {Can.REFUSE: replace(FAULTS[Can.REFUSE], status=400, reason="INVALID_VALUE_FOR_FIELD")}


def side(case: Case) -> TownSide:
    assert isinstance(case.far_side, TownSide)
    return case.far_side


def a_case(name: str, kind: str, land: Town, client: httpx.AsyncClient) -> Case:
    return spoken_case(
        name,
        lambda at: LinkedinPublisher(client=at.client, blobs=at.blobs, clock=at.clock, api_url=at.url),
        platform=land.platform,
        clock=land.clock,
        client=client,
        extra=lambda at: {"author": f"urn:li:{kind}:{at.account}"},
        faults=HERE,
    )


class TestPage(PublisherContract):
    """Equal requests are two posts: what is not found is a question."""

    platform = RULES.platform
    counts = Metrics(views=VIEWS, reach=REACH, likes=LIKES, comments=COMMENTS, shares=REPOSTS, clicks=CLICKS)
    can = frozenset({*FAULTS, Can.REVOKE, Can.BE_UNREACHABLE, Can.LOOK, Can.CARRY_MEDIA, Can.CARRY_THREADS, Can.REMOVE})

    @pytest.fixture
    def case(self, land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        return a_case(request.node.nodeid, "organization", land, client)

    async def test_several_pictures_bring_their_descriptions_in_order(self, case: Case) -> None:
        one, two = await a_picture(case), replace(await a_picture(case), alt="Cake")
        (payload,) = composed(case, Content(text="Look", media=(one, two)))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert isinstance(live, Live)
        assert live.url == f"https://www.linkedin.com/feed/update/{live.remote_id}/"
        (shown,) = side(case).platform.visible(side(case).token)
        assert shown.details["alt"] == "Bread\nCake"
        assert await looked(case, payload, checkpoint) == Found(candidates=(live,))

    async def test_a_film_goes_in_the_pieces_that_linkedin_names(self, case: Case) -> None:
        side(case).platform.change(side(case).token, processing=12.0)
        film = await a_film(case, b"f" * (PIECE + 5))
        (payload,) = composed(case, Content(text="Look", media=(film,)))
        before = case.clock.now()
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        assert case.clock.now() - before >= timedelta(seconds=12)
        await case.publisher.reveal(payload, checkpoint, case.grant)
        (shown,) = await case.far_side.shown()
        assert shown.media == (b"f" * (PIECE + 5),)

    async def test_a_film_that_linkedin_cannot_use_is_said(self, case: Case) -> None:
        film = await a_film(case, BROKEN + b" film")
        (payload,) = composed(case, Content(text="Look", media=(film,)))
        with pytest.raises(Rejected, match="film_failed"):
            await prepared(case, payload, Checkpoint(key="k1"))

    async def test_an_upload_that_grew_too_old_begins_anew(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look", media=(await a_picture(case),)))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        case.clock.advance(timedelta(days=1))
        again = await prepared(case, payload, checkpoint)
        assert again.get("media0") != checkpoint.get("media0")

    async def test_an_address_that_has_expired_is_asked_for_anew_once(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look", media=(await a_picture(case),)))
        first = await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)
        assert isinstance(first, Checkpoint)
        expired = Fault(call=Call.STEP, answer=Answer.STATUS, status=403, reason="Request has expired")
        side(case).platform.plan(side(case).token, expired)
        anew = await case.publisher.step(payload, first, case.grant)
        assert isinstance(anew, Checkpoint)
        assert anew.get("media0") == ""
        checkpoint = await prepared(case, payload, anew)
        assert checkpoint.get("media0") != first.get("media0")
        await case.publisher.reveal(payload, checkpoint, case.grant)

    async def test_signs_with_a_meaning_are_shown_as_they_stand(self, case: Case) -> None:
        text = "Bread (fresh) & [warm] *now* a_b C# <3 {x} | ~ @us\\ #Pão_1"
        live = await published(case, text)
        (shown,) = side(case).platform.visible(side(case).token)
        assert shown.text == text
        assert r"{hashtag|\#|Pão\_1}" in shown.details["commentary"]
        (payload,) = composed(case, Content(text=text))
        assert await looked(case, payload, Checkpoint(key="k1")) == Found(candidates=(live,))

    async def test_the_first_comment_is_posted_found_and_taken_away(self, case: Case) -> None:
        first, comment = composed(case, Content(text="Bread", comment="The recipe (free)"))
        above = await case.publisher.reveal(first, Checkpoint(key="k1"), case.grant)
        assert isinstance(above, Live)
        at = Checkpoint(key="k2", parents=(above.remote_id,))
        assert await looked(case, comment, at) == Absent()
        below = await case.publisher.reveal(comment, at, case.grant)
        assert isinstance(below, Live)
        assert await looked(case, comment, at) == Found(candidates=(below,))
        assert [one.text for one in await case.far_side.shown()] == ["Bread", "The recipe (free)"]
        for _ in range(2):
            await case.publisher.remove(below.remote_id, case.grant)
        assert await looked(case, comment, at) == Absent()

    def test_a_comment_is_shorter_than_a_post(self, case: Case) -> None:
        def problems(size: int) -> tuple[Problem, ...]:
            return check(composed(case, Content(text="Bread", comment="a" * size)), RULES)

        assert problems(1250) == ()
        (problem,) = problems(1251)
        assert problem.sentence() == "LinkedIn takes 1250 characters there; this has 1251. Please take out 1."

    async def test_a_link_with_a_title_is_a_card_and_leaves_the_words(self, case: Case) -> None:
        link, details = "https://example.org/bread", {"linkedin": {"title": "Our bread"}}
        (card,) = composed(case, Content(text="Look", link=link, details=details))
        live = await case.publisher.reveal(card, Checkpoint(key="k1"), case.grant)
        (shown,) = side(case).platform.visible(side(case).token)
        assert (shown.text, shown.details["card"]) == ("Look", "https://example.org/bread Our bread")
        assert isinstance(live, Live)
        assert await looked(case, card, Checkpoint(key="k1")) == Found(candidates=(live,))
        (beside,) = composed(case, Content(text="Look", link=link, details=details, media=(await a_picture(case),)))
        assert beside.text == f"Look\n\n{link}"

    async def test_the_same_words_again_are_looked_for(self, case: Case) -> None:
        (payload,) = composed(case, Content(text=f"Bread, {TWICE}"))
        await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        with pytest.raises(Duplicate):
            await case.publisher.reveal(payload, Checkpoint(key="k2"), case.grant)

    @pytest.mark.parametrize(
        ("status", "reason", "error"),
        [
            (401, "REVOKED_ACCESS_TOKEN", Reconnect),
            (403, "ACCESS_DENIED", Reconnect),
            (409, "CONFLICT", OutcomeUnknown),
            (426, "NONEXISTENT_VERSION", Held),
            (429, "TOO_MANY_REQUESTS", Throttled),
            (400, "FIELD_LENGTH_TOO_LONG", Rejected),
            (400, "inputErrors: FIELD_LENGTH_TOO_LONG", Rejected),
            (403, "ACCESS_DENIED: resource is forbidden", OutcomeUnknown),
            (400, "BAD: EXPIRED_UPLOAD_URL was given", Unavailable),
            (400, "MEDIA_ASSET_WAITING_UPLOAD", Unavailable),
            (400, "MEDIA_ASSET_PROCESSING_FAILED", Rejected),
        ],
    )
    async def test_each_refusal_means_what_linkedin_documents(
        self, case: Case, status: int, reason: str, error: type[PortError]
    ) -> None:
        fault = Fault(call=Call.REVEAL, answer=Answer.STATUS, status=status, reason=reason)
        side(case).platform.plan(side(case).token, fault)
        (payload,) = composed(case, Content(text="Hello"))
        with pytest.raises(error):
            await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        assert await case.far_side.shown() == ()


class TestMember:
    """What a member posted cannot be read back."""

    @pytest.fixture
    def case(self, land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        case = a_case(request.node.nodeid, "person", land, client)
        side(case).platform.change(side(case).token, lists=False)
        return case

    async def test_a_lost_answer_stays_a_question(self, case: Case) -> None:
        await published(case, "Good morning")
        (payload,) = composed(case, Content(text="Good morning"))
        answer = await case.publisher.find(payload, Checkpoint(key="k1"), case.clock.now(), case.grant)
        assert answer == Unknown(reason="cannot_look", for_good=True)

    async def test_a_member_too_comments_first_below_a_post_of_theirs(self, case: Case) -> None:
        above = await published(case, "Bread")
        below = await published(case, "The recipe", "k2", (above.remote_id,))
        assert [one.parent for one in await case.far_side.shown()] == ["", above.remote_id]
        await case.publisher.remove(below.remote_id, case.grant)
        assert [one.text for one in await case.far_side.shown()] == ["Bread"]

    async def test_a_picture_that_may_not_be_looked_at_is_given_some_time(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look", media=(await a_picture(case),)))
        before = case.clock.now()
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        assert case.clock.now() - before >= timedelta(seconds=20)
        await case.publisher.reveal(payload, checkpoint, case.grant)

    async def test_only_connections_see_what_is_meant_for_them(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Hi", details={"linkedin": {"visibility": "CONNECTIONS"}}))
        await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
        (shown,) = side(case).platform.visible(side(case).token)
        assert shown.details["visibility"] == "CONNECTIONS"


@given(strategies.text())
def test_every_text_comes_back_from_the_little_format(text: str) -> None:
    assert plain(little(text)) == text
