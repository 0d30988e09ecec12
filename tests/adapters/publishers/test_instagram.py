"""Instagram, against a far side that speaks its API over a real socket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.publishers.containers import LIFE, PAUSE
from adapters.publishers.instagram.publish import InstagramPublisher
from adapters.publishers.instagram.rules import RULES
from core.errors import Duplicate, Held, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready, Unknown, Wait
from core.post import Content
from core.rules import check
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import Can, Case, PublisherContract, a_picture, composed, looked, prepared, published
from tests.fakes.platform.case import FAULTS, Spoken, TownSide, spoken_case
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, REACH, REPOSTS, SAVES, VIEWS
from tests.fakes.platform.network import Visible

HERE = {Can.REFUSE: replace(FAULTS[Can.REFUSE], status=400, reason="36003/2207009")}

Start = Callable[[Mapping[str, str]], Case]


@pytest.fixture
def start(land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Start:
    """An account whose grant says this beside its id."""

    def publisher(at: Spoken) -> InstagramPublisher:
        return InstagramPublisher(
            client=at.client,
            blobs=at.blobs,
            clock=at.clock,
            address=at.address,
            api_url=f"{at.url}/graph.instagram.com/v26.0",
            facebook_url=f"{at.url}/graph.facebook.com/v26.0",
        )

    def started(extra: Mapping[str, str]) -> Case:
        return spoken_case(
            request.node.nodeid,
            publisher,
            platform=land.platform,
            clock=land.clock,
            client=client,
            extra=lambda at: {"id": at.account, **extra},
            faults=HERE,
            mime="image/jpeg",
        )

    return started


@pytest.fixture
def case(start: Start) -> Case:
    return start({"login": "facebook"})


class TestInstagram(PublisherContract):
    """A container publishes once and knows whether it did."""

    platform = RULES.platform
    counts = Metrics(views=VIEWS, reach=REACH, likes=LIKES, comments=COMMENTS, shares=REPOSTS, saves=SAVES)
    can = frozenset(
        {
            *(FAULTS.keys() | {Can.REVOKE, Can.BE_UNREACHABLE, Can.TAKE_LONG, Can.REPEAT, Can.LOOK}),
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
    fault = Fault(call=call, answer=Answer.STATUS, status=status, reason=reason, commit=commit)
    far.platform.plan(far.token, fault)


async def a_film(case: Case, data: bytes = b"film") -> Media:
    sha256 = await case.blobs.put(data)
    return Media(sha256=sha256, mime="video/mp4", size=len(data), width=1080, height=1920, seconds=30)


async def a_film_part(case: Case, data: bytes = b"film", **details: str) -> Payload:
    content = Content(text="Baking", media=(await a_film(case, data),), details={"instagram": details})
    (payload,) = composed(case, content)
    return payload


async def revealed(case: Case, payload: Payload, checkpoint: Checkpoint) -> Live:
    live = await case.publisher.reveal(payload, checkpoint, case.grant)
    assert isinstance(live, Live)
    return live


async def stepped(case: Case, payload: Payload, checkpoint: Checkpoint) -> Checkpoint:
    reached = await case.publisher.step(payload, checkpoint, case.grant)
    assert isinstance(reached, Checkpoint)
    return reached


async def a_ready_one(case: Case, text: str = "Bread") -> tuple[Payload, Checkpoint]:
    (payload,) = composed(case, Content(text=text))
    return payload, await prepared(case, payload, Checkpoint(key="k1"))


async def test_a_picture_brings_its_description(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread", details={"instagram": {"is_ai_generated": "true"}}))
    await revealed(case, payload, await prepared(case, payload, Checkpoint(key="k1")))
    (shown,) = seen(case)
    assert (shown.details["alt"], shown.details["is_ai_generated"]) == ("Bread", "true")


async def test_a_link_stays_out_of_the_words(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread", link="https://example.org/", hashtags=("Porto",)))
    assert payload.text == "Bread\n\n#Porto"


async def test_words_alone_are_told_to_need_a_picture(case: Case) -> None:
    (problem,) = check((Payload(text="Bread"),), RULES)
    assert problem.field == "media"
    with pytest.raises(Rejected, match="no_media"):
        await case.publisher.step(Payload(text="Bread"), Checkpoint(key="k1"), case.grant)


async def test_a_single_film_is_a_reel(case: Case) -> None:
    payload = await a_film_part(case, share_to_feed="false", thumb_offset="1500")
    checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
    live = await revealed(case, payload, checkpoint)
    (shown,) = seen(case)
    kept = tuple(shown.details[name] for name in ("type", "share_to_feed", "thumb_offset"))
    assert kept == ("REELS", "false", "1500")
    assert await looked(case, payload, checkpoint) == Found(candidates=(live,))


async def test_pictures_and_films_stand_side_by_side(case: Case) -> None:
    media = (await a_picture(case), await a_film(case))
    (payload,) = composed(case, Content(text="Both", media=media, details={"instagram": {"is_ai_generated": "true"}}))
    checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
    live = await revealed(case, payload, checkpoint)
    (shown,) = seen(case)
    assert shown.media == tuple(one.sha256 for one in media)
    assert (shown.details["type"], shown.details["is_ai_generated"]) == ("CAROUSEL", "true")
    assert await looked(case, payload, checkpoint) == Found(candidates=(live,))


async def test_several_are_waited_for_before_they_are_put_together(case: Case) -> None:
    far = far_side(case)
    far.platform.change(far.token, processing=60.0)
    media = (await a_picture(case), await a_picture(case, b"Another"))
    (payload,) = composed(case, Content(text="Both", media=media))
    children = await stepped(case, payload, await stepped(case, payload, Checkpoint(key="k1")))
    assert await case.publisher.step(payload, children, case.grant) == Wait(
        until=case.clock.now() + timedelta(seconds=2)
    )
    case.clock.advance(timedelta(seconds=59))
    assert await case.publisher.step(payload, children, case.grant) == Wait(
        until=case.clock.now() + timedelta(seconds=30)
    )


async def test_another_process_goes_on_from_a_stored_checkpoint(case: Case) -> None:
    media = (await a_picture(case), await a_picture(case, b"Another"))
    (payload,) = composed(case, Content(text="Both", media=media))
    first = await stepped(case, payload, Checkpoint(key="k1"))
    assert isinstance(case.publisher, InstagramPublisher)
    successor = replace(case, publisher=replace(case.publisher))
    last = await prepared(successor, payload, first)
    assert last.get("child0") == first.get("child0")
    await revealed(successor, payload, last)
    assert [one.text for one in seen(case)] == ["Both"]


async def test_the_first_comment_is_posted_and_found_below_the_post(case: Case) -> None:
    first, comment = composed(case, Content(text="Bread", comment="The recipe"))
    above = await revealed(case, first, await prepared(case, first, Checkpoint(key="k1")))
    at = Checkpoint(key="k2", parents=(above.remote_id,))
    assert await case.publisher.step(comment, at, case.grant) == Ready(checkpoint=at)
    live = await revealed(case, comment, at)
    assert live.url == above.url
    assert await looked(case, comment, at) == Found(candidates=(live,))
    assert [(one.text, one.parent) for one in seen(case)] == [("Bread", ""), ("The recipe", above.remote_id)]


async def test_a_comment_that_is_not_seen_is_never_called_absent(case: Case) -> None:
    above = await published(case, "Bread")
    (_, comment) = composed(case, Content(text="Bread", comment="The recipe"))
    at = Checkpoint(key="k2", parents=(above.remote_id,))
    assert await looked(case, comment, at) == Unknown(reason="comment_not_seen")


async def test_before_there_is_a_container_nothing_can_be_visible(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    assert await looked(case, payload, Checkpoint(key="k1")) == Absent()


async def test_a_container_made_long_ago_is_made_anew(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    old = await stepped(case, payload, Checkpoint(key="k1"))
    case.clock.advance(LIFE)
    assert await stepped(case, payload, old) == Checkpoint(key="k1")
    assert (await prepared(case, payload, old)).get("container") != old.get("container")


async def test_a_container_that_instagram_forgot_is_made_anew(case: Case) -> None:
    far = far_side(case)
    far.platform.change(far.token, container_life=60.0)
    payload, old = await a_ready_one(case)
    case.clock.advance(timedelta(seconds=60))
    assert await looked(case, payload, old) == Absent()
    assert await stepped(case, payload, old) == Checkpoint(key="k1")


async def test_what_was_shown_is_not_made_anew_however_old_it_is(case: Case) -> None:
    payload, ready = await a_ready_one(case)
    plan(case, Call.REVEAL, status=502, commit=True)
    with pytest.raises(OutcomeUnknown):
        await case.publisher.reveal(payload, ready, case.grant)
    case.clock.advance(LIFE * 2)
    again = await prepared(case, payload, ready)
    live = await revealed(case, payload, again)
    assert [one.id for one in seen(case)] == [live.remote_id]


async def test_a_ready_container_that_cannot_be_read_is_left_to_be_looked_for(case: Case) -> None:
    payload, ready = await a_ready_one(case)
    plan(case, Call.FIND, "100/33")
    assert await case.publisher.step(payload, ready, case.grant) == Ready(checkpoint=ready)
    plan(case, Call.FIND, "24/2207008")
    assert await looked(case, payload, ready) == Unknown(reason="not_listed")
    plan(case, Call.REVEAL, "24/2207008")
    with pytest.raises(Duplicate, match="container_missing"):
        await case.publisher.reveal(payload, ready, case.grant)


async def test_an_old_container_that_cannot_be_read_is_made_anew_only_if_nothing_came_of_it(case: Case) -> None:
    payload, ready = await a_ready_one(case)
    case.clock.advance(LIFE)
    plan(case, Call.FIND, "100/33")
    assert await stepped(case, payload, ready) == Checkpoint(key="k1")
    await revealed(case, payload, ready)
    plan(case, Call.FIND, "100/33")
    assert await case.publisher.step(payload, ready, case.grant) == Ready(checkpoint=ready)


async def test_a_container_that_was_never_ready_and_cannot_be_read_is_made_anew(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    made = await stepped(case, payload, Checkpoint(key="k1"))
    plan(case, Call.FIND, "100/33")
    assert await stepped(case, payload, made) == Checkpoint(key="k1")


async def test_what_was_shown_before_and_cannot_be_told_from_another_is_a_duplicate(case: Case) -> None:
    await published(case, "Bread", key="k0")
    payload, ready = await a_ready_one(case)
    await revealed(case, payload, ready)
    with pytest.raises(Duplicate, match="shown_before"):
        await case.publisher.reveal(payload, ready, case.grant)
    found = await looked(case, payload, ready)
    assert isinstance(found, Found)
    assert len(found.candidates) == 2


async def test_when_the_container_cannot_tell_a_refusal_is_an_unknown_outcome(case: Case) -> None:
    payload, ready = await a_ready_one(case)
    plan(case, Call.REVEAL, "100/0")
    plan(case, Call.FIND, status=500)
    with pytest.raises(OutcomeUnknown, match="not_told"):
        await case.publisher.reveal(payload, ready, case.grant)


async def test_when_the_posts_cannot_be_listed_what_was_shown_before_is_a_duplicate(case: Case) -> None:
    payload, ready = await a_ready_one(case)
    await revealed(case, payload, ready)
    shown = await prepared(case, payload, ready)
    assert shown.get("shown")
    plan(case, Call.FIND, status=500)
    with pytest.raises(Duplicate, match="shown_before"):
        await case.publisher.reveal(payload, shown, case.grant)


async def test_a_film_that_failed_by_chance_gets_a_new_container_after_a_while(case: Case) -> None:
    payload = await a_film_part(case, b"broken 2207053 once")
    made = await stepped(case, payload, Checkpoint(key="k1"))
    again = await stepped(case, payload, made)
    assert await case.publisher.step(payload, again, case.grant) == Wait(until=case.clock.now() + PAUSE)
    await revealed(case, payload, await prepared(case, payload, again))
    assert len(seen(case)) == 1


@pytest.mark.parametrize(
    ("subcode", "reason"),
    [
        ("2207026", "film_format"),
        ("2207053", "upload_error"),
        ("2207077", "film_unreachable"),
        ("x", "container_failed"),
    ],
)
async def test_a_film_that_fails_again_and_again_is_rejected(case: Case, subcode: str, reason: str) -> None:
    payload = await a_film_part(case, f"broken {subcode}".encode())
    with pytest.raises(Rejected, match=reason):
        await prepared(case, payload, Checkpoint(key="k1"))


async def test_a_medium_that_cannot_be_fetched_is_tried_once_more(case: Case) -> None:
    assert isinstance(case.publisher, InstagramPublisher)
    offline = replace(case, publisher=replace(case.publisher, address=lambda _: "https://greenlight.example/gone.jpg"))
    (payload,) = composed(case, Content(text="Bread"))
    again = await stepped(offline, payload, Checkpoint(key="k1"))
    assert again.get("tries") == "1"
    with pytest.raises(Rejected, match="media_unreachable"):
        await prepared(offline, payload, again)
    assert (await prepared(case, payload, again)).get("ready")


async def test_a_picture_that_is_gone_from_here_is_not_offered(case: Case) -> None:
    gone = replace(await a_picture(case), sha256="0" * 64)
    before = await case.far_side.trace()
    with pytest.raises(Rejected, match="blob_gone"):
        await case.publisher.step(Payload(text="", media=(gone,)), Checkpoint(key="k1"), case.grant)
    assert await case.far_side.trace() == before


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("190/463", Reconnect("token")),
        ("24/2207006", Reconnect("media_missing")),
        ("10/0", Reconnect("no_rights")),
        ("4/2207051", Held("looks_like_spam")),
        ("25/2207050", Held("account_restricted")),
        ("9007/2207027", Unavailable("not_ready")),
        ("36004/2207010", Rejected("text_too_long")),
        ("-1/2207001", OutcomeUnknown("server_error")),
        ("-1/2207053", OutcomeUnknown("upload_error")),
        ("2/0", OutcomeUnknown("graph_failed")),
    ],
)
async def test_what_a_refusal_to_publish_means(case: Case, reason: str, error: PortError) -> None:
    payload, ready = await a_ready_one(case)
    plan(case, Call.REVEAL, reason)
    with pytest.raises(type(error), match=f"^{error.reason}$"):
        await case.publisher.reveal(payload, ready, case.grant)
    assert seen(case) == ()


@pytest.mark.parametrize(("reason", "name"), [("9/2207042", "daily_limit"), ("4/0", "graph_busy")])
async def test_a_limit_that_does_not_say_when_it_ends_is_waited_out(case: Case, reason: str, name: str) -> None:
    payload, ready = await a_ready_one(case)
    plan(case, Call.REVEAL, reason)
    with pytest.raises(Throttled, match=name) as caught:
        await case.publisher.reveal(payload, ready, case.grant)
    assert caught.value.retry_at == case.clock.now() + timedelta(hours=1)


async def test_a_server_that_fails_to_make_a_container_is_asked_again(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    plan(case, Call.STEP, status=500)
    with pytest.raises(Unavailable, match="graph_failed"):
        await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)


async def test_with_instagrams_own_login_all_goes_to_its_own_host_and_nothing_is_deleted(start: Start) -> None:
    case = start({})
    live = await published(case, "Bread")
    with pytest.raises(Rejected, match="delete_in_the_app"):
        await case.publisher.remove(live.remote_id, case.grant)
    assert len(seen(case)) == 1
