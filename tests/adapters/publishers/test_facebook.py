"""Facebook pages, against a far side that speaks the Graph API over a real socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.publishers.facebook.films import looks_like_a_reel
from adapters.publishers.facebook.publish import LIFE, FacebookPublisher
from adapters.publishers.facebook.rules import RULES
from core.errors import Duplicate, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Media, Payload, Ready, Unknown
from core.post import Content
from core.rules import check
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import (
    Can,
    Case,
    PublisherContract,
    a_picture,
    composed,
    looked,
    prepared,
    published,
)
from tests.fakes.platform.case import FAULTS, TownSide, spoken_case
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.figures import CLICKS, COMMENTS, LIKES, REACH, REPOSTS, VIEWS
from tests.fakes.platform.network import Visible

HERE = {Can.REFUSE: replace(FAULTS[Can.REFUSE], status=400, reason="100/1349125")}
A_FILM = b"film" + bytes(range(250)) * 4


@pytest.fixture
def case(land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
    return spoken_case(
        request.node.nodeid,
        lambda at: FacebookPublisher(
            client=at.client,
            blobs=at.blobs,
            clock=at.clock,
            api_url=f"{at.url}/graph.facebook.com/v26.0",
            upload_url=f"{at.url}/rupload.facebook.com",
        ),
        platform=land.platform,
        clock=land.clock,
        client=client,
        extra=lambda at: {"id": at.account},
        faults=HERE,
    )


class TestFacebook(PublisherContract):
    """A page: what was lost is looked for, and never repeated."""

    platform = RULES.platform
    counts = Metrics(views=VIEWS, reach=REACH, likes=LIKES, comments=COMMENTS, shares=REPOSTS, clicks=CLICKS)
    can = frozenset(
        {
            *(FAULTS.keys() | {Can.REVOKE, Can.BE_UNREACHABLE, Can.LOOK}),
            *(Can.CARRY_MEDIA, Can.CARRY_THREADS, Can.REMOVE),
        }
    )


def far_side(case: Case) -> TownSide:
    far = case.far_side
    assert isinstance(far, TownSide)
    return far


def seen(case: Case) -> tuple[Visible, ...]:
    far = far_side(case)
    return far.platform.visible(far.token)


def plan(case: Case, call: Call, reason: str = "", *, status: int = 400, commit: bool = False) -> None:
    far = far_side(case)
    far.platform.plan(far.token, Fault(call=call, answer=Answer.STATUS, status=status, reason=reason, commit=commit))


async def a_film(case: Case, data: bytes = A_FILM, *, upright: bool = False) -> Media:
    width, height = (1080, 1920) if upright else (1920, 1080)
    sha256 = await case.blobs.put(data)
    return Media(sha256=sha256, mime="video/mp4", size=len(data), width=width, height=height, seconds=30)


async def a_film_part(case: Case, *, upright: bool = False, details: Mapping[str, str] | None = None) -> Payload:
    content = Content(text="Baking", media=(await a_film(case, upright=upright),), details={"facebook": details or {}})
    (payload,) = composed(case, content)
    return payload


async def revealed(case: Case, payload: Payload, key: str = "k1", parents: tuple[str, ...] = ()) -> Live:
    checkpoint = await prepared(case, payload, Checkpoint(key=key, parents=parents))
    live = await case.publisher.reveal(payload, checkpoint, case.grant)
    assert isinstance(live, Live)
    return live


async def test_a_link_gets_its_card(case: Case) -> None:
    (payload,) = composed(case, Content(text="Our bread", link="https://example.org/bread"))
    await revealed(case, payload)
    (shown,) = seen(case)
    assert shown.details["link"] == "https://example.org/bread"
    assert shown.text == "Our bread\n\nhttps://example.org/bread"


async def test_beside_pictures_the_link_stands_in_the_words_alone(case: Case) -> None:
    content = Content(text="Our bread", link="https://example.org/bread", media=(await a_picture(case),))
    (payload,) = composed(case, content)
    await revealed(case, payload)
    (shown,) = seen(case)
    assert (shown.details["link"], shown.details["alt"]) == ("", "Bread")


async def test_a_picture_needs_no_words(case: Case) -> None:
    (payload,) = composed(case, Content(text="", media=(await a_picture(case),)))
    checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
    live = await case.publisher.reveal(payload, checkpoint, case.grant)
    assert isinstance(live, Live)
    assert await looked(case, payload, checkpoint) == Found(candidates=(live,))


@pytest.mark.parametrize("pictures", [1, 2])
async def test_the_same_words_with_other_pictures_are_not_ours(case: Case, pictures: int) -> None:
    others = [await a_picture(case, bytes([number]) * 9) for number in range(pictures)]
    (other,) = composed(case, Content(text="Bread", media=tuple(others)))
    await revealed(case, other, "k0")
    ours = [await a_picture(case) for _ in range(pictures)]
    (payload,) = composed(case, Content(text="Bread", media=tuple(ours)))
    checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
    assert await looked(case, payload, checkpoint) == Absent()
    live = await case.publisher.reveal(payload, checkpoint, case.grant)
    assert isinstance(live, Live)
    assert await looked(case, payload, checkpoint) == Found(candidates=(live,))


async def test_the_first_comment_is_posted_and_found_below_the_post(case: Case) -> None:
    first, comment = composed(case, Content(text="Bread", comment="The recipe"))
    above = await revealed(case, first)
    at = Checkpoint(key="k2", parents=(above.remote_id,))
    assert await looked(case, comment, at) == Absent()
    live = await revealed(case, comment, "k2", (above.remote_id,))
    assert await looked(case, comment, at) == Found(candidates=(live,))
    assert [(one.text, one.parent) for one in seen(case)] == [("Bread", ""), ("The recipe", above.remote_id)]


async def test_a_thread_of_three_is_told_to_be_too_long(case: Case) -> None:
    (problem,) = check(composed(case, Content(text="One", thread=("Two", "Three"))), RULES)
    assert problem.field == "thread"


async def test_a_film_goes_in_pieces_and_shows_when_it_is_worked_through(case: Case) -> None:
    far = far_side(case)
    far.platform.change(far.token, processing=60.0)
    payload = await a_film_part(case, details={"title": "How we bake", "is_ai_generated": "true"})
    checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
    assert await looked(case, payload, checkpoint) == Absent()
    assert await case.publisher.reveal(payload, checkpoint, case.grant) == Accepted()
    assert await looked(case, payload, checkpoint) == Unknown(reason="processing")
    case.clock.advance(timedelta(seconds=60))
    found = await looked(case, payload, checkpoint)
    (shown,) = seen(case)
    assert isinstance(found, Found)
    assert [one.remote_id for one in found.candidates] == [shown.id]
    assert found.candidates[0].url.startswith("https://www.facebook.com/")
    assert far.platform.medium(shown.media[0]) == A_FILM
    kept = (shown.text, shown.details["kind"], shown.details["title"], shown.details["is_ai_generated"])
    assert kept == ("Baking", "video", "How we bake", "true")


async def test_an_upload_goes_on_from_a_stored_checkpoint(case: Case) -> None:
    payload = await a_film_part(case)
    checkpoint = Checkpoint(key="k1")
    for _ in range(2):
        reached = await case.publisher.step(payload, checkpoint, case.grant)
        assert isinstance(reached, Checkpoint)
        checkpoint = reached
    assert isinstance(case.publisher, FacebookPublisher)
    successor = replace(case, publisher=replace(case.publisher))
    last = await prepared(successor, payload, checkpoint)
    assert last.get("session") == checkpoint.get("session")
    await successor.publisher.reveal(payload, last, case.grant)
    assert far_side(case).platform.medium(seen(case)[0].media[0]) == A_FILM


async def test_a_piece_whose_answer_was_lost_is_not_sent_into_the_film_twice(case: Case) -> None:
    payload = await a_film_part(case)
    opened = await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)
    assert isinstance(opened, Checkpoint)
    plan(case, Call.STEP, status=500, commit=True)
    with pytest.raises(Unavailable):
        await case.publisher.step(payload, opened, case.grant)
    last = await prepared(case, payload, opened)
    await case.publisher.reveal(payload, last, case.grant)
    assert far_side(case).platform.medium(seen(case)[0].media[0]) == A_FILM


async def test_an_upright_short_film_becomes_a_reel(case: Case) -> None:
    payload = await a_film_part(case, upright=True)
    checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
    assert await case.publisher.reveal(payload, checkpoint, case.grant) == Accepted()
    (shown,) = seen(case)
    assert shown.details["kind"] == "reel"
    assert far_side(case).platform.medium(shown.media[0]) == A_FILM
    assert isinstance(await looked(case, payload, checkpoint), Found)


async def test_the_author_decides_what_becomes_a_reel(case: Case) -> None:
    upright = await a_film_part(case, upright=True, details={"kind": "video"})
    wide = await a_film_part(case, details={"kind": "reel"})
    assert [dict(one.fields)["kind"] for one in (upright, wide)] == ["video", "reel"]
    film = await a_film(case, upright=True)
    assert not looks_like_a_reel(replace(film, seconds=91))
    assert not looks_like_a_reel(replace(film, width=0, height=0))


async def test_a_film_that_cannot_be_used_is_rejected(case: Case) -> None:
    (payload,) = composed(case, Content(text="Baking", media=(await a_film(case, b"no film", upright=True),)))
    with pytest.raises(Rejected, match="upload_refused"):
        await prepared(case, payload, Checkpoint(key="k1"))


async def test_the_token_is_not_sent_to_an_address_outside(case: Case) -> None:
    payload = await a_film_part(case, upright=True)
    checkpoint = Checkpoint(key="k1").with_data(video="1", address="https://rupload.facebook.com.example/1")
    with pytest.raises(Rejected, match="upload_address"):
        await case.publisher.step(payload, checkpoint, case.grant)


async def test_a_lost_answer_to_the_end_of_a_film_is_found_by_its_id(case: Case) -> None:
    payload = await a_film_part(case)
    checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
    plan(case, Call.REVEAL, status=502, commit=True)
    with pytest.raises(OutcomeUnknown):
        await case.publisher.reveal(payload, checkpoint, case.grant)
    assert isinstance(await looked(case, payload, checkpoint), Found)


async def test_a_film_nobody_knows_of_any_more_cannot_be_told(case: Case) -> None:
    payload = await a_film_part(case)
    assert await looked(case, payload, Checkpoint(key="k1").with_data(video="404")) == Unknown(reason="film_missing")


async def test_what_was_brought_long_ago_is_brought_again(case: Case) -> None:
    (payload,) = composed(case, Content(text="Look", media=(await a_picture(case),)))
    old = await case.publisher.step(payload, Checkpoint(key="k1", parents=("above",)), case.grant)
    assert isinstance(old, Checkpoint)
    case.clock.advance(LIFE)
    assert await case.publisher.step(payload, old, case.grant) == Checkpoint(key="k1", parents=("above",))
    fresh = await prepared(case, payload, old)
    assert fresh.get("photo0") != old.get("photo0")


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("190/463", Reconnect("token")),
        ("190/492", Reconnect("token")),
        ("200/0", Reconnect("no_rights")),
        ("10/0", Reconnect("no_rights")),
        ("100/1404078", Reconnect("identity_check")),
        ("100/33", Reconnect("account_missing")),
        ("100/2061006", Rejected("graph_100")),
        ("368/0", Rejected("blocked")),
        ("1609005/0", Rejected("link")),
        ("1/1346003", Rejected("community_standards")),
        ("506/0", Duplicate("duplicate")),
        ("1/0", OutcomeUnknown("graph_failed")),
        ("-1/0", OutcomeUnknown("graph_failed")),
    ],
)
async def test_what_a_refusal_of_a_post_means(case: Case, reason: str, error: PortError) -> None:
    plan(case, Call.REVEAL, reason)
    (payload,) = composed(case, Content(text="Hello"))
    with pytest.raises(type(error), match=f"^{error.reason}$"):
        await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
    assert seen(case) == ()


async def test_a_code_nobody_knows_is_judged_by_its_status(case: Case) -> None:
    (payload,) = composed(case, Content(text="Hello"))
    for status, kind in ((400, Rejected), (500, OutcomeUnknown)):
        plan(case, Call.REVEAL, "7777/1", status=status)
        with pytest.raises(kind):
            await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)


@pytest.mark.parametrize(("reason", "wait"), [("4/0", 60), ("80001/0", 60), ("17/1390008", 180)])
async def test_a_limit_that_does_not_say_when_it_ends_is_waited_out(case: Case, reason: str, wait: int) -> None:
    plan(case, Call.REVEAL, reason)
    (payload,) = composed(case, Content(text="Hello"))
    with pytest.raises(Throttled) as caught:
        await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
    assert caught.value.retry_at == case.clock.now() + timedelta(minutes=wait)


async def test_a_repeated_post_is_a_duplicate_to_be_looked_for(case: Case) -> None:
    live = await published(case, "Hello")
    (payload,) = composed(case, Content(text="Hello"))
    with pytest.raises(Duplicate):
        await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
    assert await looked(case, payload, Checkpoint(key="k1")) == Found(candidates=(live,))


@pytest.mark.parametrize(
    ("reason", "kind"), [("2/0", Unavailable), ("324/1366046", Rejected), ("100/1366051", Rejected)]
)
async def test_a_refused_upload_shows_nothing_and_asks_for_no_look(
    case: Case, reason: str, kind: type[PortError]
) -> None:
    plan(case, Call.STEP, reason)
    (payload,) = composed(case, Content(text="Look", media=(await a_picture(case),)))
    with pytest.raises(kind):
        await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)


async def test_a_post_that_is_live_stays_live_when_its_address_cannot_be_read(case: Case) -> None:
    plan(case, Call.FIND, status=500)
    live = await published(case, "Hello")
    assert live.url == f"https://www.facebook.com/{live.remote_id}"


async def test_what_may_not_be_deleted_is_not_taken_for_gone(case: Case) -> None:
    live = await published(case, "Hello")
    plan(case, Call.REMOVE, "100/33")
    with pytest.raises(Rejected, match="object_missing"):
        await case.publisher.remove(live.remote_id, case.grant)


async def test_words_alone_are_ready_at_once(case: Case) -> None:
    (payload,) = composed(case, Content(text="Hello"))
    assert await case.publisher.step(payload, Checkpoint(key="k1"), case.grant) == Ready(
        checkpoint=Checkpoint(key="k1")
    )
